// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "spec/layout_level.h"

namespace minarai::spec {

namespace {

using layout::Level;

constexpr std::size_t kTop = OutlineItem::kTop;

/// The levels of a drawing: the whole, and one for each open group.
class Drawing {
  public:
    Drawing(const Outline& outline, const LayoutOptions& options)
        : m_outline(outline), m_options(options), m_levels(outline.items.size() + 1) {}

    GraphLayout draw() {
        fillLevels();
        // Children stand behind their parents, so the innermost level comes first.
        for (std::size_t i = m_outline.items.size(); i-- > 0;) {
            if (m_outline.items[i].kind == OutlineItem::Kind::Frame) {
                arrange(i);
            }
        }
        arrange(kTop);
        m_result.boxes.resize(m_outline.items.size());
        for (std::size_t i = 0; i < m_outline.items.size(); ++i) {
            placeItem(i);
        }
        for (std::size_t w = 0; w < m_outline.wires.size(); ++w) {
            m_result.routes.push_back(routeOf(w));
        }
        const Level& top = levelOf(kTop);
        m_result.bounds = {0, 0, top.width, top.height};
        return std::move(m_result);
    }

  private:
    /// A wire's way within one level.
    struct Part {
        std::size_t container = kTop;
        std::size_t edge = 0;
    };

    const Outline& m_outline;
    const LayoutOptions& m_options;
    std::vector<Level> m_levels;  ///< by item; the last one is the top
    std::vector<std::size_t> m_vertexOfItem;
    std::vector<std::vector<Part>> m_parts;  ///< of each wire, from source to target
    GraphLayout m_result;

    Level& levelOf(std::size_t container) {
        return container == kTop ? m_levels.back() : m_levels[container];
    }

    std::vector<std::size_t> ancestors(std::size_t item) const {
        std::vector<std::size_t> chain;
        for (std::size_t at = m_outline.items[item].parent; at != kTop;
             at = m_outline.items[at].parent) {
            chain.push_back(at);
        }
        chain.push_back(kTop);
        return chain;
    }

    void fillLevels() {
        for (std::size_t i = 0; i < m_outline.items.size(); ++i) {
            m_vertexOfItem.push_back(levelOf(m_outline.items[i].parent)
                                         .addVertex(m_options.nodeWidth, m_options.nodeHeight));
        }
        for (const OutlineWire& wire : m_outline.wires) {
            m_parts.push_back(partsOf(wire, wire.port, m_outline.items[wire.to].ports));
        }
    }

    /// Adds a wire's edges to every level it runs through.
    std::vector<Part> partsOf(const OutlineWire& wire, std::size_t slot, std::size_t count) {
        const auto up = ancestors(wire.from);
        const auto down = ancestors(wire.to);
        std::size_t shared = 0;
        while (shared < std::min(up.size(), down.size()) &&
               up[up.size() - 1 - shared] == down[down.size() - 1 - shared]) {
            ++shared;
        }
        const double port = static_cast<double>(slot + 1) / static_cast<double>(count + 1);
        std::vector<Part> parts;
        std::size_t child = wire.from;
        for (std::size_t i = 0; i + shared < up.size(); ++i) {
            Level& level = levelOf(up[i]);
            const std::size_t pin = level.pin(m_vertexOfItem[child], wire.from);
            parts.push_back({up[i], level.addEdge(pin, level.exit(wire.from), wire.from, 0.5)});
            child = up[i];
        }
        const std::size_t common = up[up.size() - shared];
        const std::size_t into = down.size() - shared;  // levels below the common one
        const std::size_t target = into == 0 ? wire.to : down[into - 1];
        Level& middle = levelOf(common);
        parts.push_back({common, middle.addEdge(middle.pin(m_vertexOfItem[child], wire.from),
                                                m_vertexOfItem[target], wire.from, port)});
        for (std::size_t i = into; i-- > 0;) {
            Level& level = levelOf(down[i]);
            const std::size_t inner = i == 0 ? wire.to : down[i - 1];
            const std::size_t pin = level.pin(level.entry(wire.from), wire.from);
            parts.push_back({down[i], level.addEdge(pin, m_vertexOfItem[inner], wire.from, port)});
        }
        return parts;
    }

    void arrange(std::size_t container) {
        Level& level = levelOf(container);
        layout::Margins margins;
        if (container != kTop) {
            margins = {m_options.framePadding, m_options.frameHeader, m_options.framePadding,
                       m_options.framePadding};
        }
        // A block is seen best in one piece.
        const double foldHeight = m_options.foldHeight * (container == kTop ? 1 : 2);
        level.arrange(margins, m_options.aspect, foldHeight);
        if (container == kTop) {
            return;
        }
        // The level is a box of its parent from now on, with its ports where wires pass.
        Level& parent = levelOf(m_outline.items[container].parent);
        layout::Vertex& vertex = parent.vertices[m_vertexOfItem[container]];
        vertex.width = level.width;
        vertex.height = level.height;
        vertex.isFrame = true;
        for (const auto& [source, entry] : level.entries) {
            vertex.entryShare[source] = level.vertices[entry].centre() / level.width;
        }
        for (const auto& [source, exit] : level.exits) {
            vertex.exitShare[source] = level.vertices[exit].centre() / level.width;
        }
    }

    void placeItem(std::size_t item) {
        const std::size_t container = m_outline.items[item].parent;
        const layout::Vertex& vertex = levelOf(container).vertices[m_vertexOfItem[item]];
        const Point origin = container == kTop
                                 ? Point{}
                                 : Point{m_result.boxes[container].x, m_result.boxes[container].y};
        m_result.boxes[item] = {origin.x + vertex.x, origin.y + vertex.y, vertex.width,
                                vertex.height};
    }

    std::vector<Point> routeOf(std::size_t wire) {
        std::vector<Point> route;
        for (const Part& part : m_parts[wire]) {
            const Point origin = part.container == kTop ? Point{}
                                                        : Point{m_result.boxes[part.container].x,
                                                                m_result.boxes[part.container].y};
            for (const Point& point : levelOf(part.container).routes[part.edge]) {
                layout::appendCorner(route, {origin.x + point.x, origin.y + point.y});
            }
        }
        return route;
    }
};

}  // namespace

GraphLayout layOut(const Outline& outline, const LayoutOptions& options) {
    return Drawing(outline, options).draw();
}

Point inputPort(const Box& box, std::size_t slot, std::size_t count) {
    return {box.x + box.width * static_cast<double>(slot + 1) / static_cast<double>(count + 1),
            box.y};
}

Point outputPort(const Box& box) {
    return {box.x + box.width / 2, box.bottom()};
}

}  // namespace minarai::spec
