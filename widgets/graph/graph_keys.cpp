// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard on a GraphView: everything that the mouse can do.
#include <QGraphicsScene>
#include <QKeyEvent>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/graph/graph_view.h"

namespace minarai::widgets {

namespace {

constexpr qreal kNudge = 16;
constexpr double kKeyZoom = 1.25;

bool isDigit(const QKeyEvent* event) {
    return event->key() >= Qt::Key_1 && event->key() <= Qt::Key_9 &&
           !(event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
}

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
    if (isDigit(event)) {
        return !m_connecting.isEmpty();
    }
    switch (event->key()) {
        case Qt::Key_C:
        case Qt::Key_F:
        case Qt::Key_L:
        case Qt::Key_W:
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
            goTo(keyNext(key->key() == Qt::Key_Tab));
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
    if (!m_connecting.isEmpty() && isDigit(event)) {
        chooseSlot(event->key() - Qt::Key_1);
        return true;
    }
    switch (event->key()) {
        case Qt::Key_D:
            if (control) {
                Q_EMIT duplicateWanted();
            }
            return control;
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            if (const auto wire = selectedWire()) {
                cutWire(wire->end);
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
        case Qt::Key_F:
            if (!control && !m_current.isEmpty()) {
                Q_EMIT freezeWanted();
            }
            return !control;
        case Qt::Key_L:
            if (const GraphNodeItem* item = m_nodes.value(m_current); !control && item != nullptr) {
                const QPoint place = mapFromScene(item->sceneBoundingRect().center());
                Q_EMIT learningWanted(viewport()->mapToGlobal(
                    QPoint(std::clamp(place.x(), 0, viewport()->width()),
                           std::clamp(place.y(), 0, viewport()->height()))));
            }
            return !control;
        case Qt::Key_W: {
            if (control) {
                return false;
            }
            const bool forwards = !event->modifiers().testFlag(Qt::ShiftModifier);
            if (m_connecting.isEmpty()) {
                goThroughWires(forwards);
            } else if (const int count = connectingSlots() + 1; forwards) {
                chooseSlot((m_slot + 2) % count - 1);  // after the last one: whichever is free
            } else {
                chooseSlot((m_slot + count) % count - 1);
            }
            return true;
        }
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
                stopConnecting();
                return true;
            }
            // From a wire back to its layer, from there to nothing.
            select(chosenWire() == nullptr || m_current.isEmpty() ? QStringList()
                                                                  : QStringList(m_current));
            return true;
        default:
            return false;
    }
}

bool GraphView::handleMotion(QKeyEvent* event) {
    const bool moves = event->modifiers().testFlag(Qt::AltModifier);
    const bool extends = event->modifiers().testFlag(Qt::ShiftModifier) && m_connecting.isEmpty();
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
        goTo(keyAlong(by.y() > 0), extends);
    } else {
        goTo(keyBeside(by.x() > 0 ? 1 : -1), extends);
    }
    return true;
}

void GraphView::goTo(const QString& key, bool extends) {
    GraphNodeItem* item = m_nodes.value(key);
    if (item == nullptr) {
        return;
    }
    m_silent = true;
    GraphNodeItem* last = m_nodes.value(m_current);
    if (!extends || chosenWire() != nullptr) {
        m_scene->clearSelection();
    } else if (item->isSelected() && last != nullptr && last != item) {
        last->setSelected(false);
    }
    item->setSelected(true);
    m_silent = false;
    setCurrent(key);
    describeCurrent();
    placeTag();
    ensureVisible(QRectF(item->pos(), item->node().rect.size().boundedTo(QSizeF(320, 160))), 50,
                  50);
    if (!m_connecting.isEmpty()) {
        setTargets(key == m_connecting ? nullptr : item, nullptr);
        Q_EMIT connectingChanged(m_connecting);
    }
    Q_EMIT selectionChanged();
}

QString GraphView::keyAlong(bool forwards) const {
    if (const auto chosen = selectedWire()) {
        return forwards ? chosen->to : chosen->from;
    }
    if (m_current.isEmpty()) {
        return keyNext(true);
    }
    for (const GraphWire& wire : m_picture.wires) {
        if ((forwards ? wire.from : wire.to) == m_current) {
            return forwards ? wire.to : wire.from;
        }
    }
    // From a frame's header into it, and from what leads nowhere to what stands next.
    return keyNext(forwards);
}

QString GraphView::keyBeside(int direction) const {
    const GraphNode* from = node(m_current);
    if (from == nullptr) {
        return keyNext(direction > 0);
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
    return best;
}

QString GraphView::keyNext(bool forwards) const {
    const auto& nodes = m_picture.nodes;
    for (qsizetype i = 0; i < nodes.size(); ++i) {
        if (nodes[i].key == m_current) {
            const qsizetype next = forwards ? i + 1 : i - 1;
            return next >= 0 && next < nodes.size() ? nodes[next].key : QString();
        }
    }
    if (nodes.isEmpty()) {
        return {};
    }
    return forwards ? nodes.front().key : nodes.back().key;
}

void GraphView::goThroughWires(bool forwards) {
    GraphWireItem* chosen = chosenWire();
    if (m_current.isEmpty() && chosen != nullptr) {
        setCurrent(chosen->wire().to);
    }
    // Those that come in, as its ports stand, then those that lead on.
    QVector<GraphWireItem*> wires;
    for (GraphWireItem* wire : m_wires) {
        if (wire->wire().to == m_current && !wire->wire().route.isEmpty()) {
            wires.push_back(wire);
        }
    }
    std::stable_sort(wires.begin(), wires.end(), [](const auto* a, const auto* b) {
        return a->wire().route.back().x() < b->wire().route.back().x();
    });
    for (GraphWireItem* wire : m_wires) {
        if (wire->wire().from == m_current && !wire->wire().route.isEmpty()) {
            wires.push_back(wire);
        }
    }
    if (wires.isEmpty()) {
        return;
    }
    const qsizetype at = wires.indexOf(chosen);
    const qsizetype first = forwards ? 0 : wires.size() - 1;
    GraphWireItem* next =
        wires[at < 0 ? first : (at + (forwards ? 1 : wires.size() - 1)) % wires.size()];
    m_silent = true;
    m_scene->clearSelection();
    next->setSelected(true);
    m_silent = false;
    const GraphWire& wire = next->wire();
    const QPointF end = wire.to == m_current ? wire.route.back() : wire.route.front();
    ensureVisible(QRectF(end - QPointF(40, 40), QSizeF(80, 80)), 20, 20);
    handleSelection();
}

void GraphView::cutWire(const GraphWireEnd& end) {
    const QString layer = m_current;
    Q_EMIT disconnectWanted(end);
    if (node(layer) != nullptr) {
        select({layer});  // the keyboard goes on from there
    }
}

void GraphView::startConnecting() {
    const GraphNode* from = node(m_current);
    if (from == nullptr || !from->hasOutput || from->kind == GraphNode::Kind::Frame) {
        return;
    }
    m_connecting = m_current;
    m_slot = -1;
    Q_EMIT connectingChanged(m_connecting);
}

int GraphView::connectingSlots() const {
    const GraphNode* to =
        m_connecting.isEmpty() || m_current == m_connecting ? nullptr : node(m_current);
    const bool chooses = to != nullptr && to->kind == GraphNode::Kind::Layer &&
                         (to->inputs > 1 || (to->inputs == 1 && to->takesMore));
    return chooses ? to->inputs : 0;
}

void GraphView::chooseSlot(int slot) {
    if (slot >= connectingSlots()) {
        return;
    }
    m_slot = slot;
    if (GraphNodeItem* target = m_nodes.value(m_current)) {
        target->setTargetSlot(slot);
    }
    describeCurrent();
    Q_EMIT connectingChanged(m_connecting);
}

void GraphView::stopConnecting() {
    m_connecting.clear();
    m_slot = -1;
    setTargets(nullptr, nullptr);
    describeCurrent();
    Q_EMIT connectingChanged({});
}

void GraphView::finishConnecting() {
    const QString from = m_connecting;
    const QString to = m_current;
    const int slot = m_slot;
    stopConnecting();
    if (!to.isEmpty() && to != from) {
        Q_EMIT connectWanted(from, GraphWireEnd{to, slot});
    }
}

}  // namespace minarai::widgets
