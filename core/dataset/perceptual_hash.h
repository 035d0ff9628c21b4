// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// 64 bits that hardly change when a picture is resized or compressed again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "dataset/look.h"

namespace minarai::dataset {

/// What is left of a picture when these shares of its edges are cut off.
struct Window {
    float left = 0, top = 0, right = 0, bottom = 0;
};

/// The whole picture first, then parts as a slight crop leaves them.
inline constexpr std::array<Window, 14> kWindows{{
    {0, 0, 0, 0},
    {0.03F, 0.03F, 0.03F, 0.03F},
    {0.06F, 0.06F, 0.06F, 0.06F},
    {0.09F, 0.09F, 0.09F, 0.09F},
    {0.06F, 0, 0.06F, 0},
    {0, 0.06F, 0, 0.06F},
    {0.05F, 0, 0, 0},
    {0, 0.05F, 0, 0},
    {0, 0, 0.05F, 0},
    {0, 0, 0, 0.05F},
    {0.05F, 0.05F, 0, 0},
    {0, 0.05F, 0.05F, 0},
    {0, 0, 0.05F, 0.05F},
    {0.05F, 0, 0, 0.05F},
}};

inline constexpr std::size_t kBands = 4;
inline constexpr std::size_t kWeakBits = 3;

struct PerceptualHash {
    /// Bit i of band b is bit 16 b + i. Each band has low and high frequencies.
    std::uint64_t bits = 0;
    /// Within each band the bits (0 ... 15) that are the most likely to differ.
    std::array<std::array<std::uint8_t, kWeakBits>, kBands> weak{};
};

/// The signs of the 64 lowest frequencies (type II cosine transform, without the mean) of the luma
/// within kWindows[window].
PerceptualHash perceptualHash(const Signature& signature, std::size_t window);

/// Standard deviation of the thumbnail's luma, 0 ... 128: what there is to compare by.
float contrastOf(const Signature& signature);

}  // namespace minarai::dataset
