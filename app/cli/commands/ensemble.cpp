// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/ensemble.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "base/files.h"
#include "metrics/metrics.h"
#include "runs/evaluation.h"
#include "runs/run_directory.h"

namespace minarai::cli {

Result<Ensemble> Ensemble::open(const std::vector<std::string>& runFolders, const std::string& rule,
                                const engine::Engine& engine, const std::string& device,
                                int threads, const std::string& precision) {
    Ensemble ensemble;
    ensemble.m_rule = rule;
    for (const std::string& folder : runFolders) {
        MN_ASSIGN(const runs::RunInfo info, runs::readRunInfo(fromUtf8(folder)));
        if (!ensemble.m_predictors.empty() && info.classes != ensemble.classes()) {
            return fail(ErrorCode::EnsembleClasses, runFolders.front(), folder);
        }
        MN_ASSIGN(auto predictor,
                  runs::openRunPredictor(fromUtf8(folder), engine, device, threads, precision));
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

std::vector<Ranked> Ensemble::agreed(const std::vector<std::span<const float>>& answers,
                                     std::size_t k) const {
    const std::size_t count = classes().size();
    std::vector<double> mean(count);
    std::vector<double> votes(count);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        for (std::size_t c = 0; c < count; ++c) {
            mean[c] += m_weights[i] * static_cast<double>(answers[i][c]);
        }
        votes[metrics::topK(answers[i], 1).front()] += m_weights[i];
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

Result<std::vector<Ranked>> Ensemble::predict(const image::Image& picture, int views,
                                              std::size_t k) {
    std::vector<std::vector<float>> probabilities;
    for (const auto& predictor : m_predictors) {
        MN_ASSIGN(auto own, predictor->probabilities(picture, views));
        probabilities.push_back(std::move(own));
    }
    return agreed({probabilities.begin(), probabilities.end()}, k);
}

Result<std::vector<std::vector<Ranked>>> Ensemble::predict(const float* imagesNchw,
                                                           std::size_t count, std::size_t k) {
    std::vector<std::vector<float>> probabilities;
    for (const auto& predictor : m_predictors) {
        MN_ASSIGN(const auto logits, predictor->logits(imagesNchw, count));
        probabilities.push_back(predict::softmax(logits, classes().size()));
    }
    std::vector<std::vector<Ranked>> ranked;
    for (std::size_t row = 0; row < count; ++row) {
        std::vector<std::span<const float>> answers;
        for (const auto& own : probabilities) {
            answers.push_back(std::span(own).subspan(row * classes().size(), classes().size()));
        }
        ranked.push_back(agreed(answers, k));
    }
    return ranked;
}

const augment::PreprocessSpec* Ensemble::preprocess() const {
    const augment::PreprocessSpec& first = m_predictors.front()->config().preprocess;
    const bool isSame =
        std::all_of(m_predictors.begin(), m_predictors.end(),
                    [&](const auto& predictor) { return predictor->config().preprocess == first; });
    return isSame ? &first : nullptr;
}

std::vector<Error> Ensemble::takeNotices() {
    std::vector<Error> notices;
    for (const auto& predictor : m_predictors) {
        if (auto notice = predictor->takeNotice()) {
            notices.push_back(*std::move(notice));
        }
    }
    return notices;
}

}  // namespace minarai::cli
