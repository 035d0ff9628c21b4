// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/trace.h"

#include <algorithm>
#include <utility>

namespace minarai::augment {

void tracedTensor(const Pipeline& pipeline, const image::Image& picture,
                  const PreprocessSpec& preprocess, std::uint64_t seed, float* out,
                  std::vector<StepTrace>& trace) {
    image::Image changed;
    // The given picture may be many times larger than the result: it is not copied.
    const image::Image* current = &picture;
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
        const Step& step = pipeline.steps[i];
        if (step.transform == nullptr || !step.enabled || current->empty()) {
            continue;
        }
        Rng rng(mixSeed({seed, i}));
        Params drawn;
        if (step.probability >= 1.0 || rng.chance(step.probability)) {
            drawn = step.transform->draw(step.params, current->width, current->height, rng);
        }
        trace.push_back({i, current->width, current->height, drawn});
        if (!drawn.entries().empty()) {
            changed = step.transform->apply(*current, step.params, drawn);
            current = &changed;
        }
    }
    if (current->width != preprocess.width || current->height != preprocess.height) {
        changed = fit(*current, preprocess);
        current = &changed;
    }
    toTensor(*current, preprocess, out);
}

image::Image pictureOfTensor(const float* tensor, const PreprocessSpec& spec) {
    image::Image picture(spec.width, spec.height);
    const std::size_t pixels = picture.rgb.size() / 3;
    for (std::size_t c = 0; c < 3; ++c) {
        const std::size_t channel = spec.channels == 1 ? 0 : c;
        const float* plane = tensor + channel * pixels;
        const float scale = spec.normalize ? spec.std[channel] : 1.0F;
        const float shift = spec.normalize ? spec.mean[channel] : 0.0F;
        for (std::size_t i = 0; i < pixels; ++i) {
            const float level = std::clamp((plane[i] * scale + shift) * 255.0F, 0.0F, 255.0F);
            picture.rgb[i * 3 + c] = static_cast<std::uint8_t>(level + 0.5F);
        }
    }
    return picture;
}

}  // namespace minarai::augment
