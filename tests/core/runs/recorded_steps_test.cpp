// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/recorded_steps.h"

#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/temp_folder.h"

namespace minarai::runs {
namespace {

std::string line(train::Payload payload) {
    return train::eventToJson({"run", 1, std::move(payload)}).dump() + "\n";
}

train::StepFinished step(std::int64_t number) {
    train::StepFinished event;
    event.epoch = 1;
    event.step = number;
    event.stepsPerEpoch = 1'000'000;
    event.globalStep = number;
    return event;
}

/// The steps that are visited, by number; 0 stands for the start of a process.
std::vector<std::int64_t> visited(const std::filesystem::path& folder,
                                  const std::stop_token& stop = {}) {
    std::vector<std::int64_t> numbers;
    const auto visit = [&](const train::Event& event) {
        const auto* step = std::get_if<train::StepFinished>(&event.payload);
        EXPECT_TRUE(step != nullptr || std::holds_alternative<train::RunStarted>(event.payload));
        numbers.push_back(step == nullptr ? 0 : step->globalStep);
    };
    EXPECT_TRUE(visitSteps(folder, visit, stop));
    return numbers;
}

TEST(VisitSteps, StartsAndStepsInTheirOrderAndNothingElse) {
    const tests::TempFolder folder;
    const std::string cut = line(step(3));
    std::ofstream(folder / "events.jsonl")
        << line(train::RunStarted{}) << line(step(1)) << line(train::EpochFinished{})
        << R"({"type":"step_finished","epoch":1})"
        << "\n"
        << R"({"type":"step_finished",)"
        << "\n\n[]\n"
        << line(step(2)) << line(train::RunEnded{}) << line(train::RunStarted{}) << line(step(2))
        << cut.substr(0, cut.size() / 2);
    EXPECT_EQ(visited(folder.path()), (std::vector<std::int64_t>{0, 1, 2, 0, 2}));
}

TEST(VisitSteps, OfALongRunFewerAreReadTheLaterTheyCome) {
    const tests::TempFolder folder;
    constexpr std::int64_t kSteps = 70'000;
    {
        std::ofstream file(folder / "events.jsonl", std::ios::binary);
        for (std::int64_t number = 1; number <= kSteps; ++number) {
            file << line(step(number));
        }
    }
    const auto numbers = visited(folder.path());
    // 20,000 whole, every second one of the next 40,000, every fourth one of the rest.
    EXPECT_EQ(numbers.size(), kParsedWhole + 20'000U + 2'500U);
    EXPECT_EQ(numbers[kParsedWhole - 1], static_cast<std::int64_t>(kParsedWhole));
    EXPECT_EQ(numbers[kParsedWhole], static_cast<std::int64_t>(kParsedWhole) + 2);
    EXPECT_EQ(numbers.back(), kSteps) << "up to the end";
}

TEST(VisitSteps, AStopEndsItAndAFolderWithoutEventsIsAnError) {
    const tests::TempFolder folder;
    EXPECT_EQ(visitSteps(folder.path(), [](const train::Event&) {}).error().code,
              ErrorCode::RunMissing);
    std::ofstream(folder / "events.jsonl") << line(step(1));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(visited(folder.path(), stop.get_token()).empty());
}

}  // namespace
}  // namespace minarai::runs
