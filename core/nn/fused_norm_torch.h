// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Batch normalisation, a sum and an activation as one operation of training, in bfloat16 and
// float32.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include "nn/norm_kernels.h"
#include "spec/model_spec.h"

namespace minarai::nn {

/// The tensors of a BatchNorm2d and its settings.
struct NormLayer {
    at::Tensor weight;
    at::Tensor bias;
    at::Tensor mean;
    at::Tensor variance;
    at::Tensor batches;
    double eps = 0;
    double momentum = 0;
};

NormLayer normLayerOf(const torch::nn::Module& module, const Params& params);

/// Whether trainNorm can take x: bfloat16 or float32 on a CPU that has the kernels, in
/// channels-last order; in float32 with channels in multiples of 16 (of 8 without AVX-512).
bool canTrainNorm(const at::Tensor& x);

/// activation(batch_norm(x) + addend) with the batch's statistics, which the layer's running ones
/// follow; part of the autograd graph. addend has x's shape, type and order, or is undefined. Sums
/// are float32 in blocks of a fixed size: the answer does not depend on the number of threads.
at::Tensor trainNorm(const at::Tensor& x, const at::Tensor& addend, const NormLayer& layer,
                     NormActivation activation);

/// What a node does when normalisations are fused.
struct NormRole {
    enum class Kind {
        Plain,   ///< what it always does
        Norm,    ///< the normalisation, with the activation after it
        Defer,   ///< a normalisation that the sum after it does
        Sum,     ///< the sum, with the deferred normalisation and the activation after it
        PassOn,  ///< an activation that was done before
    };
    Kind kind = Kind::Plain;
    std::size_t norm = 0;  ///< the node of the normalisation, of all kinds but Plain
    NormActivation activation = NormActivation::None;
};

/// One for each node of a valid spec. A node whose output is an answer, or has other readers, is
/// taken into nothing.
std::vector<NormRole> normRoles(const spec::ModelSpec& spec);

}  // namespace minarai::nn
