// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the curves of a run come onto the RunBoard: step by step, or a value for each epoch.
#include "studio/pages/run_board.h"
#include "studio/pages/run_board_series.h"
#include "studio/session/paths.h"
#include "train/planned_schedule.h"

namespace minarai::studio {

void RunBoard::setGhost(const QString& name, const runs::RunHistory* history) {
    m_ghostName = name;
    for (auto* chart : charts()) {
        chart->removeSeries(kGhost);
    }
    if (history == nullptr) {
        return;
    }
    nameSeries();
    for (const train::EpochFinished& epoch : history->epochs) {
        const auto x = static_cast<double>(epoch.epoch);
        m_loss->append(kGhost, x, epoch.valLoss);
        m_accuracy->append(kGhost, x, epoch.valAccuracy);
    }
    const RunSummary* summary =
        m_workspace.runs().find(toPath(m_ghostMenu->currentData().toString()));
    drawRates(kGhost, summary == nullptr ? Params() : summary->settings,
              history->started ? history->started->stepsPerEpoch : 1, history->epochs);
}

void RunBoard::showPastSteps(const RunSummary& summary, const runs::RunHistory& history,
                             const std::vector<StepPoint>& points) {
    if (!points.empty()) {
        m_smoothing->setEnabled(true);
        smooth(m_smoothing->smoothing());
    }
    drawTraining(points, summary.settings, history.started ? history.started->stepsPerEpoch : 1,
                 history.epochs);
}

void RunBoard::drawTraining(const std::vector<StepPoint>& points, const Params& settings,
                            std::int64_t stepsPerEpoch,
                            const std::vector<train::EpochFinished>& epochs) {
    for (auto* chart : charts()) {
        for (const QString& id : {kTrain, kRateSeries}) {
            chart->setPoints(id, {});
        }
    }
    // Epochs whose steps are not known stand for them.
    const double firstPoint = points.empty() ? 1e18 : points.front().x;
    std::vector<train::EpochFinished> past;
    for (const train::EpochFinished& epoch : epochs) {
        if (static_cast<double>(epoch.epoch) < firstPoint) {
            m_loss->append(kTrain, static_cast<double>(epoch.epoch), epoch.trainLoss);
            m_accuracy->append(kTrain, static_cast<double>(epoch.epoch), epoch.trainAccuracy);
            past.push_back(epoch);
        }
    }
    drawRates(kRateSeries, settings, stepsPerEpoch, past);
    drawPoints(points);
}

void RunBoard::drawPoints(const std::vector<StepPoint>& points) {
    for (const StepPoint& point : points) {
        m_loss->append(kTrain, point.x, point.loss);
        m_rate->append(kRateSeries, point.x, point.learningRate);
        if (point.settled) {
            m_accuracy->append(kTrain, point.x, point.accuracy);
        }
    }
}

void RunBoard::drawEpoch(const train::EpochFinished& epoch) {
    const auto x = static_cast<double>(epoch.epoch);
    m_loss->append(kVal, x, epoch.valLoss);
    m_accuracy->append(kVal, x, epoch.valAccuracy);
}

void RunBoard::drawRates(const QString& series, const Params& settings, std::int64_t stepsPerEpoch,
                         const std::vector<train::EpochFinished>& epochs) {
    for (const auto& [epoch, rate] :
         train::recordedLearningRates(settings, stepsPerEpoch, epochs)) {
        m_rate->append(series, epoch, rate);
    }
}

}  // namespace minarai::studio
