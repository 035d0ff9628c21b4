// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/op.h"

#include <gtest/gtest.h>

#include <set>

#include <nlohmann/json.hpp>

#include "core/spec/random_layers.h"
#include "oracle/torch_oracle.h"
#include "spec/checked.h"
#include "support/promised.h"

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

TEST(Ops, GiveTheShapesThatTorchGives) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    Rng rng(7);
    Json cases = Json::array();
    for (int i = 0; i < 1500; ++i) {
        cases.push_back(randomLayer(rng));
    }
    const oracle::TempFolder folder;
    oracle::spill(folder / "cases.json", cases.dump());
    ASSERT_TRUE(oracle::ask("layers_oracle.py", (folder / "cases.json").string() + " " +
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
