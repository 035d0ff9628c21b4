// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The decoders of the rarer formats, in a library of their own that is opened when the first such
// file is met: starting the program must not wait for it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/error.h"

namespace minarai::image {

/// Called once by the decoder with the size it found; returns room for width * height * 3 bytes,
/// or null to give up. Must not throw.
using AllocatePixels = std::uint8_t* (*)(void* context, int width, int height);

/// 0 for success, else not 0 with a reason in `message` (zero-terminated).
using DecodeFunction = int (*)(const std::uint8_t* bytes, std::size_t size, AllocatePixels allocate,
                               void* context, char* message, std::size_t messageBytes);

/// The module's decode function; loads it on first use. Thread-safe. Fails with CodecsMissing.
Result<DecodeFunction> codecsDecode();

}  // namespace minarai::image
