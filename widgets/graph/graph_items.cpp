// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_items.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QRegularExpression>
#include <QStyleOptionGraphicsItem>
#include <algorithm>
#include <cmath>

namespace minarai::widgets {

namespace {

// Below these scales texts cannot be read, and round corners not be seen.
constexpr qreal kReadable = 0.42;
constexpr qreal kNamed = 0.24;  ///< names can still be written larger
constexpr qreal kDetailed = 0.62;
constexpr qreal kBadge = 16;
constexpr qreal kPad = 12;
constexpr qreal kReach = 9;  ///< how far from a port a click still means it
constexpr qreal kBend = 9;
/// Texts keep the size that they have at this scale, as far as a box allows; all boxes alike.
constexpr qreal kFullSize = 0.85;
constexpr qreal kMostOfTwo = 1.18;  ///< two lines in a box
constexpr qreal kSmallest = 10;     ///< px on the screen of a single line and of a frame's words
constexpr qreal kWordedFrame = 9 / GraphNodeItem::kHeader;  ///< below it a header has no room
constexpr qreal kHeaderGap = 4;  ///< between a frame's words and the wire through its header
constexpr qreal kWordsGap = 6;   ///< between a wire and its label
constexpr double kRaise = 0.1;   ///< how much of its line a coloured box takes in the dark

qreal growthAt(qreal scale, qreal most) {
    return std::clamp(kFullSize / scale, 1.0, most);
}

/// A coloured ground for boxes; in the dark as light as the others are.
QColor raised(Token ground, Token line, bool dark) {
    return mixed(tokenColor(ground, dark), tokenColor(line, dark), dark ? kRaise : 0);
}

QFont grown(QFont font, qreal growth) {
    font.setPixelSize(qRound(font.pixelSize() * growth));
    return font;
}

/// Not below what can be read, however small the scale is.
QFont readable(QFont font, qreal scale) {
    font.setPixelSize(std::max(font.pixelSize(), qRound(kSmallest / scale)));
    return font;
}

/// Where a part of a name begins: "downsample" in "layer2.0.downsample", "Avg" in "AdaptiveAvg".
bool isBoundary(const QString& name, qsizetype at) {
    return name[at - 1] == QLatin1Char('.') || (name[at].isUpper() && name[at - 1].isLower());
}

}  // namespace

GraphStyle::GraphStyle(const Theme& theme) : GraphStyle(theme, theme.isDark()) {}

GraphStyle::GraphStyle(const Theme& theme, bool dark)
    : surface(tokenColor(Token::Surface, dark)),
      frame(mixed(surface, tokenColor(Token::Ground, dark), 0.7)),
      border(tokenColor(dark ? Token::Tertiary : Token::FieldBorder, dark)),
      layer(tokenColor(dark ? Token::Pressed : Token::Ground, dark)),
      block(tokenColor(dark ? Token::Pressed : Token::Surface, dark)),
      outline(tokenColor(dark ? Token::Tertiary : Token::FieldBorder, dark)),
      hover(dark
                ? mixed(tokenColor(Token::Pressed, dark), tokenColor(Token::FieldBorder, dark), 0.3)
                : tokenColor(Token::Hover, dark)),
      chosen(raised(Token::AccentGround, Token::Accent, dark)),
      text(tokenColor(Token::Text, dark)),
      secondary(tokenColor(Token::Secondary, dark)),
      accent(tokenColor(Token::Accent, dark)),
      wrong(tokenColor(Token::ErrorText, dark)),
      wrongGround(raised(Token::ErrorGround, Token::ErrorText, dark)),
      warning(tokenColor(Token::WarningText, dark)),
      title(theme.font(FontRole::Body)),
      detail(theme.font(FontRole::Label)),
      label(theme.font(FontRole::Label)) {
    title.setWeight(QFont::DemiBold);
}

QString shortTitle(const QString& title, const QFontMetricsF& metrics, qreal room) {
    if (metrics.horizontalAdvance(title) <= room) {
        return title;
    }
    const QString name = title.section(QStringLiteral(" · "), 0, 0);
    if (metrics.horizontalAdvance(name) <= room) {
        return name;
    }
    for (qsizetype at = 1; at < name.size(); ++at) {
        const QString end = QStringLiteral("…") + name.sliced(at);
        if (isBoundary(name, at) && metrics.horizontalAdvance(end) <= room) {
            return end;
        }
    }
    // Of numbered names the number tells them apart: "resid…1".
    const QString end = name.sliced(name.lastIndexOf(QRegularExpression("\\D")) + 1);
    return metrics.elidedText(name.chopped(end.size()), Qt::ElideRight,
                              room - metrics.horizontalAdvance(end)) +
           end;
}

GraphNodeItem::GraphNodeItem(const GraphStyle& style) : m_style(style) {
    setAcceptHoverEvents(true);
    setFlag(ItemIsSelectable);
}

void GraphNodeItem::setNode(const GraphNode& node) {
    if (m_node == node && !m_title.isEmpty()) {
        return;
    }
    prepareGeometryChange();
    m_node = node;
    setPos(node.rect.topLeft());
    setZValue(node.kind == GraphNode::Kind::Frame ? -2 : 1);
    setAcceptHoverEvents(node.kind != GraphNode::Kind::Frame);
    const qreal room = node.rect.width() - 2 * kPad - (node.problem.isEmpty() ? 0 : kBadge + 4);
    m_title = shortTitle(node.title, QFontMetricsF(m_style.title), room);
    m_detail = QFontMetricsF(m_style.detail).elidedText(node.detail, Qt::ElideMiddle, room);
    setToolTip(node.problem.isEmpty()
                   ? (m_title == node.title && m_detail == node.detail
                          ? QString()
                          : QStringLiteral("%1\n%2").arg(node.title, node.detail))
                   : node.problem);
    update();
}

void GraphNodeItem::setCurrent(bool current) {
    m_current = current;
    update();
}

void GraphNodeItem::setTarget(bool target) {
    if (m_target != target) {
        m_target = target;
        m_targetSlot = -1;
        update();
    }
}

void GraphNodeItem::setTargetSlot(int slot) {
    m_targetSlot = slot;
    update();
}

QPointF GraphNodeItem::inputPort(int slot, int count) const {
    return pos() + QPointF(m_node.rect.width() * (slot + 1) / (count + 1), 0);
}

QPointF GraphNodeItem::outputPort() const {
    return pos() + QPointF(m_node.rect.width() / 2, m_node.rect.height());
}

GraphNodeItem::Part GraphNodeItem::partAt(const QPointF& scenePoint) const {
    const QPointF point = scenePoint - pos();
    const QRectF box(QPointF(0, 0), m_node.rect.size());
    if (m_node.kind == GraphNode::Kind::Frame) {
        return QRectF(0, 0, box.width(), kHeader).contains(point) ? Part::Header : Part::None;
    }
    const QRectF out(box.center().x() - kReach, box.bottom() - kReach, 2 * kReach, 2 * kReach);
    if (m_node.hasOutput && out.contains(point)) {
        return Part::Output;
    }
    if (m_node.inputs > 0 && QRectF(0, -kReach, box.width(), kReach + 4).contains(point)) {
        for (int slot = 0; slot < m_node.inputs; ++slot) {
            if (std::abs(inputPort(slot, m_node.inputs).x() - scenePoint.x()) < kReach) {
                return Part::Input;
            }
        }
    }
    return box.contains(point) ? Part::Body : Part::None;
}

QRectF GraphNodeItem::boundingRect() const {
    return QRectF(QPointF(0, 0), m_node.rect.size()).adjusted(-8, -8, 8, 10);
}

QPainterPath GraphNodeItem::shape() const {
    QPainterPath path;
    const QRectF box(QPointF(0, 0), m_node.rect.size());
    if (m_node.kind == GraphNode::Kind::Frame) {
        path.addRect(QRectF(0, 0, box.width(), kHeader));
    } else {
        path.addRect(box.adjusted(0, -kPort, 0, kPort));
    }
    return path;
}

void GraphNodeItem::hoverEnterEvent(QGraphicsSceneHoverEvent*) {
    m_hovered = true;
    update();
}

void GraphNodeItem::hoverLeaveEvent(QGraphicsSceneHoverEvent*) {
    m_hovered = false;
    update();
}

void GraphNodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    const qreal scale = option->levelOfDetailFromTransform(painter->worldTransform());
    painter->setRenderHint(QPainter::Antialiasing, scale >= kReadable);
    if (m_node.kind == GraphNode::Kind::Frame) {
        paintFrame(painter, scale);
        return;
    }
    paintBox(painter, scale);
    if (scale >= kReadable) {
        paintTexts(painter, scale);
        paintPorts(painter);
    } else if (scale >= kNamed) {
        const QRectF room = QRectF(QPointF(0, 0), m_node.rect.size()).adjusted(6, 0, -6, 0);
        painter->setFont(readable(m_style.title, scale));
        painter->setPen(m_style.text);
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          shortTitle(m_node.title, QFontMetricsF(painter->font()), room.width()));
    }
    if (!m_node.problem.isEmpty()) {
        paintBadge(painter);
    }
}

void GraphNodeItem::paintFrame(QPainter* painter, qreal scale) const {
    const QRectF box(QPointF(0, 0), m_node.rect.size());
    const bool marked = isSelected() || m_target;
    QPen pen(marked ? m_style.accent : m_style.border, marked ? 2 : 1);
    pen.setCosmetic(scale < kReadable);
    painter->setPen(pen);
    painter->setBrush(m_style.frame);
    if (scale < kReadable) {
        painter->drawRect(box);
    } else {
        painter->drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    }
    if (scale < kWordedFrame) {
        return;
    }
    painter->setFont(readable(m_style.detail, scale));
    painter->setPen(m_style.secondary);
    // In two halves: the wire comes in through the middle.
    const qreal half = box.width() / 2 - kPad - kHeaderGap;
    const QFontMetricsF metrics(painter->font());
    const QString mark = QStringLiteral("▾ ");
    painter->drawText(
        QRectF(kPad, 0, half, kHeader), Qt::AlignVCenter | Qt::TextDontClip,
        mark + shortTitle(m_node.title, metrics, half - metrics.horizontalAdvance(mark)));
    // "9 layers · 258,624"; the parameters alone where both have no room, nothing where they have
    // none either.
    for (const QString& facts : {m_node.detail, m_node.detail.section(QStringLiteral(" · "), -1)}) {
        if (metrics.horizontalAdvance(facts) <= half) {
            painter->drawText(QRectF(box.width() - kPad - half, 0, half, kHeader),
                              Qt::AlignVCenter | Qt::AlignRight | Qt::TextDontClip, facts);
            break;
        }
    }
}

void GraphNodeItem::paintBox(QPainter* painter, qreal scale) const {
    const QRectF box(QPointF(0, 0), m_node.rect.size());
    const bool marked = isSelected() || m_target;
    const bool faded = m_node.state == GraphState::Waiting || m_node.state == GraphState::Unused;
    QColor ground = marked                                  ? m_style.chosen
                    : m_node.state == GraphState::Wrong     ? m_style.wrongGround
                    : m_hovered                             ? m_style.hover
                    : m_node.kind == GraphNode::Kind::Block ? m_style.block
                                                            : m_style.layer;
    QPen pen(marked                              ? m_style.accent
             : m_node.state == GraphState::Wrong ? m_style.wrong
                                                 : m_style.outline,
             marked ? 2 : 1);
    if (faded && !marked) {
        pen.setStyle(Qt::DashLine);
    }
    if (scale < kReadable) {
        // Plain rectangles are what a large model is panned with; a pixel's border stays one.
        pen.setCosmetic(true);
        pen.setStyle(Qt::SolidLine);
        painter->setPen(pen);
        painter->setBrush(ground);
        painter->drawRect(box);
        if (m_node.isFrozen) {
            painter->fillRect(box, hatching());
        }
        return;
    }
    const QRectF inner = box.adjusted(0.5, 0.5, -0.5, -0.5);
    painter->setPen(pen);
    painter->setBrush(ground);
    if (m_node.kind == GraphNode::Kind::Block) {
        // A second sheet beneath: there is more inside.
        painter->drawRoundedRect(inner.translated(4, 4), kRadius - 2, kRadius - 2);
    }
    const qreal radius = m_node.kind == GraphNode::Kind::Terminal ? box.height() / 2 : kRadius - 2;
    painter->drawRoundedRect(inner, radius, radius);
    if (m_node.isFrozen) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(hatching());
        painter->drawRoundedRect(inner, radius, radius);
    }
    if (m_current) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(m_style.accent, 1));
        painter->drawRoundedRect(inner.adjusted(-4, -4, 4, 4), radius + 3, radius + 3);
    }
}

QBrush GraphNodeItem::hatching() const {
    // Faint enough for the words on it.
    QColor line = m_style.secondary;
    line.setAlpha(60);
    return {line, Qt::BDiagPattern};
}

void GraphNodeItem::paintTexts(QPainter* painter, qreal scale) const {
    const QRectF box = QRectF(QPointF(0, 0), m_node.rect.size()).adjusted(kPad, 0, -kPad, 0);
    const bool both = !m_detail.isEmpty() && scale >= kDetailed;
    const auto align = m_node.kind == GraphNode::Kind::Terminal ? Qt::AlignHCenter : Qt::AlignLeft;
    const qreal room = box.width() - (m_node.problem.isEmpty() ? 0 : kBadge + 4);
    // Far away the letters are drawn larger than their box is, of one size in all boxes.
    const qreal growth = growthAt(scale, kMostOfTwo);
    painter->setFont(both ? grown(m_style.title, growth) : readable(m_style.title, scale));
    painter->setPen(m_style.text);
    const QString title = growth > 1 || !both
                              ? shortTitle(m_node.title, QFontMetricsF(painter->font()), room)
                              : m_title;
    painter->drawText(both ? QRectF(box.left(), 4, box.width(), 20) : box, align | Qt::AlignVCenter,
                      title);
    if (both) {
        painter->setFont(grown(m_style.detail, growth));
        painter->setPen(m_style.secondary);
        const QString detail =
            growth > 1
                ? QFontMetricsF(painter->font()).elidedText(m_node.detail, Qt::ElideMiddle, room)
                : m_detail;
        painter->drawText(QRectF(box.left(), 23, box.width(), 17), align | Qt::AlignVCenter,
                          detail);
    }
}

void GraphNodeItem::paintBadge(QPainter* painter) const {
    const bool wrong = m_node.state == GraphState::Wrong || m_node.kind == GraphNode::Kind::Block ||
                       m_node.kind == GraphNode::Kind::Terminal;
    const QPointF centre(m_node.rect.width() - kPad - kBadge / 2 + 4, m_node.rect.height() / 2);
    painter->setPen(Qt::NoPen);
    painter->setBrush(wrong ? m_style.wrong : m_style.warning);
    painter->drawEllipse(centre, kBadge / 2, kBadge / 2);
    painter->setPen(QPen(m_style.surface, 2, Qt::SolidLine, Qt::RoundCap));
    painter->drawLine(centre + QPointF(0, -4.5), centre + QPointF(0, 1));
    painter->drawPoint(centre + QPointF(0, 4.5));
}

void GraphNodeItem::paintPorts(QPainter* painter) const {
    if (!m_hovered && !isSelected() && !m_target) {
        return;
    }
    painter->setPen(QPen(m_style.accent, 1.5));
    painter->setBrush(m_style.surface);
    if (m_node.hasOutput) {
        painter->drawEllipse(outputPort() - pos(), kPort, kPort);
    }
    for (int slot = 0; slot < m_node.inputs; ++slot) {
        const bool isChosen = m_target && slot == m_targetSlot;
        painter->setBrush(isChosen ? m_style.accent : m_style.surface);
        const qreal radius = isChosen ? kPort + 1 : kPort - 1;
        painter->drawEllipse(inputPort(slot, m_node.inputs) - pos(), radius, radius);
    }
}

GraphWireItem::GraphWireItem(const GraphStyle& style) : m_style(style) {
    setFlag(ItemIsSelectable);
    setZValue(0);
}

QPainterPath GraphWireItem::pathOf(const QPolygonF& route) {
    QPainterPath path;
    if (route.size() < 2) {
        return path;
    }
    path.moveTo(route.front());
    if (route.size() == 2) {
        const QPointF a = route.front();
        const QPointF b = route.back();
        if (std::abs(a.x() - b.x()) < 0.5 && b.y() > a.y()) {
            path.lineTo(b);
            return path;
        }
        const qreal pull = std::max<qreal>(30, std::abs(b.y() - a.y()) / 2);
        path.cubicTo(a + QPointF(0, pull), b - QPointF(0, pull), b);
        return path;
    }
    for (qsizetype i = 1; i + 1 < route.size(); ++i) {
        const QPointF corner = route[i];
        const QPointF in = corner - route[i - 1];
        const QPointF out = route[i + 1] - corner;
        const qreal inLength = std::hypot(in.x(), in.y());
        const qreal outLength = std::hypot(out.x(), out.y());
        const qreal bend = std::min({kBend, inLength / 2, outLength / 2});
        if (inLength < 0.1 || outLength < 0.1) {
            continue;
        }
        path.lineTo(corner - in * (bend / inLength));
        path.quadTo(corner, corner + out * (bend / outLength));
    }
    path.lineTo(route.back());
    return path;
}

void GraphWireItem::setWire(const GraphWire& wire) {
    if (m_wire == wire && !m_path.isEmpty()) {
        return;
    }
    prepareGeometryChange();
    m_wire = wire;
    m_path = pathOf(wire.route);
    m_labelRect = QRectF();
    if (!wire.label.isEmpty() && wire.route.size() >= 2) {
        // Beside the wire just above where it ends: there each wire is alone.
        const QFontMetricsF metrics(m_style.label);
        const QPointF end = wire.route.back();
        const qreal width = metrics.horizontalAdvance(wire.label) + 2;
        const bool left = wire.words == GraphWords::Left;
        m_labelRect = QRectF(left ? end.x() - kWordsGap - width : end.x() + kWordsGap, end.y() - 17,
                             width, 14);
    }
    // With room for the larger letters of a far view.
    const qreal more = m_labelRect.width() * (kMostOfTwo - 1);
    const QRectF words = m_labelRect.adjusted(-more, -2, more, 2);
    m_bounds = m_path.boundingRect().adjusted(-8, -8, 8, 8).united(words);
    update();
}

void GraphWireItem::setTarget(bool target) {
    if (m_target != target) {
        m_target = target;
        update();
    }
}

QPainterPath GraphWireItem::shape() const {
    QPainterPathStroker stroker;
    stroker.setWidth(14);
    return stroker.createStroke(m_path);
}

void GraphWireItem::setPointed(bool pointed) {
    if (m_pointed != pointed) {
        m_pointed = pointed;
        update();
    }
}

bool GraphWireItem::showsWords(qreal scale) const {
    return scale >= kDetailed && m_wire.words != GraphWords::WhenChosen && !m_wire.label.isEmpty();
}

QVariant GraphWireItem::itemChange(GraphicsItemChange change, const QVariant& value) {
    if (change == ItemSelectedHasChanged) {
        // Wires of one source share their way: the chosen one lies on top.
        setZValue(value.toBool() ? 0.5 : 0);
    }
    return QGraphicsItem::itemChange(change, value);
}

void GraphWireItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    const qreal scale = option->levelOfDetailFromTransform(painter->worldTransform());
    const bool marked = isSelected() || m_target;
    QPen pen(marked                              ? m_style.accent
             : m_wire.state == GraphState::Wrong ? m_style.wrong
             : m_pointed                         ? m_style.text
                                                 : m_style.secondary,
             marked ? 3 : 1.4);
    pen.setCapStyle(Qt::FlatCap);
    if (m_wire.state == GraphState::Waiting || m_wire.state == GraphState::Unused) {
        pen.setStyle(Qt::DashLine);
    }
    painter->setBrush(Qt::NoBrush);
    if (scale < kReadable) {
        pen.setStyle(Qt::SolidLine);
        pen.setWidthF(marked ? 3 : 1);
        pen.setCosmetic(true);
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(pen);
        painter->drawPolyline(m_wire.route);
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(pen);
    painter->drawPath(m_path);
    if (showsWords(scale)) {
        const auto side = m_wire.words == GraphWords::Left ? Qt::AlignRight : Qt::AlignLeft;
        painter->setFont(grown(m_style.label, growthAt(scale, kMostOfTwo)));
        painter->setPen(pen.color());
        painter->drawText(m_labelRect, side | Qt::AlignVCenter | Qt::TextDontClip, m_wire.label);
    }
}

}  // namespace minarai::widgets
