// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pipelines that come with the program.
#include <array>

#include "augment/pipeline.h"

namespace minarai::augment {
namespace {

/// Below this edge a crop of 8 % of the area would leave a handful of pixels.
constexpr int kSmallEdge = 65;

/// How hard a preset pulls.
struct Strength {
    std::vector<double> scale;
    std::vector<double> scaleOfSmall;
    double degrees = 0;
    double colour = 0;
    double hue = 0;
};

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

std::vector<Step> trainingSteps(const PreprocessSpec& spec, const Strength& strength) {
    const bool small = std::min(spec.height, spec.width) < kSmallEdge;
    const std::vector<double> colour{strength.colour};
    return {
        step("RandomResizedCrop",
             {{"size", sizeOf(spec)},
              {"scale", small ? strength.scaleOfSmall : strength.scale},
              {"interpolation", std::string(interpolationName(spec.interpolation))}}),
        step("RandomHorizontalFlip", {}),
        step("RandomRotation", {{"degrees", std::vector<double>{strength.degrees}}}),
        step("ColorJitter", {{"brightness", colour},
                             {"contrast", colour},
                             {"saturation", colour},
                             {"hue", std::vector<double>{strength.hue}}}),
    };
}

}  // namespace

Result<Pipeline> presetPipeline(std::string_view name, const PreprocessSpec& preprocess) {
    Pipeline pipeline;
    pipeline.name = name;
    if (name == "none") {
        pipeline.steps = evaluationSteps(preprocess);
    } else if (name == "standard") {
        pipeline.steps = trainingSteps(preprocess, {{0.08, 1.0}, {0.6, 1.0}, 15, 0.2, 0});
    } else if (name == "strong") {
        pipeline.steps = trainingSteps(preprocess, {{0.05, 1.0}, {0.4, 1.0}, 30, 0.4, 0.1});
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
        return fail(ErrorCode::SettingChoice, "augment", nameOrFile,
                    MN_TEXT("Error", "none, standard, strong, or the path of a pipeline file"));
    }
    return readPipeline(path, &preprocess);
}

}  // namespace minarai::augment
