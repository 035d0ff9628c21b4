// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What previews read of a pipeline: what each step drew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "augment/trace.h"
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

std::vector<float> plainTensor(const Pipeline& pipeline, const image::Image& picture,
                               const PreprocessSpec& spec, std::uint64_t seed) {
    std::vector<float> tensor(tensorSize(spec));
    trainingTensor(pipeline, picture, spec, seed, tensor.data());
    return tensor;
}

TEST(Trace, TellingChangesNothingWhateverTheTransform) {
    const PreprocessSpec spec = specOf(40, 56);
    const image::Image picture = noise(90, 70, 3);
    for (const Transform* transform : allTransforms()) {
        Step step;
        step.transform = transform;
        step.params = transform->schema().defaults();
        step.probability = 0.7;
        Pipeline pipeline = presetPipeline("standard", spec).value();
        pipeline.steps.insert(pipeline.steps.begin() + 1, step);
        std::vector<float> tensor(tensorSize(spec));
        for (std::uint64_t seed = 0; seed < 6; ++seed) {
            std::vector<StepTrace> trace;
            tracedTensor(pipeline, picture, spec, seed, tensor.data(), trace);
            EXPECT_EQ(tensor, plainTensor(pipeline, picture, spec, seed)) << transform->name();
            EXPECT_EQ(trace.size(), pipeline.steps.size()) << transform->name();
        }
    }
}

TEST(Trace, DrawnValuesDoAgainWhatWasDone) {
    const PreprocessSpec spec = specOf(40, 56);
    const Pipeline pipeline = presetPipeline("standard", spec).value();
    const image::Image picture = noise(90, 70, 3);
    std::vector<float> tensor(tensorSize(spec));
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        std::vector<StepTrace> trace;
        tracedTensor(pipeline, picture, spec, seed, tensor.data(), trace);
        image::Image again = picture;
        for (const StepTrace& one : trace) {
            EXPECT_EQ(one.width, again.width);
            EXPECT_EQ(one.height, again.height);
            if (!one.drawn.entries().empty()) {
                const Step& step = pipeline.steps[one.step];
                again = applyDrawn(*step.transform, step.params, one.drawn, again).value();
            }
        }
        EXPECT_EQ(again, applyPipeline(pipeline, picture, spec, seed));
    }
}

TEST(Trace, StepsThatAreOffOrLeftOutSaySo) {
    const PreprocessSpec spec = specOf(32, 32);
    Pipeline pipeline = presetPipeline("standard", spec).value();
    pipeline.steps[1].enabled = false;
    pipeline.steps[2].probability = 0.0;
    std::vector<float> tensor(tensorSize(spec));
    std::vector<StepTrace> trace;
    tracedTensor(pipeline, noise(50, 50, 1), spec, 5, tensor.data(), trace);
    ASSERT_EQ(trace.size(), 3U);
    EXPECT_EQ(trace[1].step, 2U);
    EXPECT_TRUE(trace[1].drawn.entries().empty());
    EXPECT_FALSE(trace[2].drawn.entries().empty());
}

TEST(FromTensor, UndoesToTensorAndNormalize) {
    PreprocessSpec spec = specOf(30, 20);
    const image::Image picture = noise(20, 30, 8);
    std::vector<float> tensor(tensorSize(spec));
    for (const bool normalize : {true, false}) {
        spec.normalize = normalize;
        toTensor(picture, spec, tensor.data());
        EXPECT_EQ(fromTensor(tensor.data(), spec), picture);
    }
}

TEST(FromTensor, OneChannelIsGreyAndValuesAreHeldToTheRange) {
    PreprocessSpec spec = specOf(1, 3);
    spec.channels = 1;
    spec.mean = {0.5F, 0.5F, 0.5F};
    spec.std = {0.25F, 0.25F, 0.25F};
    // (value * 0.25 + 0.5) * 255: by hand.
    const std::vector<float> tensor{-5.0F, 0.4F, 5.0F};
    const image::Image picture = fromTensor(tensor.data(), spec);
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
