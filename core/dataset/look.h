// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What one look at a decoded picture tells: its measures, its sums, and what it resembles.
//
// The audit decodes each picture once and keeps this instead, a third of a kilobyte.
#pragma once

#include <array>
#include <cstdint>

#include "image/image.h"

namespace minarai::dataset {

inline constexpr int kSignatureEdge = 16;
inline constexpr int kChromaEdge = 4;

/// A thumbnail to compare by, whatever the size of the picture.
struct Signature {
    /// 16 x 16 luma (Rec. 601), 0 ... 255, row-major.
    std::array<std::uint8_t, kSignatureEdge * kSignatureEdge> luma{};
    /// 4 x 4 x (R - G, B - G), halved, 128 for grey.
    std::array<std::uint8_t, kChromaEdge * kChromaEdge * 2> chroma{};
    bool operator==(const Signature&) const = default;
};

/// Sums over all pixels, exact: what mean and standard deviation are made of.
struct ChannelSums {
    std::uint64_t pixels = 0;
    std::array<std::uint64_t, 3> sum{};      ///< of R, G, B in 0 ... 255
    std::array<std::uint64_t, 3> squares{};  ///< of their squares

    void add(const ChannelSums& other);
    bool operator==(const ChannelSums&) const = default;
};

struct Look {
    std::uint32_t width = 0;   ///< px, upright
    std::uint32_t height = 0;  ///< px
    float brightness = 0;      ///< mean luma, 0 ... 255
    /// Natural logarithm of the energy of the Laplacian over the variance of luma, at a shorter
    /// edge of 256 to 511 px where the picture has as many. Blurring by a few pixels lowers it by 2
    /// and more.
    float sharpness = 0;
    ChannelSums sums;
    Signature signature;
    bool operator==(const Look&) const = default;
};

/// The picture must not be empty.
Look lookAt(const image::Image& picture);

}  // namespace minarai::dataset
