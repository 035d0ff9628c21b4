// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What MobileNetV3, EfficientNet, RegNet and MaxViT share: torchvision/ops/misc.py.
#pragma once

#include <string>
#include <string_view>

#include "zoo/graph_writer.h"

namespace minarai::zoo {

/// torchvision's _make_divisible: the nearest multiple, but never less than 90 % of the value.
std::int64_t makeDivisible(double value, std::int64_t divisor = 8);

struct Squeeze {
    std::int64_t channels = 0;  ///< of the input
    std::int64_t inner = 0;
    std::string_view activation = "ReLU";
    std::string_view gate = "Sigmoid";
    std::string init = "kaiming_normal_fan_out";
    std::string initBias = "auto";
    double initStd = 0.01;
};

/// SqueezeExcitation: the input times a gate for each channel.
std::string squeezeExcite(GraphWriter& g, const std::string& id, const std::string& input,
                          const Squeeze& squeeze);

/// Conv2dNormActivation: a Sequential of convolution, normalisation and, unless empty, activation.
struct Normed {
    Conv conv;
    std::string_view activation = "ReLU";
    double eps = 1e-5;
    double momentum = 0.1;
};
std::string convNormed(GraphWriter& g, const std::string& id, const std::string& input,
                       Normed normed);

}  // namespace minarai::zoo
