// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/pipeline.h"

namespace minarai::augment {

image::Image applySteps(const Pipeline& pipeline, const image::Image& picture, std::uint64_t seed) {
    image::Image current = picture;
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
        const Step& step = pipeline.steps[i];
        if (step.transform == nullptr || !step.enabled || current.empty()) {
            continue;
        }
        // A generator of its own: a change to one step leaves the draws of the others alone.
        Rng rng(mixSeed({seed, i}));
        if (step.probability < 1.0 && !rng.chance(step.probability)) {
            continue;
        }
        const Params drawn = step.transform->draw(step.params, current.width, current.height, rng);
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

}  // namespace minarai::augment
