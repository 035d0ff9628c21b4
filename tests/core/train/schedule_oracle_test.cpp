// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every schedule, step for step, against python3-torch's classes.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "oracle/torch_oracle.h"
#include "support/promised.h"
#include "train/schedule.h"
#include "train/settings.h"

namespace minarai::train {
namespace {

constexpr std::int64_t kSteps = 5;  ///< of an epoch
constexpr double kTolerance = 1e-6;

struct Case {
    std::string schedule;
    std::vector<std::pair<std::string, std::string>> settings;  ///< ours
    nlohmann::json kwargs;                                      ///< of PyTorch's class
    std::int64_t epochs = 20;
    std::int64_t warmup = 0;
    bool accuracy = false;  ///< plateau: watches accuracy
};

std::vector<Case> cases() {
    return {
        {"constant", {}, nlohmann::json::object(), 12, 2},
        {"step", {{"step_size", "3"}, {"step_gamma", "0.5"}}, {{"step_size", 3}, {"gamma", 0.5}}},
        {"step",
         {{"step_size", "4"}, {"step_gamma", "0.3"}},
         {{"step_size", 4}, {"gamma", 0.3}},
         20,
         3},
        {"multistep",
         {{"milestones", "3,7,7,12"}, {"step_gamma", "0.2"}},
         {{"milestones", {3, 7, 7, 12}}, {"gamma", 0.2}}},
        {"multistep",
         {{"milestones", "2,9"}, {"step_gamma", "0.1"}},
         {{"milestones", {2, 9}}, {"gamma", 0.1}},
         15,
         1},
        {"exponential", {{"exponential_gamma", "0.87"}}, {{"gamma", 0.87}}, 20, 2},
        {"cosine", {{"min_learning_rate", "0.001"}}, {{"T_max", 20}, {"eta_min", 0.001}}},
        {"cosine", {}, {{"T_max", 17}}, 20, 3},
        {"cosine_restarts",
         {{"t_0", "3"}, {"t_mult", "2"}, {"min_learning_rate", "0.002"}},
         {{"T_0", 3}, {"T_mult", 2}, {"eta_min", 0.002}},
         24},
        {"cosine_restarts", {{"t_0", "4"}, {"t_mult", "1"}}, {{"T_0", 4}, {"T_mult", 1}}, 15, 2},
        {"one_cycle", {}, {{"max_lr", 0.1}, {"total_steps", 100}}},
        {"one_cycle",
         {{"cycle_momentum", "false"}},
         {{"max_lr", 0.1}, {"total_steps", 100}, {"cycle_momentum", false}}},
        {"one_cycle",
         {{"max_lr", "0.3"},
          {"pct_start", "0.25"},
          {"div_factor", "10"},
          {"final_div_factor", "100"},
          {"anneal_strategy", "linear"},
          {"base_momentum", "0.6"},
          {"max_momentum", "0.99"},
          {"optimizer", "adam"}},
         {{"max_lr", 0.3},
          {"total_steps", 100},
          {"pct_start", 0.25},
          {"div_factor", 10},
          {"final_div_factor", 100},
          {"anneal_strategy", "linear"},
          {"base_momentum", 0.6},
          {"max_momentum", 0.99}}},
        {"one_cycle", {}, {{"max_lr", 0.1}, {"total_steps", 90}}, 20, 2},
        {"plateau",
         {{"plateau_factor", "0.5"},
          {"plateau_patience", "1"},
          {"plateau_threshold", "0.01"},
          {"min_learning_rate", "0.004"}},
         {{"factor", 0.5}, {"patience", 1}, {"threshold", 0.01}, {"min_lr", 0.004}},
         30},
        {"plateau",
         {{"plateau_metric", "val_accuracy"},
          {"plateau_factor", "0.3"},
          {"plateau_patience", "2"},
          {"plateau_cooldown", "2"}},
         {{"mode", "max"}, {"factor", 0.3}, {"patience", 2}, {"cooldown", 2}},
         30,
         2,
         true},
    };
}

/// A result that gets better, then wanders about.
double metricAt(std::int64_t epoch, bool accuracy) {
    const auto e = static_cast<double>(epoch);
    const double loss = 2 / (1 + std::min(e, 8.0)) + 0.05 * std::sin(e * 1.7);
    return accuracy ? 1 - loss / 3 : loss;
}

TEST(ScheduleOracle, RatesAgreeStepForStep) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torch");
    }
    nlohmann::json asked = nlohmann::json::array();
    for (const Case& each : cases()) {
        nlohmann::json metrics = nlohmann::json::array();
        for (std::int64_t epoch = 0; epoch < each.epochs; ++epoch) {
            metrics.push_back(metricAt(epoch, each.accuracy));
        }
        const bool isAdam = std::find(each.settings.begin(), each.settings.end(),
                                      std::pair<std::string, std::string>("optimizer", "adam")) !=
                            each.settings.end();
        asked.push_back({{"schedule", each.schedule},
                         {"optimizer", isAdam ? "adam" : "sgd"},
                         {"rate", 0.1},
                         {"epochs", each.epochs},
                         {"steps", kSteps},
                         {"warmup", each.warmup},
                         {"kwargs", each.kwargs},
                         {"metrics", metrics}});
    }
    const oracle::TempFolder folder;
    oracle::spill(folder / "cases.json", asked.dump());
    ASSERT_TRUE(oracle::ask("schedules.py", "'" + (folder / "cases.json").string() + "' '" +
                                                (folder / "rates.json").string() + "'"));
    const auto expected = nlohmann::json::parse(oracle::slurp(folder / "rates.json"));
    ASSERT_EQ(expected.size(), cases().size());

    std::size_t index = 0;
    for (const Case& each : cases()) {
        const auto wanted = expected[index]["rates"].get<std::vector<double>>();
        const auto momenta = expected[index]["momenta"].get<std::vector<double>>();
        SCOPED_TRACE("case " + std::to_string(index) + ", " + each.schedule);
        ++index;
        Params settings = settingsSchema().defaults();
        settings.set("schedule", each.schedule);
        settings.set("learning_rate", 0.1);
        settings.set("epochs", each.epochs);
        settings.set("warmup_epochs", each.warmup);
        for (const auto& [name, value] : each.settings) {
            ASSERT_TRUE(settingsSchema().setText(settings, name, value)) << name;
        }
        ASSERT_TRUE(checkSettings(settings));
        ASSERT_EQ(wanted.size(), static_cast<std::size_t>(each.epochs * kSteps));
        ASSERT_GE(wanted.size(), 50U);
        ASSERT_EQ(momenta.size(), wanted.size());
        const bool cycles =
            each.schedule == "one_cycle" && each.kwargs.value("cycle_momentum", true);
        EXPECT_EQ(cyclesMomentum(settings), cycles);
        PlateauState plateau;
        std::size_t at = 0;
        for (std::int64_t epoch = 0; epoch < each.epochs; ++epoch) {
            for (std::int64_t step = 0; step < kSteps; ++step, ++at) {
                const double rate = learningRate(settings, epoch, step, kSteps, plateau);
                EXPECT_NEAR(rate, wanted[at], kTolerance * wanted[at])
                    << "epoch " << epoch << ", step " << step;
                if (cycles) {
                    EXPECT_NEAR(cycledMomentum(settings, epoch, step, kSteps), momenta[at], 1e-9)
                        << "epoch " << epoch << ", step " << step;
                }
            }
            updatePlateau(plateau, settings, epoch, metricAt(epoch, false), metricAt(epoch, true));
        }
        if (each.schedule == "plateau") {
            EXPECT_LT(plateau.rate, 0.1) << "the case must make the rate fall";
            EXPECT_GT(plateau.rate, 0);
        }
    }
}

}  // namespace
}  // namespace minarai::train
