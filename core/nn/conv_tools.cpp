// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/conv_tools_torch.h"

namespace minarai::nn {

NormActivation clippingOf(const std::string& activation) {
    return activation == "ReLU"    ? NormActivation::Relu
           : activation == "ReLU6" ? NormActivation::Relu6
                                   : NormActivation::None;
}

OpenAnswer openAnswer(const std::array<std::int64_t, 4>& sizes, const at::Tensor& bias,
                      const at::Tensor& addend, bool mayOverwrite, const std::string& activation) {
    OpenAnswer answer;
    answer.ending.bias = bias.data_ptr<float>();
    if (addend.defined()) {
        TORCH_CHECK(addend.sizes() == at::IntArrayRef(sizes), "sizes of a sum differ");
        answer.addend = ordered(addend.to(at::kFloat));
        answer.ending.addend = answer.addend.data_ptr<float>();
        if (mayOverwrite || !answer.addend.is_same(addend)) {
            answer.y = answer.addend;
        }
    }
    if (!answer.y.defined()) {
        answer.y = emptyImages(sizes);
    }
    answer.ending.activation = clippingOf(activation);
    answer.rest = answer.ending.activation == NormActivation::None ? activation : std::string();
    return answer;
}

}  // namespace minarai::nn
