// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/statistics.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/dataset/python.h"
#include "core/dataset/tree.h"
#include "dataset/audit.h"
#include "dataset/sample_set.h"
#include "image/decode.h"
#include "image/resample.h"
#include "support/promised.h"

namespace minarai::dataset {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::string bytesOf(const image::Image& picture) {
    const auto bytes = image::encodePng(picture);
    return {bytes.begin(), bytes.end()};
}

TEST(Statistics, EqualNumpys) {
    if (!pythonAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    const Tree tree;
    for (std::uint64_t i = 0; i < 12; ++i) {
        const image::Image picture = drawSample(i % 8, i);
        tree.file(i % 2 == 0 ? "train/a/" + std::to_string(i) + ".png"
                             : "test/b/" + std::to_string(i) + ".png",
                  bytesOf(image::resize(picture, static_cast<int>(20 + i * 9), 33)));
    }
    tree.file("train/b/broken.png", "no picture");
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    const auto measured = measureStatistics(*catalog, 2);
    ASSERT_TRUE(measured.has_value()) << measured.error().message();
    std::filesystem::remove(tree.root() / "train/b/broken.png");
    const auto compare = [&](const Statistics& statistics, const std::string& folder) {
        std::istringstream out(askPython("dataset_oracle.py", "statistics '" + folder + "'"));
        for (const auto* values : {&statistics.mean, &statistics.std}) {
            for (const double value : *values) {
                double wanted = -1;
                out >> wanted;
                EXPECT_NEAR(value, wanted, 1e-12) << folder;
            }
        }
    };
    compare(measured->all, tree.root().string());
    compare(measured->train, (tree.root() / "train").string());
    EXPECT_EQ(measured->all.images, 12U);
    EXPECT_EQ(measured->train.images, 6U);
    EXPECT_EQ(measureStatistics(*catalog, 1)->all, measured->all);
}

TEST(Statistics, OfOneColourAndOfNothing) {
    ChannelSums sums;
    EXPECT_EQ(statisticsOf(sums, 0), Statistics{});
    image::Image grey(7, 5);
    std::fill(grey.rgb.begin(), grey.rgb.end(), std::uint8_t{51});
    const Statistics statistics = statisticsOf(lookAt(grey).sums, 1);
    EXPECT_EQ(statistics.pixels, 35U);
    EXPECT_DOUBLE_EQ(statistics.mean[1], 0.2);
    EXPECT_EQ(statistics.std[1], 0.0);
    EXPECT_EQ(statisticsToJson(statistics)["pixels"], 35);
}

TEST(Outliers, AreTheOddOnesAmongRealPhotos) {
    const auto folder = sharedData("flowers");
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "the shared data is absent";
    }
    if (!pythonAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    const Tree tree;
    ASSERT_EQ(askPython("dataset_oracle.py", "odd '" + (folder / "tulips").string() + "' '" +
                                                 (tree.root() / "set").string() + "'"),
              "");
    const auto catalog = scan(tree.root() / "set");
    ASSERT_TRUE(catalog.has_value());
    AuditOptions options;
    options.duplicates = options.nearDuplicates = false;
    const auto problems = audit(*catalog, options);
    ASSERT_TRUE(problems.has_value());
    const auto names = namesOf(*problems);
    for (const char* odd : {"tiny tulips/odd_tiny.png", "dark tulips/odd_dark.png",
                            "bright tulips/odd_bright.png", "blurred tulips/odd_blurred.png"}) {
        EXPECT_THAT(names, Contains(odd));
    }
    // Two of the 110 photos show flowers before plain white.
    EXPECT_LE(names.size(), 6U);
}

TEST(Outliers, FewPicturesHaveNone) {
    const Tree tree;
    for (std::uint64_t i = 0; i < 8; ++i) {
        tree.file("a/" + std::to_string(i) + ".png", bytesOf(drawSample(i, i)));
    }
    tree.file("b/odd.png", bytesOf(image::Image(3, 3)));
    const auto catalog = scan(tree.root());
    AuditOptions options;
    options.nearDuplicates = false;
    EXPECT_THAT(*audit(*catalog, options), IsEmpty());
}

TEST(Balance, TheSmallestClassIsNamed) {
    const Tree tree;
    for (int i = 0; i < 36; ++i) {
        tree.file("many/" + std::to_string(i) + ".png", bytesOf(drawSample(0, i)));
        if (i < 20) {
            tree.file("some/" + std::to_string(i) + ".png", bytesOf(drawSample(1, i)));
        }
        if (i < 12) {
            tree.file("few/" + std::to_string(i) + ".png", bytesOf(drawSample(2, i)));
        }
    }
    const auto catalog = scan(tree.root());
    AuditOptions options;
    options.nearDuplicates = false;
    const auto problems = audit(*catalog, options);
    ASSERT_THAT(namesOf(*problems), ElementsAre("imbalance few"));
    EXPECT_EQ(problems->front().error.args, (std::vector<std::string>{"few", "12", "many", "36"}));
}

}  // namespace
}  // namespace minarai::dataset
