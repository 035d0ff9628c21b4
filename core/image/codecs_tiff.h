// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// TIFF by libtiff, with Pillow's pixels (PIL/TiffImagePlugin.py) where OpenCV has colours of its
// own. Part of the library that codecs_library.h opens.
#pragma once

#include <cstddef>
#include <cstdint>

namespace minarai::image {

enum class TiffOutcome {
    NotOurs,  ///< no TIFF; nothing was done
    Decoded,
    Refused,  ///< `reason` says why
};

/// `allocate` gives memory for 8-bit RGB, or nullptr. The first directory counts; its orientation
/// is not applied.
TiffOutcome decodeTiffDirectly(const std::uint8_t* bytes, std::size_t size,
                               std::uint8_t* (*allocate)(void* context, int width, int height),
                               void* context, const char*& reason);

}  // namespace minarai::image
