// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard on a GraphView: everything that the mouse can do.
#include <QKeyEvent>
#include <cmath>
#include <limits>

#include "widgets/graph/graph_view.h"

namespace minarai::widgets {

namespace {

constexpr qreal kNudge = 16;
constexpr double kKeyZoom = 1.25;

}  // namespace

bool GraphView::isOwnKey(const QKeyEvent* event) const {
    if (event->matches(QKeySequence::Copy) || event->matches(QKeySequence::Cut) ||
        event->matches(QKeySequence::Paste) || event->matches(QKeySequence::SelectAll)) {
        return true;
    }
    if (event->modifiers() == Qt::ControlModifier) {
        return event->key() == Qt::Key_D || event->key() == Qt::Key_Plus ||
               event->key() == Qt::Key_Minus || event->key() == Qt::Key_Equal;
    }
    if (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) {
        return false;
    }
    switch (event->key()) {
        case Qt::Key_C:
        case Qt::Key_Space:
        case Qt::Key_Slash:
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
        case Qt::Key_F2:
        case Qt::Key_Plus:
        case Qt::Key_Minus:
        case Qt::Key_0:
            return true;
        default:
            return false;
    }
}

bool GraphView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && isOwnKey(static_cast<QKeyEvent*>(event))) {
        // The window has other uses for some of these keys; here the canvas is meant.
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool tab = key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab;
        if (tab && !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
            const QString before = m_current;
            goNext(key->key() == Qt::Key_Tab);
            if (m_current != before) {
                return true;
            }
            // At the end the focus goes on to the next control.
        }
    }
    return QGraphicsView::event(event);
}

void GraphView::keyPressEvent(QKeyEvent* event) {
    if (handleCommand(event) || handleMotion(event)) {
        event->accept();
        return;
    }
    // Past QGraphicsView, which would scroll.
    event->ignore();
}

bool GraphView::handleCommand(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyWanted();
        return true;
    }
    if (event->matches(QKeySequence::Cut)) {
        Q_EMIT cutWanted();
        return true;
    }
    if (event->matches(QKeySequence::Paste)) {
        Q_EMIT pasteWanted();
        return true;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        QStringList keys;
        for (const GraphNode& one : m_picture.nodes) {
            if (one.kind != GraphNode::Kind::Terminal) {
                keys.push_back(one.key);
            }
        }
        select(keys);
        return true;
    }
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    switch (event->key()) {
        case Qt::Key_D:
            if (control) {
                Q_EMIT duplicateWanted();
            }
            return control;
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            if (const auto wire = selectedWire()) {
                Q_EMIT disconnectWanted(wire->end);
            } else {
                Q_EMIT removeWanted();
            }
            return true;
        case Qt::Key_F2:
            Q_EMIT renameWanted();
            return true;
        case Qt::Key_Slash:
        case Qt::Key_Insert:
            Q_EMIT insertWanted();
            return true;
        case Qt::Key_C:
            startConnecting();
            return true;
        case Qt::Key_Space:
            if (const GraphNode* one = node(m_current)) {
                const bool isGroup =
                    one->kind == GraphNode::Kind::Block || one->kind == GraphNode::Kind::Frame;
                const QString key = isGroup ? one->key : one->frame;
                if (!key.isEmpty()) {
                    Q_EMIT toggleWanted(key);
                }
            }
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!m_connecting.isEmpty()) {
                finishConnecting();
            } else if (!m_current.isEmpty()) {
                Q_EMIT editWanted(m_current);
            }
            return true;
        case Qt::Key_Escape:
            if (!m_connecting.isEmpty()) {
                m_connecting.clear();
                setTargets(nullptr, nullptr);
                Q_EMIT connectingChanged({});
                return true;
            }
            select({});
            return true;
        default:
            return false;
    }
}

bool GraphView::handleMotion(QKeyEvent* event) {
    const bool moves = event->modifiers().testFlag(Qt::AltModifier);
    QPointF by;
    switch (event->key()) {
        case Qt::Key_Down:
            by = {0, kNudge};
            break;
        case Qt::Key_Up:
            by = {0, -kNudge};
            break;
        case Qt::Key_Left:
            by = {-kNudge, 0};
            break;
        case Qt::Key_Right:
            by = {kNudge, 0};
            break;
        case Qt::Key_Home:
        case Qt::Key_End:
            if (!m_picture.nodes.isEmpty()) {
                goTo(event->key() == Qt::Key_Home ? m_picture.nodes.front().key
                                                  : m_picture.nodes.back().key);
            }
            return true;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoomBy(kKeyZoom);
            return true;
        case Qt::Key_Minus:
            zoomBy(1 / kKeyZoom);
            return true;
        case Qt::Key_0:
            zoomToFit();
            return true;
        default:
            return false;
    }
    if (moves) {
        if (const QStringList keys = selectedKeys(); !keys.isEmpty()) {
            Q_EMIT moveWanted(keys, by);
        }
    } else if (by.x() == 0) {
        follow(by.y() > 0);
    } else {
        goSideways(by.x() > 0 ? 1 : -1);
    }
    return true;
}

void GraphView::goTo(const QString& key) {
    GraphNodeItem* item = m_nodes.value(key);
    if (item == nullptr) {
        return;
    }
    m_silent = true;
    m_scene->clearSelection();
    item->setSelected(true);
    m_silent = false;
    setCurrent(key);
    ensureVisible(QRectF(item->pos(), item->node().rect.size().boundedTo(QSizeF(320, 160))), 50,
                  50);
    if (!m_connecting.isEmpty()) {
        setTargets(key == m_connecting ? nullptr : item, nullptr);
    }
    Q_EMIT selectionChanged();
}

void GraphView::follow(bool forwards) {
    if (m_current.isEmpty()) {
        goNext(true);
        return;
    }
    for (const GraphWire& wire : m_picture.wires) {
        if ((forwards ? wire.from : wire.to) == m_current) {
            goTo(forwards ? wire.to : wire.from);
            return;
        }
    }
    // From a frame's header into it, and from what leads nowhere to what stands next.
    goNext(forwards);
}

void GraphView::goSideways(int direction) {
    const GraphNode* from = node(m_current);
    if (from == nullptr) {
        goNext(direction > 0);
        return;
    }
    QString best;
    qreal bestAway = std::numeric_limits<qreal>::max();
    for (const GraphNode& one : m_picture.nodes) {
        const QPointF by = one.rect.center() - from->rect.center();
        const qreal ahead = by.x() * direction;
        if (one.kind == GraphNode::Kind::Frame || ahead < from->rect.width() / 2) {
            continue;
        }
        const qreal away = ahead + 2 * std::abs(by.y());
        if (away < bestAway) {
            bestAway = away;
            best = one.key;
        }
    }
    goTo(best);
}

void GraphView::goNext(bool forwards) {
    const auto& nodes = m_picture.nodes;
    for (qsizetype i = 0; i < nodes.size(); ++i) {
        if (nodes[i].key == m_current) {
            const qsizetype next = forwards ? i + 1 : i - 1;
            if (next >= 0 && next < nodes.size()) {
                goTo(nodes[next].key);
            }
            return;
        }
    }
    if (!nodes.isEmpty()) {
        goTo(forwards ? nodes.front().key : nodes.back().key);
    }
}

void GraphView::startConnecting() {
    const GraphNode* from = node(m_current);
    if (from == nullptr || !from->hasOutput || from->kind == GraphNode::Kind::Frame) {
        return;
    }
    m_connecting = m_current;
    Q_EMIT connectingChanged(m_connecting);
}

void GraphView::finishConnecting() {
    const QString from = m_connecting;
    const QString to = m_current;
    m_connecting.clear();
    setTargets(nullptr, nullptr);
    Q_EMIT connectingChanged({});
    if (!to.isEmpty() && to != from) {
        Q_EMIT connectWanted(from, GraphWireEnd{to, -1});
    }
}

}  // namespace minarai::widgets
