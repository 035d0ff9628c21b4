// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Everything a run can do beside plain steps: it resumes exactly, and it does what it says.
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include <cmath>
#include <limits>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/train/memory_limit.h"
#include "metrics/metrics.h"
#include "nn/module_torch.h"
#include "spec/summary.h"
#include "train/checkpoint_torch.h"
#include "train/phases.h"
#include "train/selection.h"
#include "train/train_step_torch.h"
#include "trainer_fixture.h"

namespace minarai::train {
namespace {

class TechniqueTest : public TrainerTest {
  protected:
    TrainJob jobWith(const std::string& name,
                     const std::vector<std::pair<std::string, std::string>>& settings) {
        EXPECT_TRUE(makeFolder(m_folder / name));
        TrainJob job = makeJob(name);
        for (const auto& [key, value] : settings) {
            EXPECT_TRUE(settingsSchema().setText(job.settings, key, value)) << key;
        }
        applyPhases(job.settings);
        EXPECT_TRUE(checkSettings(job.settings));
        return job;
    }

    /// A job for a network that takes images of any size.
    TrainJob flexibleJob(const std::string& name,
                         const std::vector<std::pair<std::string, std::string>>& settings) {
        TrainJob job = jobWith(name, settings);
        const auto classes = static_cast<std::int64_t>(job.classes.size());
        job.model = zoo::build("shufflenet_v2_x0_5", classes, 3, 40, 40).value();
        return job;
    }

    void expectPiecesToEndAsTheWhole(const TrainJob& whole, const TrainJob& pieces, int steps) {
        ASSERT_TRUE(run(whole));
        const auto wanted = eventsOf<EpochFinished>();
        const auto epochs = runInPieces(pieces, steps);
        expectSameWeights(whole.runFolder / "last.pth", pieces.runFolder / "last.pth");
        expectSameWeights(whole.runFolder / "best.pth", pieces.runFolder / "best.pth");
        ASSERT_EQ(epochs.size(), wanted.size());
        for (std::size_t i = 0; i < epochs.size(); ++i) {
            EXPECT_EQ(epochs[i].trainLoss, wanted[i].trainLoss);
            EXPECT_EQ(epochs[i].valLoss, wanted[i].valLoss);
            EXPECT_EQ(epochs[i].learningRate, wanted[i].learningRate);
            EXPECT_EQ(epochs[i].isBest, wanted[i].isBest);
        }
    }
};

TEST_F(TechniqueTest, AveragingMixingClippingAndAccumulationResumeExactly) {
    const std::vector<std::pair<std::string, std::string>> settings{
        {"ema", "0.9"},      {"mixup", "0.4"},
        {"cutmix", "1"},     {"clip_norm", "0.5"},
        {"accumulate", "2"}, {"sampling", "balanced"},
        {"loss", "focal"},   {"class_weights", "balanced"},
        {"batch", "4"},      {"schedule", "one_cycle"}};
    expectPiecesToEndAsTheWhole(jobWith("whole", settings), jobWith("pieces", settings), 2);
}

TEST_F(TechniqueTest, PhasesOfGrowingSizeResumeExactly) {
    const std::vector<std::pair<std::string, std::string>> settings{
        {"phases", "24:1, 32:1:0.0003, 40:1"},
        {"optimizer", "sgd"},
        {"schedule", "multistep"},
        {"milestones", "1,2"},
        {"batch", "12"}};
    expectPiecesToEndAsTheWhole(flexibleJob("whole", settings), flexibleJob("pieces", settings), 2);
    const auto finished = eventsOf<EpochFinished>();
    EXPECT_DOUBLE_EQ(finished.back().learningRate, 0.001 * 0.1 * 0.1);
}

TEST_F(TechniqueTest, APlateauResumesExactly) {
    // A rate at which nothing gets better by a tenth.
    const std::vector<std::pair<std::string, std::string>> settings{{"epochs", "7"},
                                                                    {"learning_rate", "1e-7"},
                                                                    {"schedule", "plateau"},
                                                                    {"plateau_patience", "1"},
                                                                    {"plateau_factor", "0.25"},
                                                                    {"plateau_threshold", "0.1"},
                                                                    {"batch", "12"}};
    expectPiecesToEndAsTheWhole(jobWith("whole", settings), jobWith("pieces", settings), 3);
    // Two epochs without improvement in a row make the rate fall.
    EXPECT_DOUBLE_EQ(eventsOf<EpochFinished>().back().learningRate, 1e-7 * 0.25 * 0.25);
}

TEST_F(TechniqueTest, EarlyStoppingResumesExactly) {
    const std::vector<std::pair<std::string, std::string>> settings{
        {"epochs", "50"},
        {"learning_rate", "1e-12"},
        {"early_stopping", "3"},
        {"early_stopping_metric", "val_macro_f1"},
        {"batch", "12"}};
    const TrainJob whole = jobWith("whole", settings);
    const auto ended = run(whole);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->reason, EndReason::EarlyStopped);
    const auto epochs = runInPieces(jobWith("pieces", settings), 1);
    EXPECT_EQ(static_cast<std::int64_t>(epochs.size()), ended->epochs);
    expectSameWeights(whole.runFolder / "last.pth", m_folder / "pieces" / "last.pth");
}

TEST_F(TechniqueTest, AnAverageIsWhatIsValidatedAndSaved) {
    const TrainJob job = jobWith("run", {{"ema", "0.99"}, {"ema_warmup", "false"}});
    ASSERT_TRUE(run(job));
    const auto last = readLastCheckpoint(job.runFolder);
    ASSERT_TRUE(last && *last);
    const Checkpoint& checkpoint = (*last)->checkpoint;
    const auto saved = weights::readWeights(job.runFolder / "last.pth").value();
    ASSERT_EQ(saved.size(), checkpoint.average.size());
    bool differ = false;
    for (std::size_t i = 0; i < saved.size(); ++i) {
        EXPECT_TRUE(at::equal(saved[i].second, checkpoint.average[i].second));
        differ = differ || !at::equal(saved[i].second, checkpoint.model[i].second);
    }
    EXPECT_TRUE(differ) << "the raw weights are in the checkpoint";
}

TEST_F(TechniqueTest, ANetworkOfOneSizeRefusesPhases) {
    const auto ended = run(jobWith("run", {{"phases", "56:1, 40:2"}}));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::SettingConflict);
}

TEST_F(TechniqueTest, AListOfWeightsHasToFitTheClasses) {
    const auto ended =
        run(jobWith("run", {{"class_weights", "list"}, {"class_weight_list", "1,2"}}));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::SettingConflict);
}

TEST_F(TechniqueTest, AccumulationTakesFewerUpdatesOfMoreImages) {
    const TrainJob job = jobWith("run", {{"accumulate", "3"}, {"batch", "4"}, {"epochs", "1"}});
    ASSERT_TRUE(run(job));
    const auto images = static_cast<std::int64_t>(job.split.train.size());
    const std::int64_t batches = (images + 3) / 4;
    EXPECT_EQ(static_cast<std::int64_t>(eventsOf<StepFinished>().size()), (batches + 2) / 3);
}

spec::ModelSpec withoutDropout(spec::ModelSpec model) {
    for (spec::Node& node : model.nodes) {
        if (node.op == "Dropout") {
            node.params.set("p", 0.0);
        }
    }
    return model;
}

TEST_F(TechniqueTest, WithoutMemoryTheBatchIsHalvedAndTheResultStays) {
    const std::vector<std::pair<std::string, std::string>> settings{
        {"batch", "16"}, {"epochs", "2"}, {"class_weights", "balanced"}, {"optimizer", "sgd"}};
    TrainJob enough = jobWith("enough", settings);
    TrainJob scarce = jobWith("scarce", settings);
    enough.model = scarce.model = withoutDropout(enough.model);
    ASSERT_TRUE(run(enough));
    const auto wanted = eventsOf<StepFinished>();

    // The first convolution's output is 32 × 36 × 36 floats an image: room for 7 of them, and for
    // the largest weights.
    const std::size_t ofImage = std::size_t{32} * 36 * 36 * sizeof(float);
    {
        const MemoryLimit limit(ofImage * 7);
        const auto ended = run(scarce);
        ASSERT_TRUE(ended) << ended.error().message();
        EXPECT_GT(limit.refused(), 0);
    }
    std::vector<Notice> halved;
    for (const Notice& notice : eventsOf<Notice>()) {
        if (notice.error.code == ErrorCode::BatchHalved) {
            halved.push_back(notice);
        }
    }
    ASSERT_EQ(halved.size(), 2U);
    EXPECT_EQ(halved[0].error.args, (std::vector<std::string>{"16", "8", "2"}));
    EXPECT_EQ(halved[1].error.args, (std::vector<std::string>{"8", "4", "4"}));
    const auto steps = eventsOf<StepFinished>();
    ASSERT_EQ(steps.size(), wanted.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        EXPECT_NEAR(steps[i].loss, wanted[i].loss, 1e-3 * wanted[i].loss) << i;
    }
    const auto a = weights::readWeights(enough.runFolder / "last.pth").value();
    const auto b = weights::readWeights(scarce.runFolder / "last.pth").value();
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_TRUE(at::allclose(a[i].second, b[i].second, 1e-3, 1e-4)) << a[i].first;
    }
}

TEST_F(TechniqueTest, WithoutMemoryForOneImageTheRunEndsWithAnError) {
    TrainJob job = jobWith("run", {{"size", "224"}, {"batch", "4"}});
    job.preprocess = preprocessFor(job.settings, 3);
    job.pipeline = augment::presetPipeline("none", job.preprocess).value();
    const auto classes = static_cast<std::int64_t>(job.classes.size());
    job.model = zoo::build("shufflenet_v2_x0_5", classes, 3, 224, 224).value();
    // Enough for every weight and an image, not for the 24 × 112 × 112 outputs of the first layer.
    const MemoryLimit limit(1'000'000);
    const auto ended = run(job);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::OutOfMemory);
    int halved = 0;
    for (const Notice& notice : eventsOf<Notice>()) {
        halved += notice.error.code == ErrorCode::BatchHalved ? 1 : 0;
    }
    EXPECT_EQ(halved, 2);  // 4, 2 and 1 image were tried
}

/// Batch normalisation of single pixels, and a first layer whose outputs are 32 × 40 × 40.
spec::ModelSpec normalisedPixels(std::size_t classes) {
    const auto json = Json::parse(R"({"version":1,"name":"pixels","input":[3,40,40],"nodes":[
        {"id":"conv","op":"Conv2d","inputs":["input"],
         "params":{"out_channels":32,"kernel_size":3,"padding":1}},
        {"id":"first","op":"BatchNorm2d","inputs":["conv"]},
        {"id":"pool","op":"AdaptiveAvgPool2d","inputs":["first"],"params":{"output_size":1}},
        {"id":"bn","op":"BatchNorm2d","inputs":["pool"]},
        {"id":"flat","op":"Flatten","inputs":["bn"]},
        {"id":"drop","op":"Dropout","inputs":["flat"],"params":{"p":0.2}},
        {"id":"fc","op":"Linear","inputs":["drop"],"params":{"out_features":2}}],
        "output":"fc"})");
    return spec::withClasses(spec::modelSpecFromJson(json).value(),
                             static_cast<std::int64_t>(classes))
        .value();
}

TEST_F(TechniqueTest, PartsOfOneImageThatCannotBeNormalisedBecomePartsOfTwo) {
    const auto resumed = [&](const std::string& name, std::int64_t batchLimit) {
        TrainJob job = jobWith(name, {{"batch", "4"}, {"epochs", "2"}});
        EXPECT_EQ(job.split.train.size() % 4, 0U);
        job.model = normalisedPixels(job.classes.size());
        m_control.requestStopAfterEpoch();
        EXPECT_TRUE(run(job));
        m_control.requestStopAfterEpoch(false);
        // As if memory had run out in the first epoch.
        Checkpoint checkpoint = readCheckpoint(checkpointPath(job.runFolder)).value();
        checkpoint.position.batchLimit = batchLimit;
        EXPECT_TRUE(writeCheckpoint(job.runFolder, checkpoint));
        job.resume = true;
        const auto ended = run(job);
        EXPECT_TRUE(ended) << ended.error().message();
        EXPECT_TRUE(eventsOf<Notice>().empty());
        return job.runFolder / "last.pth";
    };
    const fs::path ofOne = resumed("one", 1);
    const fs::path ofTwo = resumed("two", 2);
    // Nothing of the parts that were too small is left.
    expectSameWeights(ofOne, ofTwo);
}

TEST_F(TechniqueTest, WithoutMemoryForTwoImagesThatAreNormalisedTogetherTheRunEnds) {
    TrainJob job = jobWith("run", {{"batch", "4"}, {"epochs", "1"}});
    job.model = normalisedPixels(job.classes.size());
    const MemoryLimit limit(std::size_t{32} * 40 * 40 * sizeof(float) * 3 / 2);
    const auto ended = run(job);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::OutOfMemory) << ended.error().message();
}

TEST_F(TechniqueTest, BatchesOfOneImageThatCannotBeNormalisedEndTheRunAtOnce) {
    TrainJob job = jobWith("run", {{"batch", "1"}, {"epochs", "1"}});
    job.model = normalisedPixels(job.classes.size());
    const auto ended = run(job);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::SettingConflict) << ended.error().message();
    EXPECT_NE(ended.error().message().find("“batch”"), std::string::npos);
    EXPECT_TRUE(eventsOf<Notice>().empty()) << "it is said once";
}

TEST_F(TechniqueTest, AGradientThatIsNotFiniteStopsBeforeTheWeightsTakeHarm) {
    const auto json = Json::parse(R"({"version":1,"name":"steep","input":[3,8,8],"nodes":[
        {"id":"conv","op":"Conv2d","inputs":["input"],
         "params":{"out_channels":6,"kernel_size":3,"padding":1}},
        {"id":"pool","op":"AdaptiveAvgPool2d","inputs":["conv"],"params":{"output_size":2}},
        {"id":"flat","op":"Flatten","inputs":["pool"]},
        {"id":"fc","op":"Linear","inputs":["flat"],"params":{"out_features":4}}],
        "output":"fc"})");
    const auto network = nn::build(spec::modelSpecFromJson(json).value()).value();
    nn::initParameters(*network, nn::makeGenerator(1));
    network->train();
    {
        // The first layer gives nothing, so the loss is that of a guess. But the way back
        // multiplies large weights by large images.
        const at::NoGradGuard noGrad;
        for (const auto& entry : network->named_parameters()) {
            at::Tensor parameter = entry.value();
            parameter.mul_(entry.key() == "fc.weight" ? 1e25 : 0.0);
        }
    }
    TrainStep step(m_job.settings, network, c10::Device(c10::kCPU), false);
    const at::Tensor images = at::full({2, 3, 8, 8}, 1e20);
    const auto before = nn::namedTensors(*network).front().second.clone();
    const StepResult result = step.run(images, at::tensor({0, 1}, at::kLong), 0.1);
    EXPECT_NEAR(result.loss, std::log(4.0), 1e-5);
    EXPECT_FALSE(result.isFinite);
    EXPECT_TRUE(at::equal(before, nn::namedTensors(*network).front().second));
    EXPECT_TRUE(step.weightsAreFinite());
}

TEST(Selection, FollowsScikitLearnsDefinitions) {
    // Three classes, one without images, by scikit-learn's definitions: F1 is 3/4, 1/2 and 0, of
    // which macro takes the mean; recall is 3/4 and 1/2, of which the class without images has
    // none.
    ValidationResult result;
    result.confusion = metrics::ConfusionMatrix(3);
    const std::vector<std::pair<std::size_t, std::size_t>> answers{{0, 0}, {0, 0}, {0, 0},
                                                                   {0, 1}, {1, 1}, {1, 0}};
    for (const auto& [truth, predicted] : answers) {
        result.confusion.add(truth, predicted);
    }
    result.accuracy = result.confusion.accuracy();
    result.loss = 0.7;
    Params settings = settingsSchema().defaults();
    const auto metric = [&](const char* name) {
        settings.set("early_stopping_metric", std::string(name));
        return selectionMetric(settings, result);
    };
    EXPECT_DOUBLE_EQ(metric("val_accuracy"), 4.0 / 6);
    EXPECT_DOUBLE_EQ(metric("val_loss"), -0.7);
    EXPECT_NEAR(metric("val_macro_f1"), 1.25 / 3, 1e-12);
    result.loss = std::nan("");
    EXPECT_EQ(metric("val_loss"), -std::numeric_limits<double>::infinity()) << "worse than any";
    EXPECT_NEAR(metric("val_balanced_accuracy"), 0.625, 1e-12);
}

}  // namespace
}  // namespace minarai::train
