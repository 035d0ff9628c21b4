// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints that are damaged, missing or cannot be written.
#include "train/checkpoint_torch.h"

#include <fstream>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "support/file_limit.h"
#include "trainer_fixture.h"

namespace minarai::train {
namespace {

using CheckpointTest = TrainerTest;

/// No weights fit into a file of so many bytes.
constexpr rlim_t kSmall = 1024;

/// Turns one byte in the middle of the file, where the tensors are.
void damage(const fs::path& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(fs::file_size(path) / 2);
    file.seekg(middle);
    const char byte = static_cast<char>(file.get() ^ 0x10);
    file.seekp(middle);
    file.put(byte);
}

std::vector<Error> noticesOf(const std::vector<Event>& events, ErrorCode code) {
    std::vector<Error> found;
    for (const Event& event : events) {
        const auto* notice = std::get_if<Notice>(&event.payload);
        if (notice != nullptr && notice->error.code == code) {
            found.push_back(notice->error);
        }
    }
    return found;
}

TEST_F(CheckpointTest, EveryDamagedByteIsFound) {
    ASSERT_TRUE(run(m_job));
    const fs::path path = checkpointPath(m_job.runFolder);
    ASSERT_TRUE(readCheckpoint(path));
    const auto size = fs::file_size(path);
    const fs::path copy = m_folder / "copy.pt";
    // Tensors, the JSON text, the container's directory: spread over the whole file.
    for (std::uintmax_t part = 0; part < 40; ++part) {
        fs::copy_file(path, copy, fs::copy_options::overwrite_existing);
        std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
        const auto at = static_cast<std::streamoff>(size * part / 40 + part * 7 % 41);
        file.seekg(at);
        const char byte = static_cast<char>(file.get() ^ 0x41);
        file.seekp(at);
        file.put(byte);
        file.close();
        const auto read = readCheckpoint(copy);
        if (read) {
            // Padding between the tensors: whatever stands there changes nothing.
            const auto original = readCheckpoint(path);
            for (std::size_t i = 0; i < original->model.size(); ++i) {
                EXPECT_TRUE(at::equal(original->model[i].second, read->model[i].second)) << at;
            }
            EXPECT_EQ(original->position.globalStep, read->position.globalStep);
        }
    }
    damage(path);
    const auto damaged = readCheckpoint(path);
    ASSERT_FALSE(damaged);
}

TEST_F(CheckpointTest, ADamagedOneIsToldAndTheOneBeforeItIsUsed) {
    ASSERT_TRUE(makeFolder(m_folder / "whole"));
    ASSERT_TRUE(run(makeJob("whole")));
    m_control.requestStopAfterEpoch();
    ASSERT_TRUE(run(m_job));
    ASSERT_TRUE(fs::exists(previousCheckpointPath(m_job.runFolder)));
    m_job.resume = true;
    ASSERT_TRUE(run(m_job));  // the second epoch; the first one's checkpoint is the previous now
    damage(checkpointPath(m_job.runFolder));

    m_control.requestStopAfterEpoch(false);
    const auto ended = run(m_job);
    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_EQ(ended->epochs, 3);
    const auto notices = noticesOf(m_events, ErrorCode::CheckpointDamaged);
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_EQ(notices.front().args[1].rfind("checkpoint.pt: ", 0), 0U) << notices.front().args[1];
    EXPECT_EQ(notices.front().args[1].find("download"), std::string::npos)
        << "there is no other copy of it";
    EXPECT_EQ(notices.front().args[2], "2");  // goes on in epoch 2
    EXPECT_EQ(eventsOf<RunStarted>().front().firstEpoch, 2);
    expectSameWeights(m_folder / "whole" / "last.pth", m_job.runFolder / "last.pth");
    EXPECT_TRUE(readCheckpoint(checkpointPath(m_job.runFolder)));
    EXPECT_TRUE(readCheckpoint(previousCheckpointPath(m_job.runFolder)));
}

TEST_F(CheckpointTest, ADamagedOneNeverTakesThePlaceOfTheOneBeforeIt) {
    m_control.requestStopAfterEpoch();
    ASSERT_TRUE(run(m_job));
    damage(checkpointPath(m_job.runFolder));
    m_job.resume = true;
    bool seen = false;
    ASSERT_TRUE(run(m_job, [&](const Event& event) {
        if (std::holds_alternative<CheckpointSaved>(event.payload) && !seen) {
            seen = true;
            EXPECT_TRUE(readCheckpoint(previousCheckpointPath(m_job.runFolder)));
        }
    }));
    EXPECT_TRUE(seen);
}

TEST_F(CheckpointTest, AMissingOneLeavesTheOneBeforeIt) {
    m_control.requestStopAfterEpoch();
    ASSERT_TRUE(run(m_job));
    fs::remove(checkpointPath(m_job.runFolder));
    m_job.resume = true;
    const auto ended = run(m_job);
    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_EQ(noticesOf(m_events, ErrorCode::CheckpointDamaged).size(), 1U);
}

TEST_F(CheckpointTest, AGeneratorOfAnotherSizeIsDamage) {
    m_control.requestStopAfterEpoch();
    ASSERT_TRUE(run(m_job));
    auto checkpoint = readCheckpoint(checkpointPath(m_job.runFolder));
    ASSERT_TRUE(checkpoint);
    checkpoint->dropoutGenerator = at::zeros({3}, at::kByte);
    ASSERT_TRUE(writeCheckpoint(m_job.runFolder, *checkpoint));
    m_job.resume = true;
    const auto ended = run(m_job);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::RunDamaged) << ended.error().message();
}

TEST(PositionText, RefusesNumbersThatNoRunReaches) {
    Position position;
    position.jobDigest = "0123";
    position.step = 7;
    const std::string text = positionToText(position);
    const auto back = positionFromText(text);
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->step, 7);
    EXPECT_FALSE(back->bestMetric) << "there was none";
    for (const char* key : {"epochs_done", "step", "global_step", "images", "batch_limit"}) {
        for (const std::int64_t number : {std::int64_t{-1}, std::int64_t{1} << 62}) {
            Json json = Json::parse(text);
            json[key] = number;
            const auto refused = positionFromText(json.dump());
            ASSERT_FALSE(refused) << key << ' ' << number;
            EXPECT_EQ(refused.error().code, ErrorCode::FileFormat);
        }
    }
}

TEST_F(CheckpointTest, TwoDamagedOnesAreAnError) {
    ASSERT_TRUE(run(m_job));
    for (const fs::path& path :
         {checkpointPath(m_job.runFolder), previousCheckpointPath(m_job.runFolder)}) {
        fs::resize_file(path, fs::file_size(path) / 2);
    }
    m_job.resume = true;
    const auto ended = run(m_job);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::RunDamaged) << ended.error().message();
    EXPECT_NE(ended.error().message().find("start a new run"), std::string::npos)
        << ended.error().message();
    ASSERT_EQ(eventsOf<RunEnded>().size(), 1U);
    EXPECT_EQ(eventsOf<RunEnded>().front().reason, EndReason::Failed);
    fs::remove(checkpointPath(m_job.runFolder));
    EXPECT_EQ(run(m_job).error().code, ErrorCode::RunDamaged);
}

TEST_F(CheckpointTest, AnEpochIsToldOfBeforeItIsInACheckpoint) {
    std::int64_t told = 0;
    const auto ended = run(m_job, [&](const Event& event) {
        if (const auto* epoch = std::get_if<EpochFinished>(&event.payload)) {
            told = epoch->epoch;
            EXPECT_TRUE(fs::exists(m_job.runFolder / "best.pth"));
            EXPECT_TRUE(fs::exists(m_job.runFolder / "last.pth"));
            const auto saved = readCheckpoint(checkpointPath(m_job.runFolder));
            ASSERT_TRUE(saved);
            EXPECT_LT(saved->position.epochsDone, epoch->epoch);
        } else if (const auto* saved = std::get_if<CheckpointSaved>(&event.payload)) {
            EXPECT_LE(saved->epoch, told);
        }
    });
    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_EQ(told, 3);
    EXPECT_EQ(readCheckpoint(checkpointPath(m_job.runFolder))->position.epochsDone, 3);
}

TEST_F(CheckpointTest, IsOfItsMomentThoughTrainingGoesOnMeanwhile) {
    std::vector<std::int64_t> epochs;
    const auto ended = run(m_job, [&](const Event& event) {
        const auto* saved = std::get_if<CheckpointSaved>(&event.payload);
        if (saved == nullptr) {
            return;
        }
        EXPECT_EQ(saved->step, 0);
        epochs.push_back(saved->epoch);
        const auto checkpoint = readCheckpoint(checkpointPath(m_job.runFolder));
        ASSERT_TRUE(checkpoint);
        EXPECT_EQ(checkpoint->position.epochsDone, saved->epoch);
        if (saved->epoch == 0) {
            return;
        }
        // Written when the epoch ended; by now there may have been another step.
        const auto last = weights::readWeights(m_job.runFolder / "last.pth");
        ASSERT_TRUE(last);
        ASSERT_EQ(last->size(), checkpoint->model.size());
        for (std::size_t i = 0; i < last->size(); ++i) {
            EXPECT_TRUE(at::equal((*last)[i].second, checkpoint->model[i].second))
                << (*last)[i].first;
        }
    });
    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_EQ(epochs, (std::vector<std::int64_t>{0, 1, 2, 3}));
    EXPECT_TRUE(std::holds_alternative<RunEnded>(m_events.back().payload));
}

TEST_F(CheckpointTest, WhileNothingCanBeWrittenTrainingGoesOnAndThenSaves) {
    ASSERT_TRUE(makeFolder(m_folder / "whole"));
    ASSERT_TRUE(run(makeJob("whole")));

    const tests::FileLimit limit;
    std::int64_t epochs = 0;
    const auto ended = run(m_job, [&](const Event& event) {
        if (std::holds_alternative<RunStarted>(event.payload)) {
            return;
        }
        if (std::holds_alternative<StepFinished>(event.payload)) {
            if (epochs < 2) {
                ASSERT_TRUE(limit.set(kSmall));
            } else {
                limit.lift();
            }
        }
        epochs += std::holds_alternative<EpochFinished>(event.payload) ? 1 : 0;
    });
    limit.lift();

    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_EQ(ended->reason, EndReason::Completed);
    // Two epochs could not be saved: one word about it.
    EXPECT_EQ(noticesOf(m_events, ErrorCode::CheckpointRetry).size(), 1U);
    const auto finished = eventsOf<EpochFinished>();
    ASSERT_EQ(finished.size(), 3U);
    expectSameWeights(m_folder / "whole" / "last.pth", m_job.runFolder / "last.pth");
    // Also the best epoch, though it could not be saved when it was reached.
    expectSameWeights(m_folder / "whole" / "best.pth", m_job.runFolder / "best.pth");
    const auto last = readLastCheckpoint(m_job.runFolder);
    ASSERT_TRUE(last && *last);
    EXPECT_EQ((*last)->checkpoint.position.epochsDone, 3);
}

TEST_F(CheckpointTest, AtTheEndItWaitsUntilThereIsRoom) {
    ASSERT_TRUE(makeFolder(m_folder / "whole"));
    ASSERT_TRUE(run(makeJob("whole")));
    const tests::FileLimit limit;
    std::size_t words = 0;
    const auto ended = run(m_job, [&](const Event& event) {
        if (std::holds_alternative<StepFinished>(event.payload)) {
            ASSERT_TRUE(limit.set(kSmall));
        }
        const auto* notice = std::get_if<Notice>(&event.payload);
        if (notice != nullptr && notice->error.code == ErrorCode::CheckpointRetry && ++words == 2) {
            limit.lift();  // told of once in the run, and once more at its end
        }
    });
    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_EQ(ended->reason, EndReason::Completed);
    EXPECT_EQ(words, 2U);
    expectSameWeights(m_folder / "whole" / "last.pth", m_job.runFolder / "last.pth");
    expectSameWeights(m_folder / "whole" / "best.pth", m_job.runFolder / "best.pth");
    EXPECT_EQ(readCheckpoint(checkpointPath(m_job.runFolder))->position.epochsDone, 3);
}

TEST_F(CheckpointTest, AtAStopItWaitsUntilItIsGivenUp) {
    const tests::FileLimit limit;
    std::stop_source source;
    const auto ended = run(
        m_job,
        [&](const Event& event) {
            const auto* step = std::get_if<StepFinished>(&event.payload);
            if (step != nullptr && step->globalStep == 2) {
                ASSERT_TRUE(limit.set(kSmall));
                source.request_stop();
            }
            if (std::holds_alternative<Notice>(event.payload)) {
                m_control.giveUpSaving(true);
            }
        },
        source.get_token());
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::WriteFailed);
    EXPECT_EQ(noticesOf(m_events, ErrorCode::CheckpointRetry).size(), 1U);
    // What had been saved before is there.
    limit.lift();
    EXPECT_EQ(readCheckpoint(checkpointPath(m_job.runFolder))->position.globalStep, 0);
}

}  // namespace
}  // namespace minarai::train
