// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace minarai::weights {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

std::vector<NamedShape> model() {
    return {{"body.weight", {2, 3}}, {"fc.weight", {5, 2}}, {"fc.bias", {5}}};
}

TEST(Match, SaysEveryKindAtOnce) {
    const Match match = matchWeights(
        model(), {{"body.weight", {2, 4}}, {"other.bias", {1}}, {"fc.bias", {5}}}, {}, "a/w.pth");
    EXPECT_EQ(match.report.file, "w.pth");
    EXPECT_THAT(match.report.taken, ElementsAre("fc.bias"));
    EXPECT_THAT(match.report.missing, ElementsAre("fc.weight"));
    EXPECT_THAT(match.report.unexpected, ElementsAre("other.bias"));
    EXPECT_THAT(match.report.shapeDiffers,
                ElementsAre(ShapeDifference{"body.weight", {2, 4}, {2, 3}}));
    EXPECT_FALSE(match.report.headReplaced);
    ASSERT_TRUE(match.refusal);
    EXPECT_EQ(match.refusal->message(),
              "The weights “a/w.pth” do not fit this model: missing: fc.weight; not in the model: "
              "other.bias; of another shape: body.weight (2×4 instead of 2×3); choose the weights "
              "of this architecture.");
    const Json json = loadReportToJson(match.report);
    EXPECT_EQ(json.at("shape_differs").dump(),
              R"([{"name":"body.weight","file":[2,4],"model":[2,3]}])");
}

TEST(Match, ReplacesTheHeadAndSaysForHowManyClasses) {
    const std::vector<NamedShape> file{
        {"fc.bias", {1000}}, {"fc.weight", {1000, 2}}, {"body.weight", {2, 3}}};
    const Match match = matchWeights(model(), file, {"fc"}, "w.pth");
    EXPECT_FALSE(match.refusal);
    EXPECT_TRUE(match.report.headReplaced);
    EXPECT_EQ(match.report.head, "fc");
    EXPECT_EQ(match.report.fileClasses, 1000);
    EXPECT_THAT(match.pairs, ElementsAre(Pair(0, 2)));
    // Without leave to replace it the same file is refused.
    EXPECT_TRUE(matchWeights(model(), file, {}, "w.pth").refusal);
    // "fc2" does not belong to "fc".
    auto more = file;
    more.push_back({"fc2.weight", {1}});
    EXPECT_THAT(matchWeights(model(), more, {"fc"}, "w.pth").refusal->message(),
                HasSubstr("not in the model: fc2.weight"));
}

TEST(Match, LeavesSideHeadsOut) {
    const std::vector<NamedShape> file{{"body.weight", {2, 3}},
                                       {"fc.weight", {5, 2}},
                                       {"fc.bias", {5}},
                                       {"aux1.fc2.weight", {1000, 7}},
                                       {"AuxLogits.fc.bias", {1000}}};
    const Match match = matchWeights(model(), file, {}, "w.pth");
    EXPECT_FALSE(match.refusal);
    EXPECT_THAT(match.report.unexpected, ElementsAre("aux1.fc2.weight", "AuxLogits.fc.bias"));
    // A model that has the side head wants all of it.
    auto withAux = model();
    withAux.push_back({"aux1.conv.weight", {1}});
    EXPECT_TRUE(matchWeights(withAux, file, {}, "w.pth").refusal);
}

TEST(Match, KnowsTheOldNamesOfDenseNet) {
    const std::vector<NamedShape> model{
        {"features.denseblock1.denselayer2.norm1.weight", {8}},
        {"features.denseblock1.denselayer2.conv2.weight", {8}},
        {"features.denseblock1.denselayer2.norm2.running_mean", {8}},
        {"features.norm0.weight", {8}}};
    const std::vector<NamedShape> old{{"features.denseblock1.denselayer2.norm.1.weight", {8}},
                                      {"features.denseblock1.denselayer2.conv.2.weight", {8}},
                                      {"features.denseblock1.denselayer2.norm.2.running_mean", {8}},
                                      {"features.norm0.weight", {8}}};
    const Match match = matchWeights(model, old, {}, "densenet.pth");
    EXPECT_FALSE(match.refusal);
    EXPECT_THAT(match.pairs, ElementsAre(Pair(0, 0), Pair(1, 1), Pair(2, 2), Pair(3, 3)));
    // A name that the model has itself is never another's old name.
    const Match both = matchWeights({{"x.denselayer1.norm.1.weight", {8}}},
                                    {{"x.denselayer1.norm.1.weight", {8}}}, {}, "w.pth");
    EXPECT_FALSE(both.refusal);
    EXPECT_THAT(both.report.unexpected, IsEmpty());
}

TEST(Match, ForgivesMissingCounters) {
    const Match match = matchWeights({{"bn.weight", {8}}, {"bn.num_batches_tracked", {}}},
                                     {{"bn.weight", {8}}}, {}, "w.pth");
    EXPECT_FALSE(match.refusal);
    EXPECT_THAT(match.report.missing, ElementsAre("bn.num_batches_tracked"));
}

TEST(Match, TakesWhatFitsWhenAskedTo) {
    // The model was edited after its training: "extra" is new, "fc" has another width.
    auto edited = model();
    edited.push_back({"extra.weight", {2}});
    const std::vector<NamedShape> file{
        {"body.weight", {2, 3}}, {"fc.weight", {5, 9}}, {"fc.bias", {5}}, {"gone.weight", {1}}};
    const Match strict = matchWeights(edited, file, {}, "w.pth");
    EXPECT_TRUE(strict.refusal);
    EXPECT_TRUE(strict.fitsInPart);
    EXPECT_FALSE(strict.report.partial);

    LoadPolicy partial;
    partial.partial = true;
    const Match match = matchWeights(edited, file, partial, "w.pth");
    EXPECT_FALSE(match.refusal);
    EXPECT_TRUE(match.report.partial);
    EXPECT_THAT(match.report.taken, ElementsAre("body.weight", "fc.bias"));
    EXPECT_THAT(match.report.missing, ElementsAre("extra.weight"));
    EXPECT_THAT(match.report.unexpected, ElementsAre("gone.weight"));
    EXPECT_THAT(match.report.shapeDiffers,
                ElementsAre(ShapeDifference{"fc.weight", {5, 9}, {5, 2}}));
    EXPECT_TRUE(loadReportToJson(match.report).at("partial").get<bool>());

    // What fits as a whole is no part, and a head for other classes goes as a whole.
    EXPECT_FALSE(matchWeights(model(), model(), partial, "w.pth").report.partial);
    partial.head = "fc";
    EXPECT_THAT(matchWeights(edited, file, partial, "w.pth").report.taken,
                ElementsAre("body.weight"));
}

TEST(Match, RefusesAFileOfWhichNothingFits) {
    LoadPolicy partial;
    partial.partial = true;
    const std::vector<NamedShape> edited{{"body.weight", {2}}, {"body.num_batches_tracked", {}}};
    const Match match = matchWeights(
        edited, {{"body.weight", {3}}, {"body.num_batches_tracked", {}}}, partial, "w.pth");
    ASSERT_TRUE(match.refusal) << "a counter is no weight";
    EXPECT_THAT(match.refusal->message(), HasSubstr("no tensor fits: choose other weights"));
}

TEST(Match, OffersThePartOnlyWhereARunBegins) {
    auto edited = model();
    edited.push_back({"extra.weight", {2}});
    EXPECT_THAT(matchWeights(edited, model(), {"fc"}, "w.pth").refusal->message(),
                HasSubstr("choose the weights of this architecture, or take what fits."));
    EXPECT_THAT(matchWeights(edited, model(), {}, "w.pth").refusal->message(),
                HasSubstr("choose the weights of this architecture."));
}

TEST(Match, SaysForWhichSizeATransformersWeightsAre) {
    // torchvision's vit_b_16 has 197 tokens for 224 px and 50 for 112 px; vit_h_14 has 1370 for
    // 518 px.
    const auto vit = [](std::int64_t tokens, std::int64_t patch) {
        return std::vector<NamedShape>{{"conv_proj.weight", {8, 3, patch, patch}},
                                       {"encoder.pos_embedding", {1, tokens, 8}},
                                       {"heads.head.weight", {5, 8}}};
    };
    const LoadPolicy policy{"heads.head"};
    EXPECT_THAT(matchWeights(vit(50, 16), vit(197, 16), policy, "w.pth").refusal->message(),
                HasSubstr("encoder.pos_embedding (1×197×8 instead of 1×50×8); they are made for "
                          "images of 224 px: set the size to 224."));
    EXPECT_THAT(matchWeights(vit(257, 14), vit(1370, 14), policy, "w.pth").refusal->message(),
                HasSubstr("set the size to 518."));
    // Another network is not cured by a size.
    EXPECT_THAT(matchWeights(vit(50, 32), vit(197, 16), policy, "w.pth").refusal->message(),
                HasSubstr("choose the weights of this architecture"));
    EXPECT_THAT(matchWeights(vit(50, 16), vit(200, 16), policy, "w.pth").refusal->message(),
                HasSubstr("choose the weights of this architecture"));
}

}  // namespace
}  // namespace minarai::weights
