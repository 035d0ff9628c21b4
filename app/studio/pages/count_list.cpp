// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/count_list.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyledItemDelegate>
#include <algorithm>

#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kRowHeight = 28;
constexpr int kMinBarWidth = 44;
constexpr int kFactIndent = 14;

class CountDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {0, kRowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        using widgets::Token;
        const auto& theme = widgets::Theme::of(option.widget);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool focused = option.state.testFlag(QStyle::State_HasFocus);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver) &&
                             option.state.testFlag(QStyle::State_Enabled);
        const QRectF frame = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
        painter->setPen(focused ? QPen(theme.color(Token::Accent), 1) : QPen(Qt::NoPen));
        painter->setBrush(selected  ? QBrush(theme.color(Token::AccentGround))
                          : hovered ? QBrush(theme.color(Token::Hover))
                                    : QBrush(Qt::NoBrush));
        if (selected || focused || hovered) {
            painter->drawRoundedRect(frame, widgets::kSmallRadius, widgets::kSmallRadius);
        }
        paintTexts(*painter, theme, option.rect.adjusted(6, 0, -6, 0), index);
        painter->restore();
    }

  private:
    static void paintTexts(QPainter& painter, const widgets::Theme& theme, QRect rect,
                           const QModelIndex& index) {
        using widgets::Token;
        const quint64 count = index.data(CountModel::CountRole).toULongLong();
        const bool numbered = index.data(CountModel::NumberedRole).toBool();
        painter.setFont(theme.font(widgets::FontRole::Label));
        painter.setPen(theme.color(Token::Secondary));
        const int countWidth =
            std::max(32, painter.fontMetrics().horizontalAdvance(widgets::countText(count)) + 4);
        painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, widgets::countText(count));
        rect.setRight(rect.right() - countWidth);
        if (numbered) {
            painter.drawText(QRect(rect.left(), rect.top(), 24, rect.height()),
                             Qt::AlignLeft | Qt::AlignVCenter, QString::number(index.row() + 1));
            rect.setLeft(rect.left() + (index.row() >= 999 ? 34 : 26));
            const int barWidth = std::max(kMinBarWidth, rect.width() * 2 / 5);
            paintBar(painter, theme,
                     QRect(rect.right() - barWidth + 1, rect.top(), barWidth, rect.height()),
                     index);
            rect.setRight(rect.right() - barWidth - 8);
        }
        if (index.data(CountModel::ValueRole).toInt() < 0) {
            rect.setLeft(rect.left() + kFactIndent);  // it tells of the row above
        }
        painter.setFont(theme.font(widgets::FontRole::Body));
        painter.setPen(theme.color(count == 0 ? Token::Secondary : Token::Text));
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight,
                                                          rect.width()));
    }

    static void paintBar(QPainter& painter, const widgets::Theme& theme, const QRect& rect,
                         const QModelIndex& index) {
        using widgets::Token;
        const double share = index.data(CountModel::ShareRole).toDouble();
        const QRectF track(rect.left(), rect.center().y() - 2.0, rect.width(), 6);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Hover));
        painter.drawRoundedRect(track, 3, 3);
        if (share > 0) {
            QRectF bar = track;
            bar.setWidth(std::max(6.0, track.width() * share));
            QPainterPath shape;
            shape.addRoundedRect(bar, 3, 3);
            paintParts(painter, theme, bar, shape, index);
        }
        painter.setPen(theme.color(Token::Secondary));
    }

    static void paintParts(QPainter& painter, const widgets::Theme& theme, const QRectF& bar,
                           const QPainterPath& shape, const QModelIndex& index) {
        using widgets::Token;
        const QVariantList parts = index.data(CountModel::PartsRole).toList();
        double total = 0;
        for (const QVariant& part : parts) {
            total += part.toDouble();
        }
        if (total <= 0) {
            painter.fillPath(shape, theme.color(Token::Accent));
            return;
        }
        constexpr std::array<Token, 3> kColors{Token::Training, Token::Validation, Token::OtherRun};
        painter.save();
        painter.setClipPath(shape, Qt::IntersectClip);
        double from = bar.left();
        for (std::size_t i = 0; i < kColors.size(); ++i) {
            const double width =
                bar.width() * parts.at(static_cast<qsizetype>(i)).toDouble() / total;
            painter.fillRect(QRectF(from, bar.top(), width, bar.height()),
                             theme.color(kColors.at(i)));
            from += width;
        }
        painter.restore();
    }
};

}  // namespace

void CountModel::setRows(const QVector<CountRow>& rows) {
    m_largest = 1;
    for (const CountRow& row : rows) {
        m_largest = std::max(m_largest, row.count);
    }
    if (rows.size() != m_rows.size()) {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    } else if (rows != m_rows) {
        m_rows = rows;
        Q_EMIT dataChanged(index(0), index(static_cast<int>(rows.size()) - 1));
    }
}

int CountModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant CountModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size()) {
        return {};
    }
    const CountRow& row = m_rows[index.row()];
    switch (role) {
        case Qt::DisplayRole:
            return row.name;
        case Qt::ToolTipRole:
            return row.toolTip.isEmpty() ? row.name : row.toolTip;
        case Qt::AccessibleTextRole:
            return row.toolTip.isEmpty()
                       ? QStringLiteral("%1, %2").arg(row.name, widgets::countText(row.count))
                       : row.toolTip;
        case CountRole:
            return row.count;
        case ValueRole:
            return row.value;
        case NumberedRole:
            return row.numbered;
        case ShareRole:
            return static_cast<double>(row.count) / static_cast<double>(m_largest);
        case PartsRole:
            return QVariantList{row.parts[0], row.parts[1], row.parts[2]};
        default:
            return {};
    }
}

Qt::ItemFlags CountModel::flags(const QModelIndex& index) const {
    const bool isFact =
        index.isValid() && index.row() < m_rows.size() && m_rows[index.row()].value < 0;
    return isFact ? Qt::ItemNeverHasChildren : QAbstractListModel::flags(index);
}

CountList::CountList(CountModel* model, int maxRows, QWidget* parent)
    : QListView(parent), m_maxRows(maxRows) {
    setModel(model);
    setItemDelegate(new CountDelegate(this));
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    viewport()->setAutoFillBackground(false);
    connect(model, &QAbstractItemModel::modelReset, this, [this] { updateGeometry(); });
}

QSize CountList::sizeHint() const {
    const int rows = std::clamp(model()->rowCount(), 1, m_maxRows);
    return {160, rows * kRowHeight};
}

QSize CountList::minimumSizeHint() const {
    return {100, std::min(3, std::max(1, model()->rowCount())) * kRowHeight};
}

void CountList::setChoice(int row) {
    m_quiet = true;
    if (row < 0) {
        clearSelection();
    }
    setCurrentIndex(row < 0 ? QModelIndex() : model()->index(row, 0));
    m_quiet = false;
}

void CountList::mousePressEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid() &&
        selectionModel()->isSelected(index)) {
        setChoice(-1);
        Q_EMIT chosen(-1);
        return;
    }
    QListView::mousePressEvent(event);
}

void CountList::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && selectionModel()->hasSelection()) {
        setChoice(-1);
        Q_EMIT chosen(-1);
        return;
    }
    QListView::keyPressEvent(event);
}

void CountList::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QListView::selectionChanged(selected, deselected);
    if (!m_quiet && !selected.indexes().isEmpty()) {
        Q_EMIT chosen(selected.indexes().first().row());
    }
}

}  // namespace minarai::studio
