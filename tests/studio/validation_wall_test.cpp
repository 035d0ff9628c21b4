// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The wall of validation images: its order by hand, and fifty thousand images without a pause.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "studio/latency_probe.h"
#include "studio/pages/validation_wall.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

std::shared_ptr<runs::Moment> momentOf(const std::vector<train::Prediction>& predictions) {
    auto result = std::make_shared<train::ValidationResult>();
    auto paths = std::make_shared<std::vector<std::string>>();
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        result->items.push_back(static_cast<std::uint32_t>(i));
        paths->push_back("a/" + std::to_string(i) + ".png");
    }
    result->predictions = predictions;
    auto moment = std::make_shared<runs::Moment>();
    moment->result = result;
    moment->fates.resize(predictions.size());
    moment->paths = paths;
    return moment;
}

/// Prediction i has the key 100 + i.
quint64 plainKey(const runs::Moment&, std::size_t prediction) {
    return 100 + prediction;
}

TEST(WallOrder, SureMistakesComeFirstAndSureHitsLast) {
    auto moment = momentOf({{0, 0, 0.9F, 0.9F},    // right and sure
                            {0, 1, 0.6F, 0.3F},    // wrong
                            {1, 1, 0.4F, 0.4F},    // right, hardly
                            {1, 0, 0.95F, 0.01F},  // wrong and sure
                            {1, 0, 0.6F, 0.2F}});  // wrong, as sure as the other
    moment->fates[1].change = runs::Change::BecameWrong;
    moment->fates[3].alwaysWrong = true;
    const auto index = indexWall(*moment, plainKey);
    const auto keys = [&](const WallFilter& filter) { return orderWall(*moment, *index, filter); };
    EXPECT_EQ(keys({}), (QVector<quint64>{103, 101, 104, 102, 100}));
    EXPECT_EQ(keys({WallShow::Wrong, {}, -1}), (QVector<quint64>{103, 101, 104}));
    EXPECT_EQ(keys({WallShow::Wrong, {}, 0}), (QVector<quint64>{101}));
    EXPECT_EQ(keys({WallShow::Flipped, {}, -1}), (QVector<quint64>{101}));
    EXPECT_EQ(keys({WallShow::AlwaysWrong, {}, -1}), (QVector<quint64>{103}));
    EXPECT_EQ(keys({WallShow::All, widgets::ConfusionCell{1, 0}, -1}),
              (QVector<quint64>{103, 104}));
}

TEST(WallOrder, PicturesThatAreGoneOrNamedTwiceKeepTheirOwnPlaces) {
    const auto moment = momentOf(std::vector<train::Prediction>(4));
    const auto index = indexWall(*moment, [](const runs::Moment&, std::size_t prediction) {
        return prediction == 0 ? quint64{0} : prediction == 3 ? quint64{8} : 7 + prediction % 2;
    });
    EXPECT_EQ(index->rowOf.size(), 4);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(index->rowOf.value(index->keys[static_cast<qsizetype>(i)]), i);
    }
    EXPECT_EQ(index->keys[1], 8U);
    EXPECT_NE(index->keys[3], 8U);
}

TEST(ValidationWall, ACellShowsAllOfItsImagesWhateverWasChosenBefore) {
    StudioWindow studio;
    ValidationWall wall(studio.workspace);
    const auto moment = momentOf({{0, 0, 0.9F, 0.9F},
                                  {0, 1, 0.6F, 0.3F},
                                  {1, 0, 0.8F, 0.1F},
                                  {1, 0, 0.7F, 0.2F},
                                  {1, 1, 0.5F, 0.5F}});
    moment->fates[3].change = runs::Change::BecameWrong;
    wall.show(moment, {"first", "second"});
    wall.setClass(0);
    wall.setShow(WallShow::Flipped);
    ASSERT_EQ(wall.model()->rowCount(), 0);
    wall.setFilter(widgets::ConfusionCell{1, 0});
    EXPECT_EQ(wall.model()->rowCount(), 2) << "as many as the cell says";
    EXPECT_EQ(wall.shown(), WallShow::All);
    wall.setShow(WallShow::Flipped);
    EXPECT_EQ(wall.model()->rowCount(), 1) << "the images of the cell can be narrowed";
    wall.setFilter(std::nullopt);
    EXPECT_EQ(wall.model()->rowCount(), 1);
}

TEST(ValidationWall, FiftyThousandImagesAreSortedBesideTheWindow) {
    constexpr int kImages = 50'000;
    StudioWindow studio;
    std::vector<train::Prediction> predictions;
    for (int i = 0; i < kImages; ++i) {
        predictions.push_back({i % 10, (i * 7) % 10, static_cast<float>(i % 997) / 997, 0});
    }
    const auto first = momentOf(predictions);
    for (train::Prediction& said : predictions) {
        said.confidence = 1 - said.confidence;
    }
    auto second = std::make_shared<runs::Moment>(*first);
    auto result = std::make_shared<train::ValidationResult>(*first->result);
    result->predictions = predictions;
    second->result = result;
    QStringList classes;
    for (int i = 0; i < 10; ++i) {
        classes << QString::number(i);
    }
    ValidationWall wall(studio.workspace);
    wall.resize(600, 400);
    wall.QWidget::show();
    double longestMs = 0;
    const auto timed = [&](const std::function<void()>& act) {
        const auto begin = std::chrono::steady_clock::now();
        act();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begin;
        longestMs = std::max(longestMs, took.count());
    };
    timed([&] { wall.show(first, classes); });
    EXPECT_EQ(wall.model()->rowCount(), 0) << "not on this thread";
    ASSERT_TRUE(loopUntil([&] { return wall.model()->rowCount() == kImages; }));
    const auto isRight = [&](int row) {
        return wall.model()->item(row).verdict == widgets::GalleryItem::Verdict::Right;
    };
    EXPECT_FALSE(isRight(0));
    EXPECT_TRUE(isRight(kImages - 1));
    const quint64 before = wall.model()->keyAt(0);
    LatencyProbe probe;
    timed([&] { wall.show(second, classes); });
    ASSERT_TRUE(loopUntil([&] { return wall.model()->keyAt(0) != before; }));
    timed([&] { wall.setShow(WallShow::Wrong); });
    const auto wrong = std::count_if(predictions.begin(), predictions.end(),
                                     [](const auto& said) { return said.label != said.predicted; });
    ASSERT_TRUE(loopUntil([&] { return wall.model()->rowCount() == wrong; }));
    const auto waits = probe.finish();
    RecordProperty("longestCallMs", std::to_string(longestMs));
    RecordProperty("longestWaitMs", std::to_string(percentile(waits, 1)));
    std::printf("longest call %.2f ms, longest wait of the window %.2f ms\n", longestMs,
                percentile(waits, 1));
}

}  // namespace
}  // namespace minarai::studio
