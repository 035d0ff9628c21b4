// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The door to everything that needs torch: what minarai_engine offers, without torch's headers.
//
// Stands above train and predict, below runs. Programs reach it through EngineLibrary, which opens
// the shared library when it is first needed: loading torch takes 230 ms, and a window or `minarai
// --help` must not wait for it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "predict/predictor.h"
#include "spec/model_spec.h"
#include "train/measurement.h"
#include "train/preflight.h"
#include "train/range_test.h"
#include "train/step_profile.h"
#include "train/trainer.h"

namespace minarai::engine {

struct EngineInfo {
    std::string torchVersion;          ///< "1.13.1"
    std::vector<std::string> devices;  ///< "cpu", "cuda:0", ...
    std::string processor;             ///< e.g. "AVX-512"
    bool nativeBf16 = false;           ///< the processor multiplies bfloat16 itself
};

/// An NCHW or NxK float32 array.
struct FloatTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

struct ForwardOptions {
    std::string precision = "fp32";  ///< fp32 | bf16
    std::string device = "auto";
    int threads = 0;  ///< 0: all
};

/// Thread-safe: each call or object works on its own state.
class Engine {
  public:
    virtual ~Engine() = default;

    [[nodiscard]] virtual EngineInfo info() const = 0;

    [[nodiscard]] virtual std::unique_ptr<train::Trainer> makeTrainer() const = 0;

    [[nodiscard]] virtual Result<std::unique_ptr<predict::Predictor>> openPredictor(
        predict::PredictorConfig config) const = 0;

    /// Logits of `images` (N x C x H x W) in evaluation mode with weights that must fit strictly.
    [[nodiscard]] virtual Result<FloatTensor> forward(const spec::ModelSpec& model,
                                                      const std::filesystem::path& weights,
                                                      const FloatTensor& images,
                                                      const ForwardOptions& options) const = 0;

    /// What a step costs on this machine (train/measure_torch.h). Blocks for seconds; a stop
    /// request ends it after the step that it is in.
    [[nodiscard]] virtual Result<train::Measurement> measure(const train::MeasureRequest& request,
                                                             const std::stop_token& stop) const = 0;

    /// Where the time of such a step goes (train/step_profile_torch.h). Blocks for seconds.
    [[nodiscard]] virtual Result<train::StepProfile> profileStep(
        const train::MeasureRequest& request, const std::stop_token& stop) const = 0;

    /// The learning-rate range test of a job, on a network of its own. Blocks; `observer` (may be
    /// empty) hears of each step on the calling thread. Cancelled after a stop request.
    [[nodiscard]] virtual Result<train::RangeTest> findRate(
        const train::TrainJob& job, const train::RangeTestRequest& request,
        const std::stop_token& stop, const train::RangeObserver& observer) const = 0;

    /// One real batch of a job through its network, and trained on by heart. Blocks for seconds.
    [[nodiscard]] virtual Result<train::DryRun> dryRun(const train::TrainJob& job,
                                                       const std::stop_token& stop) const = 0;
};

/// Counts changes of this header; the library refuses programs built with another.
inline constexpr int kEngineAbi = 5;

}  // namespace minarai::engine
