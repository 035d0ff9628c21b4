// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "zoo/squeeze_excite.h"

#include <algorithm>

namespace minarai::zoo {

std::int64_t makeDivisible(double value, std::int64_t divisor) {
    const auto half = static_cast<double>(divisor) / 2;
    const std::int64_t near =
        std::max(divisor, static_cast<std::int64_t>(value + half) / divisor * divisor);
    return static_cast<double>(near) < 0.9 * value ? near + divisor : near;
}

std::string squeezeExcite(GraphWriter& g, const std::string& id, const std::string& input,
                          const Squeeze& squeeze) {
    const auto one = [&](const char* part, const std::string& from, std::int64_t out) {
        return g.add(id + part, "Conv2d", {from},
                     {{"out_channels", out},
                      {"kernel_size", std::vector<std::int64_t>{1}},
                      {"init", squeeze.init},
                      {"init_std", squeeze.initStd},
                      {"init_bias", squeeze.initBias}});
    };
    auto x = g.adaptiveAvgPool(id + ".avgpool", input, 1);
    x = one(".fc1", x, squeeze.inner);
    x = g.add(id + ".activation", squeeze.activation, {x});
    x = one(".fc2", x, squeeze.channels);
    x = g.add(id + ".scale_activation", squeeze.gate, {x});
    return g.add(id + ".scale", "Multiply", {x, input});
}

std::string convNormed(GraphWriter& g, const std::string& id, const std::string& input,
                       Normed normed) {
    normed.conv.bias = false;
    auto x = g.conv(id + ".0", input, normed.conv);
    x = g.batchNorm(id + ".1", x, normed.eps, normed.momentum);
    return normed.activation.empty() ? x : g.add(id + ".2", normed.activation, {x});
}

}  // namespace minarai::zoo
