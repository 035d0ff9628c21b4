// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/precision_torch.h"

namespace minarai::train {
bool usesBf16(const std::string& precision, const c10::Device& device, std::int64_t macs) {
    if (precision == "bf16") {
        return true;
    }
    return precision == "auto" && macs >= predict::kWorthwhileMacs &&
           predict::computesBf16(device.is_cuda());
}

}  // namespace minarai::train
