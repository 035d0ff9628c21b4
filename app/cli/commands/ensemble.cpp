// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/ensemble.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "base/files.h"
#include "metrics/metrics.h"
#include "runs/evaluation.h"
#include "runs/run_directory.h"

namespace minarai::cli {

Result<Ensemble> Ensemble::open(const std::vector<std::string>& runFolders, const std::string& rule,
                                const engine::Engine& engine, const std::string& device,
                                int threads) {
    Ensemble ensemble;
    ensemble.m_rule = rule;
    for (const std::string& folder : runFolders) {
        MN_ASSIGN(const runs::RunInfo info, runs::readRunInfo(fromUtf8(folder)));
        if (!ensemble.m_predictors.empty() && info.classes != ensemble.classes()) {
            return fail(ErrorCode::EnsembleClasses, runFolders.front(), folder);
        }
        MN_ASSIGN(auto predictor,
                  runs::openRunPredictor(fromUtf8(folder), engine, device, threads));
        ensemble.m_predictors.push_back(std::move(predictor));
        ensemble.m_weights.push_back(rule == "weighted" ? std::max(info.bestValAccuracy, 0.0) : 1);
    }
    const double sum = std::accumulate(ensemble.m_weights.begin(), ensemble.m_weights.end(), 0.0);
    for (double& weight : ensemble.m_weights) {
        weight = sum > 0 ? weight / sum : 1.0 / static_cast<double>(runFolders.size());
    }
    return ensemble;
}

const std::vector<std::string>& Ensemble::classes() const {
    return m_predictors.front()->config().classes;
}

Result<std::vector<Ranked>> Ensemble::predict(const image::Image& picture, int views,
                                              std::size_t k) {
    const std::size_t count = classes().size();
    std::vector<double> mean(count);
    std::vector<double> votes(count);
    for (std::size_t i = 0; i < m_predictors.size(); ++i) {
        MN_ASSIGN(const std::vector<float> probabilities,
                  m_predictors[i]->probabilities(picture, views));
        for (std::size_t c = 0; c < count; ++c) {
            mean[c] += m_weights[i] * static_cast<double>(probabilities[c]);
        }
        votes[metrics::topK(probabilities, 1).front()] += m_weights[i];
    }
    const std::vector<double>& shown = m_rule == "vote" ? votes : mean;
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return shown[a] != shown[b] ? shown[a] > shown[b] : mean[a] > mean[b];
    });
    order.resize(std::min(k, count));
    std::vector<Ranked> ranked;
    for (const std::size_t label : order) {
        ranked.push_back({label, shown[label]});
    }
    return ranked;
}

}  // namespace minarai::cli
