// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One or several runs asked about the same picture.
#pragma once

#include <memory>
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
                                 const std::string& device, int threads);

    [[nodiscard]] const std::vector<std::string>& classes() const;

    /// The k best classes. mean: the mean of the runs' probabilities; weighted: weighted by their
    /// validation accuracy; vote: the share of runs whose first choice the class is, ties by mean.
    Result<std::vector<Ranked>> predict(const image::Image& picture, int views, std::size_t k);

  private:
    std::string m_rule;
    std::vector<std::unique_ptr<predict::Predictor>> m_predictors;
    std::vector<double> m_weights;  ///< one for each predictor; they sum to 1
};

}  // namespace minarai::cli
