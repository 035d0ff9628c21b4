// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/engine.h"

#include <cstring>
#include <utility>

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/version.h>

#include "nn/module_torch.h"
#include "predict/device_torch.h"
#include "predict/predictor_torch.h"
#include "train/measure_torch.h"
#include "train/precision_torch.h"
#include "train/step_profile_torch.h"
#include "train/trainer_torch.h"
#include "train/trials_torch.h"
#include "weights/compat_torch.h"
#include "weights/state_dict_torch.h"

namespace minarai::engine {
namespace {

constexpr std::int64_t kForwardBatch = 32;

std::string processorText() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") != 0) {
        return "AVX-512";
    }
    if (__builtin_cpu_supports("avx2") != 0) {
        return "AVX2";
    }
#endif
    return "generic";
}

Result<FloatTensor> runForward(const spec::ModelSpec& model, const std::filesystem::path& weights,
                               const FloatTensor& images, const ForwardOptions& options) {
    MN_ASSIGN(const c10::Device device, predict::chooseDevice(options.device));
    predict::useThreads(options.threads);
    const bool shapeFits = images.shape.size() == 4 && images.shape[0] > 0 &&
                           images.shape[1] == model.input[0] && images.shape[2] == model.input[1] &&
                           images.shape[3] == model.input[2];
    if (!shapeFits) {
        return fail(ErrorCode::FileFormat, MN_TEXT("Error", "the input"),
                    fmt::format("it has the shape {}, but the model takes N×{}×{}×{}",
                                fmt::join(images.shape, "×"), model.input[0], model.input[1],
                                model.input[2]));
    }
    MN_ASSIGN(auto network, nn::build(model));
    MN_ASSIGN(const auto state, weights::readWeights(weights));
    MN_TRY(weights::loadInto(nn::namedTensors(*network), state, {}, weights));
    network->to(device);
    network->useChannelsLast();
    const nn::EvalGuard guard(*network);
    const compat::AutocastGuard autocast(options.precision == "bf16", device.is_cuda());

    const at::Tensor all =
        at::from_blob(const_cast<float*>(images.values.data()), images.shape, at::kFloat);
    FloatTensor out;
    for (std::int64_t first = 0; first < images.shape[0]; first += kForwardBatch) {
        const std::int64_t count = std::min(kForwardBatch, images.shape[0] - first);
        const at::Tensor logits = network->forward(all.narrow(0, first, count).to(device))
                                      .to(at::kCPU, at::kFloat)
                                      .contiguous();
        const float* data = logits.data_ptr<float>();
        out.values.insert(out.values.end(), data, data + logits.numel());
        out.shape = {images.shape[0], logits.size(1)};
    }
    return out;
}

class TorchEngine final : public Engine {
  public:
    EngineInfo info() const override {
        EngineInfo info;
        info.torchVersion =
            fmt::format("{}.{}.{}", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR, TORCH_VERSION_PATCH);
        info.devices.emplace_back("cpu");
        for (int i = 0; predict::chooseDevice(fmt::format("cuda:{}", i)); ++i) {
            info.devices.push_back(fmt::format("cuda:{}", i));
        }
        info.processor = processorText();
        info.nativeBf16 = train::hasNativeBf16();
        return info;
    }

    std::unique_ptr<train::Trainer> makeTrainer() const override {
        return train::makeTorchTrainer();
    }

    Result<std::unique_ptr<predict::Predictor>> openPredictor(
        predict::PredictorConfig config) const override {
        return predict::openTorchPredictor(std::move(config));
    }

    Result<FloatTensor> forward(const spec::ModelSpec& model, const std::filesystem::path& weights,
                                const FloatTensor& images,
                                const ForwardOptions& options) const override {
        try {
            return runForward(model, weights, images, options);
        } catch (const std::exception& exception) {
            return predict::torchError(exception, "the forward pass");
        }
    }

    Result<train::Measurement> measure(const train::MeasureRequest& request,
                                       const std::stop_token& stop) const override {
        return train::measureTorch(request, stop);
    }

    Result<train::StepProfile> profileStep(const train::MeasureRequest& request,
                                           const std::stop_token& stop) const override {
        return train::profileStepTorch(request, stop);
    }

    Result<train::RangeTest> findRate(const train::TrainJob& job,
                                      const train::RangeTestRequest& request,
                                      const std::stop_token& stop,
                                      const train::RangeObserver& observer) const override {
        return train::rangeTestTorch(job, request, stop, observer);
    }

    Result<train::DryRun> dryRun(const train::TrainJob& job,
                                 const std::stop_token& stop) const override {
        return train::dryRunTorch(job, stop);
    }
};

}  // namespace
}  // namespace minarai::engine

/// The one symbol that the library shows. Null for a program built with another engine.h.
extern "C" __attribute__((visibility("default"))) const minarai::engine::Engine* minaraiEngine(
    int abi) {
    static const minarai::engine::TorchEngine engine;
    return abi == minarai::engine::kEngineAbi ? &engine : nullptr;
}
