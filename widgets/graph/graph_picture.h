// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a GraphView shows: plain data, made anew by whoever owns the graph after every change.
#pragma once

#include <QMetaType>
#include <QPolygonF>
#include <QRectF>
#include <QString>
#include <QVector>

namespace minarai::widgets {

enum class GraphState { Fine, Wrong, Waiting, Unused };

struct GraphNode {
    enum class Kind {
        Layer,
        Block,     ///< a collapsed group
        Frame,     ///< round an open group; stands before what is in it
        Terminal,  ///< the input or the output
    };

    QString key;
    Kind kind = Kind::Layer;
    GraphState state = GraphState::Fine;
    QString title;
    QString detail;
    QString problem;         ///< shown with the badge; empty for none
    QRectF rect;             ///< in the drawing's coordinates
    QString frame;           ///< key of the frame it stands in; empty for none
    int inputs = 1;          ///< ports at the top; 0: none
    bool takesMore = false;  ///< any number of wires may come in
    bool hasOutput = true;
    bool isFrozen = false;  ///< hatched: it stays as it is while the others learn
    bool operator==(const GraphNode&) const = default;
};

/// A wire by the end that only it has; slot -1 lets the graph choose.
struct GraphWireEnd {
    QString to;
    int slot = -1;
    bool operator==(const GraphWireEnd&) const = default;
};

/// Where a wire's label stands, at the wire's end.
enum class GraphWords {
    Right,
    Left,
    WhenChosen,  ///< no room among its neighbours: while it is pointed at or chosen
};

struct GraphWire {
    QString from;  ///< keys of what is seen at its ends
    QString to;
    /// What connecting and cutting it is about: inside a block these are not the keys above.
    GraphWireEnd end;
    QString label;  ///< what flows, in a few letters
    QString about;  ///< the same as a sentence: its tooltip, and what is read out
    GraphWords words = GraphWords::Right;
    GraphState state = GraphState::Fine;
    QPolygonF route;  ///< corners; only the two ends: a curve
    int count = 1;    ///< connections that it stands for
    bool operator==(const GraphWire&) const = default;
};

struct GraphPicture {
    QVector<GraphNode> nodes;
    QVector<GraphWire> wires;
};

}  // namespace minarai::widgets

Q_DECLARE_METATYPE(minarai::widgets::GraphWireEnd)
