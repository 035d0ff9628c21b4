// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/labels.h"

#include <QAccessible>
#include <QEvent>
#include <QFontMetrics>
#include <QPainter>

#include "widgets/theme/theme.h"

namespace minarai::widgets {

ElidedLabel::ElidedLabel(const QString& text, QWidget* parent) : QLabel(text, parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode) {
    m_mode = mode;
    update();
}

QSize ElidedLabel::minimumSizeHint() const {
    return {fontMetrics().horizontalAdvance(QStringLiteral("MM…")),
            QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const QRect area = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), m_mode, area.width());
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(area, static_cast<int>(alignment() | Qt::TextSingleLine), shown);
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    const bool cut = fontMetrics().horizontalAdvance(text()) > contentsRect().width();
    setToolTip(cut ? text() : QString());
}

Badge::Badge(const QString& text, Kind kind, QWidget* parent) : QLabel(text, parent), m_kind(kind) {
    setTextFormat(Qt::PlainText);
    setFont(Theme::of(this).font(FontRole::Secondary));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Badge::setKind(Kind kind) {
    m_kind = kind;
    update();
}

QSize Badge::sizeHint() const {
    if (text().isEmpty()) {
        return {0, 0};
    }
    return {fontMetrics().horizontalAdvance(text()) + 20, fontMetrics().height() + 5};
}

QSize Badge::minimumSizeHint() const {
    return sizeHint();
}

void Badge::paintEvent(QPaintEvent* /*event*/) {
    if (text().isEmpty()) {
        return;
    }
    const Theme& theme = Theme::of(this);
    QColor ground = theme.color(Token::Hover);
    QColor ink = theme.color(Token::Secondary);
    switch (m_kind) {
        case Kind::Neutral:
            break;
        case Kind::Accent:
            ground = theme.color(Token::AccentGround);
            ink = theme.color(Token::Accent);
            break;
        case Kind::Right:
            ground = mixed(theme.color(Token::Surface), theme.color(Token::Right), 0.10);
            ink = theme.color(Token::RightText);
            break;
        case Kind::Wrong:
            ground = mixed(theme.color(Token::Surface), theme.color(Token::Wrong), 0.08);
            ink = theme.color(Token::WrongText);
            break;
        case Kind::Warning:
            ground = theme.color(Token::WarningGround);
            ink = theme.color(Token::WarningText);
            break;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.setPen(ink);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, width() - 16);
    painter.drawText(rect(), Qt::AlignCenter, shown);
}

FigureLabel::FigureLabel(const QString& caption, QWidget* parent)
    : QWidget(parent), m_caption(caption), m_value(QStringLiteral("–")) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    describe();
}

void FigureLabel::setCaption(const QString& caption) {
    if (caption == m_caption) {
        return;
    }
    m_caption = caption;
    updateGeometry();
    update();
    describe();
}

void FigureLabel::setValue(const QString& value) {
    const QString shown = value.isEmpty() ? QStringLiteral("–") : value;
    if (shown == m_value) {
        return;
    }
    m_value = shown;
    if (sizeHint().width() != width()) {
        updateGeometry();
    }
    update();
    describe();
}

void FigureLabel::setColor(Token color) {
    m_color = color;
    update();
}

void FigureLabel::reserve(const QString& caption, const QString& value) {
    const Theme& theme = Theme::of(this);
    m_widest = qMax(QFontMetrics(theme.font(FontRole::Label)).horizontalAdvance(caption),
                    QFontMetrics(theme.font(FontRole::Figure)).horizontalAdvance(value)) +
               2;
    updateGeometry();
}

QSize FigureLabel::sizeHint() const {
    const Theme& theme = Theme::of(this);
    const QFontMetrics label(theme.font(FontRole::Label));
    const QFontMetrics figure(theme.font(FontRole::Figure));
    m_widest = qMax(
        m_widest, qMax(label.horizontalAdvance(m_caption), figure.horizontalAdvance(m_value)) + 2);
    return {m_widest, label.height() + figure.height()};
}

QSize FigureLabel::minimumSizeHint() const {
    return sizeHint();
}

void FigureLabel::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setFont(theme.font(FontRole::Label));
    painter.setPen(theme.color(Token::Secondary));
    const int top = painter.fontMetrics().height();
    painter.drawText(QRect(0, 0, width(), top), Qt::AlignLeft | Qt::AlignVCenter, m_caption);
    painter.setFont(theme.font(FontRole::Figure));
    const bool isKnown = m_value != QStringLiteral("–");
    painter.setPen(theme.color(isKnown ? m_color : Token::Secondary));
    painter.drawText(QRect(0, top, width(), height() - top), Qt::AlignLeft | Qt::AlignVCenter,
                     m_value);
}

void FigureLabel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) {
        m_widest = 0;
        updateGeometry();
    }
    QWidget::changeEvent(event);
}

void FigureLabel::describe() {
    setAccessibleName(m_caption);
    setAccessibleDescription(m_value);
}

LegendLabel::LegendLabel(Token color, const QString& name, bool dashed, QWidget* parent)
    : QWidget(parent), m_color(color), m_name(name), m_dashed(dashed) {
    setFont(Theme::of(this).font(FontRole::Heading));
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize LegendLabel::sizeHint() const {
    return {fontMetrics().horizontalAdvance(m_name) + 22, fontMetrics().height()};
}

void LegendLabel::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    const double middle = height() / 2.0;
    if (m_dashed) {
        painter.setPen(QPen(theme.color(m_color), 2, Qt::CustomDashLine));
        QPen pen = painter.pen();
        pen.setDashPattern({2, 1.5});
        painter.setPen(pen);
        painter.drawLine(QPointF(1, middle), QPointF(15, middle));
    } else {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(m_color));
        painter.drawRoundedRect(QRectF(1, middle - 1.5, 14, 3), 1.5, 1.5);
    }
    painter.setPen(theme.color(Token::Secondary));
    painter.drawText(QRect(20, 0, width() - 20, height()), Qt::AlignLeft | Qt::AlignVCenter,
                     m_name);
}

}  // namespace minarai::widgets
