// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which device and how many threads torch uses.
#pragma once

#include <cstdint>
#include <string>

#include <c10/core/Device.h>

#include "base/error.h"

namespace minarai::predict {

/// "auto" (CUDA where it is, else CPU), "cpu", "cuda", "cuda:1". DeviceUnavailable names what
/// there is.
Result<c10::Device> chooseDevice(const std::string& name);

/// "cpu" or "cuda:0".
std::string deviceText(const c10::Device& device);

/// Sets torch's threads for the calling thread (0: all cores) and returns their number. Call it
/// before the thread's first torch operation: later it keeps its old value. Throws std::bad_alloc
/// if there is not even the memory that the matrix library works in.
int useThreads(int threads);

/// True if the processor multiplies bfloat16 itself (AVX-512 BF16 or AMX).
bool hasNativeBf16();

/// Whether bfloat16 can be faster than float32 at all: on CUDA, or with hasNativeBf16.
bool computesBf16(bool onCuda);

/// Multiply-adds an image (100 M) from which a network wins back the cost of casting to bfloat16.
inline constexpr std::int64_t kWorthwhileMacs = 100'000'000;

/// An Error for an exception which torch threw while doing `what`.
Error torchError(const std::exception& exception, const std::string& what);

}  // namespace minarai::predict
