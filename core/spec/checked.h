// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic on sizes from files: it says when a number would not fit instead of wrapping round.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace minarai::spec {

/// The most elements that one tensor, and parameters that one model may have: 2^34.
inline constexpr std::int64_t kMaxElements = std::int64_t{1} << 34;
/// The most multiply-adds that one layer may need: 2^48.
inline constexpr std::int64_t kMaxMacs = std::int64_t{1} << 48;

/// The product of non-negative factors, or nothing when it is over the limit.
std::optional<std::int64_t> checkedProduct(std::span<const std::int64_t> factors,
                                           std::int64_t limit = kMaxElements);

/// The product of two non-negative factors, at most INT64_MAX.
std::int64_t saturatingProduct(std::int64_t a, std::int64_t b);

}  // namespace minarai::spec
