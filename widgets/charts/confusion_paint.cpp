// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a ConfusionView draws itself: only what is in sight.
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "widgets/charts/confusion_view.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

/// From this height on cells have numbers, in pixels of these sizes at least.
constexpr int kNumberedCell = 14;
constexpr int kSmallNumber = 10;
constexpr int kSmallestNumber = 9;  ///< where the other has no room

int gapFor(int cell) {
    return cell >= 16 ? 2 : cell >= 8 ? 1 : 0;
}

}  // namespace

QColor ConfusionView::cellColor(ConfusionCell cell) const {
    const Theme& theme = Theme::of(this);
    const QColor blank = theme.color(Token::Hover);
    const double part = shownShare(cell);
    if (part <= 0) {
        return blank;
    }
    // The dark set's curve colours are too bright for large areas; the light set's serve both.
    const bool right = cell.truth == cell.predicted;
    const QColor full =
        right ? mixed(tokenColor(Token::Training, false), Qt::black, theme.isDark() ? 0.06 : 0.22)
              : tokenColor(Token::Validation, false);
    // Errors are small shares of which the eye must still tell 1 % from 5 %.
    const double strength = right ? 0.20 + 0.80 * part : 0.06 + 0.88 * std::sqrt(part);
    return mixed(blank, full, strength);
}

QColor ConfusionView::cellTextColor(ConfusionCell cell) const {
    return readableOn(cellColor(cell));
}

void ConfusionView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    const Theme& theme = Theme::of(this);
    if (classes() == 0 || m_matrix.total() == 0) {
        painter.setPen(theme.color(Token::Secondary));
        painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24),
                         Qt::AlignCenter | Qt::TextWordWrap, phrased(m_emptyText));
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing, m_cell >= 8);
    paintCells(painter, event->rect());
    paintLabels(painter);
}

void ConfusionView::paintCells(QPainter& painter, const QRect& clip) {
    const Theme& theme = Theme::of(this);
    const QRect grid = gridRect();
    const QRect dirty = clip.intersected(grid);
    if (dirty.isEmpty()) {
        return;
    }
    const int left = grid.left() - horizontalScrollBar()->value();
    const int top = grid.top() - verticalScrollBar()->value();
    const int last = classes() - 1;
    const int firstColumn = std::clamp((dirty.left() - left) / m_wide, 0, last);
    const int lastColumn = std::clamp((dirty.right() - left) / m_wide, 0, last);
    const int firstRow = std::clamp((dirty.top() - top) / m_cell, 0, last);
    const int lastRow = std::clamp((dirty.bottom() - top) / m_cell, 0, last);

    const int gap = gapFor(m_cell);
    const double radius = m_cell >= 24 ? 3 : m_cell >= 12 ? 1.5 : 0;
    painter.save();
    painter.setClipRect(grid);
    painter.setPen(Qt::NoPen);
    if (gap == 0) {
        painter.fillRect(dirty, theme.color(Token::Hover));
    }
    QFont font = theme.font(FontRole::Secondary);
    font.setPixelSize(std::clamp(m_cell * 2 / 5, kSmallNumber, kBodyPx));
    QFont smallest = font;
    smallest.setPixelSize(kSmallestNumber);
    const QFontMetrics metrics(font);
    const QFontMetrics smallestMetrics(smallest);
    for (int row = firstRow; row <= lastRow; ++row) {
        for (int column = firstColumn; column <= lastColumn; ++column) {
            const ConfusionCell cell{row, column};
            const bool blank =
                m_matrix.at(static_cast<std::size_t>(row), static_cast<std::size_t>(column)) == 0;
            if (blank && gap == 0) {
                continue;
            }
            const QRect rect(left + column * m_wide, top + row * m_cell, m_wide - gap,
                             m_cell - gap);
            const QColor ground = cellColor(cell);
            painter.setPen(Qt::NoPen);
            painter.setBrush(ground);
            if (radius > 0) {
                painter.drawRoundedRect(rect, radius, radius);
            } else {
                painter.fillRect(rect, ground);
            }
            if (blank || m_cell < kNumberedCell) {
                continue;
            }
            const QString text = shownText(cell);
            const bool fits = metrics.horizontalAdvance(text) <= rect.width() - 2;
            if (fits || smallestMetrics.horizontalAdvance(text) <= rect.width() - 1) {
                painter.setFont(fits ? font : smallest);
                painter.setPen(readableOn(ground));
                painter.drawText(rect, Qt::AlignCenter | Qt::TextDontClip, text);
            }
            if (row == column && m_cell >= 44) {
                // The diagonal says "right" without its colour, too.
                painter.setPen(
                    QPen(readableOn(ground), 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
                const QPointF at = rect.topRight() + QPointF(-11, 8);
                painter.drawPolyline(QPolygonF({at, at + QPointF(2, 2.2), at + QPointF(6, -2.6)}));
            }
        }
    }
    const auto outline = [&](ConfusionCell cell, const QColor& color, double width) {
        const QRectF rect(left + cell.predicted * m_wide, top + cell.truth * m_cell, m_wide - gap,
                          m_cell - gap);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, width));
        const double in = m_cell >= 16 ? width / 2 : -width / 2;
        painter.drawRoundedRect(rect.adjusted(in, in, -in, -in), radius, radius);
    };
    if (m_hovered && m_hovered != m_selected) {
        outline(*m_hovered, theme.color(Token::Secondary), 1);
    }
    if (m_selected) {
        outline(*m_selected, theme.color(hasFocus() ? Token::Accent : Token::Text), 2);
    }
    painter.restore();
}

void ConfusionView::paintLabels(QPainter& painter) {
    const Theme& theme = Theme::of(this);
    painter.setFont(theme.font(FontRole::Label));
    const QFontMetrics metrics = painter.fontMetrics();
    const QRect grid = gridRect();
    const int left = grid.left() - horizontalScrollBar()->value();
    const int top = grid.top() - verticalScrollBar()->value();
    // Where cells are lower than a line of text, every second, fifth, ... name is shown.
    const int stride = std::max(1, (metrics.height() + m_cell - 1) / m_cell);
    const int columnStride = std::max(1, (metrics.height() + m_wide - 1) / m_wide);
    const auto isLit = [this](int index, bool row) {
        const auto matches = [&](const std::optional<ConfusionCell>& cell) {
            return cell && (row ? cell->truth : cell->predicted) == index;
        };
        return matches(m_selected) || matches(m_hovered);
    };

    const int firstRow = std::max(0, verticalScrollBar()->value() / m_cell);
    const int lastRow = std::min(classes() - 1, (grid.bottom() - top) / m_cell);
    painter.setClipRect(
        QRect(0, grid.top() - m_top, viewport()->width(), grid.height() + 2 * m_top));
    for (int row = firstRow; row <= lastRow; ++row) {
        if (row % stride != 0) {
            continue;
        }
        const int middle = top + row * m_cell + (m_cell - gapFor(m_cell)) / 2;
        const QRect place(grid.left() - m_left, middle - metrics.height() / 2, m_left - 8,
                          metrics.height());
        painter.setPen(theme.color(isLit(row, true) ? Token::Text : Token::Secondary));
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(name(row), Qt::ElideRight, place.width()));
    }
    const int firstColumn = std::max(0, horizontalScrollBar()->value() / m_wide);
    const int lastColumn = std::min(classes() - 1, (grid.right() - left) / m_wide);
    painter.setClipRect(QRect(grid.left() - 2, grid.bottom(), grid.width() + 4, m_bottom + 4));
    for (int column = firstColumn; column <= lastColumn; ++column) {
        if (!m_flat && column % columnStride != 0) {
            continue;
        }
        painter.setPen(theme.color(isLit(column, false) ? Token::Text : Token::Secondary));
        const int x = left + column * m_wide;
        if (m_flat) {
            const QRect place(x, grid.bottom() + 4, m_wide - gapFor(m_cell), metrics.height());
            painter.drawText(place, Qt::AlignHCenter | Qt::AlignVCenter,
                             metrics.elidedText(name(column), Qt::ElideRight, m_wide - 4));
            continue;
        }
        painter.save();
        painter.translate(x + (m_wide - gapFor(m_cell)) / 2.0, grid.bottom() + 6);
        painter.rotate(-90);
        const int length = m_bottom - 8;
        painter.drawText(QRect(-length, -metrics.height() / 2, length, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(name(column), Qt::ElideMiddle, length));
        painter.restore();
    }
    painter.setClipping(false);
}

}  // namespace minarai::widgets
