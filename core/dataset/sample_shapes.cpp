// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/sample_shapes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace minarai::dataset {

namespace {

constexpr double kTurn = 6.283185307179586;

constexpr std::array<Point, 10> kStar{
    Point{0.0, -1.0},           Point{0.264503, -0.364058}, Point{0.951057, -0.309017},
    Point{0.427975, 0.139058},  Point{0.587785, 0.809017},  Point{0.0, 0.45},
    Point{-0.587785, 0.809017}, Point{-0.427975, 0.139058}, Point{-0.951057, -0.309017},
    Point{-0.264503, -0.364058}};

bool insideStar(Point p) {
    bool inside = false;
    for (std::size_t i = 0, j = kStar.size() - 1; i < kStar.size(); j = i++) {
        const Point a = kStar[i];
        const Point b = kStar[j];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) {
            inside = !inside;
        }
    }
    return inside;
}

bool insideTriangle(Point p) {
    constexpr double kSlope = 1.7320508075688772;
    return p.y <= 0.5 && p.y >= kSlope * std::fabs(p.x) - 1.0;
}

bool within(double value, double limit) {
    return value >= -limit && value <= limit;
}

/// Which of the fields of the given width a coordinate falls into.
bool odd(double value, double width) {
    const int field = static_cast<int>((value + 16 * width) / width);
    return field % 2 != 0;
}

Paint patterned(Point p, bool second) {
    if (!within(p.x, 0.8) || !within(p.y, 0.8)) {
        return Paint::None;
    }
    return second ? Paint::Second : Paint::Main;
}

}  // namespace

Paint shapeAt(std::size_t classIndex, Point p) {
    const double squared = p.x * p.x + p.y * p.y;
    bool inside = false;
    switch (classIndex) {
        case 0:  // checker
            return patterned(p, odd(p.x, 0.4) != odd(p.y, 0.4));
        case 1:  // circle
            inside = squared <= 0.9 * 0.9;
            break;
        case 2:  // cross
            inside =
                (within(p.x, 0.3) && within(p.y, 0.95)) || (within(p.y, 0.3) && within(p.x, 0.95));
            break;
        case 3:  // ring
            inside = squared <= 0.92 * 0.92 && squared >= 0.56 * 0.56;
            break;
        case 4:  // square
            inside = within(p.x, 0.76) && within(p.y, 0.76);
            break;
        case 5:  // star
            inside = insideStar(p);
            break;
        case 6:  // stripes
            return patterned(p, odd(p.x, 0.32));
        default:  // triangle
            inside = insideTriangle(p);
            break;
    }
    return inside ? Paint::Main : Paint::None;
}

Point direction(double turns) {
    // The library's sine differs between machines; this sum of seven terms does not.
    const double whole = static_cast<double>(static_cast<long long>(turns));
    double rest = turns - whole;
    rest = rest < 0 ? rest + 1 : rest;
    const int quarter = static_cast<int>(rest * 4 + 0.5);
    const double x = (rest - quarter * 0.25) * kTurn;  // within an eighth of a turn
    const double s = x * x;
    const double sine = x * (1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72))));
    const double cosine = 1 - s / 2 * (1 - s / 12 * (1 - s / 30 * (1 - s / 56)));
    switch (quarter % 4) {
        case 0:
            return {cosine, sine};
        case 1:
            return {-sine, cosine};
        case 2:
            return {-cosine, -sine};
        default:
            return {sine, -cosine};
    }
}

double squaredDistance(Point point, Point from, Point to) {
    const Point along{to.x - from.x, to.y - from.y};
    const Point away{point.x - from.x, point.y - from.y};
    const double length = along.x * along.x + along.y * along.y;
    double t = length > 0 ? (away.x * along.x + away.y * along.y) / length : 0;
    t = std::clamp(t, 0.0, 1.0);
    const Point rest{away.x - t * along.x, away.y - t * along.y};
    return rest.x * rest.x + rest.y * rest.y;
}

}  // namespace minarai::dataset
