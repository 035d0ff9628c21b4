// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The trainer through its public face: events, stop and resume, pause, bad images, bad rates.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <fstream>
#include <latch>
#include <mutex>
#include <string>
#include <thread>

#include "support/processor_clock.h"
#include "trainer_fixture.h"

namespace minarai::train {
namespace {

TEST_F(TrainerTest, TellsTheStoryInOrder) {
    const auto ended = run(m_job);
    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_EQ(ended->reason, EndReason::Completed);
    ASSERT_FALSE(m_events.empty());
    EXPECT_TRUE(std::holds_alternative<RunStarted>(m_events.front().payload));
    EXPECT_TRUE(std::holds_alternative<RunEnded>(m_events.back().payload));
    EXPECT_EQ(eventsOf<RunEnded>().size(), 1U);

    const auto epochs = eventsOf<EpochFinished>();
    ASSERT_EQ(epochs.size(), 3U);
    const auto started = eventsOf<RunStarted>().front();
    EXPECT_EQ(eventsOf<StepFinished>().size(), static_cast<std::size_t>(3 * started.stepsPerEpoch));
    for (const EpochFinished& epoch : epochs) {
        ASSERT_TRUE(epoch.validation);
        EXPECT_EQ(epoch.validation->predictions.size(), m_job.split.val.size());
        EXPECT_EQ(epoch.validation->confusion.total(), m_job.split.val.size());
        EXPECT_NEAR(epoch.validation->confusion.accuracy(), epoch.valAccuracy, 1e-12);
    }
    for (const char* name : {"best.pth", "last.pth", "checkpoint.pt"}) {
        EXPECT_TRUE(fs::exists(m_job.runFolder / name)) << name;
    }
}

TEST_F(TrainerTest, TheSameSeedGivesTheSameRun) {
    ASSERT_TRUE(run(m_job));
    const auto first = eventsOf<StepFinished>();
    ASSERT_TRUE(makeFolder(m_folder / "again"));
    TrainJob again = makeJob("again");
    again.settings.set("workers", std::int64_t{5});
    ASSERT_TRUE(run(again));
    const auto second = eventsOf<StepFinished>();
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        ASSERT_EQ(first[i].loss, second[i].loss) << i;
    }
    expectSameWeights(m_job.runFolder / "last.pth", again.runFolder / "last.pth");

    ASSERT_TRUE(makeFolder(m_folder / "other"));
    TrainJob other = makeJob("other");
    other.settings.set("seed", std::int64_t{8});
    ASSERT_TRUE(run(other));
    EXPECT_NE(eventsOf<StepFinished>().front().loss, first.front().loss);
}

TEST_F(TrainerTest, StoppedAtAnyStepItEndsWhereAnUninterruptedRunDoes) {
    for (const char* optimizer : {"adamw", "sgd"}) {
        const std::string whole = std::string("whole-") + optimizer;
        const std::string parts = std::string("parts-") + optimizer;
        ASSERT_TRUE(makeFolder(m_folder / whole));
        ASSERT_TRUE(makeFolder(m_folder / parts));
        TrainJob uninterrupted = makeJob(whole);
        TrainJob stopped = makeJob(parts);
        uninterrupted.settings.set("optimizer", std::string(optimizer));
        stopped.settings.set("optimizer", std::string(optimizer));
        ASSERT_TRUE(run(uninterrupted));
        const auto wantedEpochs = eventsOf<EpochFinished>();
        const auto total = static_cast<std::int64_t>(eventsOf<StepFinished>().size());

        stopped.resume = true;
        EndReason reason = EndReason::Stopped;
        std::vector<EpochFinished> epochs;
        int rounds = 0;
        for (; reason == EndReason::Stopped && rounds < 20; ++rounds) {
            std::stop_source source;
            std::int64_t steps = 0;
            const auto ended = run(
                stopped,
                [&](const Event& event) {
                    if (std::holds_alternative<StepFinished>(event.payload) && ++steps == 4) {
                        source.request_stop();
                    }
                },
                source.get_token());
            ASSERT_TRUE(ended) << ended.error().message();
            reason = ended->reason;
            for (const auto& epoch : eventsOf<EpochFinished>()) {
                epochs.push_back(epoch);
            }
        }
        EXPECT_EQ(reason, EndReason::Completed);
        EXPECT_GE(rounds, static_cast<int>(total / 5));
        expectSameWeights(uninterrupted.runFolder / "last.pth", stopped.runFolder / "last.pth");
        expectSameWeights(uninterrupted.runFolder / "best.pth", stopped.runFolder / "best.pth");
        ASSERT_EQ(epochs.size(), wantedEpochs.size());
        for (std::size_t i = 0; i < epochs.size(); ++i) {
            EXPECT_EQ(epochs[i].epoch, wantedEpochs[i].epoch);
            EXPECT_EQ(epochs[i].trainLoss, wantedEpochs[i].trainLoss);
            EXPECT_EQ(epochs[i].trainAccuracy, wantedEpochs[i].trainAccuracy);
            EXPECT_EQ(epochs[i].valLoss, wantedEpochs[i].valLoss);
        }
    }
}

TEST_F(TrainerTest, ResumingAFinishedRunIsDoneAtOnce) {
    ASSERT_TRUE(run(m_job));
    m_job.resume = true;
    const auto ended = run(m_job);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->reason, EndReason::Completed);
    EXPECT_TRUE(eventsOf<StepFinished>().empty());
}

TEST_F(TrainerTest, RefusesACheckpointOfOtherSettings) {
    ASSERT_TRUE(run(m_job));
    m_job.resume = true;
    m_job.settings.set("learning_rate", 0.5);
    const auto ended = run(m_job);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::ResumeChanged);
}

TEST_F(TrainerTest, PausesBetweenBatchesAndGoesOn) {
    std::latch paused(1);
    std::jthread resumer([&] {
        paused.wait();
        m_control.setPaused(false);
    });
    bool once = false;
    const auto ended = run(m_job, [&](const Event& event) {
        if (std::holds_alternative<StepFinished>(event.payload) && !once) {
            once = true;
            m_control.setPaused(true);
        }
        if (const auto* pause = std::get_if<PauseChanged>(&event.payload);
            pause != nullptr && pause->paused) {
            paused.count_down();
        }
    });
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->reason, EndReason::Completed);
    EXPECT_EQ(eventsOf<PauseChanged>().size(), 2U);
}

TEST_F(TrainerTest, APauseLeavesTheProcessorAlone) {
    // Batches that take seconds to load.
    const std::vector<dataset::Item> few = m_job.split.train;
    for (std::uint64_t round = 1; round < 60; ++round) {
        for (dataset::Item item : few) {
            item.id += round;
            m_job.split.train.push_back(item);
        }
    }
    m_job.settings.set("batch", std::int64_t{512});
    m_control.setPaused(true);
    std::latch paused(1);
    std::stop_source source;
    double computedMs = 0;
    std::jthread watcher([&] {
        paused.wait();
        const tests::ProcessorClock clock;
        std::mutex mutex;
        std::condition_variable nothing;
        std::unique_lock lock(mutex);
        nothing.wait_for(lock, std::chrono::milliseconds(700), [] { return false; });
        computedMs = clock.milliseconds();
        source.request_stop();
    });
    const auto ended = run(
        m_job,
        [&](const Event& event) {
            const auto* pause = std::get_if<PauseChanged>(&event.payload);
            if (pause != nullptr && pause->paused && !paused.try_wait()) {
                paused.count_down();
            }
        },
        source.get_token());
    if (!paused.try_wait()) {
        paused.count_down();  // the run failed before
    }
    watcher.join();
    ASSERT_TRUE(ended) << ended.error().message();
    // Each loader's thread may finish the picture that it has begun.
    EXPECT_LT(computedMs, 100);
}

TEST_F(TrainerTest, APauseDuringValidationIsNoTimeOfTheEpoch) {
    using Clock = std::chrono::steady_clock;
    constexpr auto kPause = std::chrono::milliseconds(600);
    std::latch paused(1);
    std::jthread resumer([&] {
        paused.wait();
        std::mutex mutex;
        std::condition_variable nothing;
        std::unique_lock lock(mutex);
        nothing.wait_for(lock, kPause, [] { return false; });
        m_control.setPaused(false);
    });
    Clock::time_point started;
    Clock::time_point pauseBegan;
    Clock::duration rest{};
    Clock::duration whole{};
    const auto ended = run(m_job, [&](const Event& event) {
        if (std::holds_alternative<RunStarted>(event.payload)) {
            started = Clock::now();
        } else if (const auto* step = std::get_if<StepFinished>(&event.payload)) {
            if (step->epoch == 1 && step->step == step->stepsPerEpoch) {
                m_control.setPaused(true);  // what comes next is the validation
            }
        } else if (const auto* pause = std::get_if<PauseChanged>(&event.payload)) {
            if (pause->paused) {
                pauseBegan = Clock::now();
                paused.count_down();
            } else {
                rest = Clock::now() - pauseBegan;
            }
        } else if (const auto* epoch = std::get_if<EpochFinished>(&event.payload);
                   epoch != nullptr && epoch->epoch == 1) {
            whole = Clock::now() - started;
        }
    });
    if (!paused.try_wait()) {
        paused.count_down();  // the run failed before
    }
    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_GE(rest, kPause);
    const auto seconds = [](Clock::duration time) {
        return std::chrono::duration<double>(time).count();
    };
    EXPECT_LE(eventsOf<EpochFinished>().front().seconds, seconds(whole) - seconds(rest) + 1e-3);
}

TEST_F(TrainerTest, StopsAfterTheEpochWhenAsked) {
    m_control.requestStopAfterEpoch();
    const auto ended = run(m_job);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->reason, EndReason::Stopped);
    EXPECT_EQ(ended->epochs, 1);
}

TEST_F(TrainerTest, AnUnreadableImageIsToldOnceAndTheRunGoesOn) {
    const fs::path bad = m_job.dataRoot / m_job.split.train.front().path;
    std::ofstream(bad, std::ios::trunc) << "not an image";
    const auto ended = run(m_job);
    ASSERT_TRUE(ended);
    const auto notices = eventsOf<Notice>();
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_EQ(notices.front().path, m_job.split.train.front().path);
}

TEST_F(TrainerTest, OnlyUnreadableImagesIsAnError) {
    for (const auto& item : m_job.split.train) {
        std::ofstream(m_job.dataRoot / item.path, std::ios::trunc) << "x";
    }
    const auto ended = run(m_job);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::TooManyBadImages);
}

TEST_F(TrainerTest, ALossThatIsNotFiniteStopsWithTheStepAndTheRate) {
    m_job.settings.set("optimizer", std::string("sgd"));
    m_job.settings.set("schedule", std::string("constant"));
    m_job.settings.set("learning_rate", 100.0);
    m_job.settings.set("epochs", std::int64_t{20});
    const auto ended = run(m_job);
    ASSERT_FALSE(ended);
    const Error& error = ended.error();
    EXPECT_EQ(error.code, ErrorCode::LossNotFinite);
    EXPECT_EQ(eventsOf<RunEnded>().size(), 1U);
    // The epoch, the step in it and the rate: the one after the last step that went well.
    const auto steps = eventsOf<StepFinished>();
    ASSERT_FALSE(steps.empty());
    const StepFinished& last = steps.back();
    ASSERT_EQ(error.args.size(), 4U);
    // Weights that took harm in an epoch's last step are found before the next epoch begins, and
    // that step is named: there is none behind it.
    const bool isSameEpoch = error.args[1] == std::to_string(last.epoch);
    EXPECT_EQ(error.args[1], std::to_string(isSameEpoch ? last.epoch : last.epoch + 1));
    EXPECT_EQ(error.args[2],
              std::to_string(isSameEpoch ? std::min(last.step + 1, last.stepsPerEpoch) : 1));
    EXPECT_TRUE(isSameEpoch || last.step == last.stepsPerEpoch);
    EXPECT_EQ(error.args[3], "100");
    EXPECT_NE(error.message().find("ten times smaller"), std::string::npos) << error.message();
}

TEST_F(TrainerTest, StopsEarlyWithoutImprovement) {
    m_job.settings.set("early_stopping", std::int64_t{1});
    m_job.settings.set("epochs", std::int64_t{50});
    m_job.settings.set("learning_rate", 1e-12);
    const auto ended = run(m_job);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->reason, EndReason::EarlyStopped);
    EXPECT_LT(ended->epochs, 50);
}

TEST_F(TrainerTest, AMissingRunFolderIsAnErrorNotACrash) {
    m_job.runFolder = m_folder.path() / "no" / "such";
    const auto ended = run(m_job);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::WriteFailed);
}

TEST_F(TrainerTest, Bf16LearnsToo) {
    m_job.settings.set("precision", std::string("bf16"));
    const auto ended = run(m_job);
    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_EQ(eventsOf<RunStarted>().front().precision, "bf16");
    for (const auto& step : eventsOf<StepFinished>()) {
        EXPECT_TRUE(std::isfinite(step.loss));
    }
}

}  // namespace
}  // namespace minarai::train
