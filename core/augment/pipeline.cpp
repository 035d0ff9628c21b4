// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/pipeline.h"

#include <utility>

namespace minarai::augment {

image::Image applySteps(const Pipeline& pipeline, const image::Image& picture, std::uint64_t seed) {
    image::Image current;
    bool changed = false;  // until then `picture` itself is the current one, without a copy
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
        const Step& step = pipeline.steps[i];
        const image::Image& before = changed ? current : picture;
        if (step.transform == nullptr || !step.enabled || before.empty()) {
            continue;
        }
        // A generator of its own: a change to one step leaves the draws of the others alone.
        Rng rng(mixSeed({seed, i}));
        if (step.probability < 1.0 && !rng.chance(step.probability)) {
            continue;
        }
        const Params drawn = step.transform->draw(step.params, before.width, before.height, rng);
        if (drawn.entries().empty()) {
            continue;
        }
        current = changed ? step.transform->applyMoved(std::move(current), step.params, drawn)
                          : step.transform->apply(picture, step.params, drawn);
        changed = true;
    }
    if (!changed) {
        return picture;
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
