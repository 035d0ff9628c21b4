// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What happened in a run: plain values, no torch, no Qt.
//
// One stream feeds the run directory, the terminal and the screen alike. Events are made on the
// trainer's thread; a receiver copies what it needs (big parts are shared_ptr<const T>).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "metrics/metrics.h"
#include "weights/match.h"

namespace minarai::train {

/// The first event of a process that trains; comes again after a resume.
struct RunStarted {
    std::vector<std::string> classes;
    std::int64_t trainImages = 0;
    std::int64_t valImages = 0;
    std::int64_t parameters = 0;
    std::int64_t trainable = 0;
    std::int64_t epochs = 0;  ///< planned
    std::int64_t stepsPerEpoch = 0;
    std::int64_t firstEpoch = 1;  ///< above 1, or firstStep above 0, when resumed
    std::int64_t firstStep = 0;
    std::string device;     ///< "cpu", "cuda:0"
    std::string precision;  ///< in force: "fp32" or "bf16"
    std::int64_t threads = 0;
    /// What became of the weights the run began with; not after a resume.
    std::optional<weights::LoadReport> weights;
};

/// After each optimiser step.
struct StepFinished {
    std::int64_t epoch = 0;  ///< from 1
    std::int64_t step = 0;   ///< in this epoch, from 1
    std::int64_t stepsPerEpoch = 0;
    std::int64_t globalStep = 0;  ///< from 1
    double loss = 0;              ///< of this batch
    double epochLoss = 0;         ///< mean over the samples of this epoch so far
    double epochAccuracy = 0;     ///< 0 ... 1, the same
    double learningRate = 0;
    double imagesPerSecond = 0;
    double secondsLeft = 0;  ///< of the whole run, estimated
};

/// What the network said of one validation image.
struct Prediction {
    std::int32_t label = 0;
    std::int32_t predicted = 0;
    float confidence = 0;        ///< softmax of the predicted class
    float truthProbability = 0;  ///< softmax of the label
};

/// The most probable classes of each validation image, kept compactly: 4 bytes an answer.
struct TopAnswers {
    static constexpr std::size_t kMost = 5;
    std::size_t count = 0;               ///< of each image: kMost, or all where there are fewer
    std::vector<std::uint16_t> classes;  ///< count of each image, the most probable one first
    std::vector<std::uint16_t> in65535;  ///< their softmax in parts of 65535
    [[nodiscard]] bool empty() const { return count == 0; }
    /// Appends the answers of one image; a class over 65535 ends them.
    void add(std::span<const float> probabilities);
};

/// A class with its probability, 0 ... 1.
struct Answer {
    std::int32_t label = 0;
    float probability = 0;
};

struct ValidationResult {
    std::vector<std::uint32_t> items;     ///< index into Split::val, ascending; without unreadables
    std::vector<Prediction> predictions;  ///< one for each item
    TopAnswers top;                       ///< empty in runs of older versions
    metrics::ConfusionMatrix confusion;
    double loss = 0;
    double accuracy = 0;

    /// What the network said of an image, the most probable class first: the top answers, or the
    /// one prediction where they were not kept.
    [[nodiscard]] std::vector<Answer> answers(std::size_t image) const;
};

/// During validation, and while features are computed before an epoch's training, at most a few
/// times a second.
struct ValidationProgress {
    std::int64_t epoch = 0;
    std::int64_t done = 0;
    std::int64_t total = 0;
    bool features = false;  ///< what frozen layers make of the images is computed
};

struct EpochFinished {
    std::int64_t epoch = 0;  ///< from 1
    double trainLoss = 0;
    double trainAccuracy = 0;  ///< 0 ... 1, as seen while training (augmented, train mode)
    double valLoss = 0;
    double valAccuracy = 0;      ///< 0 ... 1
    double learningRate = 0;     ///< of the epoch's last step
    double seconds = 0;          ///< training and validation
    double imagesPerSecond = 0;  ///< of training
    bool isBest = false;         ///< best.pth is this epoch's
    std::int64_t bestEpoch = 0;
    double bestValAccuracy = 0;
    double loadingSeconds = 0;  ///< spent waiting for images
    std::shared_ptr<const ValidationResult> validation;
};

/// Something the user should know though the run goes on: an unreadable image, a full disk.
struct Notice {
    Error error;
    std::string path;  ///< relative; empty if it is not about one file
};

struct CheckpointSaved {
    std::int64_t epoch = 0;  ///< epochs completed
    std::int64_t step = 0;   ///< steps done in the epoch after them
};

struct PauseChanged {
    bool paused = false;
};

enum class EndReason { Completed, EarlyStopped, Stopped, Failed };

/// The one terminal event.
struct RunEnded {
    EndReason reason = EndReason::Completed;
    std::optional<Error> error;  ///< with Failed
    std::int64_t epochs = 0;     ///< completed in all
    std::int64_t bestEpoch = 0;  ///< 0: none yet
    double bestValAccuracy = 0;
    double bestValLoss = 0;
    double seconds = 0;          ///< of this process
    double imagesPerSecond = 0;  ///< of training, mean over this process
};

using Payload = std::variant<RunStarted, StepFinished, ValidationProgress, EpochFinished, Notice,
                             CheckpointSaved, PauseChanged, RunEnded>;

struct Event {
    std::string runId;
    std::int64_t timeMs = 0;  ///< since 1970, UTC
    Payload payload;
};

using Observer = std::function<void(const Event&)>;

/// Milliseconds since 1970, UTC, for Event::timeMs.
std::int64_t nowMs();

/// "completed", "early_stopped", "stopped", "failed".
std::string_view endReasonName(EndReason reason);

/// One JSON object for events.jsonl: {"type":"epoch_finished","run":...,"time_ms":...,...}.
/// Format: docs/run-directory.md.
Json eventToJson(const Event& event);

/// The same back. FileFormat if it is no event of this version.
Result<Event> eventFromJson(const Json& json);

}  // namespace minarai::train
