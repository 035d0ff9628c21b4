// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tables/data_table.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

constexpr int kPadding = 8;
constexpr int kBarHeight = 3;
constexpr int kBarRise = 3;  ///< above the row's lower edge: beneath the digits
constexpr int kSortSignWidth = 14;

}  // namespace

QSize TableDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {QStyledItemDelegate::sizeHint(option, index).width(), DataTable::kRowHeight};
}

void TableDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    const Theme& theme = Theme::of(option.widget);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool over = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    if (selected || over) {
        painter->fillRect(option.rect, theme.color(selected ? Token::AccentGround : Token::Hover));
    }
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    if (selected && index.column() == 0 && view != nullptr && view->hasFocus()) {
        painter->fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())),
                          theme.color(Token::Accent));
    }

    const QRect room = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    const double share = std::clamp(index.data(TableShareRole).toDouble(), 0.0, 1.0);
    if (share * room.width() >= 1) {
        const double width = std::max(2.0, share * room.width());
        const QRectF bar(room.right() + 1 - width, option.rect.bottom() + 1 - kBarRise - kBarHeight,
                         width, kBarHeight);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(mixed(theme.color(Token::Surface), theme.color(Token::Accent), 0.55));
        painter->drawRoundedRect(bar, 1.5, 1.5);
    }

    const auto tone = static_cast<TableTone>(index.data(TableToneRole).toInt());
    QFont font = theme.font(FontRole::Body);
    const bool isStrong = tone == TableTone::Strong || tone == TableTone::Accent;
    font.setWeight(isStrong ? QFont::DemiBold : QFont::Normal);
    painter->setFont(font);
    painter->setPen(theme.color(tone == TableTone::Secondary ? Token::Secondary
                                : tone == TableTone::Accent  ? Token::Accent
                                                             : Token::Text));
    const auto alignment =
        static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt()) | Qt::AlignVCenter;
    const QString text = index.data(Qt::DisplayRole).toString();
    painter->drawText(room, static_cast<int>(alignment) | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideMiddle, room.width()));

    painter->restore();
}

DataTable::DataTable(QWidget* parent) : QTreeView(parent) {
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setIndentation(0);
    setItemDelegate(new TableDelegate(this));
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(false);
    header()->setHighlightSections(false);
    header()->setMinimumSectionSize(40);
    header()->setSectionResizeMode(QHeaderView::Fixed);
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        if (index.isValid()) {
            Q_EMIT rowActivated(index.row());
        }
    });
}

void DataTable::setModel(QAbstractItemModel* model) {
    QTreeView::setModel(model);
    if (model == nullptr) {
        return;
    }
    connect(model, &QAbstractItemModel::modelReset, this, &DataTable::visibleRowsChanged);
    connect(model, &QAbstractItemModel::rowsInserted, this, &DataTable::visibleRowsChanged);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &DataTable::visibleRowsChanged);
    connect(model, &QAbstractItemModel::layoutChanged, this,
            [this] { Q_EMIT visibleRowsChanged(); });
    fitColumns();
}

void DataTable::fitColumns() {
    QFont strong = Theme::of(this).font(FontRole::Body);
    strong.setWeight(QFont::DemiBold);
    const QFontMetrics body(strong);
    QFont headFont = Theme::of(this).font(FontRole::Secondary);
    headFont.setWeight(QFont::DemiBold);
    const QFontMetrics head(headFont);
    m_widths.clear();
    for (int column = 0; column < header()->count(); ++column) {
        const QString title = model()->headerData(column, Qt::Horizontal).toString();
        const QString widest =
            model()->headerData(column, Qt::Horizontal, TableWidestRole).toString();
        const int sign = isSortingEnabled() ? kSortSignWidth : 0;
        m_widths << std::max(head.horizontalAdvance(title) + sign, body.horizontalAdvance(widest)) +
                        2 * kPadding + 2;
    }
    shareRoom();
}

void DataTable::setOptionalColumns(const QVector<int>& columns) {
    m_optional = columns;
    shareRoom();
}

void DataTable::setColumnEmpty(int column, bool empty) {
    m_empty.removeAll(column);
    if (empty) {
        m_empty << column;
    }
    shareRoom();
}

void DataTable::shareRoom() {
    if (m_widths.isEmpty() || m_widths.size() != header()->count()) {
        return;
    }
    QVector<int> shown;
    int room = viewport()->width();
    for (int column = 0; column < m_widths.size(); ++column) {
        if (!m_empty.contains(column)) {
            shown << column;
            room -= m_widths[column];
        }
    }
    for (const int column : m_optional) {
        if (room < 0 && shown.contains(column)) {
            shown.removeAll(column);
            room += m_widths[column];
        }
    }
    const int others = static_cast<int>(shown.size()) - 1;
    const int each = room > 0 && others > 0 ? room * 2 / 3 / others : 0;
    for (int column = 0; column < m_widths.size(); ++column) {
        header()->setSectionHidden(column, !shown.contains(column));
        header()->resizeSection(column, column == 0
                                            ? std::max(m_widths[0] + room - each * others, 60)
                                            : m_widths[column] + each);
    }
}

QVector<int> DataTable::visibleRows() const {
    QVector<int> rows;
    if (model() == nullptr || model()->rowCount() == 0 || !isVisible()) {
        return rows;
    }
    const QModelIndex first = indexAt({1, 1});
    const QModelIndex last = indexAt({1, viewport()->height() - 1});
    const int end = last.isValid() ? last.row() : model()->rowCount() - 1;
    for (int row = first.isValid() ? first.row() : 0; row <= end; ++row) {
        rows.push_back(row);
    }
    return rows;
}

int DataTable::currentRow() const {
    return currentIndex().isValid() ? currentIndex().row() : -1;
}

void DataTable::setCurrentRow(int row) {
    const QModelIndex index = model()->index(row, 0);
    setCurrentIndex(index);
    if (index.isValid()) {
        scrollTo(index);
    }
}

void DataTable::wantMenuOfCurrent() {
    if (currentIndex().isValid()) {
        const QRect cell = visualRect(currentIndex());
        Q_EMIT rowMenuWanted(currentRow(), viewport()->mapToGlobal(cell.bottomLeft()));
    }
}

void DataTable::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() != QContextMenuEvent::Mouse) {
        wantMenuOfCurrent();
    } else if (const QModelIndex index = indexAt(event->pos()); index.isValid()) {
        setCurrentRow(index.row());
        Q_EMIT rowMenuWanted(index.row(), event->globalPos());
    }
}

void DataTable::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_F10 && event->modifiers() == Qt::ShiftModifier) {
        wantMenuOfCurrent();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        event->ignore();  // no letter to look for: a sheet that the table stands in closes
        return;
    }
    QTreeView::keyPressEvent(event);
}

void DataTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentRowChanged(current.isValid() ? current.row() : -1);
}

void DataTable::scrollContentsBy(int dx, int dy) {
    QTreeView::scrollContentsBy(dx, dy);
    Q_EMIT visibleRowsChanged();
}

void DataTable::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    shareRoom();
    Q_EMIT visibleRowsChanged();
}

}  // namespace minarai::widgets
