// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Random layers for comparison with torch's own.
#pragma once

#include <iterator>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/rng.h"

namespace minarai::spec {

/// A random layer with small numbers, valid or not.
inline Json randomLayer(Rng& rng) {
    const auto number = [&](std::uint64_t low, std::uint64_t high) {
        return static_cast<std::int64_t>(low + rng.below(high - low + 1));
    };
    const auto window = [&](std::uint64_t low, std::uint64_t high) {
        return rng.chance(0.5) ? Json(number(low, high))
                               : Json::array({number(low, high), number(low, high)});
    };
    const Json shape = Json::array({number(1, 6), number(1, 12), number(1, 12)});
    switch (rng.below(11)) {
        case 0:
        case 1:
        case 2: {
            constexpr const char* kModes[] = {"zeros", "reflect", "replicate", "circular"};
            return {{"op", "Conv2d"},
                    {"inputs", {shape}},
                    {"params",
                     {{"out_channels", number(1, 6)},
                      {"kernel_size", window(1, 5)},
                      {"stride", window(1, 3)},
                      {"padding", window(0, 3)},
                      {"dilation", window(1, 3)},
                      {"groups", rng.chance(0.7) ? 1 : number(1, 3)},
                      {"padding_mode", kModes[rng.below(4)]},
                      {"bias", rng.chance(0.5)}}}};
        }
        case 3:
            return {{"op", "MaxPool2d"},
                    {"inputs", {shape}},
                    {"params",
                     {{"kernel_size", window(1, 4)},
                      {"stride", window(1, 4)},
                      {"padding", window(0, 2)},
                      {"dilation", window(1, 3)},
                      {"ceil_mode", rng.chance(0.5)}}}};
        case 4: {
            const Json params{{"kernel_size", window(1, 4)},
                              {"padding", window(0, 2)},
                              {"count_include_pad", rng.chance(0.5)},
                              {"ceil_mode", rng.chance(0.5)}};
            return {{"op", "AvgPool2d"}, {"inputs", {shape}}, {"params", params}};
        }
        case 5:
            return {{"op", rng.chance(0.5) ? "AdaptiveAvgPool2d" : "AdaptiveMaxPool2d"},
                    {"inputs", {shape}},
                    {"params", {{"output_size", window(1, 5)}}}};
        case 6: {
            Json other = shape;
            other[rng.below(3)] = number(1, 12);
            return {{"op", rng.chance(0.5) ? "Add" : "Concat"},
                    {"inputs", {shape, other}},
                    {"params", Json::object()}};
        }
        case 7:
            return {{"op", "ConvTranspose2d"},
                    {"inputs", {shape}},
                    {"params",
                     {{"out_channels", number(1, 6)},
                      {"kernel_size", window(1, 5)},
                      {"stride", window(1, 3)},
                      {"padding", window(0, 3)},
                      {"output_padding", window(0, 2)},
                      {"dilation", window(1, 3)},
                      {"groups", rng.chance(0.7) ? 1 : number(1, 3)},
                      {"bias", rng.chance(0.5)}}}};
        case 8:
            return {{"op", "GroupNorm"},
                    {"inputs", {shape}},
                    {"params", {{"num_groups", number(1, 4)}, {"affine", rng.chance(0.5)}}}};
        case 9: {
            constexpr const char* kModes[] = {"nearest", "bilinear", "bicubic"};
            return {{"op", "Upsample"},
                    {"inputs", {shape}},
                    {"params",
                     {{"scale_factor", window(1, 3)},
                      {"mode", kModes[rng.below(3)]},
                      {"align_corners", rng.chance(0.5)}}}};
        }
        default: {
            constexpr const char* kPlain[] = {
                "ReLU", "Flatten", "BatchNorm2d", "Hardswish", "ReLU6",    "LeakyReLU",  "Sigmoid",
                "Tanh", "SiLU",    "GELU",        "Softmax",   "Identity", "Hardsigmoid"};
            return {{"op", kPlain[rng.below(std::size(kPlain))]},
                    {"inputs", {shape}},
                    {"params", Json::object()}};
        }
    }
}

}  // namespace minarai::spec
