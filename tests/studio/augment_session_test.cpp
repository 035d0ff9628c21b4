// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the Augment page shows is what the run trains on, published weights or not.
#include "studio/session/augment_session.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "augment/torchvision_code.h"
#include "dataset/sample_set.h"
#include "runs/prepare.h"
#include "studio/recipe.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

using Names = std::vector<std::string>;

Names namesOf(const augment::Pipeline& pipeline) {
    Names names;
    for (const augment::Step& step : pipeline.steps) {
        names.emplace_back(step.transform->name());
    }
    return names;
}

std::string stepsText(const augment::Pipeline& pipeline) {
    return augment::pipelineToJson(pipeline)["transforms"].dump();
}

class AugmentSessionTest : public testing::Test {
  protected:
    StudioWindow studio;  // for its folder alone
    AppSettings settings;
    AugmentSession session{settings};
    Params recipe = recipeSchema().defaults();

    void SetUp() override {
        const auto images = studio.path(QStringLiteral("images"));
        writeImages(images, 2, 6);
        auto catalog = dataset::scan(images);
        ASSERT_TRUE(catalog);
        session.setProject(makeProject(std::move(*catalog)));
        recipe.set(kArchitecture, std::string("resnet18"));
        recipe.set("augment", std::string("none"));
    }

    static const zoo::PretrainedWeights& weights() {
        return *zoo::findPretrained("IMAGENET1K_V1", "resnet18").value();
    }

    /// What the run that begins now would write into its run.json.
    runs::RunInfo run(const zoo::PretrainedWeights* published) {
        runs::TrainRequest request;
        request.dataFolder = session.project()->catalog->root;
        request.runFolder = studio.path(QStringLiteral("run"));
        request.arch = recipe.text(kArchitecture);
        request.settings = settingsOf(recipe);
        request.settings.set("augment", std::string("none"));
        request.pipeline = session.customPipeline();
        if (published != nullptr) {
            request.weights = published->file;  // it is not opened before the training
        }
        auto prepared = runs::prepareNew(request, {});
        EXPECT_TRUE(prepared) << prepared.error().message();
        return prepared ? prepared->info : runs::RunInfo{};
    }

    void expectThePageIsTheRun(const zoo::PretrainedWeights* published) {
        const runs::RunInfo info = run(published);
        EXPECT_EQ(augment::preprocessToJson(session.document().preprocess()),
                  augment::preprocessToJson(info.preprocess));
        EXPECT_EQ(stepsText(session.document().pipeline()), stepsText(info.pipeline));
    }
};

TEST_F(AugmentSessionTest, PublishedWeightsAreSeenAsTheirRunSeesThem) {
    session.setRecipe(recipe, &weights());
    EXPECT_EQ(session.document().preset(), "none");
    EXPECT_EQ(namesOf(session.document().pipeline()), (Names{"Resize", "CenterCrop"}));
    EXPECT_EQ(session.document().preprocess().resizeShortEdge, 256);
    expectThePageIsTheRun(&weights());
    const std::string code =
        augment::torchvisionCode(session.document().pipeline(), session.document().preprocess());
    EXPECT_NE(code.find("CenterCrop"), std::string::npos) << code;

    recipe.set("size", std::int64_t{112});
    session.setRecipe(recipe, &weights());
    EXPECT_EQ(session.document().preprocess().resizeShortEdge, 128);
    expectThePageIsTheRun(&weights());
}

TEST_F(AugmentSessionTest, AnOwnPipelineFitsPicturesAsValidationDoes) {
    session.setRecipe(recipe, nullptr);
    EXPECT_EQ(namesOf(session.document().pipeline()), (Names{"Resize"}));
    expectThePageIsTheRun(nullptr);
    session.document().insert(*augment::findTransform("RandomHorizontalFlip"), 0);
    ASSERT_EQ(session.document().preset(), "");

    session.setRecipe(recipe, &weights());
    EXPECT_EQ(namesOf(session.document().pipeline()),
              (Names{"RandomHorizontalFlip", "Resize", "CenterCrop"}));
    expectThePageIsTheRun(&weights());
    session.document().undoStack()->undo();
    EXPECT_EQ(session.document().preset(), "none") << "also what undo goes back to";
    EXPECT_EQ(namesOf(session.document().pipeline()), (Names{"Resize", "CenterCrop"}));
    session.document().undoStack()->redo();

    session.setRecipe(recipe, nullptr);
    EXPECT_EQ(namesOf(session.document().pipeline()), (Names{"RandomHorizontalFlip", "Resize"}));
    expectThePageIsTheRun(nullptr);
}

TEST_F(AugmentSessionTest, WeightsOfAnotherArchitectureSayNothing) {
    recipe.set(kArchitecture, std::string("resnet34"));
    session.setRecipe(recipe, &weights());
    EXPECT_EQ(session.document().preprocess().geometry, "stretch");
    expectThePageIsTheRun(&weights());
}

}  // namespace
}  // namespace minarai::studio
