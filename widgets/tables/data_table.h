// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of facts to read and compare: quiet lines, tabular numerals, one row current.
//
// The model says what a cell means by the roles below; numbers are aligned to the right by
// Qt::TextAlignmentRole. Rows have one height, so that a million of them cost nothing.
#pragma once

#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVector>

namespace minarai::widgets {

enum TableRole {
    TableSortRole = Qt::UserRole + 100,  ///< what the column sorts by; invalid stands last
    TableToneRole,                       ///< TableTone
    TableShareRole,                      ///< 0 ... 1: a bar behind the number
    TableWidestRole,                     ///< of the header: the widest text of the column
};

enum class TableTone { Normal, Strong, Secondary, Accent };

class TableDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
};

/// Columns are at least as wide as the header's TableWidestRole asks for; of what room is left the
/// first one takes a third, the others share the rest.
class DataTable : public QTreeView {
    Q_OBJECT
  public:
    static constexpr int kRowHeight = 30;

    explicit DataTable(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;

    /// Again after another language.
    void fitColumns();

    /// Columns that are left out, the first one first, where there is no room for all.
    void setOptionalColumns(const QVector<int>& columns);
    /// A column that has nothing to show.
    void setColumnEmpty(int column, bool empty);

    /// Rows on screen, top to bottom.
    [[nodiscard]] QVector<int> visibleRows() const;

    /// The current row; -1 for none. Setting it scrolls there.
    [[nodiscard]] int currentRow() const;
    void setCurrentRow(int row);

  Q_SIGNALS:
    void currentRowChanged(int row);
    /// Other rows are on screen now.
    void visibleRowsChanged();
    /// Enter, or a double click.
    void rowActivated(int row);
    /// The right button on a row, or the menu key or Shift+F10 for the current one.
    void rowMenuWanted(int row, const QPoint& globalPlace);

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QVector<int> m_optional;
    QVector<int> m_empty;
    QVector<int> m_widths;  ///< that the columns ask for

    void shareRoom();
    void wantMenuOfCurrent();
};

}  // namespace minarai::widgets
