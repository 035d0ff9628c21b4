// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse on a GraphView: choose, move, connect, pan, and what is dropped from a palette.
#include <QApplication>
#include <QContextMenuEvent>
#include <QGraphicsScene>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "widgets/graph/graph_view.h"

namespace minarai::widgets {

namespace {

using Part = GraphNodeItem::Part;

constexpr qreal kNear = 10;  ///< px on screen around a pointer in which a wire is meant

}  // namespace

GraphNodeItem* GraphView::nodeAt(const QPointF& scenePoint) const {
    const qreal reach = 10;
    const QRectF around(scenePoint - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach));
    GraphNodeItem* header = nullptr;
    for (QGraphicsItem* item : m_scene->items(around, Qt::IntersectsItemBoundingRect)) {
        auto* found = qgraphicsitem_cast<GraphNodeItem*>(item);
        if (found == nullptr || found->partAt(scenePoint) == Part::None) {
            continue;
        }
        if (found->node().kind != GraphNode::Kind::Frame) {
            return found;
        }
        header = found;
    }
    return header;
}

GraphWireItem* GraphView::wireAt(const QPointF& scenePoint) const {
    const qreal reach = kNear / std::max(zoom(), 0.2);
    const QRectF around(scenePoint - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach));
    for (QGraphicsItem* item : m_scene->items(around, Qt::IntersectsItemShape)) {
        if (auto* wire = qgraphicsitem_cast<GraphWireItem*>(item)) {
            return wire;
        }
    }
    return nullptr;
}

void GraphView::setTargets(GraphNodeItem* node, GraphWireItem* wire) {
    if (m_targetNode != node && m_targetNode != nullptr &&
        m_nodes.values().contains(m_targetNode)) {
        m_targetNode->setTarget(false);
    }
    if (m_targetWire != wire && m_targetWire != nullptr && m_wires.contains(m_targetWire)) {
        m_targetWire->setTarget(false);
    }
    m_targetNode = node;
    m_targetWire = wire;
    if (node != nullptr) {
        node->setTarget(true);
    }
    if (wire != nullptr) {
        wire->setTarget(true);
    }
}

void GraphView::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    setPointed(nullptr);
    m_pressed = m_last = event->pos();
    m_moved = false;
    const QPointF place = mapToScene(event->pos());
    if (event->button() == Qt::MiddleButton) {
        m_drag = Drag::Pan;
        viewport()->setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (GraphNodeItem* item = nodeAt(place)) {
        const Part part = item->partAt(place);
        if (part == Part::Output || part == Part::Input) {
            startWire(item, place);
        } else {
            startMove(item, event->modifiers());
        }
        return;
    }
    if (GraphWireItem* wire = wireAt(place)) {
        m_silent = true;
        m_scene->clearSelection();
        m_silent = false;
        setCurrent({});
        wire->setSelected(true);
        return;
    }
    const bool adds = event->modifiers().testFlag(Qt::ShiftModifier);
    m_drag = adds ? Drag::Rubber : Drag::Pan;
    if (!adds) {
        viewport()->setCursor(Qt::ClosedHandCursor);
    }
}

void GraphView::startMove(GraphNodeItem* item, Qt::KeyboardModifiers modifiers) {
    const QString key = item->node().key;
    if (modifiers & (Qt::ShiftModifier | Qt::ControlModifier)) {
        item->setSelected(!item->isSelected());
    } else if (!item->isSelected()) {
        select({key});
    }
    if (item->isSelected()) {
        setCurrent(key);
    }
    m_drag = Drag::Move;
    m_moveBy = {};
    m_moving = selectedKeys();
}

bool GraphView::isInside(const QString& key, const QStringList& frames) const {
    const GraphNode* at = node(key);
    while (at != nullptr && !at->frame.isEmpty()) {
        if (frames.contains(at->frame)) {
            return true;
        }
        at = node(at->frame);
    }
    return false;
}

void GraphView::dragMove(const QPointF& by) {
    m_moveBy = by;
    for (const GraphNode& one : m_picture.nodes) {
        if (m_moving.contains(one.key) || isInside(one.key, m_moving)) {
            m_nodes.value(one.key)->setPos(one.rect.topLeft() + by);
        }
    }
    for (GraphWireItem* item : m_wires) {
        // Wires follow as plain curves until the drawing is made anew.
        const GraphNodeItem* from = m_nodes.value(item->wire().from);
        const GraphNodeItem* to = m_nodes.value(item->wire().to);
        if (from == nullptr || to == nullptr ||
            (from->pos() == from->node().rect.topLeft() &&
             to->pos() == to->node().rect.topLeft())) {
            continue;
        }
        GraphWire wire = item->wire();
        const QPointF into = wire.route.isEmpty() ? to->inputPort(0, 1) : wire.route.back();
        const QPointF shift = to->pos() - to->node().rect.topLeft();
        const auto original = std::find_if(
            m_picture.wires.begin(), m_picture.wires.end(),
            [&](const GraphWire& one) { return one.end == wire.end && one.from == wire.from; });
        const QPointF end = original == m_picture.wires.end() || original->route.isEmpty()
                                ? into
                                : original->route.back();
        wire.route = {from->outputPort(), end + shift};
        item->setWire(wire);
    }
}

void GraphView::startWire(GraphNodeItem* item, const QPointF& place) {
    m_drag = Drag::Wire;
    m_dragFrom = item->node().key;
    m_dragInto.reset();
    m_wireEnd = place;
    if (item->partAt(place) != Part::Input) {
        return;
    }
    int nearest = 0;
    for (int slot = 1; slot < item->node().inputs; ++slot) {
        const auto away = [&](int one) {
            return std::abs(item->inputPort(one, item->node().inputs).x() - place.x());
        };
        nearest = away(slot) < away(nearest) ? slot : nearest;
    }
    // A wire that ends here is drawn off; an open input looks for its source.
    for (const GraphWire& wire : m_picture.wires) {
        if (wire.end.to == m_dragFrom && wire.end.slot == nearest && wire.count == 1) {
            m_dragInto = wire.end;
            return;
        }
    }
    m_dragInto = GraphWireEnd{m_dragFrom, nearest};
}

void GraphView::dragWire(const QPointF& place) {
    m_wireEnd = place;
    GraphNodeItem* item = nodeAt(place);
    const bool fits =
        item != nullptr && item->node().key != m_dragFrom &&
        item->node().kind != GraphNode::Kind::Frame &&
        (m_dragInto ? item->node().hasOutput : item->node().inputs > 0 || item->node().takesMore);
    setTargets(fits ? item : nullptr, nullptr);
    viewport()->update();
}

void GraphView::finishWire(const QPointF& place) {
    GraphNodeItem* target = m_targetNode;
    const auto into = m_dragInto;
    const QString from = m_dragFrom;
    setTargets(nullptr, nullptr);
    viewport()->update();
    if (into) {
        if (target != nullptr) {
            Q_EMIT connectWanted(target->node().key, *into);
        } else if (m_moved) {
            Q_EMIT disconnectWanted(*into);
        }
        return;
    }
    if (target == nullptr) {
        return;
    }
    GraphWireEnd end{target->node().key, -1};
    if (target->partAt(place) == Part::Input) {
        for (int slot = 0; slot < target->node().inputs; ++slot) {
            if (std::abs(target->inputPort(slot, target->node().inputs).x() - place.x()) < 9) {
                end.slot = slot;
            }
        }
    }
    Q_EMIT connectWanted(from, end);
}

void GraphView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint by = event->pos() - m_last;
    if (m_drag != Drag::None && !m_moved &&
        (event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance()) {
        return;
    }
    m_moved = m_moved || m_drag != Drag::None;
    switch (m_drag) {
        case Drag::Pan:
            m_isFitted = false;
            horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
            verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
            break;
        case Drag::Move:
            dragMove(mapToScene(event->pos()) - mapToScene(m_pressed));
            break;
        case Drag::Wire:
            dragWire(mapToScene(event->pos()));
            break;
        case Drag::Rubber:
            viewport()->update();
            break;
        case Drag::None: {
            const QPointF place = mapToScene(event->pos());
            GraphNodeItem* item = nodeAt(place);
            const Part part = item == nullptr ? Part::None : item->partAt(place);
            viewport()->setCursor(part == Part::Output || part == Part::Input ? Qt::CrossCursor
                                                                              : Qt::ArrowCursor);
            setPointed(item == nullptr ? wireAt(place) : nullptr);
            QGraphicsView::mouseMoveEvent(event);
            break;
        }
    }
    m_last = event->pos();
}

void GraphView::mouseReleaseEvent(QMouseEvent* event) {
    const Drag drag = m_drag;
    m_drag = Drag::None;
    viewport()->setCursor(Qt::ArrowCursor);
    switch (drag) {
        case Drag::Pan:
            if (!m_moved && event->button() == Qt::LeftButton) {
                select({});
            }
            break;
        case Drag::Move:
            if (m_moved && !m_moveBy.isNull()) {
                Q_EMIT moveWanted(m_moving, m_moveBy);
            }
            break;
        case Drag::Wire:
            finishWire(mapToScene(event->pos()));
            break;
        case Drag::Rubber: {
            const QRectF area =
                QRectF(mapToScene(m_pressed), mapToScene(event->pos())).normalized();
            QStringList keys = selectedKeys();
            for (const GraphNode& one : m_picture.nodes) {
                if (one.kind != GraphNode::Kind::Frame && area.intersects(one.rect) &&
                    !keys.contains(one.key)) {
                    keys.push_back(one.key);
                }
            }
            select(keys);
            viewport()->update();
            break;
        }
        case Drag::None:
            break;
    }
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event) {
    const GraphNodeItem* item = nodeAt(mapToScene(event->pos()));
    if (item == nullptr || event->button() != Qt::LeftButton) {
        return;
    }
    const QString key = item->node().key;
    const bool opens =
        item->node().kind == GraphNode::Kind::Block || item->node().kind == GraphNode::Kind::Frame;
    m_drag = Drag::None;
    if (opens) {
        Q_EMIT toggleWanted(key);
    } else {
        Q_EMIT editWanted(key);
    }
}

void GraphView::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Mouse) {
        const QPointF place = mapToScene(event->pos());
        if (GraphNodeItem* item = nodeAt(place)) {
            if (!item->isSelected()) {
                select({item->node().key});
            }
        } else if (GraphWireItem* wire = wireAt(place)) {
            m_scene->clearSelection();
            wire->setSelected(true);
        }
    }
    Q_EMIT menuWanted(event->globalPos());
    event->accept();
}

void GraphView::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasFormat(QLatin1String(kMimeType))) {
        event->acceptProposedAction();
    } else {
        event->ignore();
    }
}

void GraphView::dragMoveEvent(QDragMoveEvent* event) {
    setTargets(nullptr, wireAt(mapToScene(event->position().toPoint())));
    event->acceptProposedAction();
}

void GraphView::dragLeaveEvent(QDragLeaveEvent*) {
    setTargets(nullptr, nullptr);
}

void GraphView::dropEvent(QDropEvent* event) {
    const QPointF place = mapToScene(event->position().toPoint());
    const GraphWireItem* wire = wireAt(place);
    std::optional<GraphWireEnd> end;
    if (wire != nullptr) {
        end = wire->wire().end;
    }
    setTargets(nullptr, nullptr);
    event->acceptProposedAction();
    Q_EMIT dropped(event->mimeData()->data(QLatin1String(kMimeType)), place, end);
}

}  // namespace minarai::widgets
