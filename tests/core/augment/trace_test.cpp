// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What previews read of a pipeline: what each step drew, and tensors as pictures.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "augment/pipeline.h"
#include "augment/transform_about.h"
#include "test_pictures.h"

namespace minarai::augment {
namespace {

using test::noise;

PreprocessSpec specOf(int height, int width) {
    PreprocessSpec spec;
    spec.height = height;
    spec.width = width;
    return spec;
}

TEST(Trace, DrawnValuesDoAgainWhatWasDone) {
    const PreprocessSpec spec = specOf(40, 56);
    const Pipeline pipeline = presetPipeline("strong", spec).value();
    const image::Image picture = noise(90, 70, 3);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        std::vector<StepTrace> trace;
        const image::Image made = applyPipeline(pipeline, picture, spec, seed, &trace);
        EXPECT_EQ(made, applyPipeline(pipeline, picture, spec, seed)) << "watching changes nothing";
        ASSERT_EQ(trace.size(), pipeline.steps.size());
        image::Image again = picture;
        for (const StepTrace& one : trace) {
            EXPECT_EQ(one.width, again.width);
            EXPECT_EQ(one.height, again.height);
            if (!one.drawn.entries().empty()) {
                const Step& step = pipeline.steps[one.step];
                again = applyDrawn(*step.transform, step.params, one.drawn, again).value();
            }
        }
        EXPECT_EQ(again, made);
    }
}

TEST(Trace, StepsThatAreOffOrLeftOutSaySo) {
    Pipeline pipeline = presetPipeline("standard", specOf(32, 32)).value();
    pipeline.steps[1].enabled = false;
    pipeline.steps[2].probability = 0.0;
    std::vector<StepTrace> trace;
    applySteps(pipeline, noise(50, 50, 1), 5, &trace);
    ASSERT_EQ(trace.size(), 3U);
    EXPECT_EQ(trace[1].step, 2U);
    EXPECT_TRUE(trace[1].drawn.entries().empty());
    EXPECT_FALSE(trace[2].drawn.entries().empty());
    pipeline.steps.clear();
    EXPECT_EQ(applySteps(pipeline, noise(9, 8, 1), 5), noise(9, 8, 1));
}

TEST(PictureOfTensor, UndoesToTensorAndNormalize) {
    PreprocessSpec spec = specOf(30, 20);
    const image::Image picture = noise(20, 30, 8);
    std::vector<float> tensor(tensorSize(spec));
    for (const bool normalize : {true, false}) {
        spec.normalize = normalize;
        toTensor(picture, spec, tensor.data());
        EXPECT_EQ(pictureOfTensor(tensor.data(), spec), picture);
    }
}

TEST(PictureOfTensor, OneChannelIsGreyAndValuesAreHeldToTheRange) {
    PreprocessSpec spec = specOf(1, 3);
    spec.channels = 1;
    spec.mean = {0.5F, 0.5F, 0.5F};
    spec.std = {0.25F, 0.25F, 0.25F};
    // (value * 0.25 + 0.5) * 255: by hand.
    const std::vector<float> tensor{-5.0F, 0.4F, 5.0F};
    const image::Image picture = pictureOfTensor(tensor.data(), spec);
    EXPECT_EQ(picture.rgb, (std::vector<std::uint8_t>{0, 0, 0, 153, 153, 153, 255, 255, 255}));
}

TEST(TransformAbout, EveryTransformHasALineOfMeaning) {
    for (const Transform* transform : allTransforms()) {
        const TransformAbout about = aboutTransform(*transform);
        EXPECT_FALSE(about.meaning.empty()) << transform->name();
        EXPECT_FALSE(transformKindName(about.kind).empty()) << transform->name();
    }
}

}  // namespace
}  // namespace minarai::augment
