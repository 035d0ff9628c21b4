// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the convolutions of our own (tiled_conv.cpp, gathered_conv.cpp, gathered_gradients.cpp) have
// in common.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "nn/fused_conv_torch.h"
#include "nn/product_kernels.h"

namespace minarai::nn {

inline std::int64_t parts(std::int64_t whole, std::int64_t part) {
    return (whole + part - 1) / part;
}

inline at::Tensor emptyValues(std::int64_t count) {
    return at::empty({count}, at::TensorOptions(at::kFloat));
}

inline at::Tensor emptyImages(at::IntArrayRef sizes) {
    return at::empty(sizes,
                     at::TensorOptions(at::kFloat).memory_format(at::MemoryFormat::ChannelsLast));
}

/// Images or a weight that the kernels can read once it is ordered.
inline bool isUsual(const at::Tensor& x) {
    return x.is_cpu() && x.scalar_type() == at::kFloat && x.dim() == 4;
}

inline at::Tensor ordered(const at::Tensor& x) {
    return x.contiguous(at::MemoryFormat::ChannelsLast);
}

/// The kernels are there and may run on all threads: without OpenMP here at::parallel_for has one
/// of many, whose part of the work takes longer than all of it by torch's own.
inline bool hasFloatKernels() {
#ifndef INTRA_OP_PARALLEL
    if (at::get_num_threads() > 1) {
        return false;
    }
#endif
    return productKernels() != nullptr;
}

/// Calls run(part, thread) for each of `count` parts, on all threads; one that is held up, as by a
/// loader's, takes fewer.
template <typename Run>
void inParallel(std::int64_t count, const Run& run) {
    std::atomic<std::int64_t> next{0};
    at::parallel_for(0, at::get_num_threads(), 1, [&](std::int64_t thread, std::int64_t /*end*/) {
        for (std::int64_t part = next++; part < count; part = next++) {
            run(part, thread);
        }
    });
}

/// What the kernels can do of an activation; None: nothing of it, or there is none.
NormActivation clippingOf(const std::string& activation);

/// An answer of FusedConv::run() that is to be written, and what happens to its values before.
struct OpenAnswer {
    at::Tensor y;
    at::Tensor addend;  ///< holds what `ending` points at
    ConvEnding ending;
    std::string rest;  ///< the activation that is left to be done
};

/// Of these sizes; `bias` is float32 and contiguous, the others are those of FusedConv.
OpenAnswer openAnswer(const std::array<std::int64_t, 4>& sizes, const at::Tensor& bias,
                      const at::Tensor& addend, bool mayOverwrite, const std::string& activation);

}  // namespace minarai::nn
