// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Training on features computed once against training with the frozen part in every step.
#include "train/features_torch.h"

#include <filesystem>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "core/train/memory_limit.h"
#include "dataset/catalog.h"
#include "dataset/sample_set.h"
#include "support/temp_folder.h"
#include "train/settings.h"
#include "train/setup_torch.h"
#include "train/trainer_torch.h"
#include "weights/state_dict_torch.h"
#include "zoo/zoo.h"

namespace minarai::train {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kSize = 64;

class FeaturesTest : public testing::Test {
  protected:
    void SetUp() override { ASSERT_TRUE(dataset::writeSampleSet(m_folder / "data", 5)); }

    TrainJob makeJob(const std::string& run, const std::string& augment,
                     std::int64_t size = kSize) {
        EXPECT_TRUE(makeFolder(m_folder / run));
        TrainJob job;
        const auto catalog = dataset::scan(m_folder / "data").value();
        job.runId = run;
        job.runFolder = m_folder / run;
        job.dataRoot = catalog.root;
        job.classes = catalog.classes;
        job.settings = settingsSchema().defaults();
        job.settings.set("size", size);
        job.settings.set("epochs", std::int64_t{5});
        job.settings.set("batch", std::int64_t{8});
        job.settings.set("precision", std::string("fp32"));
        job.settings.set("freeze", std::string("all_but_head"));
        job.settings.set("augment", augment);
        job.settings.set("feature_views", std::int64_t{2});
        job.split = dataset::makeSplit(catalog, 0.2, 7).value();
        job.preprocess = preprocessFor(job.settings, 3);
        job.pipeline = augment::presetPipeline(augment, job.preprocess).value();
        job.model =
            zoo::build("resnet18", static_cast<std::int64_t>(job.classes.size()), 3, size, size)
                .value();
        job.threads = 2;
        return job;
    }

    struct Outcome {
        std::vector<EpochFinished> epochs;
        std::vector<Notice> notices;
        std::int64_t steps = 0;
        EndReason reason = EndReason::Failed;
    };

    /// Stops after so many steps if `stopAfter` is not 0.
    static Outcome train(const TrainJob& job, std::int64_t stopAfter = 0) {
        Outcome outcome;
        std::stop_source stop;
        TrainControl control;
        const auto ended =
            makeTorchTrainer()->run(job, stop.get_token(), control, [&](const Event& event) {
                if (const auto* epoch = std::get_if<EpochFinished>(&event.payload)) {
                    outcome.epochs.push_back(*epoch);
                } else if (const auto* notice = std::get_if<Notice>(&event.payload)) {
                    outcome.notices.push_back(*notice);
                } else if (std::holds_alternative<StepFinished>(event.payload) &&
                           ++outcome.steps == stopAfter) {
                    (void)stop.request_stop();
                }
            });
        EXPECT_TRUE(ended) << ended.error().message();
        outcome.reason = ended ? ended->reason : EndReason::Failed;
        return outcome;
    }

    [[nodiscard]] weights::StateDict weightsOf(const std::string& run,
                                               const char* name = "last.pth") const {
        return weights::readWeights(m_folder / run / name).value();
    }

    tests::TempFolder m_folder;
};

double difference(const at::Tensor& got, const at::Tensor& want) {
    const at::Tensor wide = want.to(at::kDouble);
    return (got.to(at::kDouble) - wide).abs().max().item<double>() /
           std::max(wide.abs().max().item<double>(), 1e-3);
}

TEST_F(FeaturesTest, GiveTheWeightsOfOrdinaryTraining) {
    TrainJob ordinary = makeJob("ordinary", "none");
    ordinary.settings.set("feature_cache", std::string("off"));
    const Outcome plain = train(ordinary);
    const Outcome cached = train(makeJob("cached", "none"));
    EXPECT_TRUE(cached.notices.empty());
    ASSERT_EQ(cached.epochs.size(), plain.epochs.size());
    EXPECT_EQ(cached.steps, plain.steps);
    for (std::size_t i = 0; i < plain.epochs.size(); ++i) {
        EXPECT_NEAR(cached.epochs[i].trainLoss, plain.epochs[i].trainLoss, 1e-5);
        EXPECT_NEAR(cached.epochs[i].valLoss, plain.epochs[i].valLoss, 1e-5);
        EXPECT_EQ(cached.epochs[i].valAccuracy, plain.epochs[i].valAccuracy);
        EXPECT_EQ(cached.epochs[i].validation->items, plain.epochs[i].validation->items);
    }
    const auto want = weightsOf("ordinary");
    const auto got = weightsOf("cached");
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < want.size(); ++i) {
        ASSERT_EQ(got[i].first, want[i].first);
        EXPECT_LT(difference(got[i].second, want[i].second), 1e-4) << got[i].first;
    }
}

TEST_F(FeaturesTest, TheFirstViewIsThePictureItself) {
    TrainJob plain = makeJob("plain", "none");
    TrainJob varied = makeJob("varied", "standard");
    TrainJob more = makeJob("more", "standard");
    varied.settings.set("feature_views", std::int64_t{1});
    const Outcome without = train(plain);
    const Outcome single = train(varied);
    const Outcome two = train(more);
    ASSERT_EQ(single.epochs.size(), without.epochs.size());
    for (std::size_t i = 0; i < without.epochs.size(); ++i) {
        EXPECT_EQ(single.epochs[i].trainLoss, without.epochs[i].trainLoss) << i;
    }
    // The next one is a variation.
    EXPECT_EQ(two.epochs.front().trainLoss, without.epochs.front().trainLoss);
    EXPECT_NE(two.epochs.back().trainLoss, without.epochs.back().trainLoss);
}

TEST_F(FeaturesTest, AStoppedRunEndsWithTheSameBits) {
    const Outcome whole = train(makeJob("whole", "standard"));
    EXPECT_EQ(whole.reason, EndReason::Completed);
    TrainJob job = makeJob("parts", "standard");
    EXPECT_EQ(train(job, 5).reason, EndReason::Stopped);
    job.resume = true;
    EXPECT_EQ(train(job, 4).reason, EndReason::Stopped);
    const Outcome rest = train(job);
    EXPECT_EQ(rest.reason, EndReason::Completed);
    const auto want = weightsOf("whole");
    const auto got = weightsOf("parts");
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < want.size(); ++i) {
        EXPECT_TRUE(got[i].second.equal(want[i].second)) << got[i].first;
    }
}

TEST_F(FeaturesTest, ABalancedRunThatIsStoppedEndsWithTheSameBits) {
    // One class has so few pictures that they come several times in an epoch, in several views.
    const auto scarce = [this](const std::string& run) {
        TrainJob job = makeJob(run, "standard");
        job.settings.set("sampling", std::string("balanced"));
        int left = 1;
        std::erase_if(job.split.train,
                      [&](const dataset::Item& item) { return item.label == 0 && --left < 0; });
        return job;
    };
    const Outcome whole = train(scarce("whole"));
    EXPECT_EQ(whole.reason, EndReason::Completed);
    TrainJob job = scarce("parts");
    const std::int64_t inTheLastEpoch = whole.steps - 1;
    EXPECT_EQ(train(job, inTheLastEpoch).reason, EndReason::Stopped);
    job.resume = true;
    EXPECT_EQ(train(job).reason, EndReason::Completed);
    const auto want = weightsOf("whole");
    const auto got = weightsOf("parts");
    for (std::size_t i = 0; i < want.size(); ++i) {
        EXPECT_TRUE(got[i].second.equal(want[i].second)) << got[i].first;
    }
}

TEST_F(FeaturesTest, OfTurnsInSeveralViewsAreThoseOfEachView) {
    const TrainJob job = makeJob("views", "standard");
    const auto network = nn::build(job.model).value();
    nn::initParameters(*network, nn::makeGenerator(3));
    network->useChannelsLast();
    FeatureOptions options;
    options.cut = findFeatureCut(job.model, planTraining(job.model, job.settings).value()).value();
    options.views = 2;
    options.memoryBytes = std::uint64_t{64} << 20;
    options.folder = job.runFolder;
    options.val = loaderOptions(job);
    options.train = trainLoaderOptions(job, job.preprocess, job.pipeline);
    options.trainItems = job.split.train;
    options.valItems = job.split.val;
    Features features(network, options);
    const std::stop_source stop;
    const FeatureObserver quiet = [](std::int64_t, std::int64_t) { return true; };
    ASSERT_TRUE(features.computeView(0, stop.get_token(), quiet).value());
    ASSERT_TRUE(features.computeView(1, stop.get_token(), quiet).value());
    const std::vector<FeatureTurn> first{{3, 0}, {5, 0}};
    const std::vector<FeatureTurn> second{{3, 1}, {5, 1}};
    const std::vector<FeatureTurn> mixed{{5, 1}, {3, 0}, {3, 1}, {5, 0}};
    const at::Tensor one = features.ofTraining(first);
    const at::Tensor other = features.ofTraining(second);
    EXPECT_GT(difference(one, other), 1e-3) << "another variation of the same pictures";
    const at::Tensor want = at::stack({other[1], one[0], other[0], one[1]});
    EXPECT_TRUE(features.ofTraining(mixed).equal(want));
    const loading::Batch batch = features.batchOf(mixed);
    EXPECT_EQ(batch.items, (std::vector<std::size_t>{5, 3, 3, 5}));
    EXPECT_EQ(batch.labels[1], job.split.train[3].label);
}

TEST_F(FeaturesTest, AreTheSameFromAFile) {
    const Outcome inMemory = train(makeJob("memory", "standard"));
    TrainJob job = makeJob("file", "standard");
    job.settings.set("cache_mb", std::int64_t{0});
    const Outcome inFile = train(job);
    ASSERT_EQ(inFile.epochs.size(), inMemory.epochs.size());
    const auto want = weightsOf("memory");
    const auto got = weightsOf("file");
    for (std::size_t i = 0; i < want.size(); ++i) {
        EXPECT_TRUE(got[i].second.equal(want[i].second)) << got[i].first;
    }
    for (const auto& entry : fs::directory_iterator(m_folder / "file")) {
        EXPECT_EQ(entry.path().filename().string().find("features"), std::string::npos);
    }
}

TEST_F(FeaturesTest, AreTheSameWithoutMemoryForAWholeBatch) {
    constexpr std::size_t kLarge = 224;
    const Outcome enough = train(makeJob("enough", "none", kLarge));
    const TrainJob job = makeJob("scarce", "none", kLarge);
    // The first stage has 64 channels at a quarter of the size, which for 32 pictures is more than
    // the largest weights take while they are folded in double.
    const std::size_t ofPicture = std::size_t{64} * (kLarge / 4) * (kLarge / 4) * sizeof(float);
    const std::size_t ofWeights = std::size_t{512} * 512 * 9 * sizeof(float);
    const std::size_t room = ofWeights * 5 / 2;
    ASSERT_GT(ofPicture * 32, room);
    int refused = 0;
    Outcome scarce;
    {
        const MemoryLimit limit(room);
        scarce = train(job);
        refused = limit.refused();
    }
    EXPECT_GT(refused, 0);
    ASSERT_EQ(scarce.epochs.size(), enough.epochs.size());
    for (std::size_t i = 0; i < enough.epochs.size(); ++i) {
        EXPECT_NEAR(scarce.epochs[i].trainLoss, enough.epochs[i].trainLoss, 1e-4);
        EXPECT_NEAR(scarce.epochs[i].valLoss, enough.epochs[i].valLoss, 1e-4);
    }
}

TEST_F(FeaturesTest, AnUnreadableImageIsToldOnceAndLeftOut) {
    TrainJob job = makeJob("broken", "none");
    const std::string path = job.split.train.front().path;
    ASSERT_TRUE(writeFileAtomically(job.dataRoot / path, std::string_view("no image")));
    const Outcome outcome = train(job);
    ASSERT_EQ(outcome.notices.size(), 1U);
    EXPECT_EQ(outcome.notices.front().path, path);
    EXPECT_EQ(outcome.epochs.size(), 5U);
}

TEST_F(FeaturesTest, ThatCannotBeHadAreTrainedInTheOrdinaryWay) {
    TrainJob job = makeJob("mixed", "none");
    job.settings.set("mixup", 0.2);
    job.settings.set("epochs", std::int64_t{1});
    const Outcome outcome = train(job);
    ASSERT_EQ(outcome.notices.size(), 1U);
    EXPECT_EQ(outcome.notices.front().error.code, ErrorCode::FeaturesUnavailable);
    EXPECT_EQ(outcome.epochs.size(), 1U);
}

TEST(FeaturesAndRest, AreTheWholeNetwork) {
    struct Case {
        const char* arch;
        const char* freeze;
    };
    for (const Case& one : {Case{"resnet18", "most"}, Case{"mobilenet_v2", "all_but_head"},
                            Case{"mobilenet_v3_small", "early"}, Case{"vgg11", "upto:features"}}) {
        const auto spec = zoo::build(one.arch, 5, 3, kSize, kSize).value();
        Params settings = settingsSchema().defaults();
        settings.set("freeze", std::string(one.freeze));
        const auto cut = findFeatureCut(spec, planTraining(spec, settings).value());
        ASSERT_TRUE(cut) << one.arch << ": " << cut.error().message();
        const auto network = nn::build(spec).value();
        nn::initParameters(*network, nn::makeGenerator(3));
        network->useChannelsLast();
        const at::Tensor images = at::randn({3, 3, kSize, kSize}, nn::makeGenerator(4));
        nn::Inference inference(network, {false, cut->node});
        const nn::EvalGuard guard(*network);
        nn::Captures captures;
        const at::Tensor got =
            network->forwardAfter(cut->node, inference.forward(images), {}, captures);
        EXPECT_LT(difference(got, network->forward(images)), 1e-5) << one.arch;
    }
}

}  // namespace
}  // namespace minarai::train
