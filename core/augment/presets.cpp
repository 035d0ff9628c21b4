// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pipelines that come with the program.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "augment/pipeline.h"

namespace minarai::augment {
namespace {

/// Below this edge a crop of 8 % of the area would leave a handful of pixels.
constexpr int kSmallEdge = 65;

Step step(std::string_view name, const std::vector<std::pair<std::string, ParamValue>>& values) {
    Step result;
    result.transform = findTransform(name);
    result.params = result.transform->schema().defaults();
    for (const auto& [key, value] : values) {
        result.params.set(key, value);
    }
    return result;
}

std::vector<std::int64_t> sizeOf(const PreprocessSpec& spec) {
    return {spec.height, spec.width};
}

std::vector<Step> evaluationSteps(const PreprocessSpec& spec) {
    const std::string interpolation(interpolationName(spec.interpolation));
    if (spec.geometry != "crop") {
        return {step("Resize", {{"size", sizeOf(spec)}, {"interpolation", interpolation}})};
    }
    const std::int64_t shortEdge =
        spec.resizeShortEdge > 0 ? spec.resizeShortEdge : std::max(spec.width, spec.height);
    return {step("Resize", {{"size", std::vector<std::int64_t>{shortEdge}},
                            {"interpolation", interpolation}}),
            step("CenterCrop", {{"size", sizeOf(spec)}})};
}

Step crop(const PreprocessSpec& spec, double least, double leastOfSmall) {
    const bool small = std::min(spec.height, spec.width) < kSmallEdge;
    return step("RandomResizedCrop",
                {{"size", sizeOf(spec)},
                 {"scale", std::vector<double>{small ? leastOfSmall : least, 1.0}},
                 {"interpolation", std::string(interpolationName(spec.interpolation))}});
}

std::vector<Step> standardSteps(const PreprocessSpec& spec) {
    const std::vector<double> colour{0.2};
    return {
        crop(spec, 0.08, 0.6),
        step("RandomHorizontalFlip", {}),
        step("RandomRotation", {{"degrees", std::vector<double>{15}}}),
        step("ColorJitter", {{"brightness", colour}, {"contrast", colour}, {"saturation", colour}}),
    };
}

/// What torchvision's second generation of ImageNet weights was trained with: one random operation
/// of random strength a picture, which needs no tuning (Müller and Hutter 2021) and did better than
/// stronger colour jitter and rotation, and a tenth of the pictures with a part erased.
std::vector<Step> strongSteps(const PreprocessSpec& spec) {
    return {
        crop(spec, 0.08, 0.4),
        step("RandomHorizontalFlip", {}),
        step("TrivialAugmentWide", {}),
        step("RandomErasing", {{"p", 0.1}}),
    };
}

}  // namespace

Result<Pipeline> presetPipeline(std::string_view name, const PreprocessSpec& preprocess) {
    Pipeline pipeline;
    pipeline.name = name;
    if (name == "none") {
        pipeline.steps = evaluationSteps(preprocess);
    } else if (name == "standard") {
        pipeline.steps = standardSteps(preprocess);
    } else if (name == "strong") {
        pipeline.steps = strongSteps(preprocess);
    } else {
        return fail(ErrorCode::SettingChoice, "augment", name, "none, standard, strong");
    }
    return pipeline;
}

Result<Pipeline> pipelineFor(std::string_view nameOrFile, PreprocessSpec& preprocess) {
    if (nameOrFile == "none" || nameOrFile == "standard" || nameOrFile == "strong") {
        return presetPipeline(nameOrFile, preprocess);
    }
    const std::filesystem::path path{std::string(nameOrFile)};
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        if (nameOrFile.find('/') != nameOrFile.npos || nameOrFile.ends_with(".json")) {
            return fail(ErrorCode::FileMissing, nameOrFile);
        }
        return fail(ErrorCode::SettingChoice, "augment", nameOrFile,
                    MN_TEXT("Error", "none, standard, strong, or the path of a pipeline file"));
    }
    return readPipeline(path, &preprocess);
}

}  // namespace minarai::augment
