// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One level of a drawing: boxes in rows, lanes for long wires, rows folded into columns.
//
// The steps are those of Sugiyama, Tagawa and Toda 1981: rows by the longest path, order within
// rows by means of neighbours, then places that keep wires straight.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "spec/layout.h"

namespace minarai::spec::layout {

struct Margins {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};

struct Vertex {
    enum class Kind { Box, Entry, Exit };
    Kind kind = Kind::Box;
    double width = 0;
    double height = 0;
    bool isFrame = false;
    std::map<std::size_t, double> entryShare;  ///< of the width, by source item
    std::map<std::size_t, double> exitShare;
    double x = 0;  ///< left
    double y = 0;
    std::size_t row = 0;
    [[nodiscard]] double centre() const { return x + width / 2; }
};

/// Where wires leave a vertex: all from one source share it.
struct Pin {
    std::size_t vertex = 0;
    std::size_t source = 0;   ///< item
    std::size_t lastRow = 0;  ///< of its targets
};

struct Edge {
    std::size_t pin = 0;
    std::size_t to = 0;
    std::size_t source = 0;
    double port = 0.5;  ///< share of the target's width
    bool isBack = false;
};

class Level {
  public:
    std::size_t addVertex(double width, double height);
    std::size_t pin(std::size_t vertex, std::size_t source);
    std::size_t entry(std::size_t source);
    std::size_t exit(std::size_t source);
    std::size_t addEdge(std::size_t pin, std::size_t to, std::size_t source, double port);

    void arrange(const Margins& margins, double aspect, double foldHeight);

    std::vector<Vertex> vertices;
    std::vector<Edge> edges;
    std::map<std::size_t, std::size_t> entries;  ///< vertex by source item
    std::map<std::size_t, std::size_t> exits;
    std::vector<std::vector<Point>> routes;  ///< one an edge
    double width = 0;
    double height = 0;

  private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    /// A place in a row: a vertex, or the lane of a pin that passes.
    struct Cell {
        std::size_t vertex = kNone;
        std::size_t pin = kNone;
        double centre = 0;
        double half = 0;
    };
    struct Row {
        std::vector<Cell> cells;
        double top = 0;
        double height = 0;
        double gap = 0;  ///< below it
        std::size_t column = 0;
        std::map<std::size_t, std::size_t> track;  ///< of pins that move sideways in the gap
    };
    struct Column {
        double left = 0;  ///< of its cells before it is moved
        double right = 0;
        double shift = 0;
    };

    std::vector<Pin> m_pins;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> m_pinOf;
    std::vector<Row> m_rows;
    std::vector<Column> m_columns;
    std::vector<std::map<std::size_t, std::size_t>> m_laneCell;  ///< a row: cell of a pin
    std::vector<std::size_t> m_vertexCell;

    std::size_t addVertex(Vertex::Kind kind, double boxWidth, double boxHeight);
    void rankVertices();
    void fillRows();
    void indexCells();
    void orderRows();
    void orderRow(std::size_t row, bool fromAbove);
    [[nodiscard]] std::vector<std::vector<double>> neighbours(std::size_t row, bool above) const;
    void placeAcross();
    void spread(Row& row, const std::vector<double>& wanted, const std::vector<double>& weight);
    void findTracks();
    void fold(double aspect, double foldHeight);
    void placeDown(const Margins& margins);
    void drawRoutes();
    [[nodiscard]] double pinX(std::size_t pin) const;
    [[nodiscard]] double portX(const Edge& edge) const;
    [[nodiscard]] double laneX(std::size_t row, std::size_t pin) const;
    void step(std::vector<Point>& route, std::size_t row, std::size_t pin, Point from, Point to);
};

/// Adds a corner unless it lies on the way already.
void appendCorner(std::vector<Point>& route, Point point);

}  // namespace minarai::spec::layout
