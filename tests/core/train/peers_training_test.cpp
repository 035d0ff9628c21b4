// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Two trainers that train one run together, each on a thread of its own: what they learn is what
// one learns with twice the batch, and they decide alike whatever happens to one of them.
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include <array>
#include <fstream>
#include <new>
#include <set>
#include <utility>

#include "loading/batch_loader.h"
#include "nn/module_torch.h"
#include "peers_fixture.h"
#include "train/checkpoint_torch.h"
#include "trainer_fixture.h"

namespace minarai::train {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

/// What became of a rank.
struct Told {
    Result<RunEnded> ended = Error(ErrorCode::Internal);
    std::vector<Event> events;

    template <typename T>
    [[nodiscard]] std::vector<T> all() const {
        std::vector<T> found;
        for (const Event& event : events) {
            if (const T* payload = std::get_if<T>(&event.payload)) {
                found.push_back(*payload);
            }
        }
        return found;
    }
    [[nodiscard]] std::vector<Notice> noticesOf(ErrorCode code) const {
        std::vector<Notice> found = all<Notice>();
        std::erase_if(found, [&](const Notice& notice) { return notice.error.code != code; });
        return found;
    }
};

class PeersTraining : public TrainerTest {
  protected:
    static constexpr int kRanks = 2;

    /// With the pipeline of the setting `augment`.
    TrainJob jobWith(const std::string& name, const Settings& settings) {
        EXPECT_TRUE(makeFolder(m_folder / name));
        TrainJob job = makeJob(name);
        job.threads = 1;
        for (const auto& [key, value] : settings) {
            EXPECT_TRUE(settingsSchema().setText(job.settings, key, value)) << key;
        }
        EXPECT_TRUE(checkSettings(job.settings));
        job.pipeline =
            augment::presetPipeline(job.settings.text("augment"), job.preprocess).value();
        return job;
    }

    static TrainJob withoutDropout(TrainJob job) {
        for (spec::Node& node : job.model.nodes) {
            if (node.op == "Dropout") {
                node.params.set("p", 0.0);
            }
        }
        return job;
    }

    /// Rank 1 has a folder of its own, in which nothing may appear. `also` hears rank 0.
    std::vector<Told> train(const std::vector<TrainJob>& jobs, const Observer& also = {}) {
        std::vector<Told> told(jobs.size());
        const std::uint16_t port = freePort();
        const int size = static_cast<int>(jobs.size());
        m_stops = std::vector<std::stop_source>(jobs.size());
        onRanks(size, [&](int rank) {
            const auto index = static_cast<std::size_t>(rank);
            TrainJob job = jobs[index];
            job.world = worldOf(rank, size, port);
            if (rank > 0) {
                job.runFolder = m_folder / "nothing";
            }
            told[index].ended = makeTorchTrainer()->run(job, m_stops[index].get_token(),
                                                        m_controls[index], [&](const Event& event) {
                                                            told[index].events.push_back(event);
                                                            if (rank == 0 && also) {
                                                                also(event);
                                                            }
                                                        });
        });
        EXPECT_FALSE(fs::exists(m_folder / "nothing"));
        for (std::size_t rank = 1; rank < told.size(); ++rank) {
            EXPECT_EQ(told[rank].events.size(), 1U) << "only rank 0 tells what happens";
        }
        return told;
    }
    std::vector<Told> train(const TrainJob& job, const Observer& also = {}) {
        return train(std::vector<TrainJob>(kRanks, job), also);
    }

    static void expectNear(const fs::path& a, const fs::path& b, double tolerance) {
        const auto left = weights::readWeights(a);
        const auto right = weights::readWeights(b);
        ASSERT_TRUE(left && right);
        ASSERT_EQ(left->size(), right->size());
        for (std::size_t i = 0; i < left->size(); ++i) {
            EXPECT_TRUE(at::allclose((*left)[i].second, (*right)[i].second, tolerance, tolerance))
                << (*left)[i].first << " differs by "
                << ((*left)[i].second - (*right)[i].second).abs().max().item<double>();
        }
    }

    /// A job for one with batch 16, and the same for two with batch 8.
    void expectTwoLearnWhatOneDoes(Settings settings, double tolerance) {
        settings.emplace_back("batch", "16");
        const TrainJob one = withoutDropout(jobWith("one", settings));
        settings.back().second = "8";
        const TrainJob two = withoutDropout(jobWith("two", settings));
        ASSERT_TRUE(run(one));
        const auto wanted = eventsOf<EpochFinished>();
        const auto told = train(two);
        ASSERT_TRUE(told[0].ended) << told[0].ended.error().message();
        ASSERT_TRUE(told[1].ended) << told[1].ended.error().message();
        const auto epochs = told[0].all<EpochFinished>();
        ASSERT_EQ(epochs.size(), wanted.size());
        for (std::size_t i = 0; i < epochs.size(); ++i) {
            EXPECT_NEAR(epochs[i].trainLoss, wanted[i].trainLoss, tolerance * wanted[i].trainLoss);
            EXPECT_NEAR(epochs[i].valLoss, wanted[i].valLoss, tolerance * wanted[i].valLoss);
            EXPECT_EQ(epochs[i].validation->items, wanted[i].validation->items);
            EXPECT_EQ(epochs[i].learningRate, wanted[i].learningRate);
            EXPECT_EQ(epochs[i].isBest, wanted[i].isBest);
        }
        EXPECT_EQ(told[0].all<StepFinished>().size(), eventsOf<StepFinished>().size());
        EXPECT_EQ(told[1].ended->bestValLoss, told[0].ended->bestValLoss)
            << "all know the result, bit for bit";
        expectNear(one.runFolder / "last.pth", two.runFolder / "last.pth", tolerance);
        expectNear(one.runFolder / "best.pth", two.runFolder / "best.pth", tolerance);
    }

    std::vector<std::stop_source> m_stops;
    std::array<TrainControl, kRanks> m_controls;
};

TEST_F(PeersTraining, LearnWhatOneLearnsWithTwiceTheBatch) {
    expectTwoLearnWhatOneDoes({{"optimizer", "sgd"}, {"learning_rate", "0.02"}}, 1e-4);
}

TEST_F(PeersTraining, AlsoWithEveryTechniqueThatWeighsImages) {
    expectTwoLearnWhatOneDoes({{"optimizer", "sgd"},
                               {"learning_rate", "0.02"},
                               {"class_weights", "balanced"},
                               {"sampling", "balanced"},
                               {"label_smoothing", "0.1"},
                               {"accumulate", "2"},
                               {"clip_norm", "0.5"},
                               {"ema", "0.9"},
                               {"schedule", "plateau"},
                               {"augment", "none"}},
                              1e-4);
}

TEST_F(PeersTraining, AlsoWithAnAdaptiveOptimizer) {
    expectTwoLearnWhatOneDoes({{"optimizer", "adamw"}, {"learning_rate", "0.0005"}}, 2e-3);
}

TEST_F(PeersTraining, AStopOfOneStopsAllAndTheyEndWhereUninterruptedOnesDo) {
    const Settings settings{{"mixup", "0.4"}, {"ema", "0.9"}, {"epochs", "2"}};
    const TrainJob whole = jobWith("whole", settings);
    TrainJob pieces = jobWith("pieces", settings);
    ASSERT_TRUE(train(whole)[0].ended);
    pieces.resume = true;
    int rounds = 0;
    for (; rounds < 20; ++rounds) {
        int steps = 0;
        // In turn the one that writes and the other one are asked, always in the middle of a step.
        const auto told = train(pieces, [&](const Event& event) {
            if (std::holds_alternative<StepFinished>(event.payload) && ++steps == 2) {
                m_stops[rounds % 2 == 0 ? 1 : 0].request_stop();
            }
        });
        ASSERT_TRUE(told[0].ended) << told[0].ended.error().message();
        ASSERT_TRUE(told[1].ended) << told[1].ended.error().message();
        EXPECT_EQ(told[0].ended->reason, told[1].ended->reason);
        if (told[0].ended->reason != EndReason::Stopped) {
            break;
        }
    }
    EXPECT_GE(rounds, 2) << "the run was never interrupted";
    expectSameWeights(whole.runFolder / "last.pth", pieces.runFolder / "last.pth");
    expectSameWeights(whole.runFolder / "best.pth", pieces.runFolder / "best.pth");
}

TEST_F(PeersTraining, OneThatStopsAfterTheEpochStopsAll) {
    m_controls[1].requestStopAfterEpoch();
    const auto told = train(jobWith("run", {}));
    for (const Told& each : told) {
        ASSERT_TRUE(each.ended);
        EXPECT_EQ(each.ended->reason, EndReason::Stopped);
        EXPECT_EQ(each.ended->epochs, 1);
    }
}

TEST_F(PeersTraining, GoOnOnlyInTheSameNumber) {
    TrainJob job = jobWith("run", {});
    m_controls[0].requestStopAfterEpoch();
    ASSERT_TRUE(train(job)[0].ended);
    job.resume = true;
    const auto alone = run(job);
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().code, ErrorCode::ResumeChanged);
    for (const Told& each : train(std::vector<TrainJob>(2, withoutDropout(job)))) {
        ASSERT_FALSE(each.ended);
        EXPECT_EQ(each.ended.error().code, ErrorCode::ResumeChanged) << "every process says why";
    }
}

TEST_F(PeersTraining, RefuseDifferentSettings) {
    for (const Told& each : train({jobWith("run", {}), jobWith("other", {{"epochs", "4"}})})) {
        ASSERT_FALSE(each.ended);
        EXPECT_EQ(each.ended.error().code, ErrorCode::SettingConflict);
    }
}

TEST_F(PeersTraining, ALossThatIsNotFiniteEndsAll) {
    for (const Told& each :
         train(jobWith("run", {{"learning_rate", "10"}, {"optimizer", "sgd"}, {"epochs", "50"}}))) {
        ASSERT_FALSE(each.ended);
        EXPECT_EQ(each.ended.error().code, ErrorCode::LossNotFinite);
    }
}

TEST_F(PeersTraining, TellOfABadImageOnceWhoeverMetIt) {
    const TrainJob job = jobWith("run", {{"epochs", "2"}});
    for (const std::size_t item : {std::size_t{0}, std::size_t{7}, std::size_t{12}}) {
        std::ofstream(job.dataRoot / job.split.train[item].path) << "no picture";
    }
    std::ofstream(job.dataRoot / job.split.val[1].path) << "no picture";
    const auto told = train(job);
    ASSERT_TRUE(told[0].ended) << told[0].ended.error().message();
    // In the second epoch it may be the other one that meets it.
    std::multiset<std::string> paths;
    for (const Notice& notice : told[0].all<Notice>()) {
        paths.insert(notice.path);
    }
    EXPECT_EQ(paths, (std::multiset<std::string>{job.split.train[0].path, job.split.train[7].path,
                                                 job.split.train[12].path, job.split.val[1].path}));
    EXPECT_EQ(told[0].all<EpochFinished>().back().validation->items.size(),
              job.split.val.size() - 1);
}

TEST_F(PeersTraining, TrainAFrozenNetworkInTheOrdinaryWay) {
    const auto told = train(jobWith("run", {{"freeze", "all_but_head"}, {"epochs", "1"}}));
    ASSERT_TRUE(told[0].ended) << told[0].ended.error().message();
    EXPECT_EQ(told[0].noticesOf(ErrorCode::FeaturesUnavailable).size(), 1U);
}

/// The mean loss that a network of these weights has on the validation images.
double validationLoss(const TrainJob& job, const fs::path& weightsFile) {
    const auto network = nn::build(job.model).value();
    EXPECT_TRUE(weights::loadInto(nn::namedTensors(*network),
                                  weights::readWeights(weightsFile).value(), {}, weightsFile));
    network->eval();
    const at::NoGradGuard noGrad;
    loading::LoaderOptions options;
    options.root = job.dataRoot;
    options.preprocess = job.preprocess;
    loading::BatchLoader loader(options, job.split.val);
    double sum = 0;
    while (auto batch = loader.next()) {
        const auto count = static_cast<std::int64_t>(batch->count);
        const at::Tensor images = at::from_blob(batch->imagesNchw.data(), {count, 3, 40, 40});
        const at::Tensor labels = at::from_blob(batch->labels.data(), {count}, at::kLong);
        sum += at::cross_entropy_loss(network->forward(images), labels, {}, at::Reduction::Sum)
                   .item<double>();
    }
    return sum / static_cast<double>(job.split.val.size());
}

TEST_F(PeersTraining, ValidateWithTheStatisticsThatAreSaved) {
    for (const char* ema : {"0", "0.9"}) {
        // Small shares: the statistics of the two differ much.
        TrainJob job = jobWith(std::string("run") + ema, {{"batch", "4"}, {"ema", ema}});
        job.model = zoo::build("shufflenet_v2_x0_5", static_cast<std::int64_t>(job.classes.size()),
                               3, 40, 40)
                        .value();
        const auto told = train(job);
        ASSERT_TRUE(told[0].ended) << told[0].ended.error().message();
        const double loss = told[0].all<EpochFinished>().back().valLoss;
        EXPECT_NEAR(validationLoss(job, job.runFolder / "last.pth"), loss, 1e-4 * loss);
    }
}

/// Refuses tensors over a size in the threads that ask for it.
class LimitedAllocator final : public c10::Allocator {
  public:
    LimitedAllocator(c10::Allocator* inner, std::size_t mostBytes)
        : m_inner(inner), m_mostBytes(mostBytes) {}
    c10::DataPtr allocate(std::size_t bytes) const override {
        if (t_isLimited && bytes > m_mostBytes) {
            throw std::bad_alloc();
        }
        return m_inner->allocate(bytes);
    }
    c10::DeleterFnPtr raw_deleter() const override { return m_inner->raw_deleter(); }

    static thread_local bool t_isLimited;

  private:
    c10::Allocator* m_inner;
    std::size_t m_mostBytes;
};
thread_local bool LimitedAllocator::t_isLimited = false;

TEST_F(PeersTraining, WithoutMemoryInOneTheBatchIsHalvedInAll) {
    const Settings settings{{"batch", "16"}, {"epochs", "2"}, {"optimizer", "sgd"}};
    const TrainJob enough = withoutDropout(jobWith("enough", settings));
    const TrainJob scarce = withoutDropout(jobWith("scarce", settings));
    ASSERT_TRUE(train(enough)[0].ended);
    // The first convolution's output is 32 × 36 × 36 floats an image: room for 9 of them.
    c10::Allocator* former = c10::GetCPUAllocator();
    LimitedAllocator limited(former, std::size_t{32} * 36 * 36 * sizeof(float) * 9);
    c10::SetCPUAllocator(&limited, 255);
    const std::uint16_t port = freePort();
    std::vector<Told> told(kRanks);
    onRanks(kRanks, [&](int rank) {
        LimitedAllocator::t_isLimited = rank == 1;
        const auto index = static_cast<std::size_t>(rank);
        TrainJob job = scarce;
        job.world = worldOf(rank, kRanks, port);
        told[index].ended = makeTorchTrainer()->run(
            job, {}, m_controls[index],
            [&](const Event& event) { told[index].events.push_back(event); });
    });
    c10::SetCPUAllocator(former, 255);
    ASSERT_TRUE(told[0].ended) << told[0].ended.error().message();
    ASSERT_TRUE(told[1].ended) << told[1].ended.error().message();
    const auto halved = told[0].noticesOf(ErrorCode::BatchHalved);
    ASSERT_EQ(halved.size(), 1U);
    EXPECT_EQ(halved[0].error.args, (std::vector<std::string>{"16", "8", "2"}));
    expectNear(enough.runFolder / "last.pth", scarce.runFolder / "last.pth", 1e-3);
}

}  // namespace
}  // namespace minarai::train
