// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/pipeline.h"

#include <algorithm>
#include <vector>

namespace minarai::augment {
namespace {

/// What step `index` draws for a picture of this size; empty when it does not act.
Params drawStep(const Step& step, std::size_t index, std::uint64_t seed, int width, int height) {
    // A generator of its own: a change to one step leaves the draws of the others alone.
    Rng rng(mixSeed({seed, index}));
    if (step.probability < 1.0 && !rng.chance(step.probability)) {
        return {};
    }
    return step.transform->draw(step.params, width, height, rng);
}

bool isActive(const Step& step, bool onTensor) {
    return step.transform != nullptr && step.enabled && step.transform->actsOnTensor() == onTensor;
}

}  // namespace

image::Image applySteps(const Pipeline& pipeline, const image::Image& picture, std::uint64_t seed) {
    image::Image current = picture;
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
        const Step& step = pipeline.steps[i];
        if (!isActive(step, false) || current.empty()) {
            continue;
        }
        const Params drawn = drawStep(step, i, seed, current.width, current.height);
        if (!drawn.entries().empty()) {
            current = step.transform->apply(current, step.params, drawn);
        }
    }
    return current;
}

image::Image applyPipeline(const Pipeline& pipeline, const image::Image& picture,
                           const PreprocessSpec& preprocess, std::uint64_t seed) {
    image::Image result = applySteps(pipeline, picture, seed);
    if (result.width != preprocess.width || result.height != preprocess.height) {
        return fit(result, preprocess);
    }
    return result;
}

void applyTensorSteps(const Pipeline& pipeline, const PreprocessSpec& preprocess,
                      std::uint64_t seed, float* tensor) {
    const int channels = preprocess.channels == 1 ? 1 : 3;
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
        const Step& step = pipeline.steps[i];
        if (!isActive(step, true)) {
            continue;
        }
        const Params drawn = drawStep(step, i, seed, preprocess.width, preprocess.height);
        if (!drawn.entries().empty()) {
            step.transform->applyToTensor(tensor, channels, preprocess.height, preprocess.width,
                                          step.params, drawn);
        }
    }
}

void trainingTensor(const Pipeline& pipeline, const image::Image& picture,
                    const PreprocessSpec& preprocess, std::uint64_t seed, float* out) {
    toTensor(applyPipeline(pipeline, picture, preprocess, seed), preprocess, out);
    applyTensorSteps(pipeline, preprocess, seed, out);
}

image::Image tensorStepsOnPicture(const Pipeline& pipeline, const image::Image& picture,
                                  const PreprocessSpec& preprocess, std::uint64_t seed) {
    if (picture.empty() || std::none_of(pipeline.steps.begin(), pipeline.steps.end(),
                                        [](const Step& step) { return isActive(step, true); })) {
        return picture;
    }
    std::vector<float> tensor(tensorSize(preprocess));
    toTensor(picture, preprocess, tensor.data());
    applyTensorSteps(pipeline, preprocess, seed, tensor.data());
    return fromTensor(tensor.data(), preprocess);
}

image::Image trainingPicture(const Pipeline& pipeline, const image::Image& picture,
                             const PreprocessSpec& preprocess, std::uint64_t seed) {
    return tensorStepsOnPicture(pipeline, applyPipeline(pipeline, picture, preprocess, seed),
                                preprocess, seed);
}

}  // namespace minarai::augment
