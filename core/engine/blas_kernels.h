// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which of OpenBLAS's kernels suit a processor. ./dev says the same in packaging/dev_kernels.sh.
#pragma once

namespace minarai::engine {

/// What a processor can do, by the names of /proc/cpuinfo.
struct ProcessorFlags {
    bool avx2 = false;
    bool fma = false;
    bool avx512f = false;
    bool avx512bw = false;
    bool avx512vl = false;
    bool avx512dq = false;
    bool avx512cd = false;
};

/// A value of OPENBLAS_CORETYPE; nullptr where OpenBLAS had better choose by itself.
constexpr const char* blasKernels(const ProcessorFlags& has) {
    if (has.avx512f && has.avx512bw && has.avx512vl && has.avx512dq && has.avx512cd) {
        return "SkylakeX";
    }
    return has.avx2 && has.fma ? "Haswell" : nullptr;
}

}  // namespace minarai::engine
