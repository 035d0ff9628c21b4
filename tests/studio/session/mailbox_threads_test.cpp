// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The mailbox between a run's thread and the one that reads it, as fast as both can.
#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "studio/session/mailbox.h"

namespace minarai::studio {
namespace {

constexpr int kRounds = 20;
constexpr std::int64_t kSteps = 40;  ///< of an epoch

train::Event stepEvent(std::int64_t epoch, std::int64_t step) {
    train::StepFinished finished;
    finished.epoch = epoch;
    finished.step = step;
    finished.stepsPerEpoch = kSteps;
    return {"a", 0, finished};
}

train::Event epochEvent(std::int64_t epoch, const std::string& run = "a") {
    train::EpochFinished finished;
    finished.epoch = epoch;
    return {run, 0, finished};
}

void putEpoch(Mailbox& mailbox, std::int64_t epoch) {
    for (std::int64_t step = 1; step <= kSteps; ++step) {
        mailbox.put(stepEvent(epoch, step));
    }
    mailbox.put({"a", 0, train::ValidationProgress{epoch, 1, 2}});
    mailbox.put({"a", 0, train::ValidationProgress{epoch, 2, 2}});
    mailbox.put(epochEvent(epoch));
}

/// The screen's side without an event loop: fetches when the bell has rung.
class Reader {
  public:
    Mailbox& mailbox() { return m_mailbox; }

    /// Reads until the end of the run has come.
    void read(const std::function<void(std::int64_t epoch)>& epochRead = {}) {
        while (m_ends.empty()) {
            awaitBell();
            for (const MailItem& item : m_mailbox.take()) {
                EXPECT_TRUE(m_ends.empty()) << "something came after the end";
                note(item, epochRead);
            }
        }
    }

    [[nodiscard]] const std::vector<std::int64_t>& epochs() const { return m_epochs; }
    [[nodiscard]] std::int64_t lastStep() const { return m_lastStep; }
    [[nodiscard]] const std::vector<train::EndReason>& ends() const { return m_ends; }

  private:
    std::mutex m_mutex;
    std::condition_variable m_bell;
    bool m_rung = false;
    std::vector<std::int64_t> m_epochs;
    std::int64_t m_lastStep = 0;  ///< counted from the start of the run
    std::vector<train::EndReason> m_ends;
    Mailbox m_mailbox{[this] {
        const std::scoped_lock lock(m_mutex);
        m_rung = true;
        m_bell.notify_one();
    }};

    void awaitBell() {
        std::unique_lock lock(m_mutex);
        m_bell.wait(lock, [this] { return m_rung; });
        m_rung = false;
    }

    void note(const MailItem& item, const std::function<void(std::int64_t epoch)>& epochRead) {
        if (const auto* batch = std::get_if<StepBatch>(&item)) {
            const std::int64_t step = (batch->last.epoch - 1) * kSteps + batch->last.step;
            EXPECT_GT(step, m_lastStep) << "steps came twice or in another order";
            m_lastStep = step;
            return;
        }
        const auto& payload = std::get<train::Event>(item).payload;
        if (const auto* epoch = std::get_if<train::EpochFinished>(&payload)) {
            EXPECT_EQ(m_lastStep, epoch->epoch * kSteps) << "an epoch overtook its steps";
            m_epochs.push_back(epoch->epoch);
            if (epochRead) {
                epochRead(epoch->epoch);
            }
        } else if (const auto* ended = std::get_if<train::RunEnded>(&payload)) {
            m_ends.push_back(ended->reason);
        }
    }
};

std::vector<std::int64_t> countedTo(std::int64_t last) {
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 1; number <= last; ++number) {
        numbers.push_back(number);
    }
    return numbers;
}

TEST(MailboxThreads, EveryEpochComesOnceInOrderAndTheOneEndLast) {
    constexpr std::int64_t kEpochs = 100;
    for (int round = 0; round < kRounds; ++round) {
        Reader reader;
        const std::jthread trainer([&mailbox = reader.mailbox()] {
            for (std::int64_t epoch = 1; epoch <= kEpochs; ++epoch) {
                putEpoch(mailbox, epoch);
            }
            train::RunEnded ended;
            ended.reason = train::EndReason::Completed;
            mailbox.put({"a", 0, ended});
            mailbox.put(epochEvent(kEpochs + 1));  // nothing counts after the end
            mailbox.finish(ended);
        });
        reader.read();
        EXPECT_EQ(reader.epochs(), countedTo(kEpochs));
        EXPECT_EQ(reader.lastStep(), kEpochs * kSteps);
        EXPECT_EQ(reader.ends(), std::vector{train::EndReason::Completed});
    }
}

TEST(MailboxThreads, AStopFromTheReadingThreadIsAnsweredByTheEnd) {
    for (int round = 0; round < kRounds; ++round) {
        Reader reader;
        std::int64_t put = 0;  // the trainer's until it is joined
        {
            std::jthread trainer([&put, &mailbox = reader.mailbox()](const std::stop_token& stop) {
                while (!stop.stop_requested()) {
                    putEpoch(mailbox, ++put);
                }
                train::RunEnded ended;
                ended.reason = train::EndReason::Stopped;
                mailbox.finish(ended);
            });
            reader.read([&trainer](std::int64_t epoch) {
                if (epoch == 3) {
                    trainer.request_stop();
                }
            });
        }
        EXPECT_GE(put, 3);
        EXPECT_EQ(reader.epochs(), countedTo(put));
        EXPECT_EQ(reader.ends(), std::vector{train::EndReason::Stopped});
    }
}

TEST(MailboxThreads, AnOlderRunThatStillSpeaksChangesNothing) {
    constexpr std::int64_t kEpochs = 200;
    for (int round = 0; round < kRounds; ++round) {
        Reader reader;
        reader.mailbox().put(stepEvent(1, 1));  // whose mailbox it is
        const std::jthread stale([&mailbox = reader.mailbox()] {
            for (std::int64_t epoch = 1; epoch <= kEpochs; ++epoch) {
                mailbox.put(epochEvent(epoch, "older"));
            }
            mailbox.put({"older", 0, train::RunEnded{}});
        });
        const std::jthread trainer([&mailbox = reader.mailbox()] {
            for (std::int64_t step = 2; step <= kSteps; ++step) {
                mailbox.put(stepEvent(1, step));
            }
            mailbox.put(epochEvent(1));
            for (std::int64_t epoch = 2; epoch <= kEpochs; ++epoch) {
                putEpoch(mailbox, epoch);
            }
            mailbox.finish(fail(ErrorCode::OutOfMemory, "training"));
        });
        reader.read();
        EXPECT_EQ(reader.epochs(), countedTo(kEpochs));
        EXPECT_EQ(reader.ends(), std::vector{train::EndReason::Failed});
    }
}

}  // namespace
}  // namespace minarai::studio
