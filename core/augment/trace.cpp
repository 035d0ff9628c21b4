// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/trace.h"

#include <utility>

namespace minarai::augment {
namespace {

bool acts(const Step& step, bool onTensor) {
    return step.transform != nullptr && step.enabled && step.transform->actsOnTensor() == onTensor;
}

/// What step `index` draws, with the generator that it has of its own.
Params drawn(const Step& step, std::size_t index, std::uint64_t seed, int width, int height) {
    Rng rng(mixSeed({seed, index}));
    if (step.probability < 1.0 && !rng.chance(step.probability)) {
        return {};
    }
    return step.transform->draw(step.params, width, height, rng);
}

}  // namespace

void tracedTensor(const Pipeline& pipeline, const image::Image& picture,
                  const PreprocessSpec& preprocess, std::uint64_t seed, float* out,
                  std::vector<StepTrace>& trace) {
    image::Image changed;
    // The given picture may be many times larger than the result: it is not copied.
    const image::Image* current = &picture;
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
        const Step& step = pipeline.steps[i];
        if (!acts(step, false) || current->empty()) {
            continue;
        }
        StepTrace told{i, current->width, current->height, {}};
        told.drawn = drawn(step, i, seed, current->width, current->height);
        if (!told.drawn.entries().empty()) {
            changed = step.transform->apply(*current, step.params, told.drawn);
            current = &changed;
        }
        trace.push_back(std::move(told));
    }
    if (current->width != preprocess.width || current->height != preprocess.height) {
        changed = fit(*current, preprocess);
        current = &changed;
    }
    toTensor(*current, preprocess, out);
    const int channels = preprocess.channels == 1 ? 1 : 3;
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
        const Step& step = pipeline.steps[i];
        if (!acts(step, true)) {
            continue;
        }
        StepTrace told{i, preprocess.width, preprocess.height, {}};
        told.drawn = drawn(step, i, seed, preprocess.width, preprocess.height);
        if (!told.drawn.entries().empty()) {
            step.transform->applyToTensor(out, channels, preprocess.height, preprocess.width,
                                          step.params, told.drawn);
        }
        trace.push_back(std::move(told));
    }
}

}  // namespace minarai::augment
