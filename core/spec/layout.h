// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where the things of an outline stand and how the wires run between them.
//
// Layered: the picture flows from top to bottom, a long wire has a lane of its own beside what it
// passes, all wires from one source share one. Open groups are laid out by themselves and then
// stand as one box, so that frames never overlap. A tall drawing is folded into columns where a
// single wire leads on. Same outline, same drawing.
#pragma once

#include <vector>

#include "spec/outline.h"

namespace minarai::spec {

struct Point {
    double x = 0;
    double y = 0;
    bool operator==(const Point&) const = default;
};
struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    [[nodiscard]] double right() const { return x + width; }
    [[nodiscard]] double bottom() const { return y + height; }
    bool operator==(const Box&) const = default;
};

struct LayoutOptions {
    double nodeWidth = 200;
    double nodeHeight = 44;
    double aspect = 1.4;      ///< width to height that folding aims at
    double foldHeight = 600;  ///< lower drawings stay one column
    double frameHeader = 24;  ///< room for a group's name above its content
    double framePadding = 14;
};

struct GraphLayout {
    std::vector<Box> boxes;                  ///< one an item of the outline
    std::vector<std::vector<Point>> routes;  ///< one a wire: corners from source to target
    Box bounds;
};

/// Milliseconds for a thousand items. Circles are drawn like everything else.
GraphLayout layOut(const Outline& outline, const LayoutOptions& options = {});

/// Where a wire enters the top of a box: slot of count, from left to right.
Point inputPort(const Box& box, std::size_t slot, std::size_t count);
Point outputPort(const Box& box);

}  // namespace minarai::spec
