// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The outlines of the sample set. Only + - * / on doubles, so every machine draws the same.
#pragma once

#include <cstddef>

namespace minarai::dataset {

struct Point {
    double x = 0;
    double y = 0;
};

/// Which colour of a shape covers a point.
enum class Paint { None, Main, Second };

/// `classIndex` as in sampleClasses(); the shape fits into the circle of radius 1 around 0.
Paint shapeAt(std::size_t classIndex, Point point);

/// Cosine and sine of `turns` full turns.
Point direction(double turns);

/// The distance, squared, of a point from the line between two others.
double squaredDistance(Point point, Point from, Point to);

}  // namespace minarai::dataset
