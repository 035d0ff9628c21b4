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
#include "train/feature_cut.h"
#include "train/measurement_cache.h"
#include "train/phases.h"
#include "train/train_step_torch.h"

namespace minarai::train {
namespace {

constexpr int kVersion = 1;
constexpr std::int64_t kMostImages = 8;
constexpr std::size_t kMostChoices = 2000;
constexpr std::uint64_t kSeed = 1;

/// What a step in one precision takes and computes.
struct Trial {
    double seconds = 0;
    double loss = 0;
    std::vector<at::Tensor> gradients;
};

Result<Trial> trial(const Params& settings, const spec::ModelSpec& model, const TrainingPlan& plan,
                    const c10::Device& device, bool bf16) {
    MN_ASSIGN(auto network, nn::build(model));
    MN_ASSIGN(const std::int64_t classes, spec::classCount(model));
    nn::initParameters(*network, nn::makeGenerator(kSeed));
    network->seedDropout(kSeed);
    network->to(device);
    network->useChannelsLast();
    network->train();
    TrainStep step(settings, network, device, bf16, plan);
    const std::int64_t count = std::clamp<std::int64_t>(settings.integer("batch"), 2, kMostImages);
    const at::Tensor images = at::randn({count, model.input[0], model.input[1], model.input[2]},
                                        nn::makeGenerator(kSeed), at::TensorOptions(at::kFloat));
    const at::Tensor labels = at::arange(count, at::kLong).remainder(classes);
    Trial result;
    result.loss = step.forwardBackward(images, labels).loss;
    for (const at::Tensor& parameter : network->parameters()) {
        if (parameter.grad().defined()) {
            result.gradients.push_back(parameter.grad().clone());
        }
    }
    // The first step also built what later ones use again.
    const auto began = std::chrono::steady_clock::now();
    (void)step.forwardBackward(images, labels);
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return result;
}

double cosineOf(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b) {
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        product += (a[i] * b[i]).sum(at::kDouble).item<double>();
        squareA += a[i].square().sum(at::kDouble).item<double>();
        squareB += b[i].square().sum(at::kDouble).item<double>();
    }
    return product / std::max(std::sqrt(squareA * squareB), 1e-300);
}

/// What the answer depends on.
std::string keyOf(const Params& settings, const spec::ModelSpec& model, const c10::Device& device,
                  int threads) {
    MeasureRequest request;
    request.settings = settings;
    request.device = predict::deviceText(device);
    request.threads = threads;
    const MeasurementKey key =
        measurementKey(measuredModelText(model), request,
                       fmt::format("{}.{}", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR));
    return fmt::format("{}; {}; batch {}; {} x{}; {}; {}", key.model, key.updates, key.batch,
                       key.device, key.threads, key.machine, key.versions);
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
    PrecisionChoice choice;
    choice.bf16 = found->value("bf16", false);
    choice.gain = found->value("gain", 1.0);
    choice.cosine = found->value("cosine", 1.0);
    choice.lossDifference = found->value("loss_difference", 0.0);
    return choice;
}

/// A cache that cannot be written costs a check another time, nothing more.
void remember(const std::string& key, const PrecisionChoice& choice) {
    Json choices = readChoices();
    if (choices.size() >= kMostChoices) {
        choices.erase(choices.begin());
    }
    choices[key] = Json{{"bf16", choice.bf16},
                        {"gain", choice.gain.value_or(1)},
                        {"cosine", choice.cosine.value_or(1)},
                        {"loss_difference", choice.lossDifference.value_or(0)}};
    const std::filesystem::path file = precisionFile();
    if (makeFolder(file.parent_path())) {
        (void)writeFileAtomically(file,
                                  Json{{"version", kVersion}, {"choices", choices}}.dump(1) + "\n");
    }
}

void judge(PrecisionChoice& choice) {
    const bool agrees = *choice.cosine >= kLeastCosine && *choice.lossDifference <= kLossTolerance;
    const bool isFaster = *choice.gain >= kLeastGain;
    choice.bf16 = agrees && isFaster;
    if (isFaster && !agrees) {
        choice.notice = fail(ErrorCode::PrecisionFellBack,
                             fmt::format("cos {:.2f}, loss {:+.1f} %", *choice.cosine,
                                         *choice.lossDifference * 100));
    }
}

}  // namespace

std::filesystem::path precisionFile() {
    return measurementFile().parent_path() / "precisions.json";
}

Result<PrecisionChoice> choosePrecision(const Params& settings, const spec::ModelSpec& model,
                                        const TrainingPlan& plan, const c10::Device& device,
                                        int threads) {
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
    const std::string key = keyOf(settings, model, device, threads);
    if (const auto known = remembered(key)) {
        choice = *known;
        judge(choice);
        return choice;
    }
    MN_ASSIGN(const Trial exact, trial(settings, model, plan, device, false));
    MN_ASSIGN(const Trial fast, trial(settings, model, plan, device, true));
    choice.gain = exact.seconds / std::max(fast.seconds, 1e-9);
    // What is no number agrees with nothing.
    const double cosine = cosineOf(exact.gradients, fast.gradients);
    const double difference = std::abs(fast.loss - exact.loss) / std::max(exact.loss, 1e-9);
    choice.cosine = std::isfinite(cosine) ? cosine : 0.0;
    choice.lossDifference = std::isfinite(difference) ? difference : 1.0;
    judge(choice);
    remember(key, choice);
    nn::releaseTensorPool();
    return choice;
}

}  // namespace minarai::train
