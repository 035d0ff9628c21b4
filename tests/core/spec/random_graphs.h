// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Random graphs of any op there is: valid ones, and what becomes of them by random edits.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/rng.h"
#include "spec/checked.h"
#include "spec/draft.h"
#include "spec/op.h"
#include "spec/summary.h"

namespace minarai::spec {

/// Random values of an op's parameters, most of them small; not always ones that fit an input.
inline Params randomParams(const Op& op, Rng& rng) {
    Params params = op.schema().defaults();
    for (const ParamSpec& spec : op.schema().specs()) {
        // An expert's 0 stands for "follows from the input".
        const bool inferred = spec.type == ParamType::Integer && spec.advanced &&
                              spec.defaultValue == ParamValue(std::int64_t{0});
        if (inferred || rng.chance(0.5)) {
            continue;
        }
        const auto small = [&] {
            const double low = std::max(spec.minimum, 0.0);
            return static_cast<std::int64_t>(low + static_cast<double>(rng.below(6)));
        };
        ParamValue value = spec.defaultValue;
        switch (spec.type) {
            case ParamType::Flag:
                value = rng.chance(0.5);
                break;
            case ParamType::Integer:
                value = small();
                break;
            case ParamType::Real:
                value = rng.uniform(0.1, 0.9);
                break;
            case ParamType::Choice:
                value = spec.choices[rng.below(spec.choices.size())].value;
                break;
            case ParamType::Integers: {
                std::vector<std::int64_t> numbers{small()};
                if (spec.maxCount > 1 && rng.chance(0.3)) {
                    numbers.push_back(small());
                }
                value = numbers;
                break;
            }
            default:
                break;
        }
        static_cast<void>(op.schema().set(params, spec.name, value));
    }
    return params;
}

/// A valid spec of up to `most` random layers and what joins their loose ends to `classes` outputs.
inline ModelSpec randomSpec(Rng& rng, std::size_t most, std::int64_t classes) {
    constexpr std::int64_t kMostElements = 3000;
    const auto number = [&](std::uint64_t low, std::uint64_t high) {
        return static_cast<std::int64_t>(low + rng.below(high - low + 1));
    };
    ModelSpec spec;
    spec.name = "random";
    spec.input = {number(1, 4), number(4, 16), number(4, 16)};
    const auto ops = allOps();
    std::vector<std::string> ids{std::string(kInputId)};
    std::vector<Shape> shapes{Shape(spec.input.begin(), spec.input.end())};
    std::vector<bool> used{true};
    const auto add = [&](const Op& op, std::vector<std::size_t> sources, Params params) {
        std::vector<Shape> inputs;
        Node node{"n" + std::to_string(ids.size()), std::string(op.name()), {}, std::move(params)};
        for (const std::size_t source : sources) {
            inputs.push_back(shapes[source]);
            node.inputs.push_back(ids[source]);
        }
        const auto output = op.outputShape(inputs, node.params);
        if (!output || !checkedProduct(*output, kMostElements)) {
            return false;
        }
        for (const std::size_t source : sources) {
            used[source] = true;
        }
        ids.push_back(node.id);
        shapes.push_back(*output);
        used.push_back(false);
        spec.nodes.push_back(std::move(node));
        return true;
    };
    const std::size_t wanted = 1 + rng.below(most);
    for (std::size_t tries = 0; spec.nodes.size() < wanted && tries < 40 * wanted; ++tries) {
        const Op& op = *ops[rng.below(ops.size())];
        const auto [low, high] = op.arity();
        std::vector<std::size_t> sources;
        const std::size_t count = static_cast<std::size_t>(low) + (high < 0 ? rng.below(3) : 0);
        for (std::size_t i = 0; i < count; ++i) {
            // Near ones make deep graphs, any others make wide ones.
            sources.push_back(rng.chance(0.7) ? ids.size() - 1 : rng.below(ids.size()));
        }
        add(op, sources, randomParams(op, rng));
    }
    std::vector<std::size_t> ends;
    for (std::size_t i = 1; i < used.size(); ++i) {
        if (!used[i]) {
            ends.push_back(i);
        }
    }
    for (std::size_t& end : ends) {
        if (shapes[end].size() != 1) {
            add(*findOp("Flatten"), {end}, {});
            end = ids.size() - 1;
        }
    }
    std::size_t last = ends.front();
    if (ends.size() > 1) {
        const Op& concat = *findOp("Concat");
        std::vector<Shape> inputs;
        Node node{"joined", "Concat", {}, concat.schema().defaults()};
        for (const std::size_t end : ends) {
            inputs.push_back(shapes[end]);
            node.inputs.push_back(ids[end]);
        }
        ids.push_back(node.id);
        shapes.push_back(concat.outputShape(inputs, node.params).value());
        spec.nodes.push_back(std::move(node));
        last = ids.size() - 1;
    }
    Node head{"head", "Linear", {ids[last]}, findOp("Linear")->schema().defaults()};
    head.params.set("out_features", classes);
    spec.nodes.push_back(std::move(head));
    spec.output = "head";
    return spec;
}

/// One random edit, sensible or not.
inline void mutate(ModelSpec& spec, Rng& rng) {
    const auto ops = allOps();
    const auto someId = [&]() -> std::string {
        return spec.nodes.empty() || rng.chance(0.1) ? std::string(kInputId)
                                                     : spec.nodes[rng.below(spec.nodes.size())].id;
    };
    if (spec.nodes.empty()) {
        spec.nodes.push_back({"alone", "ReLU", {"input"}, {}});
    }
    Node& node = spec.nodes[rng.below(spec.nodes.size())];
    switch (rng.below(11)) {
        case 0:
            node.op = ops[rng.below(ops.size())]->name();  // with the params of another op
            break;
        case 1:
            node.params = randomParams(*findOp(node.op), rng);
            break;
        case 2:
            node.inputs.push_back(someId());
            break;
        case 3:
            if (!node.inputs.empty()) {
                node.inputs[rng.below(node.inputs.size())] = someId();
            }
            break;
        case 4:
            if (!node.inputs.empty()) {
                node.inputs.pop_back();
            }
            break;
        case 5:
            spec.output = rng.chance(0.5) ? someId() : std::string();
            break;
        case 6:
            spec.nodes.erase(spec.nodes.begin() +
                             static_cast<std::ptrdiff_t>(rng.below(spec.nodes.size())));
            break;
        case 7:
            node.id = rng.chance(0.5) ? someId() : "a..b";
            break;
        case 8:
            spec.input[rng.below(3)] = static_cast<std::int64_t>(rng.below(20));
            break;
        case 9: {
            const std::vector<std::string> ids{someId(), someId()};
            removeNodes(spec, ids);
            break;
        }
        default:
            if (!node.inputs.empty()) {
                node.inputs[0] = rng.chance(0.5) ? "" : "nowhere";
            }
            break;
    }
}

}  // namespace minarai::spec
