// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The palette of the composer: layers and blocks by category, found by typing.
#pragma once

#include <QAbstractListModel>
#include <QLineEdit>
#include <QListView>
#include <QWidget>
#include <vector>

#include "spec/blocks.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

/// Headings and what stands under them; the search leaves out what does not match.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT
  public:
    /// "op:Conv2d", "block:residual"; empty for a heading.
    static constexpr int kItemRole = Qt::UserRole + 1;

    explicit PaletteModel(QObject* parent = nullptr);

    void setSearch(const QString& text);
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;

  private:
    struct Row {
        QString text;
        QString about;
        QString item;
    };
    QString m_search;
    std::vector<Row> m_rows;

    void fill();
};

class ComposerPalette : public QWidget {
    Q_OBJECT
  public:
    explicit ComposerPalette(QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* search() const { return m_search; }
    [[nodiscard]] QListView* list() const { return m_list; }
    [[nodiscard]] PaletteModel* model() { return &m_model; }
    /// The keyboard to the search, its text chosen.
    void focusSearch();

  Q_SIGNALS:
    /// Enter or a double click: put it behind what is chosen.
    void insertWanted(const QString& item);
    /// Escape: back to the canvas.
    void left();
    /// Ctrl+Z right after a layer was put in, while the search has the keyboard.
    void undoWanted();

  protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    widgets::Card* m_card;
    QLineEdit* m_search;
    PaletteModel m_model;
    QListView* m_list;

    void retranslate();
    void chooseFirst();
    void insertCurrent();
    bool m_hasInserted = false;  ///< since the search was last typed into
};

}  // namespace minarai::studio
