// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_view.h"

#include <QAccessible>
#include <QGraphicsScene>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

#include "widgets/graph/graph_minimap.h"
#include "widgets/graph/graph_tag.h"

namespace minarai::widgets {

namespace {

constexpr qreal kFitMargin = 28;

}  // namespace

GraphView::GraphView(QWidget* parent)
    : QGraphicsView(parent),
      m_scene(new QGraphicsScene(this)),
      m_style(std::make_unique<GraphStyle>(Theme::of(this))),
      m_minimap(new GraphMinimap(this)),
      m_tag(new GraphTag(this)) {
    setScene(m_scene);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setDragMode(QGraphicsView::NoDrag);
    setAcceptDrops(true);
    setMouseTracking(true);
    setTransformationAnchor(QGraphicsView::AnchorUnderMouse);
    setResizeAnchor(QGraphicsView::AnchorViewCenter);
    setViewportUpdateMode(QGraphicsView::SmartViewportUpdate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setOptimizationFlags(QGraphicsView::DontSavePainterState |
                         QGraphicsView::DontAdjustForAntialiasing);
    setAccessibleName(tr("Graph"));
    connect(m_scene, &QGraphicsScene::selectionChanged, this, &GraphView::handleSelection);
    connect(&Theme::of(this), &Theme::changed, this, &GraphView::takeTheme);
    takeTheme();
}

GraphView::~GraphView() {
    // Items tell the scene when they go; nobody needs to hear of it any more.
    m_scene->disconnect(this);
}

void GraphView::takeTheme() {
    *m_style = GraphStyle(Theme::of(this));
    setBackgroundBrush(m_style->surface);
    viewport()->update();
}

void GraphView::setPicture(const GraphPicture& picture) {
    m_silent = true;
    m_picture = picture;
    QHash<QString, GraphNodeItem*> former = std::move(m_nodes);
    m_nodes.clear();
    for (const GraphNode& node : m_picture.nodes) {
        GraphNodeItem* item = former.take(node.key);
        if (item == nullptr) {
            item = new GraphNodeItem(*m_style);
            m_scene->addItem(item);
        }
        item->setNode(node);
        m_nodes.insert(node.key, item);
    }
    setTargets(nullptr, nullptr);
    setPointed(nullptr);
    m_slot = -1;
    qDeleteAll(former);
    while (m_wires.size() > m_picture.wires.size()) {
        delete m_wires.takeLast();
    }
    for (qsizetype i = 0; i < m_picture.wires.size(); ++i) {
        if (i >= m_wires.size()) {
            m_wires.push_back(new GraphWireItem(*m_style));
            m_scene->addItem(m_wires.back());
        }
        const GraphWire& before = m_wires[i]->wire();
        if (!(before.end == m_picture.wires[i].end) || before.from != m_picture.wires[i].from) {
            m_wires[i]->setSelected(false);
        }
        m_wires[i]->setWire(m_picture.wires[i]);
    }
    m_drag = Drag::None;
    m_silent = false;
    placeScene();
    m_minimap->renew();
    if (!m_nodes.contains(m_connecting) && !m_connecting.isEmpty()) {
        m_connecting.clear();
        Q_EMIT connectingChanged({});
    }
    handleSelection();
}

void GraphView::placeScene() {
    QRectF bounds;
    for (const GraphNode& node : m_picture.nodes) {
        bounds = bounds.united(node.rect);
    }
    // Room to push every corner of the drawing to the middle.
    const qreal room = std::max(600.0, std::max(bounds.width(), bounds.height()) / 2);
    m_scene->setSceneRect(bounds.adjusted(-room, -room, room, room));
}

const GraphNode* GraphView::node(const QString& key) const {
    const GraphNodeItem* item = m_nodes.value(key);
    return item == nullptr ? nullptr : &item->node();
}

QStringList GraphView::selectedKeys() const {
    QStringList keys;
    for (const GraphNode& node : m_picture.nodes) {
        const GraphNodeItem* item = m_nodes.value(node.key);
        if (item != nullptr && item->isSelected()) {
            keys.push_back(node.key);
        }
    }
    return keys;
}

GraphWireItem* GraphView::chosenWire() const {
    const auto chosen = m_scene->selectedItems();
    return chosen.size() == 1 ? qgraphicsitem_cast<GraphWireItem*>(chosen[0]) : nullptr;
}

std::optional<GraphWire> GraphView::selectedWire() const {
    const GraphWireItem* wire = chosenWire();
    return wire == nullptr ? std::nullopt : std::optional(wire->wire());
}

void GraphView::select(const QStringList& keys) {
    m_silent = true;
    m_scene->clearSelection();
    for (const QString& key : keys) {
        if (GraphNodeItem* item = m_nodes.value(key)) {
            item->setSelected(true);
        }
    }
    m_silent = false;
    handleSelection();
}

void GraphView::handleSelection() {
    if (m_silent) {
        return;
    }
    const QStringList keys = selectedKeys();
    // A layer stays the current one while the keyboard is at its wires.
    const auto wire = selectedWire();
    const bool isAtWire = wire && (wire->from == m_current || wire->to == m_current);
    if (!keys.contains(m_current) && !isAtWire) {
        setCurrent(keys.isEmpty() ? QString() : keys.back());
    }
    describeCurrent();
    followView();
    Q_EMIT selectionChanged();
}

void GraphView::setCurrent(const QString& key) {
    if (m_current == key) {
        return;
    }
    if (GraphNodeItem* item = m_nodes.value(m_current)) {
        item->setCurrent(false);
    }
    m_current = key;
    m_slot = -1;
    if (GraphNodeItem* item = m_nodes.value(key)) {
        item->setCurrent(true);
    }
    describeCurrent();
}

QString GraphView::spokenCurrent() const {
    if (const auto wire = selectedWire()) {
        return wire->about.isEmpty() ? wire->label : wire->about;
    }
    const GraphNode* current = node(m_current);
    if (current == nullptr) {
        return {};
    }
    QString text = QStringLiteral("%1, %2").arg(current->title, current->detail);
    if (!current->problem.isEmpty()) {
        text += QStringLiteral(". ") + current->problem;
    }
    return m_slot < 0 ? text
                      : tr("Input %1 of %2: %3").arg(m_slot + 1).arg(connectingSlots()).arg(text);
}

void GraphView::describeCurrent() {
    const QString text = spokenCurrent();
    if (text != accessibleDescription()) {
        setAccessibleDescription(text);
        QAccessibleEvent event(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&event);
    }
}

void GraphView::reveal(const QString& key) {
    const GraphNodeItem* item = m_nodes.value(key);
    if (item == nullptr) {
        return;
    }
    select({key});
    setCurrent(key);
    // The whole of a large frame need not be seen, only where it begins.
    const QRectF box(item->pos(), item->node().rect.size().boundedTo(QSizeF(320, 160)));
    if (zoom() < 0.5) {
        setTransform(QTransform::fromScale(0.8, 0.8));
        m_isFitted = false;
        centerOn(box.center());
    } else {
        ensureVisible(box, 60, 60);
    }
    followView();
    Q_EMIT viewChanged();
}

void GraphView::setPointed(GraphWireItem* wire) {
    if (m_pointed == wire) {
        return;
    }
    if (m_pointed != nullptr) {
        m_pointed->setPointed(false);
    }
    m_pointed = wire;
    if (wire != nullptr) {
        wire->setPointed(true);
    }
    placeTag();
}

void GraphView::placeTag() {
    const auto lacksWords = [this](const GraphWireItem* item) {
        return item != nullptr && !item->wire().label.isEmpty() && !item->wire().route.isEmpty() &&
               !item->showsWords(zoom());
    };
    const GraphWireItem* item = lacksWords(m_pointed) ? m_pointed : chosenWire();
    if (!lacksWords(item)) {
        m_tag->hide();
        return;
    }
    const QRect room = viewport()->geometry();
    const GraphNodeItem* target = m_nodes.value(item->wire().to);
    const QPointF end = item->wire().route.back();
    const QRectF box = target == nullptr ? QRectF(end, end) : target->node().rect;
    const QRect seen = mapFromScene(box).boundingRect().translated(room.topLeft());
    m_tag->showBeside(item->wire().label, seen, room);
}

void GraphView::followView() {
    m_minimap->follow();
    placeTag();
}

void GraphView::zoomToFit() {
    QRectF bounds;
    for (const GraphNode& one : m_picture.nodes) {
        bounds = bounds.united(one.rect);
    }
    const QSizeF room = QSizeF(viewport()->size()) - QSizeF(2 * kFitMargin, 2 * kFitMargin);
    if (bounds.isEmpty() || room.width() < 1 || room.height() < 1) {
        return;
    }
    const double factor = std::clamp(
        std::min(room.width() / bounds.width(), room.height() / bounds.height()), kMinZoom, 1.0);
    setTransform(QTransform::fromScale(factor, factor));
    centerOn(bounds.center());
    m_isFitted = true;
    followView();
    Q_EMIT viewChanged();
}

void GraphView::zoomBy(double factor) {
    const double wanted = std::clamp(zoom() * factor, kMinZoom, kMaxZoom);
    scale(wanted / zoom(), wanted / zoom());
    m_isFitted = false;
    followView();
    Q_EMIT viewChanged();
}

void GraphView::wheelEvent(QWheelEvent* event) {
    const QPoint pixels = event->pixelDelta();
    const bool zooms = event->modifiers().testFlag(Qt::ControlModifier) || pixels.isNull();
    if (zooms && !event->modifiers().testFlag(Qt::ShiftModifier)) {
        zoomBy(std::pow(1.0015, event->angleDelta().y()));
    } else {
        // A touchpad pushes the drawing; so does the wheel with Shift, sideways.
        m_isFitted = false;
        const QPoint by = pixels.isNull() ? QPoint(event->angleDelta().y() / 2, 0) : pixels;
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
    }
    event->accept();
}

void GraphView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    if (m_isFitted) {
        zoomToFit();  // what was seen whole stays so
    }
    followView();
}

void GraphView::scrollContentsBy(int dx, int dy) {
    QGraphicsView::scrollContentsBy(dx, dy);
    followView();
}

bool GraphView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave) {
        setPointed(nullptr);
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QPointF place = mapToScene(help->pos());
        const GraphWireItem* wire = nodeAt(place) == nullptr ? wireAt(place) : nullptr;
        if (wire != nullptr && !wire->wire().about.isEmpty()) {
            QToolTip::showText(help->globalPos(), wire->wire().about, viewport());
            return true;
        }
    }
    return QGraphicsView::viewportEvent(event);
}

void GraphView::focusInEvent(QFocusEvent* event) {
    QGraphicsView::focusInEvent(event);
    const bool byKey = event->reason() == Qt::TabFocusReason ||
                       event->reason() == Qt::BacktabFocusReason ||
                       event->reason() == Qt::ShortcutFocusReason;
    if (byKey && m_current.isEmpty() && chosenWire() == nullptr && !m_picture.nodes.isEmpty()) {
        goTo(m_picture.nodes.front().key);
    }
}

void GraphView::drawForeground(QPainter* painter, const QRectF&) {
    if (m_drag == Drag::Wire) {
        const GraphNodeItem* from = m_nodes.value(m_dragFrom);
        if (from == nullptr) {
            return;
        }
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(m_style->accent, 2));
        const QPointF start = m_dragInto ? from->inputPort(std::max(m_dragInto->slot, 0),
                                                           std::max(from->node().inputs, 1))
                                         : from->outputPort();
        painter->drawPath(GraphWireItem::pathOf(m_dragInto ? QPolygonF{m_wireEnd, start}
                                                           : QPolygonF{start, m_wireEnd}));
    } else if (m_drag == Drag::Rubber) {
        QColor ground = m_style->accent;
        ground.setAlphaF(0.1F);
        QPen pen(m_style->accent, 1);
        pen.setCosmetic(true);
        painter->setPen(pen);
        painter->setBrush(ground);
        painter->drawRect(QRectF(mapToScene(m_pressed), mapToScene(m_last)).normalized());
    }
}

}  // namespace minarai::widgets
