// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_minimap.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "widgets/graph/graph_view.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {

namespace {

constexpr QSize kSize(168, 112);
constexpr int kMargin = 10;
constexpr qreal kInset = 6;

}  // namespace

GraphMinimap::GraphMinimap(GraphView* view) : QWidget(view), m_view(view) {
    setFixedSize(kSize);
    setCursor(Qt::PointingHandCursor);
    hide();
    connect(&Theme::of(this), &Theme::changed, this, &GraphMinimap::renew);
}

void GraphMinimap::renew() {
    m_bounds = {};
    for (const GraphNode& node : m_view->picture().nodes) {
        m_bounds = m_bounds.united(node.rect);
    }
    m_map = {};
    follow();
}

void GraphMinimap::follow() {
    const QWidget* port = m_view->viewport();
    move(place());
    const QRectF seen = m_view->mapToScene(port->rect()).boundingRect();
    const bool needed = !m_bounds.isEmpty() && !seen.contains(m_bounds) &&
                        port->width() > 3 * width() && port->height() > 2 * height();
    setVisible(needed);
    if (needed) {
        update();
    }
}

QPoint GraphMinimap::place() const {
    const QRect port = m_view->viewport()->geometry();
    const QPoint usual = port.bottomRight() - QPoint(width() + kMargin, height() + kMargin);
    const auto wire = m_view->selectedWire();
    if (!wire) {
        return usual;
    }
    QPainterPathStroker stroker;
    stroker.setWidth(kMargin);
    const QPainterPath line = stroker.createStroke(
        m_view->mapFromScene(GraphWireItem::pathOf(wire->route)).translated(port.topLeft()));
    const QPoint other(port.left() + 1 + kMargin, usual.y());
    const bool isCovered = line.intersects(QRectF(usual, size()));
    return isCovered && !line.intersects(QRectF(other, size())) ? other : usual;
}

QTransform GraphMinimap::toMap() const {
    const qreal scale = std::min((width() - 2 * kInset) / std::max(m_bounds.width(), 1.0),
                                 (height() - 2 * kInset) / std::max(m_bounds.height(), 1.0));
    QTransform transform;
    transform.translate(width() / 2.0, height() / 2.0);
    transform.scale(scale, scale);
    transform.translate(-m_bounds.center().x(), -m_bounds.center().y());
    return transform;
}

void GraphMinimap::drawMap() {
    const Theme& theme = Theme::of(this);
    m_map = QPixmap(size() * devicePixelRatioF());
    m_map.setDevicePixelRatio(devicePixelRatioF());
    m_map.fill(Qt::transparent);
    QPainter painter(&m_map);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(Token::Border), 1));
    painter.setBrush(theme.color(Token::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kSmallRadius,
                            kSmallRadius);
    const QTransform transform = toMap();
    painter.setPen(Qt::NoPen);
    for (const GraphNode& node : m_view->picture().nodes) {
        const bool wrong = node.state == GraphState::Wrong;
        painter.setBrush(theme.color(wrong                                 ? Token::ErrorText
                                     : node.kind == GraphNode::Kind::Frame ? Token::Hover
                                                                           : Token::Tertiary));
        QRectF box = transform.mapRect(node.rect);
        box.setSize(box.size().expandedTo(QSizeF(1.5, 1)));
        painter.drawRect(box);
    }
}

void GraphMinimap::paintEvent(QPaintEvent*) {
    if (m_map.isNull()) {
        drawMap();
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_map);
    const QRectF seen =
        toMap().mapRect(m_view->mapToScene(m_view->viewport()->rect()).boundingRect());
    const QColor accent = Theme::of(this).color(Token::Accent);
    QColor ground = accent;
    ground.setAlphaF(0.12F);
    painter.setPen(QPen(accent, 1));
    painter.setBrush(ground);
    painter.drawRect(seen.intersected(QRectF(rect()).adjusted(1, 1, -2, -2)));
}

void GraphMinimap::showPlace(const QPoint& place) {
    m_view->centerOn(toMap().inverted().map(QPointF(place)));
}

void GraphMinimap::mousePressEvent(QMouseEvent* event) {
    showPlace(event->pos());
}

void GraphMinimap::mouseMoveEvent(QMouseEvent* event) {
    showPlace(event->pos());
}

void GraphMinimap::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        m_map = {};
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::widgets
