// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What previews read of a pipeline: what each step drew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

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

void expectSame(const std::vector<StepTrace>& one, const std::vector<StepTrace>& other) {
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_EQ(one[i].step, other[i].step);
        EXPECT_EQ(one[i].width, other[i].width);
        EXPECT_EQ(one[i].height, other[i].height);
        EXPECT_EQ(one[i].drawn, other[i].drawn);
    }
}

/// One run with the memo, held against a run that knows nothing.
void runBoth(const Pipeline& pipeline, const image::Image& picture, const PreprocessSpec& spec,
             std::uint64_t seed, StepMemo& memo) {
    std::vector<float> remembered(tensorSize(spec));
    std::vector<StepTrace> told;
    tracedTensor(pipeline, picture, spec, seed, remembered.data(), told, &memo);
    std::vector<StepTrace> plainlyTold;
    std::vector<float> plain(tensorSize(spec));
    tracedTensor(pipeline, picture, spec, seed, plain.data(), plainlyTold);
    EXPECT_EQ(remembered, plain);
    expectSame(told, plainlyTold);
}

TEST(StepMemo, AnyRowOfChangesGivesWhatRunsWithoutItGive) {
    const PreprocessSpec spec = specOf(40, 56);
    const image::Image picture = noise(90, 70, 3);
    const auto all = allTransforms();
    Pipeline pipeline = presetPipeline("standard", spec).value();
    StepMemo memo;
    Rng rng(4);
    std::uint64_t seed = 1;
    for (int change = 0; change < 400; ++change) {
        const std::size_t at = rng.below(pipeline.steps.size() + 1);
        const bool isStep = at < pipeline.steps.size();
        switch (rng.below(6)) {
            case 0:
                seed = rng.below(3);
                break;
            case 1:
                if (isStep) {
                    pipeline.steps[at].enabled = !pipeline.steps[at].enabled;
                }
                break;
            case 2:
                if (isStep) {
                    pipeline.steps[at].probability = rng.uniform(0.0, 1.0);
                }
                break;
            case 3:
                if (isStep && pipeline.steps.size() > 1) {
                    pipeline.steps.erase(pipeline.steps.begin() + static_cast<std::ptrdiff_t>(at));
                }
                break;
            case 4:
                if (isStep && at > 0) {
                    std::swap(pipeline.steps[at], pipeline.steps[at - 1]);
                }
                break;
            default:
                if (pipeline.steps.size() < 8) {
                    const Transform* transform = all[rng.below(all.size())];
                    pipeline.steps.insert(
                        pipeline.steps.begin() + static_cast<std::ptrdiff_t>(at),
                        Step{transform, transform->schema().defaults(), 0.8, true});
                }
        }
        runBoth(pipeline, picture, spec, seed, memo);
        ASSERT_FALSE(HasFailure()) << "change " << change;
    }
}

TEST(StepMemo, ALaterChangeBeginsBehindTheStepsThatStayed) {
    const PreprocessSpec spec = specOf(40, 56);
    Pipeline pipeline = presetPipeline("standard", spec).value();
    // Larger than what is kept: the memo alone can have the cut-out.
    const image::Image picture = noise(800, 700, 3);
    ASSERT_GT(picture.rgb.size(), StepMemo::kLargestPicture);
    StepMemo memo;
    EXPECT_EQ(memo.known(pipeline, 7), 0U);
    runBoth(pipeline, picture, spec, 7, memo);
    EXPECT_EQ(memo.known(pipeline, 7), pipeline.steps.size());
    EXPECT_EQ(memo.known(pipeline, 8), 0U);
    Pipeline changed = pipeline;
    changed.steps.back().params.set("brightness", std::vector<double>{0.5});
    EXPECT_EQ(memo.known(changed, 7), pipeline.steps.size() - 1);
    // A black picture in its place shows that the kept one is taken.
    std::vector<float> tensor(tensorSize(spec));
    std::vector<StepTrace> trace;
    tracedTensor(changed, image::Image(800, 700), spec, 7, tensor.data(), trace, &memo);
    EXPECT_EQ(tensor, plainTensor(changed, picture, spec, 7));
    changed.steps.front().enabled = false;
    EXPECT_EQ(memo.known(changed, 7), 0U);
}

TEST(StepMemo, KeepsNoLargePicturesAndNotManyBytes) {
    const PreprocessSpec spec = specOf(32, 32);
    const Transform* invert = findTransform("RandomInvert");
    Pipeline pipeline;
    for (int i = 0; i < 12; ++i) {
        pipeline.steps.push_back({invert, invert->schema().defaults(), 1.0, true});
        pipeline.steps.back().params.set("p", 1.0);
    }
    StepMemo memo;
    runBoth(pipeline, noise(800, 700, 3), spec, 7, memo);
    EXPECT_EQ(memo.known(pipeline, 7), 0U);
    const image::Image small = noise(500, 500, 3);
    StepMemo another;
    runBoth(pipeline, small, spec, 7, another);
    EXPECT_EQ(another.known(pipeline, 7), StepMemo::kMostBytes / small.rgb.size());
}

/// Colours that run into each other: a picture that looks the same at any size.
image::Image smooth(int width, int height) {
    image::Image picture(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            std::uint8_t* pixel = picture.row(y) + static_cast<std::ptrdiff_t>(3) * x;
            pixel[0] = static_cast<std::uint8_t>(x * 255 / width);
            pixel[1] = static_cast<std::uint8_t>(y * 255 / height);
            pixel[2] = static_cast<std::uint8_t>(255 - x * 255 / width);
        }
    }
    return picture;
}

Step stepOf(std::string_view name) {
    Step step;
    step.transform = findTransform(name);
    step.params = step.transform->schema().defaults();
    return step;
}

TEST(RoughTensor, IsNearTheExactOneAndTellsTheSame) {
    const PreprocessSpec spec = specOf(64, 64);
    const image::Image picture = smooth(600, 452);
    const Reduced reduced{image::resize(picture, 300, 226, image::Interpolation::Box), 2};
    Pipeline flipped = presetPipeline("standard", spec).value();
    flipped.steps.insert(flipped.steps.begin(),
                         {stepOf("RandomVerticalFlip"), stepOf("Grayscale")});
    for (const Pipeline& pipeline : {presetPipeline("none", spec).value(),
                                     presetPipeline("standard", spec).value(), flipped}) {
        for (std::uint64_t seed = 0; seed < 12; ++seed) {
            std::vector<float> exact(tensorSize(spec));
            std::vector<float> rough(exact.size());
            std::vector<StepTrace> told;
            std::vector<StepTrace> roughlyTold;
            tracedTensor(pipeline, picture, spec, seed, exact.data(), told);
            ASSERT_TRUE(roughTensor(pipeline, reduced, picture.width, picture.height, spec, seed,
                                    rough.data(), roughlyTold));
            expectSame(told, roughlyTold);
            const image::Image one = fromTensor(exact.data(), spec);
            const image::Image other = fromTensor(rough.data(), spec);
            double sum = 0;
            for (std::size_t i = 0; i < one.rgb.size(); ++i) {
                sum += std::abs(one.rgb[i] - other.rgb[i]);
            }
            EXPECT_LT(sum / static_cast<double>(one.rgb.size()), 3.0) << "seed " << seed;
        }
    }
}

TEST(RoughTensor, IsRefusedWhereAStepCountsPixels) {
    const PreprocessSpec spec = specOf(64, 64);
    const Reduced reduced{smooth(300, 226), 2};
    for (const char* name : {"RandomCrop", "CenterCrop", "GaussianBlur"}) {
        Pipeline pipeline = presetPipeline("standard", spec).value();
        pipeline.steps.insert(pipeline.steps.begin(), stepOf(name));
        std::vector<float> tensor(tensorSize(spec));
        std::vector<StepTrace> trace;
        EXPECT_FALSE(roughTensor(pipeline, reduced, 600, 452, spec, 1, tensor.data(), trace))
            << name;
        // Behind the step that brings the picture to its size everything may follow.
        std::swap(pipeline.steps[0], pipeline.steps[1]);
        EXPECT_TRUE(roughTensor(pipeline, reduced, 600, 452, spec, 1, tensor.data(), trace))
            << name;
    }
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
