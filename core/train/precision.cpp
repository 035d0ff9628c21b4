// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/precision_torch.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#include <vector>

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/version.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json.h"
#include "nn/tensor_pool_torch.h"
#include "spec/summary.h"
#include "train/event.h"
#include "train/feature_cut.h"
#include "train/measurement_cache.h"
#include "train/phases.h"
#include "train/train_step_torch.h"

namespace minarai::train {
namespace {

constexpr int kVersion = 4;
constexpr std::size_t kMostChoices = 2000;
constexpr std::uint64_t kSeed = 1;
constexpr std::int64_t kTimesValidMs = std::int64_t{30} * 24 * 3600 * 1000;

constexpr std::size_t kRounds = 3;
constexpr std::size_t kMostRounds = 5;
constexpr double kRoundsSeconds = 3;  ///< after which no usual round begins
/// A gain this near to kLeastGain is looked at again.
constexpr double kCloseCall = 0.1;

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point began) {
    return std::chrono::duration<double>(Clock::now() - began).count();
}

/// The same network and the same pictures in both precisions.
class Comparison {
  public:
    Comparison(const Params& settings, const PrecisionTrial& trial, const TrainingPlan& plan,
               const c10::Device& device)
        : m_trial(trial),
          m_device(device),
          m_exact(settings, trial.network, device, false, plan),
          m_fast(settings, trial.network, device, true, plan) {}

    void run(PrecisionChoice& choice) {
        compare(choice);

        PrecisionTimes times;
        const auto began = Clock::now();
        while (wantsAnotherRound(times, secondsSince(began))) {
            const bool exactFirst = times.exact.size() % 2 == 0;
            for (const bool isExact : {exactFirst, !exactFirst}) {
                (isExact ? times.exact : times.fast).push_back(timeOf(isExact ? m_exact : m_fast));
            }
        }
        choice.gain = gainOf(times);
    }

  private:
    /// Two sets of gradients are needed at once: they are gone when the run takes its memory.
    void compare(PrecisionChoice& choice) {
        // The first steps also build what later ones use again.
        const double exactLoss = lossOf(m_exact);
        std::vector<at::Tensor> exact = takeGradients();
        const double fastLoss = lossOf(m_fast);
        const double cosine = cosineOf(std::move(exact), takeGradients());
        // What is no number agrees with nothing.
        const double difference = std::abs(fastLoss - exactLoss) / std::max(exactLoss, 1e-9);
        choice.cosine = std::isfinite(cosine) ? cosine : 0.0;
        choice.lossDifference = std::isfinite(difference) ? difference : 1.0;
    }

    double lossOf(TrainStep& step) {
        m_trial.network->seedDropout(kSeed);
        return step.forwardBackward(m_trial.images, m_trial.labels).loss;
    }

    double timeOf(TrainStep& step) {
        const auto began = Clock::now();
        (void)lossOf(step);
        if (m_device.is_cuda()) {
            (void)step.gradientNorm();  // waits for what is under way
        }
        return secondsSince(began);
    }

    std::vector<at::Tensor> takeGradients() {
        std::vector<at::Tensor> gradients;
        for (const at::Tensor& parameter : m_trial.network->parameters()) {
            if (parameter.grad().defined()) {
                gradients.push_back(parameter.grad());
                parameter.mutable_grad() = at::Tensor();
            }
        }
        return gradients;
    }

    static double cosineOf(std::vector<at::Tensor> a, std::vector<at::Tensor> b);

    const PrecisionTrial& m_trial;
    c10::Device m_device;
    TrainStep m_exact;
    TrainStep m_fast;
};

double Comparison::cosineOf(std::vector<at::Tensor> a, std::vector<at::Tensor> b) {
    // In pieces: a product of a large layer's gradients would take as much memory as they do.
    constexpr std::int64_t kPiece = 1 << 20;
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        const at::Tensor allA = a[i].reshape(-1);
        const at::Tensor allB = b[i].reshape(-1);
        for (std::int64_t begin = 0; begin < allA.numel(); begin += kPiece) {
            const std::int64_t size = std::min(kPiece, allA.numel() - begin);
            const at::Tensor pieceA = allA.narrow(0, begin, size).to(at::kDouble);
            const at::Tensor pieceB = allB.narrow(0, begin, size).to(at::kDouble);
            product += pieceA.dot(pieceB).item<double>();
            squareA += pieceA.dot(pieceA).item<double>();
            squareB += pieceB.dot(pieceB).item<double>();
        }
        a[i] = at::Tensor();
        b[i] = at::Tensor();
    }
    return product / std::max(std::sqrt(squareA * squareB), 1e-300);
}

/// What the answer depends on.
std::string keyOf(const Params& settings, const spec::ModelSpec& model, const c10::Device& device,
                  int threads, const std::string& source) {
    MeasureRequest request;
    request.settings = settings;
    request.device = predict::deviceText(device);
    request.threads = threads;
    const MeasurementKey key =
        measurementKey(measuredModelText(model), request,
                       fmt::format("{}.{}", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR));
    return fmt::format("{}; {}; {}; batch {}; {} x{}; {}; {}", key.model, source, key.updates,
                       key.batch, key.device, key.threads, key.machine, key.versions);
}

Json readChoices() {
    try {
        const auto text = readTextFile(precisionFile(), std::uint64_t{8} << 20);
        Json json = text ? Json::parse(*text) : Json();
        if (json.is_object() && json.value("version", 0) == kVersion &&
            json.at("choices").is_object()) {
            return std::move(json.at("choices"));
        }
    } catch (const std::exception&) {
        // A damaged file holds nothing: the next write replaces it.
        return Json::object();
    }
    return Json::object();
}

std::optional<PrecisionChoice> remembered(const std::string& key) {
    const Json choices = readChoices();
    const auto found = choices.find(key);
    if (found == choices.end() || !found->is_object()) {
        return std::nullopt;
    }
    try {
        // The machine or what else it does may be another one by now.
        const std::int64_t age = nowMs() - found->value("time_ms", std::int64_t{0});
        if (age < 0 || age > kTimesValidMs) {
            return std::nullopt;
        }
        PrecisionChoice choice;
        choice.bf16 = found->value("bf16", false);
        choice.gain = found->value("gain", 1.0);
        choice.cosine = found->value("cosine", 1.0);
        choice.lossDifference = found->value("loss_difference", 0.0);
        return choice;
    } catch (const std::exception&) {
        return std::nullopt;  // a damaged entry costs one new check
    }
}

/// A cache that cannot be written costs a check another time, nothing more.
void remember(const std::string& key, const PrecisionChoice& choice) {
    Json choices = readChoices();
    if (choices.size() >= kMostChoices) {
        choices.erase(choices.begin());
    }
    choices[key] = Json{{"time_ms", nowMs()},
                        {"bf16", choice.bf16},
                        {"gain", choice.gain.value_or(1)},
                        {"cosine", choice.cosine.value_or(1)},
                        {"loss_difference", choice.lossDifference.value_or(0)}};
    const std::filesystem::path file = precisionFile();
    if (makeFolder(file.parent_path())) {
        (void)writeFileAtomically(file,
                                  Json{{"version", kVersion}, {"choices", choices}}.dump(1) + "\n");
    }
}

}  // namespace

double gainOf(const PrecisionTimes& times) {
    const auto median = [](std::vector<double> values) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    };
    return times.exact.empty() || times.fast.empty()
               ? 1.0
               : median(times.exact) / std::max(median(times.fast), 1e-9);
}

bool wantsAnotherRound(const PrecisionTimes& times, double seconds) {
    const std::size_t rounds = std::min(times.exact.size(), times.fast.size());
    if (rounds < kRounds) {
        return rounds == 0 || seconds < kRoundsSeconds;
    }
    const bool isClose = std::abs(gainOf(times) - kLeastGain) < kCloseCall;
    return isClose && rounds < kMostRounds && seconds < 2 * kRoundsSeconds;
}

void judge(PrecisionChoice& choice) {
    const double cosine = choice.cosine.value_or(0);
    const double difference = choice.lossDifference.value_or(1);
    const bool agrees = cosine >= kLeastCosine && difference <= kLossTolerance;
    const bool isFaster = choice.gain.value_or(1) >= kLeastGain;
    choice.bf16 = agrees && isFaster;
    choice.notice.reset();
    if (isFaster && !agrees) {
        choice.notice = fail(ErrorCode::PrecisionFellBack,
                             fmt::format("cos {:.2f}, loss {:+.1f} %", cosine, difference * 100));
    }
}

Result<PrecisionTrial> randomTrial(const Params& settings, const spec::ModelSpec& model,
                                   const c10::Device& device, std::uint64_t seed) {
    PrecisionTrial trial;
    MN_ASSIGN(trial.network, nn::build(model));
    MN_ASSIGN(const std::int64_t classes, spec::classCount(model));
    nn::initParameters(*trial.network, nn::makeGenerator(seed));
    trial.network->to(device);
    trial.network->useChannelsLast();
    trial.network->train();
    const std::int64_t count =
        std::clamp<std::int64_t>(settings.integer("batch"), 2, kPrecisionImages);
    trial.images = at::randn({count, model.input[0], model.input[1], model.input[2]},
                             nn::makeGenerator(kSeed), at::TensorOptions(at::kFloat));
    trial.labels = at::arange(count, at::kLong).remainder(classes);
    return trial;
}

std::filesystem::path precisionFile() {
    return measurementFile().parent_path() / "precisions.json";
}

Result<PrecisionChoice> choosePrecision(const Params& settings, const spec::ModelSpec& model,
                                        const TrainingPlan& plan, const c10::Device& device,
                                        int threads, const PrecisionSource& source) {
    PrecisionChoice choice;
    const std::string asked = settings.text("precision");
    MN_ASSIGN(const spec::Summary summary, spec::summarize(model));
    if (asked != "auto" || !predict::computesBf16(device.is_cuda()) ||
        summary.macs < predict::kWorthwhileMacs) {
        choice.bf16 = asked == "bf16";
        return choice;
    }
    const bool learnsFromFeatures =
        settings.text("feature_cache") == "auto" && settings.real("mixup") <= 0 &&
        settings.real("cutmix") <= 0 && phasesOf(settings).empty() &&
        plan.nodes.size() == model.nodes.size() && findFeatureCut(model, plan).has_value();
    if (learnsFromFeatures) {
        // Only the frozen part runs in it, once, and Features compares what it computes.
        choice.bf16 = true;
        return choice;
    }
    const std::string key = keyOf(settings, model, device, threads, source.name);
    if (const auto known = remembered(key)) {
        choice = *known;
        judge(choice);
        return choice;
    }
    {
        MN_ASSIGN(const PrecisionTrial trial,
                  source.make ? source.make() : randomTrial(settings, model, device, kSeed));
        Params compared = settings;
        compared.set("ema", 0.0);
        Comparison(compared, trial, plan, device).run(choice);
    }
    judge(choice);
    remember(key, choice);
    nn::releaseTensorPool();
    return choice;
}

}  // namespace minarai::train
