// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A level's rows when their order is settled: gaps, columns and the wires' corners.
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "spec/layout_level.h"

namespace minarai::spec::layout {

namespace {

constexpr double kRowGap = 32;
constexpr double kTrack = 7;
constexpr double kWidestGap = 130;
constexpr double kColumnGap = 64;
constexpr double kSideways = 0.5;
constexpr std::size_t kShortestColumn = 3;

}  // namespace

void Level::findTracks() {
    std::vector<std::set<std::size_t>> moving(m_rows.size());
    for (std::size_t r = 1; r < m_rows.size(); ++r) {
        for (const auto& [pin, cell] : m_laneCell[r]) {
            if (std::abs(laneX(r - 1, pin) - laneX(r, pin)) > kSideways) {
                moving[r - 1].insert(pin);
            }
        }
    }
    for (const Edge& edge : edges) {
        const std::size_t to = vertices[edge.to].row;
        if (!edge.isBack && to > 0 && std::abs(laneX(to - 1, edge.pin) - portX(edge)) > kSideways) {
            moving[to - 1].insert(edge.pin);
        }
    }
    for (std::size_t r = 0; r < m_rows.size(); ++r) {
        std::vector<std::size_t> pins(moving[r].begin(), moving[r].end());
        std::sort(pins.begin(), pins.end(), [&](std::size_t a, std::size_t b) {
            return std::pair(-laneX(r, a), a) < std::pair(-laneX(r, b), b);
        });
        for (std::size_t t = 0; t < pins.size(); ++t) {
            m_rows[r].track[pins[t]] = t;
        }
        const double more = pins.size() > 1 ? static_cast<double>(pins.size() - 1) * kTrack : 0;
        m_rows[r].gap = std::min(kRowGap + more, kWidestGap);
    }
}

void Level::fold(double aspect, double foldHeight) {
    double total = 0;
    double widest = 0;
    std::vector<std::size_t> crossing(m_rows.size());
    for (Row& row : m_rows) {
        for (const Cell& cell : row.cells) {
            row.height =
                std::max(row.height, cell.vertex == kNone ? 0 : vertices[cell.vertex].height);
        }
        total += row.height + row.gap;
        if (!row.cells.empty()) {
            widest = std::max(widest, row.cells.back().centre + row.cells.back().half -
                                          row.cells.front().centre + row.cells.front().half);
        }
    }
    bool hasBack = false;
    for (std::size_t p = 0; p < m_pins.size(); ++p) {
        for (std::size_t r = vertices[m_pins[p].vertex].row; r < m_pins[p].lastRow; ++r) {
            ++crossing[r];
        }
    }
    for (const Edge& edge : edges) {
        hasBack = hasBack || edge.isBack;
    }
    std::size_t columns = 1;
    if (total > foldHeight && !hasBack && widest > 0) {
        columns = static_cast<std::size_t>(
            std::max(1.0, std::round(std::sqrt(aspect * total / (widest + kColumnGap)))));
    }
    const double target = total / static_cast<double>(columns);
    double filled = 0;
    std::size_t column = 0;
    for (std::size_t r = 0; r < m_rows.size(); ++r) {
        const double next = m_rows[r].height + m_rows[r].gap;
        const bool ends = r > 0 && m_rows.size() - r >= kShortestColumn && columns > 1 &&
                          filled + next / 2 > target && crossing[r - 1] == 1 && filled > 0;
        if (ends) {
            ++column;
            filled = 0;
        }
        m_rows[r].column = column;
        filled += next;
    }
    m_columns.assign(
        column + 1, {std::numeric_limits<double>::max(), std::numeric_limits<double>::lowest(), 0});
    for (const Row& row : m_rows) {
        for (const Cell& cell : row.cells) {
            Column& one = m_columns[row.column];
            one.left = std::min(one.left, cell.centre - cell.half);
            one.right = std::max(one.right, cell.centre + cell.half);
        }
    }
}

void Level::placeDown(const Margins& margins) {
    if (m_rows.empty()) {
        width = margins.left + margins.right;
        height = margins.top + margins.bottom;
        return;
    }
    double x = margins.left;
    for (Column& column : m_columns) {
        column.shift = x - column.left;
        x += column.right - column.left + kColumnGap;
    }
    width = x - kColumnGap + margins.right;
    // Where wires come over from the column before they need room above.
    const double top = margins.top + (m_columns.size() > 1 ? kRowGap / 2 : 0);
    double y = top;
    double lowest = top;
    for (std::size_t r = 0; r < m_rows.size(); ++r) {
        Row& row = m_rows[r];
        if (r > 0 && row.column != m_rows[r - 1].column) {
            y = top;
        }
        row.top = y;
        const double shift = m_columns[row.column].shift;
        for (Cell& cell : row.cells) {
            cell.centre += shift;
            if (cell.vertex != kNone) {
                vertices[cell.vertex].x += shift;
                vertices[cell.vertex].y = y;
            }
        }
        y += row.height;
        lowest = std::max(lowest, y);
        y += row.gap;
    }
    height = lowest + margins.bottom + (m_columns.size() > 1 ? kRowGap / 2 : 0);
    // Wires enter and leave through the edge of the frame itself.
    for (Vertex& vertex : vertices) {
        if (vertex.kind == Vertex::Kind::Entry) {
            vertex.y = 0;
        } else if (vertex.kind == Vertex::Kind::Exit) {
            vertex.y = height;
        }
    }
}

void Level::step(std::vector<Point>& route, std::size_t row, std::size_t pin, Point from,
                 Point to) {
    const Row& upper = m_rows[row];
    const Row& lower = m_rows[row + 1];
    appendCorner(route, from);
    const auto track = upper.track.find(pin);
    const double tracks = static_cast<double>(upper.track.size());
    const double share =
        track == upper.track.end() ? 0.5 : (static_cast<double>(track->second) + 1) / (tracks + 1);
    const double bottom = upper.top + upper.height;
    if (upper.column != lower.column) {
        const Column& column = m_columns[upper.column];
        const double gutter = column.right + column.shift + kColumnGap / 2;
        const double below = bottom + kRowGap / 2;
        const double above = lower.top - kRowGap / 2;
        for (const Point& corner : {Point{from.x, below}, Point{gutter, below},
                                    Point{gutter, above}, Point{to.x, above}}) {
            appendCorner(route, corner);
        }
    } else if (std::abs(from.x - to.x) > kSideways) {
        const double y = bottom + upper.gap * share;
        appendCorner(route, {from.x, y});
        appendCorner(route, {to.x, y});
    }
    appendCorner(route, to);
}

void Level::drawRoutes() {
    routes.resize(edges.size());
    for (std::size_t e = 0; e < edges.size(); ++e) {
        const Edge& edge = edges[e];
        const Vertex& from = vertices[m_pins[edge.pin].vertex];
        const Vertex& to = vertices[edge.to];
        std::vector<Point>& route = routes[e];
        Point at{pinX(edge.pin), from.y + from.height};
        const Point end{portX(edge), to.y};
        if (edge.isBack || to.row <= from.row) {
            route = {at, end};
            continue;
        }
        for (std::size_t r = from.row; r < to.row; ++r) {
            const bool last = r + 1 == to.row;
            const Point next = last ? end : Point{laneX(r + 1, edge.pin), m_rows[r + 1].top};
            step(route, r, edge.pin, at, next);
            at = last ? next : Point{next.x, m_rows[r + 1].top + m_rows[r + 1].height};
        }
    }
}

}  // namespace minarai::spec::layout
