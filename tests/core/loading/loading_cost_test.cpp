// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/loading_cost.h"

#include <fstream>

#include <gtest/gtest.h>

#include "base/files.h"
#include "image/decode.h"
#include "support/temp_folder.h"

namespace minarai::loading {
namespace {

class LoadingCostTest : public testing::Test {
  protected:
    void SetUp() override {
        m_options.root = m_folder.path();
        m_options.preprocess.width = m_options.preprocess.height = 32;
        for (int i = 0; i < 6; ++i) {
            image::Image picture(80, 60);
            for (std::size_t at = 0; at < picture.rgb.size(); ++at) {
                picture.rgb[at] = static_cast<std::uint8_t>(at * 31 + static_cast<std::size_t>(i));
            }
            add(std::to_string(i) + ".png", image::encodePng(picture));
        }
    }

    void add(const std::string& name, const std::vector<std::uint8_t>& bytes) {
        ASSERT_TRUE(writeFileAtomically(m_folder / name, bytes));
        m_items.push_back({name, 0, m_items.size()});
    }

    tests::TempFolder m_folder;
    LoaderOptions m_options;
    std::vector<dataset::Item> m_items;
};

TEST_F(LoadingCostTest, TellsTimeAndSizeOfAnImage) {
    m_options.pipeline = augment::presetPipeline("standard", m_options.preprocess).value();
    const auto cost = measureLoading(m_options, m_items, 4, {});
    ASSERT_TRUE(cost);
    EXPECT_GT(cost->decodeMs, 0);
    EXPECT_GT(cost->augmentMs, 0);
    EXPECT_GT(cost->fitMs, 0);
    EXPECT_GT(cost->tensorMs, 0);
    EXPECT_LT(cost->decodeMs + cost->augmentMs, 1000);
    EXPECT_EQ(cost->pictureBytes, 80U * 60 * 3);
    EXPECT_EQ(cost->fittedBytes, 32U * 32 * 3);
}

TEST_F(LoadingCostTest, PassesOverWhatCannotBeRead) {
    m_items.clear();
    add("broken.png", {0x89, 'P', 'N', 'G'});
    const auto nothing = measureLoading(m_options, m_items, 4, {});
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->decodeMs, 0);
    EXPECT_EQ(nothing->pictureBytes, 0U);
    EXPECT_TRUE(measureLoading(m_options, {}, 4, {}));
}

TEST_F(LoadingCostTest, Stops) {
    std::stop_source stop;
    stop.request_stop();
    const auto cost = measureLoading(m_options, m_items, 4, stop.get_token());
    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace minarai::loading
