// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the engine's shared library at run time (dlopen, RTLD_NOW | RTLD_LOCAL).
#pragma once

#include <memory>

#include "base/error.h"
#include "engine/engine.h"

namespace minarai::engine {

/// Who chooses among OpenBLAS's kernels, which differ in speed and in the last digits.
enum class Kernels {
    ForTheProcessor,  ///< we, the fastest
    OfOpenBlas,       ///< OpenBLAS itself, as in a Python that nobody prepared
};

/// Sets what libgomp and OpenBLAS read when they load (OMP_WAIT_POLICY=passive: spinning threads
/// starve a second process; OPENBLAS_CORETYPE: the kernels), unless it is set, by starting the
/// program again if one of them is there already. First line of main().
void prepareEnvironment(char** argv, Kernels kernels = Kernels::ForTheProcessor);

/// Loads the engine; the library stays loaded until the process ends. Thread-safe, blocks for
/// about a quarter of a second the first time. EngineMissing says why it failed.
Result<std::shared_ptr<const Engine>> loadEngine();

}  // namespace minarai::engine
