// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ordered transforms, and the one definition of "what the network sees".
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "augment/transform.h"
#include "base/error.h"
#include "base/json.h"
#include "image/image.h"

namespace minarai::augment {

/// What evaluation, prediction and export feed the network: saved with the run, used by all.
struct PreprocessSpec {
    int channels = 3;  ///< 3: RGB; 1: luma as Pillow's convert("L")
    int height = 224;  ///< px
    int width = 224;   ///< px
    /// "stretch": Resize((height, width)). "crop": Resize(resizeShortEdge), CenterCrop.
    std::string geometry = "stretch";
    int resizeShortEdge = 0;  ///< px, for "crop"
    image::Interpolation interpolation = image::Interpolation::Bilinear;
    bool normalize = true;
    std::array<float, 3> mean{0.485F, 0.456F, 0.406F};
    std::array<float, 3> std{0.229F, 0.224F, 0.225F};
    bool operator==(const PreprocessSpec&) const = default;
};

/// "bilinear", "bicubic", "nearest", "lanczos" or "box", as torchvision's InterpolationMode.
std::string_view interpolationName(image::Interpolation interpolation);
/// Bilinear for an unknown name.
image::Interpolation interpolationFromName(std::string_view name);

/// The settings of a PreprocessSpec, their ranges and meanings.
const ParamSchema& preprocessSchema();
Json preprocessToJson(const PreprocessSpec& spec);
Result<PreprocessSpec> preprocessFromJson(const Json& json);

/// Elements of one sample: channels x height x width.
std::size_t tensorSize(const PreprocessSpec& spec);

/// Resize and crop only, as evaluation does.
image::Image fit(const image::Image& picture, const PreprocessSpec& spec);

/// ToTensor and Normalize of a picture that already has the right size: float32 CHW into out
/// (tensorSize elements).
void toTensor(const image::Image& fitted, const PreprocessSpec& spec, float* out);

/// fit + toTensor.
std::vector<float> preprocess(const image::Image& picture, const PreprocessSpec& spec);

/// The way back from toTensor, for the eye: Normalize undone, clipped to 0 ... 255 and rounded.
image::Image fromTensor(const float* tensor, const PreprocessSpec& spec);

struct Step {
    const Transform* transform = nullptr;
    Params params;
    double probability = 1.0;  ///< 0 ... 1; 1 unless the card is set to act sometimes
    bool enabled = true;
};

/// What happens to a training picture before ToTensor, and the steps that act on the tensor
/// afterwards (Transform::actsOnTensor). Ends with the size the network takes.
struct Pipeline {
    std::string name;  ///< "none", "standard", "strong" or the file's
    std::vector<Step> steps;
};

/// {"version":1,"name":...,"transforms":[{"name","params","probability","enabled"}]}; also a bare
/// list of transforms. ToTensor and Normalize may stand at the end: a Normalize there overrides
/// the mean and std of `preprocess` when that is given. Transforms of tensors may stand anywhere
/// but before a Normalize; they act at the end.
Result<Pipeline> pipelineFromJson(const Json& json, PreprocessSpec* preprocess = nullptr);
Json pipelineToJson(const Pipeline& pipeline);
Result<Pipeline> readPipeline(const std::filesystem::path& path,
                              PreprocessSpec* preprocess = nullptr);

/// A preset for the size of `preprocess`. "none": the evaluation's geometry. "standard":
/// RandomResizedCrop, RandomHorizontalFlip, RandomRotation(15), ColorJitter(0.2, 0.2, 0.2).
/// "strong": RandomResizedCrop, RandomHorizontalFlip, TrivialAugmentWide, RandomErasing(0.1), the
/// recipe of torchvision's newer weights. Pictures of at most 64 px get a gentler crop.
Result<Pipeline> presetPipeline(std::string_view name, const PreprocessSpec& preprocess);

/// A preset's name or the path of a pipeline file.
Result<Pipeline> pipelineFor(std::string_view nameOrFile, PreprocessSpec& preprocess);

/// Applies all steps on pictures and then brings the picture to the size of `preprocess` if it has
/// another. The same seed gives the same picture.
image::Image applyPipeline(const Pipeline& pipeline, const image::Image& picture,
                           const PreprocessSpec& preprocess, std::uint64_t seed);

/// Steps on pictures only, without the final fit.
image::Image applySteps(const Pipeline& pipeline, const image::Image& picture, std::uint64_t seed);

/// The steps that act on the tensor, in place (tensorSize elements), after toTensor.
void applyTensorSteps(const Pipeline& pipeline, const PreprocessSpec& preprocess,
                      std::uint64_t seed, float* tensor);

/// What training feeds the network: applyPipeline, toTensor, applyTensorSteps.
void trainingTensor(const Pipeline& pipeline, const image::Image& picture,
                    const PreprocessSpec& preprocess, std::uint64_t seed, float* out);

/// The steps that act on the tensor, done to a picture of the size of `preprocess` for the eye: to
/// the tensor and back. The picture itself without such steps.
image::Image tensorStepsOnPicture(const Pipeline& pipeline, const image::Image& picture,
                                  const PreprocessSpec& preprocess, std::uint64_t seed);

/// trainingTensor() as a picture, for previews.
image::Image trainingPicture(const Pipeline& pipeline, const image::Image& picture,
                             const PreprocessSpec& preprocess, std::uint64_t seed);

}  // namespace minarai::augment
