// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What an optimiser does to each weight, in one pass over the memory. Torch-free.
//
// The arithmetic is that of PyTorch's torch/optim/*.py (single-tensor forms), operation by
// operation: what is a tensor there is a register here.
#pragma once

#include <cstdint>

namespace minarai::train {

/// Part of a parameter, its gradient and its state; all float32, none overlapping.
struct UpdateChunk {
    float* weight = nullptr;
    const float* gradient = nullptr;
    float* first = nullptr;   ///< momentum_buffer, exp_avg or square_avg
    float* second = nullptr;  ///< exp_avg_sq, or RMSprop's momentum_buffer
    float* third = nullptr;   ///< RMSprop's grad_avg
    std::int64_t count = 0;
};

struct SgdUpdate {
    float rate = 0;
    float momentum = 0;
    float decay = 0;
    bool nesterov = false;
};

/// Adam and AdamW; the corrections are those of this step.
struct AdamUpdate {
    float stepSize = 0;  ///< rate / (1 - beta1^step)
    float beta1 = 0;
    float fresh1 = 0;  ///< 1 - beta1, rounded once
    float beta2 = 0;
    float fresh2 = 0;       ///< 1 - beta2
    float correction2 = 0;  ///< sqrt(1 - beta2^step)
    float eps = 0;
    float decay = 0;   ///< added to the gradient (Adam)
    float shrink = 1;  ///< the weight's factor, 1 - rate * weight_decay (AdamW)
};

struct RmspropUpdate {
    float rate = 0;
    float alpha = 0;
    float fresh = 0;  ///< 1 - alpha, rounded once
    float eps = 0;
    float momentum = 0;
    float decay = 0;
    bool centered = false;
};

/// `first` may be null without momentum. A buffer of zeros is what PyTorch makes of the first
/// gradient.
void updateSgd(const UpdateChunk& chunk, const SgdUpdate& update);
void updateAdam(const UpdateChunk& chunk, const AdamUpdate& update);
void updateRmsprop(const UpdateChunk& chunk, const RmspropUpdate& update);

}  // namespace minarai::train
