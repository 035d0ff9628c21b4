// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a name and a count: the classes of a project, the kinds of problems.
#pragma once

#include <QAbstractListModel>
#include <QListView>
#include <QVector>
#include <array>

namespace minarai::studio {

struct CountRow {
    QString name;
    quint64 count = 0;
    int value = 0;                   ///< what the row stands for; negative: cannot be chosen
    bool numbered = false;           ///< with its number in front and a bar for its share
    std::array<quint64, 3> parts{};  ///< training, validation, test; all 0: the bar is one piece
    QString toolTip{};               ///< empty: the name
    bool operator==(const CountRow&) const = default;
};

class CountModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { CountRole = Qt::UserRole + 1, ValueRole, NumberedRole, ShareRole, PartsRole };

    using QAbstractListModel::QAbstractListModel;

    /// Rows of the same length are updated in place.
    void setRows(const QVector<CountRow>& rows);
    [[nodiscard]] const QVector<CountRow>& rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

  private:
    QVector<CountRow> m_rows;
    quint64 m_largest = 1;
};

/// At most one row is chosen; clicking it again, or Esc, gives it up. As high as its rows, up to
/// a limit; then it scrolls.
class CountList : public QListView {
    Q_OBJECT
  public:
    explicit CountList(CountModel* model, int maxRows, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// Emits nothing; -1 gives up the choice.
    void setChoice(int row);

  Q_SIGNALS:
    /// row -1: none
    void chosen(int row);

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void selectionChanged(const QItemSelection& selected,
                          const QItemSelection& deselected) override;

  private:
    int m_maxRows;
    bool m_quiet = false;
};

}  // namespace minarai::studio
