// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A small job for the trainer, and what it told.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "dataset/catalog.h"
#include "dataset/sample_set.h"
#include "support/temp_folder.h"
#include "train/settings.h"
#include "train/trainer.h"
#include "train/trainer_torch.h"
#include "weights/state_dict_torch.h"
#include "zoo/zoo.h"

namespace minarai::train {

namespace fs = std::filesystem;

inline constexpr int kPerClass = 5;

/// A small job on the program's own pictures: LiteCNN (with dropout) at 40 px, float32.
class TrainerTest : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(dataset::writeSampleSet(m_folder / "data", kPerClass));
        ASSERT_TRUE(makeFolder(m_folder / "run"));
        m_job = makeJob("run");
    }

    TrainJob makeJob(const std::string& run) {
        TrainJob job;
        const auto catalog = dataset::scan(m_folder / "data").value();
        job.runId = run;
        job.runFolder = m_folder / run;
        job.dataRoot = catalog.root;
        job.classes = catalog.classes;
        job.settings = settingsSchema().defaults();
        job.settings.set("size", std::int64_t{40});
        job.settings.set("epochs", std::int64_t{3});
        job.settings.set("batch", std::int64_t{8});
        job.settings.set("precision", std::string("fp32"));
        job.split = dataset::makeSplit(catalog, 0.2, 7).value();
        job.preprocess = preprocessFor(job.settings, 3);
        job.pipeline = augment::presetPipeline("standard", job.preprocess).value();
        job.model = zoo::build("lite_cnn", static_cast<std::int64_t>(job.classes.size()), 3, 40, 40)
                        .value();
        job.threads = 2;
        return job;
    }

    Result<RunEnded> run(const TrainJob& job, const Observer& also = {},
                         const std::stop_token& stop = {}) {
        m_events.clear();
        return makeTorchTrainer()->run(job, stop, m_control, [&](const Event& event) {
            m_events.push_back(event);
            if (also) {
                also(event);
            }
        });
    }

    template <typename T>
    std::vector<T> eventsOf() const {
        std::vector<T> found;
        for (const Event& event : m_events) {
            if (const T* payload = std::get_if<T>(&event.payload)) {
                found.push_back(*payload);
            }
        }
        return found;
    }

    /// Runs the job in pieces of `steps` updates, each a process of its own as far as the trainer
    /// can tell, until it is done. The epochs of all pieces.
    std::vector<EpochFinished> runInPieces(TrainJob job, int steps) {
        job.resume = true;
        std::vector<EpochFinished> epochs;
        for (int round = 0; round < 100; ++round) {
            std::stop_source source;
            int done = 0;
            const auto ended = run(
                job,
                [&](const Event& event) {
                    if (std::holds_alternative<StepFinished>(event.payload) && ++done == steps) {
                        source.request_stop();
                    }
                },
                source.get_token());
            EXPECT_TRUE(ended) << ended.error().message();
            for (const EpochFinished& epoch : eventsOf<EpochFinished>()) {
                epochs.push_back(epoch);
            }
            if (!ended || ended->reason != EndReason::Stopped) {
                EXPECT_GT(round, 0) << "the run was never interrupted";
                return epochs;
            }
        }
        ADD_FAILURE() << "the run does not get on";
        return epochs;
    }

    static void expectSameWeights(const fs::path& a, const fs::path& b) {
        const auto left = weights::readWeights(a);
        const auto right = weights::readWeights(b);
        ASSERT_TRUE(left && right);
        ASSERT_EQ(left->size(), right->size());
        for (std::size_t i = 0; i < left->size(); ++i) {
            EXPECT_EQ((*left)[i].first, (*right)[i].first);
            EXPECT_TRUE(at::equal((*left)[i].second, (*right)[i].second)) << (*left)[i].first;
        }
    }

    tests::TempFolder m_folder;
    TrainJob m_job;
    TrainControl m_control;
    std::vector<Event> m_events;
};

}  // namespace minarai::train
