// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/pipeline.h"

#include <utility>

namespace minarai::augment {

image::Image applySteps(const Pipeline& pipeline, const image::Image& picture, std::uint64_t seed,
                        std::vector<StepTrace>* trace) {
    image::Image changed;
    // The given picture may be many times larger than the result: it is not copied.
    const image::Image* current = &picture;
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
        const Step& step = pipeline.steps[i];
        if (step.transform == nullptr || !step.enabled || current->empty()) {
            continue;
        }
        // A generator of its own: a change to one step leaves the draws of the others alone.
        Rng rng(mixSeed({seed, i}));
        Params drawn;
        if (step.probability >= 1.0 || rng.chance(step.probability)) {
            drawn = step.transform->draw(step.params, current->width, current->height, rng);
        }
        if (trace != nullptr) {
            trace->push_back({i, current->width, current->height, drawn});
        }
        if (!drawn.entries().empty()) {
            changed = step.transform->apply(*current, step.params, drawn);
            current = &changed;
        }
    }
    return current == &picture ? picture : std::move(changed);
}

image::Image applyPipeline(const Pipeline& pipeline, const image::Image& picture,
                           const PreprocessSpec& preprocess, std::uint64_t seed,
                           std::vector<StepTrace>* trace) {
    image::Image result = applySteps(pipeline, picture, seed, trace);
    if (result.width != preprocess.width || result.height != preprocess.height) {
        return fit(result, preprocess);
    }
    return result;
}

}  // namespace minarai::augment
