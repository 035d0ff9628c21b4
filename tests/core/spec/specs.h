// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Short specs for the tests, written as JSON.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "spec/model_spec.h"

namespace minarai::spec {

inline Json node(const std::string& id, const std::string& op, const Json& inputs,
                 const Json& params = Json::object()) {
    return Json{{"id", id}, {"op", op}, {"inputs", inputs}, {"params", params}};
}

inline Json list(std::initializer_list<std::string> ids) {
    Json all = Json::array();
    for (const auto& id : ids) {
        all.push_back(id);
    }
    return all;
}

/// conv -> relu -> pool -> flatten -> fc on 3×8×8.
inline Json smallJson() {
    return Json{
        {"version", 1},
        {"name", "small"},
        {"input", {3, 8, 8}},
        {"nodes", Json::array({node("conv", "Conv2d", list({"input"}),
                                    {{"out_channels", 4}, {"kernel_size", 3}, {"padding", 1}}),
                               node("relu", "ReLU", list({"conv"})),
                               node("pool", "MaxPool2d", list({"relu"}), {{"kernel_size", 2}}),
                               node("flatten", "Flatten", list({"pool"})),
                               node("fc", "Linear", list({"flatten"}), {{"out_features", 5}})})},
        {"output", "fc"}};
}

inline ModelSpec small() {
    return modelSpecFromJson(smallJson()).value();
}

}  // namespace minarai::spec
