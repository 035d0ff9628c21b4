// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/layout_level.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace minarai::spec::layout {

namespace {

constexpr double kBoxGap = 36;
constexpr double kLaneGap = 12;
constexpr double kLaneHalf = 2;
constexpr int kSweeps = 4;

double between(bool aLane, bool bLane) {
    return aLane && bLane ? kLaneGap : aLane || bLane ? kBoxGap / 2 : kBoxGap;
}

}  // namespace

void appendCorner(std::vector<Point>& route, Point point) {
    constexpr double kSame = 0.5;
    const auto near = [](double a, double b) { return std::abs(a - b) < kSame; };
    if (!route.empty() && near(route.back().x, point.x) && near(route.back().y, point.y)) {
        return;
    }
    if (route.size() >= 2) {
        const Point& a = route[route.size() - 2];
        Point& b = route.back();
        if ((near(a.x, b.x) && near(b.x, point.x)) || (near(a.y, b.y) && near(b.y, point.y))) {
            b = point;
            return;
        }
    }
    route.push_back(point);
}

std::size_t Level::addVertex(Vertex::Kind kind, double boxWidth, double boxHeight) {
    Vertex vertex;
    vertex.kind = kind;
    vertex.width = boxWidth;
    vertex.height = boxHeight;
    vertices.push_back(std::move(vertex));
    return vertices.size() - 1;
}

std::size_t Level::addVertex(double boxWidth, double boxHeight) {
    return addVertex(Vertex::Kind::Box, boxWidth, boxHeight);
}

std::size_t Level::pin(std::size_t vertex, std::size_t source) {
    const auto [found, isNew] = m_pinOf.try_emplace({vertex, source}, m_pins.size());
    if (isNew) {
        m_pins.push_back({vertex, source});
    }
    return found->second;
}

std::size_t Level::entry(std::size_t source) {
    const auto [found, isNew] = entries.try_emplace(source, vertices.size());
    if (isNew) {
        addVertex(Vertex::Kind::Entry, 2 * kLaneHalf, 0);
    }
    return found->second;
}

std::size_t Level::exit(std::size_t source) {
    const auto [found, isNew] = exits.try_emplace(source, vertices.size());
    if (isNew) {
        addVertex(Vertex::Kind::Exit, 2 * kLaneHalf, 0);
    }
    return found->second;
}

std::size_t Level::addEdge(std::size_t pin, std::size_t to, std::size_t source, double port) {
    edges.push_back({pin, to, source, port});
    return edges.size() - 1;
}

void Level::arrange(const Margins& margins, double aspect, double foldHeight) {
    rankVertices();
    fillRows();
    orderRows();
    placeAcross();
    findTracks();
    fold(aspect, foldHeight);
    placeDown(margins);
    drawRoutes();
}

void Level::rankVertices() {
    // Edges against a depth-first walk's direction close circles: they don't count for the rows.
    std::vector<std::vector<std::size_t>> out(vertices.size());
    for (std::size_t e = 0; e < edges.size(); ++e) {
        out[m_pins[edges[e].pin].vertex].push_back(e);
    }
    enum class Mark : char { New, Open, Done };
    std::vector<Mark> marks(vertices.size(), Mark::New);
    std::vector<std::size_t> order;
    for (std::size_t root = 0; root < vertices.size(); ++root) {
        if (marks[root] != Mark::New) {
            continue;
        }
        std::vector<std::pair<std::size_t, std::size_t>> stack{{root, 0}};
        marks[root] = Mark::Open;
        while (!stack.empty()) {
            auto& [v, next] = stack.back();
            if (next == out[v].size()) {
                marks[v] = Mark::Done;
                order.push_back(v);
                stack.pop_back();
                continue;
            }
            Edge& edge = edges[out[v][next++]];
            edge.isBack = marks[edge.to] == Mark::Open;
            if (marks[edge.to] == Mark::New) {
                marks[edge.to] = Mark::Open;
                stack.emplace_back(edge.to, 0);
            }
        }
    }
    const std::size_t first = entries.empty() ? 0 : 1;
    std::size_t last = 0;
    for (Vertex& vertex : vertices) {
        vertex.row = vertex.kind == Vertex::Kind::Entry ? 0 : first;
    }
    for (auto v = order.rbegin(); v != order.rend(); ++v) {
        for (const std::size_t e : out[*v]) {
            Vertex& to = vertices[edges[e].to];
            if (!edges[e].isBack) {
                to.row = std::max(to.row, vertices[*v].row + 1);
            }
        }
        last = std::max(last, vertices[*v].row);
    }
    for (const auto& [source, v] : exits) {
        vertices[v].row = last;
    }
    for (const Edge& edge : edges) {
        if (!edge.isBack) {
            Pin& from = m_pins[edge.pin];
            from.lastRow = std::max(from.lastRow, vertices[edge.to].row);
        }
    }
    m_rows.resize(vertices.empty() ? 0 : last + 1);
}

void Level::fillRows() {
    for (std::size_t v = 0; v < vertices.size(); ++v) {
        m_rows[vertices[v].row].cells.push_back({v, kNone, 0, vertices[v].width / 2});
    }
    for (std::size_t p = 0; p < m_pins.size(); ++p) {
        for (std::size_t row = vertices[m_pins[p].vertex].row + 1; row < m_pins[p].lastRow; ++row) {
            m_rows[row].cells.push_back({kNone, p, 0, kLaneHalf});
        }
    }
    indexCells();
}

void Level::indexCells() {
    m_laneCell.assign(m_rows.size(), {});
    m_vertexCell.assign(vertices.size(), 0);
    for (std::size_t r = 0; r < m_rows.size(); ++r) {
        for (std::size_t c = 0; c < m_rows[r].cells.size(); ++c) {
            const Cell& cell = m_rows[r].cells[c];
            if (cell.vertex == kNone) {
                m_laneCell[r][cell.pin] = c;
            } else {
                m_vertexCell[cell.vertex] = c;
            }
        }
    }
}

/// For each cell of a row the cells of the row above (or below) that wires lead to.
std::vector<std::vector<double>> Level::neighbours(std::size_t row, bool above) const {
    std::vector<std::vector<double>> result(m_rows[row].cells.size());
    const std::size_t other = above ? row - 1 : row + 1;
    const auto cellOf = [&](std::size_t at, std::size_t pin) {
        const auto lane = m_laneCell[at].find(pin);
        return lane != m_laneCell[at].end() ? lane->second : m_vertexCell[m_pins[pin].vertex];
    };
    const auto starts = [&](std::size_t pin, std::size_t at) {
        return vertices[m_pins[pin].vertex].row == at || m_laneCell[at].contains(pin);
    };
    for (const Edge& edge : edges) {
        const std::size_t to = vertices[edge.to].row;
        const std::size_t upper = above ? other : row;
        if (edge.isBack || to != upper + 1 || !starts(edge.pin, upper)) {
            continue;
        }
        const std::size_t a = cellOf(upper, edge.pin);
        const std::size_t b = m_vertexCell[edge.to];
        if (above) {
            result[b].push_back(static_cast<double>(a));
        } else {
            result[a].push_back(static_cast<double>(b));
        }
    }
    const std::size_t lower = above ? row : other;
    for (const auto& [pin, cell] : m_laneCell[lower]) {
        const std::size_t a = cellOf(lower - 1, pin);
        if (above) {
            result[cell].push_back(static_cast<double>(a));
        } else {
            result[a].push_back(static_cast<double>(cell));
        }
    }
    return result;
}

void Level::orderRow(std::size_t row, bool fromAbove) {
    const auto near = neighbours(row, fromAbove);
    auto& cells = m_rows[row].cells;
    std::vector<std::pair<double, std::size_t>> keys;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const double sum = std::accumulate(near[c].begin(), near[c].end(), 0.0);
        // What nothing leads to keeps its place.
        keys.emplace_back(
            near[c].empty() ? static_cast<double>(c) : sum / static_cast<double>(near[c].size()),
            c);
    }
    std::stable_sort(keys.begin(), keys.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Cell> sorted;
    for (const auto& [key, c] : keys) {
        sorted.push_back(cells[c]);
    }
    cells = std::move(sorted);
    for (std::size_t c = 0; c < cells.size(); ++c) {
        if (cells[c].vertex == kNone) {
            m_laneCell[row][cells[c].pin] = c;
        } else {
            m_vertexCell[cells[c].vertex] = c;
        }
    }
}

void Level::orderRows() {
    const auto isWide = [](const Row& row) { return row.cells.size() > 1; };
    if (std::none_of(m_rows.begin(), m_rows.end(), isWide)) {
        return;
    }
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        const bool down = sweep % 2 == 0;
        for (std::size_t i = 1; i < m_rows.size(); ++i) {
            const std::size_t row = down ? i : m_rows.size() - 1 - i;
            if (isWide(m_rows[row])) {
                orderRow(row, down);
            }
        }
    }
}

/// Centres as near to the wanted ones as the order and the gaps allow: isotonic regression.
void Level::spread(Row& row, const std::vector<double>& wanted, const std::vector<double>& weight) {
    struct Pool {
        double sum;
        double weight;
        std::size_t count;
        [[nodiscard]] double mean() const { return sum / weight; }
    };
    std::vector<double> offset(row.cells.size());
    for (std::size_t c = 1; c < row.cells.size(); ++c) {
        const Cell& a = row.cells[c - 1];
        const Cell& b = row.cells[c];
        offset[c] = offset[c - 1] + a.half + b.half + between(a.vertex == kNone, b.vertex == kNone);
    }
    std::vector<Pool> pools;
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
        pools.push_back({(wanted[c] - offset[c]) * weight[c], weight[c], 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            const Pool last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().weight += last.weight;
            pools.back().count += last.count;
        }
    }
    std::size_t c = 0;
    for (const Pool& pool : pools) {
        for (std::size_t i = 0; i < pool.count; ++i, ++c) {
            row.cells[c].centre = pool.mean() + offset[c];
        }
    }
    for (const Cell& cell : row.cells) {
        if (cell.vertex != kNone) {
            vertices[cell.vertex].x = cell.centre - cell.half;
        }
    }
}

double Level::pinX(std::size_t pin) const {
    const Vertex& vertex = vertices[m_pins[pin].vertex];
    const auto share = vertex.exitShare.find(m_pins[pin].source);
    return vertex.x + vertex.width * (share == vertex.exitShare.end() ? 0.5 : share->second);
}

double Level::portX(const Edge& edge) const {
    const Vertex& vertex = vertices[edge.to];
    const auto share = vertex.entryShare.find(edge.source);
    return vertex.x + vertex.width * (share == vertex.entryShare.end() ? edge.port : share->second);
}

double Level::laneX(std::size_t row, std::size_t pin) const {
    const auto lane = m_laneCell[row].find(pin);
    return lane == m_laneCell[row].end() ? pinX(pin) : m_rows[row].cells[lane->second].centre;
}

void Level::placeAcross() {
    constexpr double kBoxWeight = 1000;
    std::vector<std::vector<const Edge*>> in(vertices.size());
    for (const Edge& edge : edges) {
        in[edge.to].push_back(&edge);
    }
    for (std::size_t r = 0; r < m_rows.size(); ++r) {
        Row& row = m_rows[r];
        std::vector<double> wanted;
        std::vector<double> weight;
        for (const Cell& cell : row.cells) {
            double x = 0;
            if (cell.vertex == kNone) {
                const Vertex& from = vertices[m_pins[cell.pin].vertex];
                const bool begins = from.row + 1 == r;
                // A new lane swings out beside its source.
                x = begins && from.kind == Vertex::Kind::Box ? from.x + from.width + kBoxGap / 2
                                                             : laneX(r - 1, cell.pin);
            } else {
                double sum = 0;
                double count = 0;
                double laneSum = 0;
                double laneCount = 0;
                for (const Edge* edge : in[cell.vertex]) {
                    const Vertex& from = vertices[m_pins[edge->pin].vertex];
                    const Vertex& to = vertices[cell.vertex];
                    if (edge->isBack) {
                        continue;
                    }
                    const auto share = to.entryShare.find(edge->source);
                    const double inward =
                        share == to.entryShare.end() ? 0 : (0.5 - share->second) * to.width;
                    if (from.row + 1 == r) {
                        sum += pinX(edge->pin) + inward;
                        ++count;
                    } else {
                        laneSum += laneX(r - 1, edge->pin) + inward;
                        ++laneCount;
                    }
                }
                x = count > 0 ? sum / count : laneCount > 0 ? laneSum / laneCount : 0;
            }
            wanted.push_back(x);
            weight.push_back(cell.vertex == kNone ? 1 : kBoxWeight);
        }
        spread(row, wanted, weight);
    }
    // A lane that had to give way further down stands there from its beginning.
    for (std::size_t r = m_rows.size(); r-- > 1;) {
        Row& row = m_rows[r - 1];
        std::vector<double> wanted;
        std::vector<double> weight;
        bool changes = false;
        for (const Cell& cell : row.cells) {
            const bool leads = cell.vertex == kNone && m_laneCell[r].contains(cell.pin);
            wanted.push_back(leads ? laneX(r, cell.pin) : cell.centre);
            weight.push_back(cell.vertex == kNone ? 1 : kBoxWeight * kBoxWeight);
            changes = changes || leads;
        }
        if (changes) {
            spread(row, wanted, weight);
        }
    }
}

}  // namespace minarai::spec::layout
