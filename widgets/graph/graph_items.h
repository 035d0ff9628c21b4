// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The drawn things of a GraphView. From afar they are drawn with less detail.
#pragma once

#include <QFontMetricsF>
#include <QGraphicsItem>
#include <QPainterPath>

#include "widgets/graph/graph_picture.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {

/// Colours and fonts of all items, taken from the theme once for each change of it.
struct GraphStyle {
    QColor surface;  ///< the canvas
    QColor frame, border;
    /// Boxes: of a layer, of a block, their line, under the pointer, chosen. In the dark they stand
    /// out from the canvas by 1.3:1, their lines and those of frames by 3:1, and texts on them by
    /// 4.5:1.
    QColor layer, block, outline, hover, chosen;
    QColor text, secondary, accent;
    QColor wrong, wrongGround, warning;
    QFont title, detail, label;
    explicit GraphStyle(const Theme& theme);
    GraphStyle(const Theme& theme, bool dark);
};

/// A box's title for so much room: without its numbers, then without the beginning of its name
/// ("…AvgPool2d", "…downsample"), and cut only where that is too long as well.
QString shortTitle(const QString& title, const QFontMetricsF& metrics, qreal room);

class GraphNodeItem final : public QGraphicsItem {
  public:
    enum class Part { Body, Header, Input, Output, None };
    enum { Type = UserType + 1 };

    explicit GraphNodeItem(const GraphStyle& style);

    void setNode(const GraphNode& node);
    [[nodiscard]] const GraphNode& node() const { return m_node; }
    void setCurrent(bool current);
    void setTarget(bool target);  ///< a wire would end here
    /// At this input; -1 where none is chosen. Forgotten with the target.
    void setTargetSlot(int slot);

    [[nodiscard]] QPointF inputPort(int slot, int count) const;
    [[nodiscard]] QPointF outputPort() const;
    /// What of it lies at a point of the scene; ports reach a little beyond the box.
    [[nodiscard]] Part partAt(const QPointF& scenePoint) const;

    [[nodiscard]] QRectF boundingRect() const override;
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
    [[nodiscard]] int type() const override { return Type; }

    static constexpr qreal kPort = 5;
    static constexpr qreal kHeader = 24;

  protected:
    void hoverEnterEvent(QGraphicsSceneHoverEvent* event) override;
    void hoverLeaveEvent(QGraphicsSceneHoverEvent* event) override;

  private:
    const GraphStyle& m_style;
    GraphNode m_node;
    QString m_title;  ///< cut to the box
    QString m_detail;
    bool m_current = false;
    bool m_target = false;
    int m_targetSlot = -1;
    bool m_hovered = false;

    void paintFrame(QPainter* painter, qreal scale) const;
    void paintBox(QPainter* painter, qreal scale) const;
    [[nodiscard]] QBrush hatching() const;
    void paintTexts(QPainter* painter, qreal scale) const;
    void paintBadge(QPainter* painter) const;
    void paintPorts(QPainter* painter) const;
};

class GraphWireItem final : public QGraphicsItem {
  public:
    enum { Type = UserType + 2 };

    explicit GraphWireItem(const GraphStyle& style);

    void setWire(const GraphWire& wire);
    [[nodiscard]] const GraphWire& wire() const { return m_wire; }
    void setTarget(bool target);    ///< something would be put into it
    void setPointed(bool pointed);  ///< the mouse is at it

    /// Whether the drawing has its label at this scale.
    [[nodiscard]] bool showsWords(qreal scale) const;

    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
    [[nodiscard]] int type() const override { return Type; }

    /// A wire along corners, rounded; between two points alone a curve.
    static QPainterPath pathOf(const QPolygonF& route);

  protected:
    QVariant itemChange(GraphicsItemChange change, const QVariant& value) override;

  private:
    const GraphStyle& m_style;
    GraphWire m_wire;
    QPainterPath m_path;
    QRectF m_bounds;
    QRectF m_labelRect;
    bool m_target = false;
    bool m_pointed = false;
};

}  // namespace minarai::widgets
