// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A canvas for graphs: nodes, frames and wires to look at, choose, move and connect.
//
// It shows a GraphPicture and says what the user wants; whoever owns the graph changes it and
// gives the next picture. Mouse: drag nodes, drag from a port to connect, drag the ground to pan,
// Shift-drag to choose several, wheel to zoom. Keys: arrows walk along the wires (with Shift they
// choose what they pass), Tab through all, Enter edits, Space opens and closes a block, W goes
// through a layer's wires, C connects (W or a digit takes the target's input), L and F say how it
// learns, Delete, and the usual ones for copying.
#pragma once

#include <QGraphicsView>
#include <QHash>
#include <memory>
#include <optional>

#include "widgets/graph/graph_items.h"
#include "widgets/graph/graph_picture.h"

namespace minarai::widgets {

class GraphMinimap;
class GraphTag;

class GraphView : public QGraphicsView {
    Q_OBJECT
  public:
    /// What a palette's drag carries; the data is the palette's own.
    static constexpr const char* kMimeType = "application/x-minarai-layer";
    static constexpr double kMinZoom = 0.02;
    static constexpr double kMaxZoom = 2.0;

    explicit GraphView(QWidget* parent = nullptr);
    ~GraphView() override;

    /// Shows another state of the graph; what stays keeps its place in the selection.
    void setPicture(const GraphPicture& picture);
    [[nodiscard]] const GraphPicture& picture() const { return m_picture; }

    [[nodiscard]] QStringList selectedKeys() const;
    /// The wire chosen alone, if one is.
    [[nodiscard]] std::optional<GraphWire> selectedWire() const;
    [[nodiscard]] QString currentKey() const { return m_current; }
    void select(const QStringList& keys);
    /// Chooses one thing and brings it into view.
    void reveal(const QString& key);

    void zoomToFit();
    void zoomBy(double factor);
    [[nodiscard]] double zoom() const { return transform().m11(); }

    /// A key that waits for its partner after C; empty if none.
    [[nodiscard]] QString connectingFrom() const { return m_connecting; }
    /// The input of its partner that it would be connected to; -1 lets the graph choose.
    [[nodiscard]] int connectingSlot() const { return m_slot; }
    /// How many inputs there are to choose from; 0 where there is no choice.
    [[nodiscard]] int connectingSlots() const;
    [[nodiscard]] const GraphNode* node(const QString& key) const;
    [[nodiscard]] GraphMinimap* minimap() const { return m_minimap; }
    /// The label of the wire that is pointed at or chosen; hidden where the drawing has it.
    [[nodiscard]] GraphTag* tag() const { return m_tag; }

  Q_SIGNALS:
    void selectionChanged();
    /// Enter or a double click on a node.
    void editWanted(const QString& key);
    /// A block to open or a frame to close.
    void toggleWanted(const QString& key);
    void moveWanted(const QStringList& keys, const QPointF& by);
    void connectWanted(const QString& from, const minarai::widgets::GraphWireEnd& to);
    void disconnectWanted(const minarai::widgets::GraphWireEnd& end);
    void removeWanted();
    void copyWanted();
    void cutWanted();
    void pasteWanted();
    void duplicateWanted();
    void renameWanted();
    /// How what is chosen learns: a menu beside it, or frozen up to it at once.
    void learningWanted(const QPoint& globalPlace);
    void freezeWanted();
    /// The palette, to put something behind what is chosen.
    void insertWanted();
    /// Something of the palette was dropped: onto a wire, or at a place.
    void dropped(const QByteArray& data, const QPointF& place,
                 const std::optional<minarai::widgets::GraphWireEnd>& wire);
    /// Where from, where to, or into which input; empty when it is over.
    void connectingChanged(const QString& from);
    void menuWanted(const QPoint& globalPlace);
    void viewChanged();

  protected:
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void focusInEvent(QFocusEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

  private:
    enum class Drag { None, Pan, Move, Rubber, Wire };

    QGraphicsScene* m_scene;
    std::unique_ptr<GraphStyle> m_style;
    GraphPicture m_picture;
    QHash<QString, GraphNodeItem*> m_nodes;
    QVector<GraphWireItem*> m_wires;
    GraphMinimap* m_minimap;
    GraphTag* m_tag;
    QString m_current;
    QString m_connecting;
    int m_slot = -1;

    Drag m_drag = Drag::None;
    QPoint m_pressed;
    QPoint m_last;
    bool m_moved = false;
    QString m_dragFrom;                      ///< where a drawn wire begins
    std::optional<GraphWireEnd> m_dragInto;  ///< drawn backwards, from this input
    QPointF m_wireEnd;
    QPointF m_moveBy;
    QStringList m_moving;
    GraphNodeItem* m_targetNode = nullptr;
    GraphWireItem* m_targetWire = nullptr;
    GraphWireItem* m_pointed = nullptr;
    bool m_silent = false;
    bool m_isFitted = false;  ///< since zoomToFit() nobody moved the view

    void takeTheme();
    void placeScene();
    void setCurrent(const QString& key);
    void describeCurrent();
    [[nodiscard]] QString spokenCurrent() const;
    void handleSelection();
    [[nodiscard]] GraphWireItem* chosenWire() const;
    void setPointed(GraphWireItem* wire);
    void placeTag();
    void followView();
    [[nodiscard]] GraphNodeItem* nodeAt(const QPointF& scenePoint) const;
    [[nodiscard]] GraphWireItem* wireAt(const QPointF& scenePoint) const;
    void setTargets(GraphNodeItem* node, GraphWireItem* wire);
    void startWire(GraphNodeItem* node, const QPointF& place);
    void dragWire(const QPointF& place);
    void finishWire(const QPointF& place);
    void startMove(GraphNodeItem* node, Qt::KeyboardModifiers modifiers);
    void dragMove(const QPointF& by);
    [[nodiscard]] bool isInside(const QString& key, const QStringList& frames) const;

    bool handleCommand(QKeyEvent* event);
    bool handleMotion(QKeyEvent* event);
    [[nodiscard]] bool isOwnKey(const QKeyEvent* event) const;
    [[nodiscard]] QString keyAlong(bool forwards) const;
    [[nodiscard]] QString keyBeside(int direction) const;
    [[nodiscard]] QString keyNext(bool forwards) const;
    /// `extends`: what was chosen stays so; where the way leads back, the last one is let go.
    void goTo(const QString& key, bool extends = false);
    void goThroughWires(bool forwards);
    void cutWire(const GraphWireEnd& end);
    void startConnecting();
    void chooseSlot(int slot);
    void stopConnecting();
    void finishConnecting();
};

}  // namespace minarai::widgets
