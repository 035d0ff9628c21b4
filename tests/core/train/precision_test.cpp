// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which precision is chosen: the judgement on made-up figures, the measurement and what is kept of
// it, and the second look at the first validation.
#include "train/precision_torch.h"

#include <cstdlib>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "predict/answers_torch.h"
#include "train/training_plan.h"
#include "trainer_fixture.h"

namespace minarai::train {
namespace {

PrecisionChoice judged(double gain, double cosine, double lossDifference) {
    PrecisionChoice choice;
    choice.gain = gain;
    choice.cosine = cosine;
    choice.lossDifference = lossDifference;
    judge(choice);
    return choice;
}

TEST(PrecisionJudgement, WantsSpeedAndAgreement) {
    EXPECT_TRUE(judged(1.5, 0.99, 0.001).bf16);
    EXPECT_TRUE(judged(kLeastGain, kLeastCosine, kLossTolerance).bf16);
    EXPECT_FALSE(judged(1.5, 0.99, 0.001).notice);

    // Not worth it: nothing to tell.
    EXPECT_FALSE(judged(1.04, 0.99, 0.001).bf16);
    EXPECT_FALSE(judged(1.04, 0.5, 0.5).notice);

    for (const auto& refused : {judged(1.5, 0.89, 0.001), judged(1.5, 0.99, 0.021)}) {
        EXPECT_FALSE(refused.bf16);
        ASSERT_TRUE(refused.notice);
        EXPECT_EQ(refused.notice->code, ErrorCode::PrecisionFellBack);
    }
    PrecisionChoice unknown;
    judge(unknown);
    EXPECT_FALSE(unknown.bf16);
    EXPECT_FALSE(unknown.notice);
}

TEST(PrecisionJudgement, OneSlowStepDecidesNothing) {
    EXPECT_DOUBLE_EQ(gainOf({{2, 2.2, 9}, {1, 1.1, 1}}), 2.2);
    EXPECT_DOUBLE_EQ(gainOf({{2, 2, 2}, {1, 8, 1}}), 2);
    EXPECT_DOUBLE_EQ(gainOf({}), 1);
}

TEST(PrecisionJudgement, ACloseCallIsLookedAtAgain) {
    const PrecisionTimes clear{{2, 2, 2}, {1, 1, 1}};
    const PrecisionTimes close{{1.1, 1.1, 1.1}, {1, 1, 1}};
    const PrecisionTimes five{{1.1, 1.1, 1.1, 1.1, 1.1}, {1, 1, 1, 1, 1}};
    EXPECT_TRUE(wantsAnotherRound({}, 100)) << "one at least";
    EXPECT_TRUE(wantsAnotherRound({{2}, {1}}, 0.5));
    EXPECT_FALSE(wantsAnotherRound({{2}, {1}}, 10)) << "long steps are not repeated";
    EXPECT_FALSE(wantsAnotherRound(clear, 0.5));
    EXPECT_TRUE(wantsAnotherRound(close, 0.5));
    EXPECT_FALSE(wantsAnotherRound(close, 10));
    EXPECT_FALSE(wantsAnotherRound(five, 0.5));
}

/// ResNet-18 at 64 px has 150 M multiply-adds: enough to gain.
class Precision : public TrainerTest {
  protected:
    void SetUp() override {
        if (!predict::computesBf16(false)) {
            GTEST_SKIP() << "this processor does not compute in bfloat16";
        }
        TrainerTest::SetUp();
        ::setenv("XDG_CACHE_HOME", (m_folder / "cache").c_str(), 1);
        m_job.settings.set("size", std::int64_t{64});
        m_job.settings.set("precision", std::string("auto"));
        m_job.settings.set("epochs", std::int64_t{2});
        m_job.settings.set("learning_rate", 1e-9);
        m_job.preprocess = preprocessFor(m_job.settings, 3);
        m_job.pipeline = augment::presetPipeline("none", m_job.preprocess).value();
        m_job.model =
            zoo::build("resnet18", static_cast<std::int64_t>(m_job.classes.size()), 3, 64, 64)
                .value();
    }

    Result<PrecisionChoice> choose(const PrecisionSource& source) {
        const auto plan = planTraining(m_job.model, m_job.settings);
        return choosePrecision(m_job.settings, m_job.model, *plan, c10::Device(c10::kCPU), 2,
                               source);
    }

    /// A source that counts how often it is asked.
    PrecisionSource counting(const std::string& name) {
        return {name, [this]() -> Result<PrecisionTrial> {
                    ++m_made;
                    return randomTrial(m_job.settings, m_job.model, c10::Device(c10::kCPU), 1);
                }};
    }

    nlohmann::json kept() const {
        return nlohmann::json::parse(readTextFile(precisionFile(), 1 << 20).value());
    }

    /// The job's network with a last layer whose answers hang on the last digits: its rows are much
    /// longer than what they differ in.
    std::shared_ptr<nn::Network> touchy() const {
        auto network = nn::build(m_job.model).value();
        nn::initParameters(*network, nn::makeGenerator(1));
        const at::NoGradGuard noGrad;
        for (auto& [name, tensor] : nn::namedTensors(*network)) {
            if (name == "fc.weight") {
                at::Tensor weight = tensor;
                weight.mul_(10).add_(weight[0].clone(), 300);
            }
        }
        return network;
    }

    int m_made = 0;
};

TEST_F(Precision, TheCheckIsMadeOnceForEachSourceUntilItIsOld) {
    const auto first = choose(counting("photos"));
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ(m_made, 1);
    ASSERT_TRUE(first->gain && first->cosine && first->lossDifference);
    EXPECT_GT(*first->gain, 0);
    EXPECT_GT(*first->cosine, 0.9) << "the same gradient but for the digits";
    PrecisionChoice again = *first;
    judge(again);
    EXPECT_EQ(first->bf16, again.bf16);

    const auto second = choose(counting("photos"));
    ASSERT_TRUE(second);
    EXPECT_EQ(m_made, 1) << "remembered";
    EXPECT_EQ(second->gain, first->gain);
    ASSERT_TRUE(choose(counting("other photos")));
    EXPECT_EQ(m_made, 2);

    nlohmann::json file = kept();
    ASSERT_EQ(file["choices"].size(), 2U);
    for (auto& choice : file["choices"]) {
        choice["time_ms"] = choice["time_ms"].get<std::int64_t>() - std::int64_t{31} * 86'400'000;
    }
    ASSERT_TRUE(writeFileAtomically(precisionFile(), file.dump()));
    ASSERT_TRUE(choose(counting("photos")));
    EXPECT_EQ(m_made, 3) << "too old";

    file = kept();
    for (auto& choice : file["choices"]) {
        choice["time_ms"] = "yesterday";
    }
    ASSERT_TRUE(writeFileAtomically(precisionFile(), file.dump()));
    ASSERT_TRUE(choose(counting("photos")));
    EXPECT_EQ(m_made, 4) << "damaged";
}

TEST_F(Precision, ARunIsCheckedOnItsOwnImagesAndWeights) {
    ASSERT_TRUE(weights::writeWeights(m_folder / "touchy.pth", nn::namedTensors(*touchy())));
    m_job.initialWeights = m_folder / "touchy.pth";
    m_job.settings.set("epochs", std::int64_t{1});
    ASSERT_TRUE(run(m_job));
    ASSERT_EQ(kept()["choices"].size(), 1U);
    const nlohmann::json choice = *kept()["choices"].begin();
    // Random weights would agree.
    EXPECT_FALSE(choice["bf16"].get<bool>());
    EXPECT_TRUE(choice["cosine"].get<double>() < kLeastCosine ||
                choice["loss_difference"].get<double>() > kLossTolerance)
        << choice;
    EXPECT_EQ(eventsOf<RunStarted>().front().precision, "fp32");
}

TEST_F(Precision, AnswersThatWouldChangeTooMuchAreGivenInFloat) {
    const at::Tensor images = at::randn({8, 3, 64, 64}, nn::makeGenerator(4));
    predict::Answers refused(touchy(), "auto");
    (void)refused.logits(images.narrow(0, 0, 7));
    EXPECT_FALSE(refused.takeNotice()) << "too few pictures to decide on";
    const at::Tensor got = refused.logits(images);
    EXPECT_EQ(refused.precision(), "fp32");
    const auto notice = refused.takeNotice();
    ASSERT_TRUE(notice);
    EXPECT_EQ(notice->code, ErrorCode::PrecisionFellBack);
    EXPECT_FALSE(refused.takeNotice()) << "told once";
    EXPECT_TRUE(got.equal(predict::Answers(touchy(), "fp32").logits(images)));

    auto calm = nn::build(m_job.model).value();
    nn::initParameters(*calm, nn::makeGenerator(1));
    predict::Answers taken(calm, "auto");
    const at::Tensor fast = taken.logits(images);
    EXPECT_EQ(taken.precision(), "bf16");
    EXPECT_FALSE(taken.takeNotice());
    EXPECT_LE(predict::probabilityDifference(predict::Answers(calm, "fp32").logits(images), fast),
              predict::kProbabilityTolerance);
}

TEST_F(Precision, TheFirstValidationIsASecondLook) {
    ASSERT_TRUE(weights::writeWeights(m_folder / "touchy.pth", nn::namedTensors(*touchy())));
    m_job.initialWeights = m_folder / "touchy.pth";
    m_job.precision = "bf16";  // as if the check had been content
    const auto stopped = [&] {
        std::stop_source source;
        return run(
            m_job,
            [&](const Event& event) {
                if (std::holds_alternative<EpochFinished>(event.payload)) {
                    source.request_stop();
                }
            },
            source.get_token());
    }();
    ASSERT_TRUE(stopped) << stopped.error().message();
    EXPECT_EQ(eventsOf<RunStarted>().front().precision, "bf16");
    ASSERT_EQ(eventsOf<Notice>().size(), 1U);
    EXPECT_EQ(eventsOf<Notice>().front().error.code, ErrorCode::PrecisionFellBack);

    // What is resumed stays in float32.
    m_job.resume = true;
    ASSERT_TRUE(run(m_job));
    EXPECT_EQ(eventsOf<RunStarted>().front().precision, "fp32");
    EXPECT_TRUE(eventsOf<Notice>().empty());
}

TEST_F(Precision, WhoAsksForBf16KeepsIt) {
    ASSERT_TRUE(weights::writeWeights(m_folder / "touchy.pth", nn::namedTensors(*touchy())));
    m_job.initialWeights = m_folder / "touchy.pth";
    m_job.settings.set("precision", std::string("bf16"));
    m_job.settings.set("epochs", std::int64_t{1});
    ASSERT_TRUE(run(m_job));
    EXPECT_TRUE(eventsOf<Notice>().empty());
}

TEST(PrecisionAuto, ASmallNetworkIsNotEvenTried) {
    Params settings = settingsSchema().defaults();
    settings.set("precision", std::string("auto"));
    const spec::ModelSpec model = zoo::build("lenet5", 3, 1, 28, 28).value();
    const auto plan = planTraining(model, settings);
    bool asked = false;
    const auto choice = choosePrecision(settings, model, *plan, c10::Device(c10::kCPU), 1,
                                        {"", [&]() -> Result<PrecisionTrial> {
                                             asked = true;
                                             return fail(ErrorCode::Internal, "asked");
                                         }});
    ASSERT_TRUE(choice);
    EXPECT_FALSE(choice->bf16);
    EXPECT_FALSE(asked);
    settings.set("precision", std::string("bf16"));
    EXPECT_TRUE(choosePrecision(settings, model, *plan, c10::Device(c10::kCPU), 1)->bf16);
}

}  // namespace
}  // namespace minarai::train
