// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the convolutions of our own that are part of the autograd graph have in common.
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/record_function.h>
#include <torch/csrc/autograd/custom_function.h>

#include "nn/conv_tools_torch.h"

namespace minarai::nn {

/// What convBackward() needs: the input in channels-last order, the weight, and numbers that tell
/// how the one meets the other.
inline void keepForBackward(torch::autograd::AutogradContext* context, const at::Tensor& input,
                            const at::Tensor& weight, bool hasBias,
                            const std::vector<std::int64_t>& numbers) {
    context->save_for_backward({input, weight});
    context->saved_data["has_bias"] = hasBias;
    context->saved_data["numbers"] = numbers;
}

/// The gradients that are wanted of a forward(x, weight, bias, numbers):
/// ofInput(ofY, weight, sizes of x, numbers) and ofWeight(x, ofY, sizes of the weight, numbers),
/// where ofY, the gradient of the answers, is in channels-last order.
template <typename OfInput, typename OfWeight>
torch::autograd::variable_list convBackward(torch::autograd::AutogradContext* context,
                                            const torch::autograd::variable_list& gradients,
                                            const OfInput& ofInput, const OfWeight& ofWeight) {
    RECORD_USER_SCOPE("minarai::convolution_backward");
    const torch::autograd::variable_list saved = context->get_saved_variables();
    const at::Tensor& x = saved[0];
    const at::Tensor& weight = saved[1];
    const std::vector<std::int64_t> numbers = context->saved_data["numbers"].toIntVector();
    const at::Tensor ofY = ordered(gradients[0]);
    torch::autograd::variable_list results(4);  // none of the numbers
    if (context->needs_input_grad(0)) {
        results[0] = ofInput(ofY, weight, x.sizes(), numbers);
    }
    if (context->needs_input_grad(1)) {
        results[1] = ofWeight(x, ofY, weight.sizes(), numbers);
    }
    if (context->saved_data["has_bias"].toBool() && context->needs_input_grad(2)) {
        // Torch's own sum: the bias of a convolution without normalisation is all it is for.
        results[2] = ofY.sum({0, 2, 3});
    }
    return results;
}

}  // namespace minarai::nn
