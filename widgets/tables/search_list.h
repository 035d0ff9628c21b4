// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A list under headings, found by typing: what is chosen is walked through with the arrow keys
// while the text stays under the fingers.
#pragma once

#include <QAbstractListModel>
#include <QLineEdit>
#include <QListView>
#include <QString>
#include <QWidget>
#include <vector>

namespace minarai::widgets {

struct SearchEntry {
    QString text;   ///< shown
    QString about;  ///< in the tooltip, and searched where no text fits
    QString key;    ///< what the program calls it; not empty
    QString alias;  ///< searched like the text
};

struct SearchSection {
    QString heading;
    std::vector<SearchEntry> entries;
};

/// Headings and what stands under them; the search leaves out what does not match.
class SearchListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    /// The entry's key; empty for a heading.
    static constexpr int kKeyRole = Qt::UserRole + 1;

    using QAbstractListModel::QAbstractListModel;

    /// The search stays.
    void setSections(std::vector<SearchSection> sections);
    void setSearch(const QString& text);
    /// From now on entries can be dragged: their key in UTF-8 is the data of this type.
    void setMimeType(const QString& type) { m_mimeType = type; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;

  private:
    std::vector<SearchSection> m_sections;
    QString m_search;
    QString m_mimeType;
    std::vector<SearchEntry> m_rows;  ///< headings have no key

    void fill();
    [[nodiscard]] bool fits(const SearchEntry& entry, bool byMeaning) const;
};

/// The search above the list. An entry is always chosen while there is one.
class SearchList : public QWidget {
    Q_OBJECT
  public:
    explicit SearchList(QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* search() const { return m_search; }
    [[nodiscard]] QListView* list() const { return m_list; }
    [[nodiscard]] SearchListModel* model() { return &m_model; }

    void chooseFirst();
    /// Tells of the chosen entry as Enter does.
    void activateCurrent();

  Q_SIGNALS:
    /// Enter in the search or in the list.
    void activated(const QString& key);
    /// Escape in either.
    void escaped();
    /// Another entry is chosen; empty when none is left.
    void currentChanged(const QString& about);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    SearchListModel m_model;
    QLineEdit* m_search;
    QListView* m_list;

    /// The next entry from a row on, headings passed over; false at the end.
    bool chooseFrom(int row, int step);
};

}  // namespace minarai::widgets
