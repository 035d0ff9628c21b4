// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <exception>
#include <fstream>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include "base/load_meter.h"
#include "nn/inference_torch.h"
#include "nn/module_torch.h"
#include "nn/tensor_pool_torch.h"
#include "predict/device_torch.h"
#include "spec/summary.h"
#include "train/measure_torch.h"
#include "train/trial_step_torch.h"

namespace minarai::train {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kTrialBatch = 2;   ///< batch normalisation needs two values
constexpr std::int64_t kSecondBatch = 4;  ///< at least, where the batch asked for is not reached
constexpr double kLongestStepSeconds = 2.0;
constexpr int kMostLeaps = 3;
constexpr int kFewestSteps = 4;
constexpr int kMostSteps = 60;
constexpr double kUsualShare = 0.95;     ///< of a quiet step that the thread computes in
constexpr double kBusyShare = 0.85;      ///< below, others have taken much of the processor
constexpr double kBusyProcessors = 0.3;  ///< that others keep busy, from where on they are felt
constexpr double kPatience = 4;  ///< times the time asked for, if the fewest steps take so long

/// Counts the bytes of the tensors that its thread makes while it is in force.
class MemoryMeter final : public c10::MemoryReportingInfoBase {
  public:
    void reportMemoryUsage(void* /*ptr*/, std::int64_t size, std::int64_t /*allocated*/,
                           std::int64_t /*reserved*/, c10::Device /*device*/) override {
        m_now += size;
        m_peak = std::max(m_peak, m_now);
    }
    [[nodiscard]] bool memoryProfilingEnabled() const override { return true; }

    [[nodiscard]] std::int64_t now() const { return m_now; }
    [[nodiscard]] std::int64_t peak() const { return m_peak; }
    void forgetPeak() { m_peak = m_now; }

  private:
    std::int64_t m_now = 0;
    std::int64_t m_peak = 0;
};

/// Bytes that the machine can still give; "no limit" where the system does not say.
std::uint64_t availableBytes() {
    std::ifstream file("/proc/meminfo");
    std::string name;
    std::uint64_t kilobytes = 0;
    std::string unit;
    while (file >> name >> kilobytes >> unit) {
        if (name == "MemAvailable:") {
            return kilobytes * 1024;
        }
    }
    return std::numeric_limits<std::uint64_t>::max();
}

double secondsSince(Clock::time_point began) {
    return std::chrono::duration<double>(Clock::now() - began).count();
}

/// Of the calling thread, which does its share of every parallel part and all that is not parallel.
double processorSeconds() {
    timespec now{};
    (void)::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Both clocks since it was made or taken.
class Lap {
  public:
    struct Seconds {
        double wall = 0;
        double processor = 0;
    };
    Seconds take() {
        const Seconds seconds{secondsSince(m_wall), processorSeconds() - m_processor};
        m_wall = Clock::now();
        m_processor = processorSeconds();
        return seconds;
    }

  private:
    Clock::time_point m_wall = Clock::now();
    double m_processor = processorSeconds();
};

/// Whether others than the calling thread and its team have kept processors busy since it was made.
class Neighbours {
  public:
    Neighbours() { (void)m_meter.read(); }

    [[nodiscard]] bool areBusy() {
        const Lap::Seconds own = m_lap.take();
        const std::optional<double> load = m_meter.read().processor;
        if (!load) {
            return true;  // it is not known: the thread's own time may still tell
        }
        const double used = *load * static_cast<double>(::sysconf(_SC_NPROCESSORS_ONLN));
        // No thread of the team computes longer than the one that gives out the work.
        const double ours =
            own.processor / std::max(own.wall, 1e-9) * static_cast<double>(at::get_num_threads());
        return used - ours > kBusyProcessors;
    }

  private:
    LoadMeter m_meter;
    Lap m_lap;
};

/// Mean of the faster half: what else the machine does only ever makes a step slower.
double fasterHalf(std::vector<double> seconds) {
    std::sort(seconds.begin(), seconds.end());
    const std::size_t half = (seconds.size() + 1) / 2;
    return std::accumulate(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(half),
                           0.0) /
           static_cast<double>(half);
}

double meanOf(const std::vector<double>& seconds) {
    return std::accumulate(seconds.begin(), seconds.end(), 0.0) /
           static_cast<double>(std::max<std::size_t>(seconds.size(), 1));
}

double medianOf(std::vector<double> seconds) {
    const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
    std::nth_element(seconds.begin(), middle, seconds.end());
    return *middle;
}

/// What a step takes when nothing else wants the processor. On a quiet machine that is the clock's
/// time, also that in which the thread waits for its team; on a busy one the thread spends much of
/// it waiting for a processor, and its processor time tells.
double typical(const std::vector<Lap::Seconds>& steps, bool hasNeighbours, bool plainMean) {
    std::vector<double> wall;
    std::vector<double> processor;
    for (const Lap::Seconds& step : steps) {
        wall.push_back(step.wall);
        processor.push_back(step.processor);
    }
    if (plainMean) {
        return meanOf(wall);
    }
    if (!hasNeighbours) {
        return medianOf(wall);
    }
    const double byClock = fasterHalf(wall);
    const double byProcessor = fasterHalf(processor) / kUsualShare;
    return byProcessor < byClock * kBusyShare ? byProcessor : byClock;
}

class Measuring {
  public:
    Measuring(const MeasureRequest& request, std::stop_token stop, MemoryMeter& meter)
        : m_request(request), m_stop(std::move(stop)), m_meter(meter) {}

    Result<Measurement> run() {
        MN_TRY(prepare());
        MN_TRY(measureTraining());
        if (!m_request.turn) {
            MN_TRY(measureValidation());
        }
        return m_result;
    }

  private:
    /// The way forward and back grows with the batch; the update is the same for every batch.
    struct StepCost {
        Lap::Seconds backward;
        Lap::Seconds update;
        double backwardBytes = 0;
        double updateBytes = 0;
    };

    Status prepare() {
        m_result.batch = std::max<std::int64_t>(m_request.settings.integer("batch"), 1);
        MN_ASSIGN(const spec::Summary summary, spec::summarize(m_request.model));
        MN_TRY(refuseTooLarge(summary));
        MN_ASSIGN(m_trial, makeTrialStep(m_request, m_stop));
        m_result.threads = m_trial.threads;
        m_result.device = predict::deviceText(m_trial.device);
        m_result.precision = m_trial.bf16 ? "bf16" : "fp32";
        if (m_trial.cut) {
            m_result.featureBytes =
                sizeof(float) * static_cast<std::uint64_t>(std::accumulate(
                                    m_trial.cut->shape.begin(), m_trial.cut->shape.end(),
                                    std::int64_t{1}, std::multiplies<>()));
        }
        return {};
    }

    /// Weights, gradients and two moments, and what a small batch leaves for the way back: an
    /// estimate, so that the system is not driven out of memory to learn that it would be.
    Status refuseTooLarge(const spec::Summary& summary) {
        const auto weights = static_cast<double>(summary.parameterBytes) * 4;
        m_bytesOfAnImage = static_cast<double>(summary.activationBytes) * 2;
        m_room = static_cast<double>(availableBytes()) * 0.7 - weights;
        if (m_room < m_bytesOfAnImage * static_cast<double>(kTrialBatch)) {
            return fail(ErrorCode::OutOfMemory, m_request.model.name);
        }
        return {};
    }

    [[nodiscard]] Status stillWanted() const {
        if (m_stop.stop_requested()) {
            return fail(ErrorCode::Cancelled);
        }
        return {};
    }

    [[nodiscard]] at::Tensor randomImages(std::int64_t count) const {
        const auto& input = m_request.model.input;
        return randomValues({input.begin(), input.end()}, count);
    }

    /// Of images, or of what the frozen layers say of some.
    void makeBatch(std::int64_t count) {
        m_images = at::Tensor();  // before the next one is made
        m_images = m_trial.cut ? randomValues(m_trial.cut->shape, count) : randomImages(count);
        m_labels = m_trial.labels(count);
    }

    StepCost step() {
        StepCost cost;
        m_meter.forgetPeak();
        Lap lap;
        (void)m_trial.step->forwardBackward(m_images, m_labels);
        cost.backward = lap.take();
        cost.backwardBytes = static_cast<double>(m_meter.peak());
        m_meter.forgetPeak();
        // A rate of 0: the weights stay where they are, whatever the random labels ask for.
        m_trial.step->optimizer().setLearningRate(0);
        m_trial.step->optimizer().step();
        cost.update = lap.take();
        cost.updateBytes = static_cast<double>(m_meter.peak());
        return cost;
    }

    /// Two batches, and what a step of each cost: they tell what one image more costs.
    struct Growth {
        std::int64_t fewer = 0;
        StepCost ofFewer;
        std::int64_t batch = 0;
        StepCost ofBatch;
    };

    /// The second step of a batch: the first one also builds what later ones use again.
    Result<StepCost> tryBatch(std::int64_t count) {
        makeBatch(count);
        (void)step();
        MN_TRY(stillWanted());
        const StepCost cost = step();
        MN_TRY(stillWanted());
        return cost;
    }

    [[nodiscard]] double secondsOf(const Lap::Seconds& lap) const {
        return m_trial.device.is_cpu() ? lap.processor : lap.wall;
    }

    /// From a pair of images towards the batch asked for, while a step stays short. A small batch
    /// makes an image look dearer than it is, so the way goes in several leaps.
    Result<Growth> growBatch() {
        Growth growth;
        const std::int64_t asked = std::max(m_result.batch, kTrialBatch);
        growth.batch = m_request.turn ? asked : kTrialBatch;
        MN_ASSIGN(growth.ofBatch, tryBatch(growth.batch));
        const double byMemory = m_room / std::max(m_bytesOfAnImage, 1.0);
        for (int leap = 0; leap < kMostLeaps && growth.batch < asked; ++leap) {
            const double byTime = static_cast<double>(growth.batch) * kLongestStepSeconds /
                                  std::max(secondsOf(growth.ofBatch.backward), 1e-9);
            const auto next = std::clamp(
                static_cast<std::int64_t>(std::min({byTime, byMemory, static_cast<double>(asked)})),
                std::min(kSecondBatch, asked), asked);
            if (next < growth.batch * 5 / 4) {
                break;
            }
            growth.fewer = growth.batch;
            growth.ofFewer = growth.ofBatch;
            growth.batch = next;
            MN_ASSIGN(growth.ofBatch, tryBatch(next));
        }
        return growth;
    }

    Status measureTraining() {
        MN_ASSIGN(const Growth growth, growBatch());
        m_result.stepBatch = growth.batch;
        std::vector<Lap::Seconds> backward;
        std::vector<Lap::Seconds> update;
        StepCost last;
        Neighbours neighbours;
        const auto began = Clock::now();
        while (m_request.turn ? m_request.turn() : wantsMore(backward.size(), began)) {
            MN_TRY(stillWanted());
            last = step();
            backward.push_back(last.backward);
            update.push_back(last.update);
        }
        const bool hasNeighbours = m_trial.device.is_cpu() && neighbours.areBusy();
        double seconds = typical(backward, hasNeighbours, m_request.plainMean);
        double bytes = last.backwardBytes;
        const auto batch = static_cast<double>(growth.batch);
        if (const double missing = static_cast<double>(m_result.batch) - batch; missing > 0) {
            const auto more = static_cast<double>(growth.batch - growth.fewer);
            const double ofImage = (seconds - secondsOf(growth.ofFewer.backward)) / more;
            seconds += missing * std::clamp(ofImage, seconds / batch / 2, seconds / batch);
            bytes += missing * std::max((bytes - growth.ofFewer.backwardBytes) / more, 0.0);
        }
        const auto images = static_cast<double>(std::max(m_result.batch, growth.batch));
        m_result.trainMs = (seconds / images + typical(update, hasNeighbours, m_request.plainMean) /
                                                   static_cast<double>(m_result.batch)) *
                           1000;
        m_result.trainBytes = static_cast<std::uint64_t>(std::max(bytes, last.updateBytes));
        m_result.trainBytes += m_trial.device.is_cpu() ? checkpointBytes() : 0;
        return {};
    }

    /// Of the copy that is written while training goes on.
    [[nodiscard]] std::uint64_t checkpointBytes() const {
        std::uint64_t bytes = 0;
        const auto add = [&bytes](const weights::StateDict& state) {
            for (const auto& [name, tensor] : state) {
                bytes += tensor.nbytes();
            }
        };
        add(nn::namedTensors(*m_trial.network));
        add(m_trial.step->optimizer().state());
        if (const WeightAverage* average = m_trial.step->average()) {
            add(average->state());
        }
        return bytes;
    }

    /// Milliseconds an image of what is done again and again with `images`. The first time, which
    /// also builds what later ones use again, does not count.
    template <typename Pass>
    Result<double> measurePasses(const Pass& pass, const at::Tensor& images) {
        pass(images);
        MN_TRY(stillWanted());
        m_meter.forgetPeak();
        std::vector<Lap::Seconds> seconds;
        Neighbours neighbours;
        const auto began = Clock::now();
        while (wantsMore(seconds.size(), began)) {
            MN_TRY(stillWanted());
            Lap lap;
            pass(images);
            seconds.push_back(lap.take());
        }
        const bool hasNeighbours = m_trial.device.is_cpu() && neighbours.areBusy();
        return typical(seconds, hasNeighbours, m_request.plainMean) /
               static_cast<double>(images.size(0)) * 1000;
    }

    Status measureValidation() {
        // As the trainer validates: folded, in the precision of the run.
        nn::Inference inference(m_trial.network,
                                {m_trial.bf16, m_trial.cut ? m_trial.cut->node : std::string()});
        const auto pass = [&](const at::Tensor& images) {
            (void)inference.forward(images.to(m_trial.device)).to(at::kCPU).sum().item();
        };
        if (!m_trial.cut) {
            MN_ASSIGN(m_result.evalMs, measurePasses(pass, m_images));
        } else {
            const nn::EvalGuard guard(*m_trial.network);
            const at::NoGradGuard noGrad;
            const auto answer = [&](const at::Tensor& features) {
                nn::Captures captures;
                (void)m_trial.network
                    ->forwardAfter(m_trial.cut->node, features.to(m_trial.device), {}, captures)
                    .to(at::kCPU)
                    .sum()
                    .item();
            };
            MN_ASSIGN(m_result.evalMs, measurePasses(answer, m_images));
            const std::int64_t count = std::min(m_result.stepBatch, mostImages());
            MN_ASSIGN(m_result.featureMs, measurePasses(pass, randomImages(count)));
        }
        // They come from another allocator, while the pool keeps the blocks of training.
        const std::uint64_t ordered = inference.orderedBytes();
        m_result.trainBytes += ordered;
        m_result.evalBytes = evalBytes() + ordered;
        m_result.evalBytes += comparedBytes();
        return {};
    }

    /// Of the copy in float32 that a run compares the first answers of bfloat16 with.
    std::uint64_t comparedBytes() {
        if (!m_trial.bf16 || m_request.settings.text("precision") != "auto") {
            return 0;
        }
        const std::int64_t before = m_meter.now();
        nn::Inference exact(m_trial.network,
                            {false, m_trial.cut ? m_trial.cut->node : std::string()});
        (void)exact.forward(randomImages(kTrialBatch).to(m_trial.device));
        return static_cast<std::uint64_t>(std::max<std::int64_t>(m_meter.now() - before, 0)) +
               exact.orderedBytes();
    }

    /// That a pass without gradients has room for.
    [[nodiscard]] std::int64_t mostImages() const {
        return std::max(static_cast<std::int64_t>(m_room / std::max(m_bytesOfAnImage, 1.0)),
                        std::int64_t{1});
    }

    [[nodiscard]] bool wantsMore(std::size_t steps, Clock::time_point began) const {
        const double spent = secondsSince(began);
        return steps < kFewestSteps ? steps == 0 || spent < m_request.seconds * kPatience
                                    : steps < kMostSteps && spent < m_request.seconds;
    }

    /// The peak, with the share of the images grown to the batch asked for.
    [[nodiscard]] std::uint64_t evalBytes() const {
        const auto fixed = static_cast<double>(m_meter.now());
        const double ofBatch = static_cast<double>(m_meter.peak()) - fixed;
        return static_cast<std::uint64_t>(fixed + ofBatch * static_cast<double>(m_result.batch) /
                                                      static_cast<double>(m_result.stepBatch));
    }

    const MeasureRequest& m_request;
    std::stop_token m_stop;
    MemoryMeter& m_meter;
    TrialStep m_trial;
    double m_bytesOfAnImage = 0;
    double m_room = 0;
    Measurement m_result;
    at::Tensor m_images;
    at::Tensor m_labels;
};

}  // namespace

Result<Measurement> measureTorch(const MeasureRequest& request, const std::stop_token& stop) {
    Result<Measurement> result = fail(ErrorCode::Cancelled);
    try {
        const auto meter = std::make_shared<MemoryMeter>();
        const c10::DebugInfoGuard guard(c10::DebugInfoKind::PROFILER_STATE, meter);
        result = Measuring(request, stop, *meter).run();
    } catch (const std::exception& exception) {
        result = predict::torchError(exception, request.model.name);
    }
    // What the heap keeps of hundreds of megabytes would count against the next run.
    nn::releaseTensorPool();
    (void)::malloc_trim(0);
    return result;
}

}  // namespace minarai::train
