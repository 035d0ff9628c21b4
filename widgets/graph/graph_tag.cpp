// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_tag.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

#include "widgets/theme/theme.h"

namespace minarai::widgets {

namespace {

constexpr int kAside = 8;  ///< from the box
constexpr int kPad = 6;

}  // namespace

GraphTag::GraphTag(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    connect(&Theme::of(this), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void GraphTag::showBeside(const QString& text, const QRect& box, const QRect& room) {
    const QFontMetrics metrics(Theme::of(this).font(FontRole::Label));
    m_text = text;
    resize(metrics.horizontalAdvance(text) + 2 * kPad, metrics.height() + kPad);
    const int left = box.left() - kAside - width();
    const QPoint place(left >= room.left() ? left : box.right() + 1 + kAside,
                       box.center().y() - height() / 2);
    move(std::max(room.left(), std::min(place.x(), room.right() + 1 - width())),
         std::max(room.top(), std::min(place.y(), room.bottom() + 1 - height())));
    show();
    update();
}

void GraphTag::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.color(Token::Accent));
    painter.setBrush(theme.color(Token::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kSmallRadius,
                            kSmallRadius);
    painter.setFont(theme.font(FontRole::Label));
    painter.setPen(theme.color(Token::Text));
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextSingleLine, m_text);
}

}  // namespace minarai::widgets
