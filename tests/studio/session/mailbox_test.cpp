// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/mailbox.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace minarai::studio {
namespace {

train::Event stepEvent(std::int64_t epoch, std::int64_t step, std::int64_t steps,
                       const std::string& run = "a") {
    train::StepFinished finished;
    finished.epoch = epoch;
    finished.step = step;
    finished.stepsPerEpoch = steps;
    finished.loss = static_cast<double>(step);
    return {run, 0, finished};
}

train::Event epochEvent(std::int64_t epoch, const std::string& run = "a") {
    train::EpochFinished finished;
    finished.epoch = epoch;
    return {run, 0, finished};
}

train::Event endEvent(const std::string& run = "a") {
    train::RunEnded ended;
    ended.reason = train::EndReason::Completed;
    return {run, 0, ended};
}

template <typename T>
std::vector<T> payloads(const std::vector<MailItem>& items) {
    std::vector<T> found;
    for (const MailItem& item : items) {
        if (const auto* event = std::get_if<train::Event>(&item)) {
            if (const auto* payload = std::get_if<T>(&event->payload)) {
                found.push_back(*payload);
            }
        }
    }
    return found;
}

TEST(Mailbox, StepsInARowBecomeOneBatchWithAllTheirPoints) {
    Mailbox mailbox([] {});
    for (int step = 1; step <= 10; ++step) {
        mailbox.put(stepEvent(1, step, 20));
    }
    const auto items = mailbox.take();
    ASSERT_EQ(items.size(), 1U);
    const auto& batch = std::get<StepBatch>(items.front());
    EXPECT_EQ(batch.last.step, 10);
    ASSERT_EQ(batch.points.size(), 10U);
    EXPECT_DOUBLE_EQ(batch.points[4].x, 0.25);
    EXPECT_DOUBLE_EQ(batch.points[4].loss, 5.0);
    EXPECT_TRUE(mailbox.take().empty());
}

TEST(Mailbox, PointsStayBoundedAndKeepTheirMean) {
    Mailbox mailbox([] {});
    const int steps = 4096;
    for (int step = 1; step <= steps; ++step) {
        mailbox.put(stepEvent(1, step, steps));
    }
    const auto items = mailbox.take();
    const auto& batch = std::get<StepBatch>(items.front());
    EXPECT_LE(batch.points.size(), Mailbox::kMaxPoints);
    EXPECT_GE(batch.points.size(), Mailbox::kMaxPoints / 4);
    double previous = 0;
    for (const StepPoint& point : batch.points) {
        EXPECT_GT(point.x, previous);
        // Here the loss of a point tells which steps it stands for.
        EXPECT_NEAR(point.loss, point.x * steps, 1e-6);
        previous = point.x;
    }
    EXPECT_EQ(batch.last.step, steps);
}

TEST(Mailbox, NoEpochIsLostHoweverLateItIsFetchedAndTheOrderStays) {
    Mailbox mailbox([] {});
    for (int epoch = 1; epoch <= 200; ++epoch) {
        mailbox.put(stepEvent(epoch, 1, 1));
        mailbox.put({"a", 0, train::ValidationProgress{epoch, 1, 2}});
        mailbox.put({"a", 0, train::ValidationProgress{epoch, 2, 2}});
        mailbox.put(epochEvent(epoch));
    }
    const auto items = mailbox.take();
    const auto epochs = payloads<train::EpochFinished>(items);
    ASSERT_EQ(epochs.size(), 200U);
    for (std::size_t i = 0; i < epochs.size(); ++i) {
        EXPECT_EQ(epochs[i].epoch, static_cast<std::int64_t>(i) + 1);
    }
    // Steps, one merged progress, the epoch; again and again.
    EXPECT_EQ(items.size(), 600U);
    EXPECT_EQ(payloads<train::ValidationProgress>(items).front().done, 2);
}

TEST(Mailbox, TheEndComesOnceAndLastWhenTheThreadIsDone) {
    Mailbox mailbox([] {});
    mailbox.put(epochEvent(1));
    mailbox.put(endEvent());
    EXPECT_TRUE(payloads<train::RunEnded>(mailbox.take()).empty());
    mailbox.put(epochEvent(2));  // nothing comes after the end
    train::RunEnded other;
    other.reason = train::EndReason::Stopped;
    mailbox.finish(other);
    const auto items = mailbox.take();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(payloads<train::RunEnded>(items).front().reason, train::EndReason::Completed);
}

TEST(Mailbox, AFailureBeforeTheFirstEventEndsTheRunWithItsError) {
    Mailbox mailbox([] {});
    mailbox.finish(fail(ErrorCode::TooFewClasses, "folder", "cats"));
    const auto ends = payloads<train::RunEnded>(mailbox.take());
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends.front().reason, train::EndReason::Failed);
    ASSERT_TRUE(ends.front().error.has_value());
    EXPECT_EQ(ends.front().error->code, ErrorCode::TooFewClasses);
}

TEST(Mailbox, EventsOfAnotherRunAreDropped) {
    Mailbox mailbox([] {});
    mailbox.put(epochEvent(1, "mine"));
    mailbox.put(epochEvent(7, "stale"));
    mailbox.put(stepEvent(7, 1, 2, "stale"));
    mailbox.put(endEvent("stale"));
    mailbox.put(epochEvent(2, "mine"));
    const auto items = mailbox.take();
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(payloads<train::EpochFinished>(items).back().epoch, 2);
}

TEST(Mailbox, ARingFollowsEveryPutAndAThreadMayFetchMeanwhile) {
    std::atomic<int> rings{0};
    Mailbox mailbox([&rings] { ++rings; });
    constexpr int kEpochs = 500;
    std::size_t fetched = 0;
    {
        const std::jthread trainer([&mailbox] {
            for (int epoch = 1; epoch <= kEpochs; ++epoch) {
                mailbox.put(stepEvent(epoch, 1, 1));
                mailbox.put(epochEvent(epoch));
            }
        });
        for (int i = 0; i < 100; ++i) {
            fetched += payloads<train::EpochFinished>(mailbox.take()).size();
        }
    }
    fetched += payloads<train::EpochFinished>(mailbox.take()).size();
    EXPECT_EQ(fetched, static_cast<std::size_t>(kEpochs));
    EXPECT_EQ(rings, 2 * kEpochs);
}

}  // namespace
}  // namespace minarai::studio
