// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/precision_torch.h"

namespace minarai::train {
namespace {

constexpr std::int64_t kWorthwhileMacs = 100'000'000;

}  // namespace

bool hasNativeBf16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

bool usesBf16(const std::string& precision, const c10::Device& device, std::int64_t macs) {
    if (precision == "bf16") {
        return true;
    }
    return precision == "auto" && macs >= kWorthwhileMacs && (device.is_cuda() || hasNativeBf16());
}

}  // namespace minarai::train
