// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The transforms that can be added, by kind, found by typing.
#pragma once

#include <QAbstractListModel>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <vector>

#include "augment/transform.h"

namespace minarai::studio {

/// Headings and what stands under them; the search leaves out what does not match.
class TransformListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    /// The transform's name; empty for a heading.
    static constexpr int kNameRole = Qt::UserRole + 1;

    explicit TransformListModel(QObject* parent = nullptr);

    void setSearch(const QString& text);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

  private:
    struct Row {
        QString text;
        QString about;
        QString name;
    };
    QString m_search;
    std::vector<Row> m_rows;

    void fill();
};

/// Stands beneath the button that opens it; Escape or a click elsewhere closes it.
class AugmentAddList : public QFrame {
    Q_OBJECT
  public:
    explicit AugmentAddList(QWidget* parent);

    void openBeneath(QWidget* button);

    [[nodiscard]] QLineEdit* search() const { return m_search; }
    [[nodiscard]] QListView* list() const { return m_list; }

  Q_SIGNALS:
    void chosen(const QString& transform);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    TransformListModel m_model;
    QLineEdit* m_search;
    QListView* m_list;
    QLabel* m_about;

    void chooseFirst();
    void take();
    void retranslate();
};

}  // namespace minarai::studio
