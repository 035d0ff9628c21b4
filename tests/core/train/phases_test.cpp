// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/phases.h"

#include <gtest/gtest.h>

#include "train/schedule.h"
#include "train/settings.h"

namespace minarai::train {
namespace {

TEST(Phases, ReadsSizesEpochsAndRates) {
    const auto phases = parsePhases(" 64:5, 128 : 3,224:2:0.0005");
    ASSERT_TRUE(phases);
    ASSERT_EQ(phases->size(), 3U);
    EXPECT_EQ((*phases)[0].size, 64);
    EXPECT_EQ((*phases)[0].epochs, 5);
    EXPECT_FALSE((*phases)[0].rate);
    EXPECT_EQ((*phases)[1].size, 128);
    EXPECT_EQ((*phases)[2].epochs, 2);
    EXPECT_EQ((*phases)[2].rate, 0.0005);
    EXPECT_TRUE(parsePhases("")->empty());
}

TEST(Phases, RefusesWhatIsNone) {
    for (const char* text : {"64", "64:", ":5", "64:0", "7:5", "2000:5", "64:5,,128:3", "64:5:0",
                             "64:5:x", "64:5:0.1:2", "a:b", "64:100000, 128:1", "64:-1"}) {
        const auto phases = parsePhases(text);
        ASSERT_FALSE(phases) << text;
        EXPECT_EQ(phases.error().code, ErrorCode::SettingRange);
    }
}

TEST(Phases, DecideEpochsSizeAndRate) {
    Params settings = settingsSchema().defaults();
    settings.set("phases", std::string("64:2, 96:3:0.01, 128:1"));
    settings.set("schedule", std::string("constant"));
    settings.set("learning_rate", 0.1);
    applyPhases(settings);
    EXPECT_EQ(settings.integer("epochs"), 6);
    EXPECT_EQ(settings.integer("size"), 128);
    const auto phases = phasesOf(settings);
    const std::vector<std::size_t> expected{0, 0, 1, 1, 1, 2, 2};
    for (std::size_t epoch = 0; epoch < expected.size(); ++epoch) {
        EXPECT_EQ(phaseAt(phases, static_cast<std::int64_t>(epoch)), expected[epoch]);
    }
    EXPECT_DOUBLE_EQ(learningRate(settings, 1, 0, 4), 0.1);
    EXPECT_DOUBLE_EQ(learningRate(settings, 2, 0, 4), 0.01);
    EXPECT_DOUBLE_EQ(learningRate(settings, 5, 0, 4), 0.1);
}

}  // namespace
}  // namespace minarai::train
