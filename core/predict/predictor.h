// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a trained network thinks of a picture. Torch-free face; the engine library implements it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "augment/pipeline.h"
#include "base/error.h"
#include "image/image.h"
#include "spec/model_spec.h"

namespace minarai::predict {

struct PredictorConfig {
    spec::ModelSpec model;
    std::filesystem::path weights;  ///< .pth
    augment::PreprocessSpec preprocess;
    std::vector<std::string> classes;
    std::string device = "auto";  ///< auto | cpu | cuda[:i]
    int threads = 0;              ///< 0: all
    /// fp32, bf16 or auto: bfloat16 for many pictures where it is faster and its probabilities for
    /// the first batch of them are those of float32 within 0.02.
    std::string precision = "fp32";
};

/// Not thread-safe: one thread at a time.
class Predictor {
  public:
    virtual ~Predictor() = default;

    [[nodiscard]] virtual const PredictorConfig& config() const = 0;

    /// Logits of `count` preprocessed samples (count x C x H x W): count x classes. Evaluation
    /// mode, batch normalisation folded into convolutions. A batch gives each image the same logits
    /// as alone within rounding.
    virtual Result<std::vector<float>> logits(const float* imagesNchw, std::size_t count) = 0;

    /// Softmax of the mean over `views` test-time views of one decoded picture: 1 original,
    /// 2 + horizontal flip, more: + small rotations and brightness changes (up to 8).
    virtual Result<std::vector<float>> probabilities(const image::Image& picture,
                                                     int views = 1) = 0;

    /// In force: "fp32" or "bf16".
    [[nodiscard]] virtual std::string precision() const = 0;

    /// PrecisionFellBack, once, if "auto" has refused bfloat16.
    virtual std::optional<Error> takeNotice() = 0;
};

/// softmax over each row of `columns` values.
std::vector<float> softmax(const std::vector<float>& logits, std::size_t columns);

/// -log softmax(logits)[truth], computed without overflow.
double crossEntropy(std::span<const float> logits, std::size_t truth);

}  // namespace minarai::predict
