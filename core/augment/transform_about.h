// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What each transform is good for, in one line, and which kind it is: for lists and cards.
#pragma once

#include <string_view>

#include "augment/transform.h"

namespace minarai::augment {

enum class TransformKind { Size, Geometry, Colour, Sharpness, Erasing, Policy };
inline constexpr int kTransformKinds = 6;

struct TransformAbout {
    TransformKind kind = TransformKind::Geometry;
    std::string_view meaning;  ///< English, marked with MN_TEXT("Transform", ...)
};

/// By the transform's name; without a meaning for one that this table does not know.
TransformAbout aboutTransform(const Transform& transform);

/// The heading of a kind: English, marked with MN_TEXT("Transform", ...).
std::string_view transformKindName(TransformKind kind);

}  // namespace minarai::augment
