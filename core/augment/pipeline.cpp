// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/pipeline.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "augment/trace.h"

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

/// Adds what a step did to the trace, if somebody wants to know.
void tell(std::vector<StepTrace>* trace, std::size_t step, int width, int height,
          const Params& drawn) {
    if (trace != nullptr) {
        trace->push_back({step, width, height, drawn});
    }
}

/// A memo needs a trace.
image::Image applyPictureSteps(const Pipeline& pipeline, const image::Image& picture,
                               std::uint64_t seed, std::vector<StepTrace>* trace, StepMemo* memo) {
    std::size_t first = 0;
    std::shared_ptr<const image::Image> known;
    if (memo != nullptr) {
        first = memo->known(pipeline, seed);
        *trace = memo->traceAfter(first);
        memo->cutTo(first, seed);
        known = first > 0 ? memo->pictureAfter(first) : nullptr;
    }
    const image::Image& start = known ? *known : picture;
    std::shared_ptr<const image::Image> kept = known;  // equal to the current picture, or null
    image::Image current;
    bool changed = false;  // until then `start` itself is the current one, without a copy
    for (std::size_t i = first; i < pipeline.steps.size(); ++i) {
        const Step& step = pipeline.steps[i];
        const image::Image& before = changed ? current : start;
        if (isActive(step, false) && !before.empty()) {
            const Params drawn = drawStep(step, i, seed, before.width, before.height);
            tell(trace, i, before.width, before.height, drawn);
            if (!drawn.entries().empty()) {
                current = changed
                              ? step.transform->applyMoved(std::move(current), step.params, drawn)
                              : step.transform->apply(start, step.params, drawn);
                changed = true;
                kept = nullptr;
            }
        }
        if (memo != nullptr) {
            if (!kept && changed && memo->hasRoomFor(current)) {
                kept = std::make_shared<const image::Image>(current);
            }
            memo->add(step, kept, *trace);
        }
    }
    if (!changed) {
        return start;
    }
    return current;
}

image::Image fitted(image::Image picture, const PreprocessSpec& preprocess) {
    if (picture.width != preprocess.width || picture.height != preprocess.height) {
        return fit(picture, preprocess);
    }
    return picture;
}

void tensorSteps(const Pipeline& pipeline, const PreprocessSpec& preprocess, std::uint64_t seed,
                 float* tensor, std::vector<StepTrace>* trace) {
    const int channels = preprocess.channels == 1 ? 1 : 3;
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
        const Step& step = pipeline.steps[i];
        if (!isActive(step, true)) {
            continue;
        }
        const Params drawn = drawStep(step, i, seed, preprocess.width, preprocess.height);
        tell(trace, i, preprocess.width, preprocess.height, drawn);
        if (!drawn.entries().empty()) {
            step.transform->applyToTensor(tensor, channels, preprocess.height, preprocess.width,
                                          step.params, drawn);
        }
    }
}

}  // namespace

image::Image applySteps(const Pipeline& pipeline, const image::Image& picture, std::uint64_t seed) {
    return applyPictureSteps(pipeline, picture, seed, nullptr, nullptr);
}

image::Image applyPipeline(const Pipeline& pipeline, const image::Image& picture,
                           const PreprocessSpec& preprocess, std::uint64_t seed) {
    return fitted(applySteps(pipeline, picture, seed), preprocess);
}

void applyTensorSteps(const Pipeline& pipeline, const PreprocessSpec& preprocess,
                      std::uint64_t seed, float* tensor) {
    tensorSteps(pipeline, preprocess, seed, tensor, nullptr);
}

void trainingTensor(const Pipeline& pipeline, const image::Image& picture,
                    const PreprocessSpec& preprocess, std::uint64_t seed, float* out) {
    toTensor(applyPipeline(pipeline, picture, preprocess, seed), preprocess, out);
    applyTensorSteps(pipeline, preprocess, seed, out);
}

void tracedTensor(const Pipeline& pipeline, const image::Image& picture,
                  const PreprocessSpec& preprocess, std::uint64_t seed, float* out,
                  std::vector<StepTrace>& trace, StepMemo* memo) {
    toTensor(fitted(applyPictureSteps(pipeline, picture, seed, &trace, memo), preprocess),
             preprocess, out);
    tensorSteps(pipeline, preprocess, seed, out, &trace);
}

bool roughTensor(const Pipeline& pipeline, const Reduced& source, int width, int height,
                 const PreprocessSpec& preprocess, std::uint64_t seed, float* out,
                 std::vector<StepTrace>& trace) {
    Reduced made;
    const Reduced* current = &source;
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
        const Step& step = pipeline.steps[i];
        if (!isActive(step, false)) {
            continue;
        }
        const bool isReduced = current->divisor > 1;
        const int fullWidth = isReduced ? width : current->picture.width;
        const int fullHeight = isReduced ? height : current->picture.height;
        const Params drawn = drawStep(step, i, seed, fullWidth, fullHeight);
        tell(&trace, i, fullWidth, fullHeight, drawn);
        if (drawn.entries().empty()) {
            continue;
        }
        if (!isReduced) {
            made.picture =
                current == &made
                    ? step.transform->applyMoved(std::move(made.picture), step.params, drawn)
                    : step.transform->apply(current->picture, step.params, drawn);
            made.divisor = 1;
        } else if (auto next =
                       step.transform->applyReduced(*current, width, height, step.params, drawn)) {
            made = std::move(*next);
        } else {
            return false;
        }
        current = &made;
    }
    toTensor(fitted(current->picture, preprocess), preprocess, out);
    tensorSteps(pipeline, preprocess, seed, out, &trace);
    return true;
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
