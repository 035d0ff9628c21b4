// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/op.h"

#include <gtest/gtest.h>

#include <set>

#include <nlohmann/json.hpp>

#include "base/rng.h"
#include "oracle/torch_oracle.h"
#include "spec/checked.h"

namespace minarai::spec {
namespace {

TEST(Ops, DescribeThemselves) {
    std::set<std::string_view> names;
    for (const Op* op : allOps()) {
        EXPECT_TRUE(names.insert(op->name()).second) << op->name();
        EXPECT_EQ(findOp(op->name()), op);
        EXPECT_FALSE(op->about().empty()) << op->name();
        for (const ParamSpec& param : op->schema().specs()) {
            EXPECT_FALSE(param.description.empty()) << op->name() << " " << param.name;
            EXPECT_FALSE(param.label.empty()) << op->name() << " " << param.name;
        }
        for (const auto name : op->required()) {
            EXPECT_NE(op->schema().find(name), nullptr) << name;
        }
        // Defaults pass the schema's own checks, so that a form can begin with them.
        EXPECT_TRUE(op->schema().fromJson(op->schema().toJson(op->schema().defaults())))
            << op->name();
    }
    EXPECT_GE(names.size(), 24U);
    EXPECT_EQ(findOp("conv2d"), nullptr);
}

TEST(Checked, NeverWrapsRound) {
    const std::vector<std::int64_t> huge{std::int64_t{1} << 40, std::int64_t{1} << 40};
    EXPECT_FALSE(checkedProduct(huge));
    EXPECT_EQ(checkedProduct(std::vector<std::int64_t>{huge[0], huge[1], 0}), 0);
    EXPECT_EQ(checkedProduct(std::vector<std::int64_t>{2, 3, 7}), 42);
    EXPECT_EQ(saturatingProduct(huge[0], huge[1]), std::numeric_limits<std::int64_t>::max());
}

/// A random layer with small numbers, valid or not.
Json randomCase(Rng& rng) {
    const auto number = [&](std::uint64_t low, std::uint64_t high) {
        return static_cast<std::int64_t>(low + rng.below(high - low + 1));
    };
    const auto window = [&](std::uint64_t low, std::uint64_t high) {
        return rng.chance(0.5) ? Json(number(low, high))
                               : Json::array({number(low, high), number(low, high)});
    };
    const Json shape = Json::array({number(1, 6), number(1, 12), number(1, 12)});
    switch (rng.below(8)) {
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
            Json params{{"kernel_size", window(1, 4)},
                        {"padding", window(0, 2)},
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
        default: {
            constexpr const char* kPlain[] = {"ReLU", "Flatten", "BatchNorm2d", "Hardswish"};
            return {{"op", kPlain[rng.below(4)]}, {"inputs", {shape}}, {"params", Json::object()}};
        }
    }
}

TEST(Ops, GiveTheShapesThatTorchGives) {
    if (!oracle::torchAvailable()) {
        GTEST_SKIP() << "python3-torchvision is not installed";
    }
    Rng rng(7);
    Json cases = Json::array();
    for (int i = 0; i < 1500; ++i) {
        cases.push_back(randomCase(rng));
    }
    const oracle::TempFolder folder;
    oracle::spill(folder / "cases.json", cases.dump());
    ASSERT_TRUE(oracle::ask("shapes_oracle.py", (folder / "cases.json").string() + " " +
                                                    (folder / "shapes.json").string()));
    const Json answers = Json::parse(oracle::slurp(folder / "shapes.json"));
    int refusals = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const Json& one = cases[i];
        const Op* op = findOp(one["op"].get<std::string>());
        const auto params = op->schema().fromJson(one["params"]);
        ASSERT_TRUE(params) << one << params.error().message();
        const auto inputs = one["inputs"].get<std::vector<Shape>>();
        const auto shape = op->outputShape(inputs, *params);
        refusals += shape ? 0 : 1;
        EXPECT_EQ(shape ? Json(*shape) : Json(), answers[i]) << one;
    }
    EXPECT_GT(refusals, 100);
    EXPECT_LT(refusals, 1000);
}

}  // namespace
}  // namespace minarai::spec
