// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Several runs in one process, as the queue of a machine with several devices starts them.
#include <thread>

#include "core/train/trainer_fixture.h"

namespace minarai::train {
namespace {

class SideBySide : public TrainerTest {
  protected:
    TrainJob jobFor(const std::string& run, const std::string& optimizer) {
        EXPECT_TRUE(makeFolder(m_folder / run));
        TrainJob job = makeJob(run);
        job.settings.set("optimizer", optimizer);
        return job;
    }

    static void train(const TrainJob& job) {
        TrainControl control;
        const auto ended =
            makeTorchTrainer()->run(job, std::stop_token(), control, [](const Event&) {});
        EXPECT_TRUE(ended) << ended.error().message();
    }
};

TEST_F(SideBySide, EachEndsWithTheBitsThatItHasAlone) {
    const std::vector<std::string> optimizers{"adamw", "sgd"};
    for (const std::string& optimizer : optimizers) {
        train(jobFor("alone_" + optimizer, optimizer));
    }
    {
        std::vector<std::jthread> threads;
        for (const std::string& optimizer : optimizers) {
            threads.emplace_back([job = jobFor("beside_" + optimizer, optimizer)] { train(job); });
        }
    }
    for (const std::string& optimizer : optimizers) {
        expectSameWeights(m_folder / ("alone_" + optimizer) / "last.pth",
                          m_folder / ("beside_" + optimizer) / "last.pth");
    }
}

}  // namespace
}  // namespace minarai::train
