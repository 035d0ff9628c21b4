// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A small system of equations, solved digit for digit as torch.linalg.lstsq does it.
#pragma once

#include <array>
#include <optional>

namespace minarai::augment {

/// The eight rows of eight factors, row-major, and the right side.
struct EightEquations {
    std::array<float, 64> factors{};
    std::array<float, 8> values{};
};

/// LAPACK's `sgels`, which torch.linalg.lstsq(driver="gels") calls; the last digits are those of
/// the kernels that OpenBLAS works with (OPENBLAS_CORETYPE). Nothing when LAPACK is not installed
/// or the rows depend on each other. Thread-safe; opens the library on its first call, so that a
/// program which needs none starts without it.
std::optional<std::array<float, 8>> solveAsTorch(const EightEquations& equations);

}  // namespace minarai::augment
