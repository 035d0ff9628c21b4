// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which precision a run computes in.
#pragma once

#include <cstdint>
#include <string>

#include <c10/core/Device.h>

#include "predict/device_torch.h"

namespace minarai::train {

using predict::hasNativeBf16;

/// "bf16" always; "auto" where the device computes in bfloat16 itself and the network is large
/// enough (100 M multiply-adds an image) to win back the cost of casting its weights.
bool usesBf16(const std::string& precision, const c10::Device& device, std::int64_t macs);

}  // namespace minarai::train
