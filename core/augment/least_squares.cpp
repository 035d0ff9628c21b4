// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/least_squares.h"

#include <dlfcn.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace minarai::augment {

namespace {

/// Fortran's SGELS: everything by address, and the hidden length of the text at the end.
using Sgels = void (*)(const char* trans, const int* m, const int* n, const int* nrhs, float* a,
                       const int* lda, float* b, const int* ldb, float* work, const int* lwork,
                       int* info, std::size_t transLength);

Sgels loadSgels() {
    // The very library that torch uses, if it is there. Never closed.
    void* library = dlopen("liblapack.so.3", RTLD_NOW | RTLD_LOCAL);
    return library != nullptr ? reinterpret_cast<Sgels>(dlsym(library, "sgels_")) : nullptr;
}

}  // namespace

std::optional<std::array<float, 8>> solveAsTorch(const EightEquations& equations) {
    static const Sgels sgels = loadSgels();
    if (sgels == nullptr) {
        return std::nullopt;
    }
    constexpr int kSize = 8;
    constexpr std::size_t kEdge = 8;
    std::array<float, kEdge * kEdge> columns{};
    for (std::size_t row = 0; row < kEdge; ++row) {
        for (std::size_t column = 0; column < kEdge; ++column) {
            columns[column * kEdge + row] = equations.factors[row * kEdge + column];
        }
    }
    std::array<float, kEdge> values = equations.values;
    const char trans = 'N';
    const int one = 1;
    int workSize = -1;  // asks how much it wants, as torch does
    int info = 0;
    float wanted = 0;
    sgels(&trans, &kSize, &kSize, &one, columns.data(), &kSize, values.data(), &kSize, &wanted,
          &workSize, &info, 1);
    workSize = wanted >= 1 && wanted < 1e6F ? static_cast<int>(wanted) : 1024;
    std::vector<float> work(static_cast<std::size_t>(workSize));
    sgels(&trans, &kSize, &kSize, &one, columns.data(), &kSize, values.data(), &kSize, work.data(),
          &workSize, &info, 1);
    if (info != 0) {
        return std::nullopt;
    }
    for (const float value : values) {
        if (!std::isfinite(value)) {
            return std::nullopt;
        }
    }
    return values;
}

}  // namespace minarai::augment
