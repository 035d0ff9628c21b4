// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/op.h"

#include <algorithm>

#include <fmt/format.h>

#include "spec/ops/families.h"
#include "spec/ops/support.h"

namespace minarai::spec {

namespace {

ops::OpList collect() {
    ops::OpList all;
    for (auto family : {ops::convolutionOps, ops::poolingOps, ops::normalisationOps, ops::linearOps,
                        ops::activationOps, ops::mergeOps, ops::tokenOps, ops::attentionOps}) {
        for (auto& op : family()) {
            all.push_back(std::move(op));
        }
    }
    return all;
}

const ops::OpList& table() {
    static const ops::OpList kTable = collect();
    return kTable;
}

}  // namespace

std::string shapeText(const Shape& shape) {
    return fmt::format("{}", fmt::join(shape, "×"));
}

const Op* findOp(std::string_view name) {
    const auto found = std::find_if(table().begin(), table().end(),
                                    [&](const auto& op) { return op->name() == name; });
    return found == table().end() ? nullptr : found->get();
}

std::vector<const Op*> allOps() {
    std::vector<const Op*> all;
    for (const auto& op : table()) {
        all.push_back(op.get());
    }
    return all;
}

namespace ops {

std::array<std::int64_t, 2> pairOf(const Params& params, std::string_view name) {
    const std::vector<std::int64_t> values = params.integers(name);
    if (values.empty()) {
        return {0, 0};
    }
    return {values.front(), values.back()};
}

tl::unexpected<ShapeProblem> refused(std::string text) {
    return tl::unexpected(ShapeProblem{std::move(text), false});
}

tl::unexpected<ShapeProblem> tooSmall(std::string text) {
    return tl::unexpected(ShapeProblem{std::move(text), true});
}

tl::expected<void, ShapeProblem> needsMap(std::string_view op, const Shape& shape) {
    if (shape.size() != 3) {
        return refused(fmt::format(
            MN_TEXT("Op",
                    "{} takes feature maps (channels×height×width), but gets {}; put it "
                    "before the Flatten"),
            op, shapeText(shape)));
    }
    return {};
}

ParamSpec windowParam(std::string name, std::string label, std::vector<std::int64_t> value,
                      double low) {
    const int fewest = value.empty() ? 0 : 1;
    return integersParam(std::move(name), std::move(label), std::move(value))
        .atLeast(low)
        .atMost(kMaxWindow)
        .counts(fewest, 2)
        .in("px");
}

ParamSpec inferredParam(std::string name, std::string label) {
    return integerParam(std::move(name), std::move(label), 0)
        .atLeast(0)
        .atMost(static_cast<double>(std::int64_t{1} << 34))
        .expert()
        .about(MN_TEXT("Op", "0: follows from the input. Another number is checked against it."));
}

tl::expected<void, ShapeProblem> checkInferred(std::string_view op, const Params& params,
                                               std::string_view name, std::int64_t actual) {
    const std::int64_t given = params.integer(name);
    if (given != 0 && given != actual) {
        return refused(fmt::format(
            MN_TEXT("Op",
                    "{} says “{}” is {}, but its input has {}; correct the number or leave "
                    "it out"),
            op, name, given, actual));
    }
    return {};
}

std::vector<ParamSpec> withInitParams(std::vector<ParamSpec> specs) {
    specs.push_back(
        choiceParam("init", MN_TEXT("Op", "Initial weights"), "default",
                    {{"default", MN_TEXT("Op", "PyTorch's default")},
                     {"kaiming_normal_fan_out", MN_TEXT("Op", "Kaiming normal, fan out")},
                     {"kaiming_normal_fan_in", MN_TEXT("Op", "Kaiming normal, fan in")},
                     {"kaiming_uniform_fan_in", MN_TEXT("Op", "Kaiming uniform, fan in")},
                     {"xavier_uniform", MN_TEXT("Op", "Xavier uniform")},
                     {"lecun_normal", MN_TEXT("Op", "LeCun normal")},
                     {"lecun_uniform_fan_out", MN_TEXT("Op", "LeCun uniform, fan out")},
                     {"uniform_fan_out", MN_TEXT("Op", "Uniform, one by the root of fan out")},
                     {"normal", MN_TEXT("Op", "Normal")},
                     {"zeros", MN_TEXT("Op", "Zeros")}})
            .expert()
            .about(MN_TEXT("Op", "How the weights begin when none are loaded.")));
    specs.push_back(realParam("init_std", MN_TEXT("Op", "Spread of the initial weights"), 0.01)
                        .over(0)
                        .atMost(1000)
                        .expert()
                        .onlyIf("init", {"normal"})
                        .about(MN_TEXT("Op", "Standard deviation of the normal distribution.")));
    specs.push_back(choiceParam("init_bias", MN_TEXT("Op", "Initial bias"), "auto",
                                {{"auto", MN_TEXT("Op", "As the weights ask")},
                                 {"default", MN_TEXT("Op", "PyTorch's default")},
                                 {"zeros", MN_TEXT("Op", "Zeros")},
                                 {"tiny", MN_TEXT("Op", "Normal, spread of a millionth")}})
                        .expert()
                        .about(MN_TEXT("Op",
                                       "How the bias begins: as the weights ask is PyTorch's "
                                       "default for its own weights and 0 for all others.")));
    return specs;
}

tl::expected<void, ShapeProblem> needsPlaces(std::string_view op, const Shape& shape,
                                             bool eachPlace) {
    if (shape.size() == 3 && !eachPlace) {
        return refused(fmt::format(
            MN_TEXT("Op", "{} takes a flat input, but gets {}; put a Flatten before it"), op,
            shapeText(shape)));
    }
    return {};
}

ParamSpec eachPlaceParam() {
    return flagParam("each_place", MN_TEXT("Op", "At each place"), false)
        .expert()
        .about(MN_TEXT("Op",
                       "Works at each place of a map whose channels come last (after a "
                       "Permute), or of windows of tokens."));
}

}  // namespace ops

}  // namespace minarai::spec
