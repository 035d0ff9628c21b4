// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/bar_list.h"

#include <QClipboard>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {

BarList::BarList(QWidget* parent) : QWidget(parent) {
    setFont(Theme::of(this).font(FontRole::Secondary));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BarList::setItems(const QVector<BarItem>& items) {
    if (items == m_items) {
        return;
    }
    m_items = items;
    m_current = std::clamp(m_current, 0, std::max(0, static_cast<int>(items.size()) - 1));
    if (items.size() > m_mostRows) {
        m_mostRows = items.size();
        updateGeometry();
    }
    describe();
    update();
}

void BarList::setHighlight(Token color) {
    m_highlight = color;
    update();
}

void BarList::setDecimals(int decimals) {
    m_decimals = decimals;
    update();
}

void BarList::setCounts(bool counts) {
    m_counts = counts;
    update();
}

QString BarList::valueText(const BarItem& item) const {
    return m_counts ? countText(static_cast<std::uint64_t>(std::llround(std::max(0.0, item.value))))
                    : metricText(item.value, m_decimals);
}

QString BarList::asText() const {
    QStringList lines;
    for (const BarItem& item : m_items) {
        lines << item.label + QLatin1Char('\t') + valueText(item);
    }
    return lines.join(QLatin1Char('\n'));
}

void BarList::copy() const {
    QGuiApplication::clipboard()->setText(asText());
}

int BarList::rowHeight() const {
    return fontMetrics().height() + 6;
}

QSize BarList::sizeHint() const {
    return {220, rowHeight() * static_cast<int>(std::max<qsizetype>(m_mostRows, 1))};
}

QSize BarList::minimumSizeHint() const {
    return {120, sizeHint().height()};
}

void BarList::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int labels = 0;
    int numbers = 0;
    double largest = m_counts ? 0.0 : 1.0;
    for (const BarItem& item : m_items) {
        labels = std::max(labels, fontMetrics().horizontalAdvance(item.label));
        numbers = std::max(numbers, fontMetrics().horizontalAdvance(valueText(item)));
        largest = m_counts ? std::max(largest, item.value) : largest;
    }
    // Advances are rounded; without the two pixels the longest label would be cut.
    labels = std::min(labels + 2, width() * 2 / 5);
    const int rowStep = rowHeight();
    for (int i = 0; i < m_items.size(); ++i) {
        const BarItem& item = m_items[i];
        const QRect row(0, i * rowStep, width(), rowStep);
        painter.setPen(theme.color(Token::Text));
        painter.drawText(QRect(0, row.top(), labels, rowStep), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(item.label, Qt::ElideRight, labels));
        painter.setPen(theme.color(Token::Secondary));
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, valueText(item));
        const QRectF track(labels + 12, row.center().y() - 2.5, width() - labels - numbers - 24, 6);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Hover));
        painter.drawRoundedRect(track, 3, 3);
        const double share = largest > 0 ? std::clamp(item.value / largest, 0.0, 1.0) : 0.0;
        if (share > 0.002) {
            QRectF bar = track;
            bar.setWidth(std::max(3.0, track.width() * share));
            painter.setBrush(theme.color(i == 0 ? m_highlight : Token::Tertiary));
            painter.drawRoundedRect(bar, std::min(3.0, bar.width() / 2), 3);
        }
        if (hasFocus() && i == m_current) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme.color(Token::Accent), 1));
            painter.drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        }
    }
}

void BarList::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_items.size()) - 1;
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->key() == Qt::Key_Down && m_current < last) {
        ++m_current;
    } else if (event->key() == Qt::Key_Up && m_current > 0) {
        --m_current;
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && last >= 0) {
        Q_EMIT itemActivated(m_current);
    } else {
        QWidget::keyPressEvent(event);
        return;
    }
    update();
}

void BarList::mouseReleaseEvent(QMouseEvent* event) {
    const int row = static_cast<int>(event->position().y()) / std::max(1, rowHeight());
    if (event->button() == Qt::LeftButton && row >= 0 && row < m_items.size() &&
        rect().contains(event->position().toPoint())) {
        m_current = row;
        update();
        Q_EMIT itemActivated(row);
    }
}

void BarList::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void BarList::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

bool BarList::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = help->pos().y() / std::max(1, rowHeight());
        if (row >= 0 && row < m_items.size()) {
            QToolTip::showText(help->globalPos(),
                               m_items[row].label + QStringLiteral(" ") + valueText(m_items[row]),
                               this);
            return true;
        }
    }
    return QWidget::event(event);
}

void BarList::describe() {
    QStringList parts;
    for (const BarItem& item : m_items) {
        parts << item.label + QLatin1Char(' ') + valueText(item);
    }
    setAccessibleDescription(parts.join(QStringLiteral(", ")));
}

PartsBar::PartsBar(QWidget* parent) : QWidget(parent) {
    setFont(Theme::of(this).font(FontRole::Label));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PartsBar::setParts(const QVector<Part>& parts) {
    m_parts = parts;
    QStringList words;
    for (const Part& part : parts) {
        words << part.label + QLatin1Char(' ') + countText(part.count);
    }
    setAccessibleName(words.join(QStringLiteral(", ")));
    update();
}

QSize PartsBar::sizeHint() const {
    return {180, 10 + 4 + fontMetrics().height() + 2};
}

QSize PartsBar::minimumSizeHint() const {
    return {80, sizeHint().height()};
}

void PartsBar::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    quint64 total = 0;
    QStringList words;
    for (const Part& part : m_parts) {
        total += part.count;
        words << part.label + QLatin1Char(' ') + countText(part.count);
    }
    const QRectF bar(0, 0, width(), 9);
    QPainterPath shape;
    shape.addRoundedRect(bar, 4.5, 4.5);
    painter.setClipPath(shape);
    painter.fillRect(bar, theme.color(Token::Hover));
    double from = 0;
    for (const Part& part : m_parts) {
        const double length =
            total == 0 ? 0
                       : bar.width() * static_cast<double>(part.count) / static_cast<double>(total);
        painter.fillRect(QRectF(from, 0, length, bar.height()), theme.color(part.color));
        from += length;
    }
    painter.setClipping(false);
    painter.setPen(theme.color(Token::Secondary));
    const QRect text(0, 14, width(), height() - 14);
    painter.drawText(
        text, Qt::AlignLeft | Qt::AlignTop,
        fontMetrics().elidedText(words.join(QStringLiteral(" · ")), Qt::ElideRight, width()));
}

}  // namespace minarai::widgets
