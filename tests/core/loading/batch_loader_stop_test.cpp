// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Stopping, destruction and the bound of the prefetch, with pictures that wait for the test.
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>

#include "loader_fixture.h"

namespace minarai::loading {
namespace {

TEST_F(BatchLoaderTest, ARequestedStopGivesNothingAndLeavesTheLoaderUsable) {
    const auto items = writePictures(12);
    BatchLoader loader(options(), items);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(loader.next(stop.get_token()));
    loader.startEpoch(0);
    EXPECT_TRUE(loader.next());
    EXPECT_FALSE(loader.next(stop.get_token()));
    EXPECT_EQ(drain(loader).size(), 2U) << "no batch is lost";
}

/// A transform that waits until the test lets it go: a picture that takes forever.
class Gate final : public augment::Transform {
  public:
    [[nodiscard]] std::string_view name() const override { return "Gate"; }
    [[nodiscard]] const ParamSchema& schema() const override { return m_schema; }
    [[nodiscard]] const ParamSchema& drawnSchema() const override { return m_schema; }
    [[nodiscard]] Params draw(const Params&, int, int, Rng&) const override {
        Params drawn;
        drawn.set("act", true);
        return drawn;
    }
    [[nodiscard]] image::Image apply(const image::Image& picture, const Params&,
                                     const Params&) const override {
        if (m_passed.fetch_add(1) == 0) {
            m_entered.count_down();
        }
        m_open.wait();
        return picture;
    }
    [[nodiscard]] Status check(const Params&) const override { return {}; }
    [[nodiscard]] Status checkDrawn(const Params&, const Params&, int, int) const override {
        return {};
    }
    [[nodiscard]] const std::vector<std::string>& requiredDrawn() const override { return m_none; }

    void awaitEntered() const { m_entered.wait(); }
    void open() const { m_open.count_down(); }
    [[nodiscard]] int passed() const { return m_passed; }

  private:
    ParamSchema m_schema;
    std::vector<std::string> m_none;
    mutable std::latch m_entered{1};
    mutable std::latch m_open{1};
    mutable std::atomic<int> m_passed{0};
};

TEST_F(BatchLoaderTest, AStopUnblocksNext) {
    const auto items = writePictures(12);
    const Gate gate;
    LoaderOptions given = options();
    given.pipeline = augment::Pipeline{"", {{&gate, {}, 1.0, true}}};
    BatchLoader loader(given, items);
    std::stop_source stop;
    std::optional<Batch> got = Batch{};
    {
        const std::jthread consumer([&] { got = loader.next(stop.get_token()); });
        gate.awaitEntered();
        stop.request_stop();
    }  // joins: with no picture done, only the stop can have ended next()
    EXPECT_FALSE(got);
    gate.open();
    EXPECT_EQ(drain(loader).size(), 3U);
    EXPECT_GE(loader.waitedSeconds(), 0.0);
}

TEST_F(BatchLoaderTest, DestructionInTheMiddleFinishesOnlyTheImagesInWork) {
    const auto pictures = writePictures(60);
    std::vector<dataset::Item> items;
    for (int i = 0; i < 100; ++i) {
        items.insert(items.end(), pictures.begin(), pictures.end());
    }
    const Gate gate;
    LoaderOptions given = options();
    given.workers = 2;
    given.prefetch = 1500;
    given.pipeline = augment::Pipeline{"", {{&gate, {}, 1.0, true}}};
    {
        auto loader = std::make_unique<BatchLoader>(given, items);
        loader->startEpoch(0);
        gate.awaitEntered();
        std::latch destroying(1);
        const std::jthread opener([&] {
            destroying.wait();
            gate.open();
        });
        destroying.count_down();
        loader.reset();
    }
    EXPECT_LT(gate.passed(), 6000) << "all images were asked for";
    for (int i = 0; i < 20; ++i) {
        BatchLoader loader(options(), pictures);
        loader.startEpoch(0);
        if (i % 2 == 0) {
            EXPECT_TRUE(loader.next());
        }
    }
}

TEST_F(BatchLoaderTest, PrefetchIsBounded) {
    const auto items = writePictures(40);
    const Gate gate;
    gate.open();
    LoaderOptions given = options();
    given.prefetch = 3;
    given.pipeline = augment::Pipeline{"", {{&gate, {}, 1.0, true}}};
    BatchLoader loader(given, items);
    loader.startEpoch(0);
    for (int batch = 1; batch <= 10; ++batch) {
        ASSERT_TRUE(loader.next());
        EXPECT_LE(gate.passed(), (batch + 3) * 4);
    }
}

}  // namespace
}  // namespace minarai::loading
