// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One or several runs asked about the same picture.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "image/image.h"
#include "predict/predictor.h"

namespace minarai::cli {

struct Ranked {
    std::size_t label = 0;
    double probability = 0;
};

/// Not thread-safe, as the predictors in it.
class Ensemble {
  public:
    /// Opens every run; they must know the same classes in the same order.
    static Result<Ensemble> open(const std::vector<std::string>& runFolders,
                                 const std::string& rule, const engine::Engine& engine,
                                 const std::string& device, int threads,
                                 const std::string& precision);

    [[nodiscard]] const std::vector<std::string>& classes() const;

    /// The k best classes. mean: the mean of the runs' probabilities; weighted: weighted by their
    /// validation accuracy; vote: the share of runs whose first choice the class is, ties by mean.
    Result<std::vector<Ranked>> predict(const image::Image& picture, int views, std::size_t k);

    /// The same of each of `count` preprocessed pictures (count x C x H x W), for runs that prepare
    /// their pictures alike.
    Result<std::vector<std::vector<Ranked>>> predict(const float* imagesNchw, std::size_t count,
                                                     std::size_t k);

    /// How every run prepares its pictures; nullptr if they do it differently.
    [[nodiscard]] const augment::PreprocessSpec* preprocess() const;

    /// What the runs had to say (PrecisionFellBack) since the last call.
    std::vector<Error> takeNotices();

  private:
    /// The k best of each run's probabilities for one picture.
    [[nodiscard]] std::vector<Ranked> agreed(const std::vector<std::span<const float>>& answers,
                                             std::size_t k) const;

    std::string m_rule;
    std::vector<std::unique_ptr<predict::Predictor>> m_predictors;
    std::vector<double> m_weights;  ///< one for each predictor; they sum to 1
};

}  // namespace minarai::cli
