// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/spec/random_graphs.h"
#include "core/spec/specs.h"
#include "spec/blocks.h"
#include "spec/diagnosis.h"
#include "spec/graph.h"
#include "spec/templates.h"

namespace minarai::spec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const NodeDiagnosis& of(const ModelSpec& draft, const Diagnosis& diagnosis, const char* id) {
    const auto at = static_cast<std::size_t>(draft.find(id) - draft.nodes.data());
    return diagnosis.nodes[at];
}

/// Whether the strict reader of specs agrees that this is a model.
bool isModel(ModelSpec draft) {
    return sortGraph(draft).has_value() && inferShapes(draft).has_value() &&
           classCount(draft).has_value() && summarize(draft)->parameters > 0;
}

TEST(Diagnosis, KnowsEveryShapeAndCountOfAValidModel) {
    const ModelSpec spec = small();
    const Diagnosis found = diagnose(spec);
    EXPECT_TRUE(found.isValid());
    const auto shapes = inferShapes(spec).value();
    const Summary summary = summarize(spec).value();
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        EXPECT_EQ(found.nodes[i].state, NodeState::Fine);
        EXPECT_EQ(found.nodes[i].output, shapes[i].output);
        EXPECT_EQ(found.nodes[i].parameters, summary.layers[i].parameters);
        EXPECT_EQ(found.nodes[i].macs, summary.layers[i].macs);
    }
    EXPECT_EQ(found.parameters, summary.parameters);
    EXPECT_EQ(found.macs, summary.macs);
    EXPECT_EQ(found.parameterBytes, summary.parameterBytes);
    EXPECT_EQ(found.activationBytes, summary.activationBytes);
}

TEST(Diagnosis, GoesOnBehindAProblemAndSaysTheCure) {
    ModelSpec draft = small();
    removeNodes(draft, std::vector<std::string>{"flatten"});
    const Diagnosis found = diagnose(draft);
    EXPECT_EQ(found.problems, 1U);
    EXPECT_EQ(of(draft, found, "pool").output, (Shape{4, 4, 4}));
    EXPECT_EQ(of(draft, found, "fc").state, NodeState::Wrong);
    EXPECT_THAT(of(draft, found, "fc").problem, HasSubstr("Flatten before it"));
}

TEST(Diagnosis, OpenInputsMakeWhatFollowsWait) {
    ModelSpec draft = small();
    disconnect(draft, {"relu", 0});
    const Diagnosis found = diagnose(draft);
    EXPECT_EQ(of(draft, found, "relu").state, NodeState::Wrong);
    EXPECT_EQ(of(draft, found, "pool").state, NodeState::Waiting);
    EXPECT_EQ(of(draft, found, "conv").state, NodeState::Unused);
    EXPECT_EQ(of(draft, found, "conv").output, (Shape{4, 8, 8}));
    EXPECT_EQ(found.problems, 2U);
}

TEST(Diagnosis, NamesACircleAndWhatIsBehindItWaits) {
    ModelSpec draft = small();
    draft.nodes[1].inputs = {"pool"};
    const Diagnosis found = diagnose(draft);
    EXPECT_THAT(of(draft, found, "relu").problem, HasSubstr("circle"));
    EXPECT_THAT(of(draft, found, "pool").problem, HasSubstr("circle"));
    EXPECT_EQ(of(draft, found, "fc").state, NodeState::Waiting);
}

TEST(Diagnosis, SaysWhatTheOutputLacks) {
    ModelSpec draft = small();
    setOutput(draft, "");
    EXPECT_THAT(diagnose(draft).outputProblem, HasSubstr("wire from the last layer"));
    removeNodes(draft, std::vector<std::string>{"flatten", "fc"});
    setOutput(draft, "pool");
    EXPECT_THAT(diagnose(draft).outputProblem, HasSubstr("Flatten and a Linear"));
    EXPECT_THAT(diagnose(ModelSpec{}).outputProblem, HasSubstr("empty"));
}

TEST(Diagnosis, SeesAsFarAsTheWindowsReach) {
    ModelSpec draft = small();
    // 3×3, then 2×2 with stride 2: 4 pixels.
    EXPECT_EQ(of(draft, diagnose(draft), "pool").field, (ReceptiveField{4, 4}));
    EXPECT_FALSE(of(draft, diagnose(draft), "fc").field.has_value());
}

TEST(Diagnosis, AgreesWithTheStrictCheckOnRandomGraphs) {
    Rng rng(11);
    std::size_t valid = 0;
    std::size_t invalid = 0;
    for (int i = 0; i < 600; ++i) {
        ModelSpec spec = randomSpec(rng, 14, 3);
        ASSERT_TRUE(isModel(spec)) << inferShapes(spec).error().message();
        ASSERT_TRUE(diagnose(spec).isValid());
        for (std::uint64_t edits = 1 + rng.below(4); edits > 0; --edits) {
            mutate(spec, rng);
        }
        // Params that are not the op's own are for diagnose to find; the strict check is told of
        // them when a file is read.
        const bool params = std::all_of(spec.nodes.begin(), spec.nodes.end(), [](const Node& node) {
            const Op* op = findOp(node.op);
            return op == nullptr ||
                   std::all_of(op->schema().specs().begin(), op->schema().specs().end(),
                               [&](const ParamSpec& one) { return node.params.has(one.name); });
        });
        const bool expected = params && isModel(spec);
        EXPECT_EQ(diagnose(spec).isValid(), expected);
        (expected ? valid : invalid) += 1;
    }
    EXPECT_GT(valid, 30U);
    EXPECT_GT(invalid, 200U);
}

TEST(Draft, InsertsIntoAWireAndBridgesARemoval) {
    ModelSpec draft = small();
    const ModelSpec before = draft;
    const std::string id = insertFragment(draft, *layerFragment("BatchNorm2d"), {"relu", 0});
    EXPECT_EQ(id, "batchnorm1");
    EXPECT_THAT(draft.find("relu")->inputs, ElementsAre(id));
    EXPECT_THAT(draft.find(id)->inputs, ElementsAre("conv"));
    EXPECT_TRUE(isModel(draft));
    removeNodes(draft, std::vector<std::string>{id});
    EXPECT_EQ(draft, before);
}

TEST(Draft, InsertsBeforeTheOutputAndBehindTheInput) {
    ModelSpec draft = small();
    const std::string last = insertFragment(draft, *layerFragment("Softmax"), {});
    EXPECT_EQ(draft.output, last);
    const std::string first = appendFragment(draft, *layerFragment("BatchNorm2d"), kInputId);
    EXPECT_THAT(draft.find("conv")->inputs, ElementsAre(first));
    EXPECT_THAT(draft.find(first)->inputs, ElementsAre("input"));
    EXPECT_TRUE(isModel(draft));
}

TEST(Draft, ConnectsTheFirstOpenInputAndRefusesACircle) {
    ModelSpec draft = small();
    const std::string add = addFragment(draft, *layerFragment("Add"), "relu");
    EXPECT_THAT(draft.find(add)->inputs, ElementsAre("relu", ""));
    ASSERT_TRUE(connect(draft, "conv", add));
    EXPECT_THAT(draft.find(add)->inputs, ElementsAre("relu", "conv"));
    ASSERT_TRUE(connect(draft, "conv", add));  // any number
    EXPECT_EQ(draft.find(add)->inputs.size(), 3U);
    disconnect(draft, {add, 2});
    ASSERT_TRUE(connect(draft, add, "pool"));
    EXPECT_TRUE(isModel(draft));
    const auto circle = connect(draft, "pool", add);
    ASSERT_FALSE(circle);
    EXPECT_THAT(circle.error().message(), HasSubstr("circle"));
    EXPECT_FALSE(connect(draft, "pool", "pool"));
    EXPECT_FALSE(connect(draft, "nowhere", "pool"));
}

TEST(Draft, RenamesNodesAndGroupsButNeverTwice) {
    ModelSpec draft = small();
    ASSERT_TRUE(renameNode(draft, "fc", "head.fc"));
    EXPECT_EQ(draft.output, "head.fc");
    ASSERT_TRUE(renameNode(draft, "flatten", "head.flatten"));
    ASSERT_TRUE(renameGroup(draft, "head", "classifier"));
    EXPECT_EQ(draft.output, "classifier.fc");
    EXPECT_THAT(draft.find("classifier.fc")->inputs, ElementsAre("classifier.flatten"));
    EXPECT_FALSE(renameNode(draft, "relu", "conv"));
    EXPECT_FALSE(renameNode(draft, "relu", "classifier"));
    EXPECT_FALSE(renameNode(draft, "relu", "a b"));
    EXPECT_FALSE(renameNode(draft, "relu", "input"));
    EXPECT_TRUE(isModel(draft));
}

TEST(Draft, CopiesThroughTheClipboardsText) {
    ModelSpec draft = small();
    const std::vector<std::string> ids{"conv", "relu"};
    const Fragment copy = copyNodes(draft, ids);
    const auto read = fragmentFromText(fragmentToText(copy));
    ASSERT_TRUE(read) << read.error().message();
    const std::string output = appendFragment(draft, *read, "relu");
    EXPECT_THAT(draft.find("pool")->inputs, ElementsAre(output));
    EXPECT_THAT(draft.find(output)->inputs, ElementsAre("block1.conv"));
    EXPECT_THAT(draft.find("block1.conv")->inputs, ElementsAre("relu"));
    EXPECT_TRUE(isModel(draft));
    for (const char* text :
         {"", "hello", "{\"minarai_layers\":1}", "{\"minarai_layers\":1,",
          "{\"minarai_layers\":1,\"name\":\"a\",\"output\":\"x\",\"nodes\":[{}]}"}) {
        EXPECT_FALSE(fragmentFromText(text)) << text;
    }
}

TEST(Draft, RenamedAndCopiedLayersKeepTheOrderOfTheStateDict) {
    ModelSpec draft = small();
    ASSERT_TRUE(renameNode(draft, "conv", "body.conv"));
    ASSERT_TRUE(renameNode(draft, "relu", "body.relu"));
    const std::string norm = appendFragment(draft, *layerFragment("BatchNorm2d"), "body.conv");
    ASSERT_TRUE(renameNode(draft, norm, "body.norm"));
    for (Node& node : draft.nodes) {
        node.before = node.id == "body.norm" ? "conv" : "";
    }
    const auto modules = [&] {
        std::vector<std::string> names;
        const auto layout = stateDictLayout(draft).value();
        for (const TensorSpec& tensor : layout) {
            std::string name = tensor.name.substr(0, tensor.name.rfind('.'));
            if (names.empty() || names.back() != name) {
                names.push_back(std::move(name));
            }
        }
        return names;
    };
    ASSERT_THAT(modules(), ElementsAre("body.norm", "body.conv", "fc"));
    // The one that it is registered before has another name, then the group of both.
    ASSERT_TRUE(renameNode(draft, "body.conv", "body.first"));
    EXPECT_THAT(modules(), ElementsAre("body.norm", "body.first", "fc"));
    ASSERT_TRUE(renameGroup(draft, "body", "stem"));
    EXPECT_THAT(modules(), ElementsAre("stem.norm", "stem.first", "fc"));

    const std::vector<std::string> ids{"stem.first", "stem.norm", "stem.relu"};
    const auto read = fragmentFromText(fragmentToText(copyNodes(draft, ids)));
    ASSERT_TRUE(read) << read.error().message();
    appendFragment(draft, *read, "stem.relu");
    EXPECT_THAT(modules(),
                ElementsAre("stem.norm", "stem.first", "stem1.norm", "stem1.first", "fc"));
    std::string hostile = fragmentToText(copyNodes(draft, ids));
    hostile.replace(hostile.find("\"first\"", hostile.find("before")), 7, "\"a.b/\"");
    EXPECT_FALSE(fragmentFromText(hostile));
}

TEST(Draft, ACopyOfAGroupsLayersIsAGroupOfItsOwn) {
    ModelSpec draft = small();
    const std::string output =
        insertFragment(draft, blockFragment("residual", {4, 8, 8}), {"pool", 0});
    EXPECT_EQ(output, "residual1.relu");
    std::vector<std::string> ids;
    for (const Node& one : draft.nodes) {
        if (one.id.starts_with("residual1.")) {
            ids.push_back(one.id);
        }
    }
    EXPECT_EQ(ids.size(), 7U);
    EXPECT_EQ(appendFragment(draft, copyNodes(draft, ids), output), "residual2.relu");
    EXPECT_TRUE(isModel(draft));
}

TEST(Blocks, FitAnyFeatureMapAndNeverCrashOnOthers) {
    for (const Block& block : blocks()) {
        for (const std::int64_t channels : {1, 3, 7, 64, 300}) {
            ModelSpec draft = small();
            draft.input = {channels, 24, 24};
            draft.nodes[0] = {"conv", "Identity", {"input"}, {}};
            const auto made = blockFragment(block.name, {channels, 24, 24});
            insertFragment(draft, made, {"relu", 0});
            EXPECT_TRUE(isModel(draft)) << block.name << " on " << channels;
            EXPECT_EQ(made.name.find('.'), std::string::npos);
        }
        ModelSpec draft = small();
        insertFragment(draft, blockFragment(block.name, {128}), {"fc", 0});
        EXPECT_FALSE(diagnose(draft).isValid()) << block.name;
        EXPECT_FALSE(blockFragment(block.name, {}).nodes.empty());
    }
    EXPECT_TRUE(blockFragment("nothing", {}).nodes.empty());
}

TEST(Palette, OffersEveryOpAndBlockOnce) {
    std::multiset<std::string> offered;
    for (const PaletteCategory& category : palette()) {
        EXPECT_FALSE(category.entries.empty());
        for (const PaletteEntry& entry : category.entries) {
            offered.insert((entry.isBlock ? "block " : "op ") + entry.name);
            EXPECT_FALSE(entry.about.empty()) << entry.name;
        }
    }
    for (const Op* op : allOps()) {
        EXPECT_EQ(offered.count("op " + std::string(op->name())), 1U) << op->name();
        ASSERT_TRUE(layerFragment(op->name()));
    }
    EXPECT_EQ(offered.size(), allOps().size() + blocks().size());
    EXPECT_FALSE(layerFragment("Conv3d"));
}

TEST(Templates, AreModelsFromTheFirstMoment) {
    for (const Template& one : templates()) {
        const ModelSpec spec = templateSpec(one.name, 3, 64, 7);
        EXPECT_TRUE(diagnose(spec).isValid()) << one.name;
        EXPECT_TRUE(isModel(spec)) << one.name;
        EXPECT_EQ(classCount(spec).value(), 7) << one.name;
    }
    EXPECT_TRUE(templateSpec("nothing", 3, 64, 7).nodes.empty());
}

TEST(Draft, RandomEditsNeverBreakTheHouse) {
    Rng rng(5);
    for (int round = 0; round < 60; ++round) {
        ModelSpec draft = randomSpec(rng, 10, 2);
        for (int i = 0; i < 12; ++i) {
            mutate(draft, rng);
            const auto ids = std::vector<std::string>{draft.nodes.empty() ? "" : draft.nodes[0].id};
            static_cast<void>(fragmentFromText(fragmentToText(copyNodes(draft, ids))));
            const auto found = diagnose(draft);
            ASSERT_EQ(found.nodes.size(), draft.nodes.size());
            for (const NodeDiagnosis& one : found.nodes) {
                const bool blamed = one.state == NodeState::Wrong || one.state == NodeState::Unused;
                EXPECT_EQ(blamed, !one.problem.empty());
            }
        }
    }
}

}  // namespace
}  // namespace minarai::spec
