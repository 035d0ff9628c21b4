// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/record_function.h>

#include "predict/device_torch.h"
#include "spec/summary.h"
#include "train/step_profile_torch.h"
#include "train/trial_step_torch.h"

namespace minarai::train {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kWarmUp = 2;
constexpr int kFewestSteps = 2;
constexpr int kMostSteps = 200;
constexpr double kOwnShare = 0.1;  ///< an operator that does less itself is a way to others
constexpr std::int64_t kPeakEdge = 2048;
constexpr int kPeakTries = 5;

double msSince(Clock::time_point began) {
    return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

/// What only makes room for values or looks at them in another way.
bool isBookkeeping(std::string_view name) {
    constexpr std::array<std::string_view, 24> kNames = {
        "alias",   "as_strided", "contiguous", "detach",       "detach_", "empty",
        "expand",  "empty_like", "flatten",    "lift",         "narrow",  "empty_strided",
        "permute", "reshape",    "resize_",    "resolve_conj", "select",  "slice",
        "squeeze", "t",          "transpose",  "unsqueeze",    "unfold",  "view"};
    const std::size_t colon = name.rfind(':');
    const std::string_view plain = colon == std::string_view::npos ? name : name.substr(colon + 1);
    return std::find(kNames.begin(), kNames.end(), plain) != kNames.end();
}

/// Watches the operators that its thread runs while it lives. Only one at a time in a thread.
class OperatorWatch {
  public:
    struct Sum {
        std::int64_t calls = 0;
        double ms = 0;     ///< without the operators that it called
        double allMs = 0;  ///< with them
    };

    OperatorWatch() {
        current() = this;
        m_handle = at::addThreadLocalCallback(
            at::RecordFunctionCallback(&OperatorWatch::enter, &OperatorWatch::leave)
                .scopes({at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION,
                         at::RecordScope::USER_SCOPE}));
    }
    OperatorWatch(const OperatorWatch&) = delete;
    OperatorWatch& operator=(const OperatorWatch&) = delete;
    ~OperatorWatch() {
        at::removeCallback(m_handle);
        current() = nullptr;
    }

    using Sums = std::map<std::string, Sum, std::less<>>;
    [[nodiscard]] const Sums& sums() const { return m_sums; }
    /// Milliseconds in operators that another one did not call.
    [[nodiscard]] double insideMs() const { return m_insideMs; }

  private:
    struct Frame {
        Sum* sum;
        Clock::time_point began;
        double othersMs = 0;
    };

    static OperatorWatch*& current() {
        static thread_local OperatorWatch* watch = nullptr;
        return watch;
    }

    static std::unique_ptr<at::ObserverContext> enter(const at::RecordFunction& function) {
        if (OperatorWatch* watch = current()) {
            // Watching is to cost little: a name is copied once.
            const std::string_view name = function.name();
            auto known = watch->m_sums.find(name);
            if (known == watch->m_sums.end()) {
                known = watch->m_sums.emplace(std::string(name), Sum{}).first;
            }
            watch->m_frames.push_back({&known->second, Clock::now()});
        }
        return nullptr;
    }

    static void leave(const at::RecordFunction& /*function*/, at::ObserverContext* /*context*/) {
        OperatorWatch* watch = current();
        if (watch == nullptr || watch->m_frames.empty()) {
            return;
        }
        const Frame frame = watch->m_frames.back();
        watch->m_frames.pop_back();
        const double ms = msSince(frame.began);
        Sum& sum = *frame.sum;
        ++sum.calls;
        sum.ms += ms - frame.othersMs;
        sum.allMs += ms;
        if (watch->m_frames.empty()) {
            watch->m_insideMs += ms;
        } else {
            watch->m_frames.back().othersMs += ms;
        }
    }

    at::CallbackHandle m_handle = 0;
    std::vector<Frame> m_frames;
    Sums m_sums;
    double m_insideMs = 0;
};

/// Multiply-adds a second: the fastest of some products of large square matrices, as a product and
/// as a convolution of single pixels, which another library computes.
double peakMacs(const TrialStep& trial) {
    const at::NoGradGuard noGrad;
    constexpr std::int64_t kWidth = 32;
    const at::Tensor matrix = randomValues({kPeakEdge}, kPeakEdge)
                                  .to(trial.device, trial.bf16 ? at::kBFloat16 : at::kFloat);
    const at::Tensor filters = matrix.reshape({kPeakEdge, kPeakEdge, 1, 1});
    const at::Tensor picture = matrix.reshape({1, kPeakEdge / kWidth, kWidth, kPeakEdge})
                                   .permute({0, 3, 1, 2});  // channels last
    double fastest = 0;
    for (int i = 0; i < 2 * kPeakTries; ++i) {
        const auto began = Clock::now();
        const at::Tensor product =
            i % 2 == 0 ? at::mm(matrix, matrix) : at::conv2d(picture, filters).select(0, 0);
        (void)product.select(0, 0).to(at::kFloat).sum().item();
        const double ms = msSince(began);
        fastest = fastest == 0 ? ms : std::min(fastest, ms);
    }
    const auto edge = static_cast<double>(kPeakEdge);
    return edge * edge * edge / (fastest / 1000);
}

class Profiling {
  public:
    Profiling(const MeasureRequest& request, std::stop_token stop)
        : m_request(request), m_stop(std::move(stop)) {}

    Result<StepProfile> run() {
        MN_ASSIGN(m_trial, makeTrialStep(m_request, m_stop));
        StepProfile profile;
        profile.device = predict::deviceText(m_trial.device);
        profile.precision = m_trial.bf16 ? "bf16" : "fp32";
        profile.threads = m_trial.threads;
        profile.batch = std::max<std::int64_t>(m_request.settings.integer("batch"), 1);
        const auto& input = m_request.model.input;
        m_images = m_trial.cut ? randomValues(m_trial.cut->shape, profile.batch)
                               : randomValues({input.begin(), input.end()}, profile.batch);
        m_labels = m_trial.labels(profile.batch);
        MN_TRY(steps(kWarmUp));
        const auto began = Clock::now();
        MN_TRY(steps(1));
        const int count = std::clamp(static_cast<int>(m_request.seconds * 1000 / msSince(began)),
                                     kFewestSteps, kMostSteps);
        MN_ASSIGN(const double before, steps(count));
        OperatorWatch::Sums sums;
        double insideMs = 0;
        {
            const OperatorWatch watch;
            MN_ASSIGN(profile.stepMs, steps(count));
            sums = watch.sums();
            insideMs = watch.insideMs() / count;
        }
        MN_ASSIGN(const double after, steps(count));
        profile.plainMs = (before + after) / 2;
        addOperators(profile, sums, count, insideMs);
        if (!m_trial.cut) {
            MN_ASSIGN(const spec::Summary summary, spec::summarize(m_request.model));
            profile.stepMacs =
                3 * static_cast<double>(summary.macs) * static_cast<double>(profile.batch);
        }
        profile.peakMacs = peakMacs(m_trial);
        return profile;
    }

  private:
    /// Milliseconds of a step, in the mean of `count`.
    Result<double> steps(int count) {
        const auto began = Clock::now();
        for (int i = 0; i < count; ++i) {
            if (m_stop.stop_requested()) {
                return fail(ErrorCode::Cancelled);
            }
            // A rate of 0: the weights stay where they are, whatever the random labels ask for.
            (void)m_trial.step->run(m_images, m_labels, 0);
        }
        return msSince(began) / count;
    }

    static void addOperators(StepProfile& profile, const OperatorWatch::Sums& sums, int count,
                             double insideMs) {
        profile.overheadMs = profile.stepMs - insideMs;
        for (const auto& [name, sum] : sums) {
            const bool computes = sum.ms >= sum.allMs * kOwnShare && !isBookkeeping(name);
            profile.operators.push_back(
                {name, static_cast<double>(sum.calls) / count, sum.ms / count, computes});
            profile.overheadMs += computes ? 0 : sum.ms / count;
        }
        std::sort(profile.operators.begin(), profile.operators.end(),
                  [](const OperatorTime& a, const OperatorTime& b) { return a.ms > b.ms; });
    }

    const MeasureRequest& m_request;
    std::stop_token m_stop;
    TrialStep m_trial;
    at::Tensor m_images;
    at::Tensor m_labels;
};

}  // namespace

Result<StepProfile> profileStepTorch(const MeasureRequest& request, const std::stop_token& stop) {
    try {
        return Profiling(request, stop).run();
    } catch (const std::exception& exception) {
        return predict::torchError(exception, request.model.name);
    }
}

}  // namespace minarai::train
