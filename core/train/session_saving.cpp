// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a Session keeps on the disk and how it comes back from there.
#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <filesystem>
#include <future>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_problem.h"
#include "base/memory_room.h"
#include "base/rng.h"
#include "predict/device_torch.h"
#include "train/session_torch.h"
#include "train/settings.h"
#include "train/setup_torch.h"

namespace minarai::train {
namespace {

/// The settings that every checkpoint counts. One that came later leaves older checkpoints alone as
/// long as it does nothing.
constexpr auto kFirstSettings = std::to_array<std::string_view>({"epochs",
                                                                 "batch",
                                                                 "size",
                                                                 "augment",
                                                                 "validation_fraction",
                                                                 "optimizer",
                                                                 "learning_rate",
                                                                 "momentum",
                                                                 "nesterov",
                                                                 "weight_decay",
                                                                 "schedule",
                                                                 "step_size",
                                                                 "step_gamma",
                                                                 "min_learning_rate",
                                                                 "warmup_epochs",
                                                                 "loss",
                                                                 "label_smoothing",
                                                                 "early_stopping_metric",
                                                                 "seed",
                                                                 "shuffle",
                                                                 "precision"});

/// Bytes of a tensor's copy among others.
std::size_t roomOf(const at::Tensor& tensor) {
    constexpr std::size_t kAlignment = 64;
    return (tensor.nbytes() + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace

std::string jobDigest(const TrainJob& job) {
    Json settings = settingsSchema().toJson(job.settings);
    for (const ParamSpec& spec : settingsSchema().specs()) {
        const auto* value = job.settings.find(spec.name);
        const bool isFirst = std::find(kFirstSettings.begin(), kFirstSettings.end(), spec.name) !=
                             kFirstSettings.end();
        const bool freezesNothing =  // the default of earlier checkpoints
            spec.name == "freeze" && job.settings.text("freeze") == "none";
        const bool isIdle =
            !isFirst && (value == nullptr || *value == spec.defaultValue || freezesNothing);
        if (mayChangeOnResume(spec.name) || isIdle) {
            settings.erase(spec.name);
        }
    }
    const std::string text = jsonText(settings) + jsonText(spec::modelSpecToJson(job.model)) +
                             jsonText(dataset::splitToJson(job.split)) +
                             jsonText(augment::preprocessToJson(job.preprocess)) +
                             jsonText(augment::pipelineToJson(job.pipeline));
    return fmt::format("{:016x}", stableHash(text));
}

Status Session::restore() {
    if (!m_peers) {
        return restoreFromDisk();
    }
    MN_TRY(compareJobs());
    MN_TRY(outcomeOfFirst(writes() ? restoreFromDisk() : Status()));
    return shareStart();
}

Status Session::restoreFromDisk() {
    std::optional<LastCheckpoint> last;
    if (m_job.resume) {
        MN_ASSIGN(last, readLastCheckpoint(m_job.runFolder));
    }
    if (!last) {
        MN_ASSIGN(m_weights, loadInitialWeights(m_job, m_step->network()));
        return {};
    }
    const Checkpoint& checkpoint = last->checkpoint;
    if (checkpoint.position.processes != m_position.processes) {
        return fail(ErrorCode::ResumeChanged,
                    MN_TEXT("Error", "the number of processes that train together"));
    }
    if (checkpoint.position.jobDigest != m_position.jobDigest) {
        return fail(ErrorCode::ResumeChanged,
                    MN_TEXT("Error", "the model, the images or the settings"));
    }
    const auto path = checkpointPath(m_job.runFolder);
    nn::Network& network = m_step->network();
    MN_TRY(weights::loadInto(nn::namedTensors(network), checkpoint.model, {}, path));
    MN_TRY(m_step->optimizer().setState(checkpoint.optimizer));
    if (m_step->average() != nullptr) {
        MN_TRY(m_step->average()->setState(checkpoint.average, checkpoint.position.averageUpdates));
    }
    const at::Tensor generator = network.dropoutGenerator().get_state();
    if (checkpoint.dropoutGenerator.scalar_type() != generator.scalar_type() ||
        checkpoint.dropoutGenerator.sizes() != generator.sizes()) {
        return fail(ErrorCode::RunDamaged, toUtf8(m_job.runFolder),
                    toUtf8(path.filename()) + ": " + MN_TEXT("Error", "parts of it are missing"));
    }
    network.dropoutGenerator().set_state(checkpoint.dropoutGenerator);
    m_position = checkpoint.position;
    m_step->setBatchLimit(m_position.batchLimit);
    takePrecision();
    if (last->damage) {
        m_keepPrevious = false;
        const Error& damage = *last->damage;
        m_notice =
            fail(ErrorCode::CheckpointDamaged, m_job.runFolder.filename().string(),
                 damage.code == ErrorCode::RunDamaged ? damage.args.back() : damage.message(),
                 std::to_string(m_position.epochsDone + 1), std::to_string(m_position.step));
    }
    return {};
}

weights::StateDict Session::shownWeights() const {
    const WeightAverage* average = m_step->average();
    return average != nullptr && average->updates() > 0 ? average->state()
                                                        : nn::namedTensors(m_step->network());
}

Checkpoint Session::snapshot() const {
    Checkpoint checkpoint;
    checkpoint.position = m_position;
    checkpoint.model = nn::namedTensors(m_step->network());
    checkpoint.optimizer = m_step->optimizer().state();
    checkpoint.dropoutGenerator = m_step->network().dropoutGenerator().get_state();
    if (const WeightAverage* average = m_step->average()) {
        checkpoint.average = average->state();
        checkpoint.position.averageUpdates = average->updates();
    }
    return checkpoint;
}

Status Session::saveWeights(bool withLast) {
    if (!writes()) {
        return {};
    }
    collectSaved(true);  // its outcome is older than that of what follows
    m_lastIsOld = m_lastIsOld || withLast;
    if (!m_pendingBest.empty()) {
        MN_TRY(weights::writeWeights(m_job.runFolder / "best.pth", m_pendingBest));
        m_pendingBest.clear();
    }
    if (m_lastIsOld) {
        MN_TRY(weights::writeWeights(m_job.runFolder / "last.pth", shownWeights()));
        m_lastIsOld = false;
    }
    return {};
}

Status Session::refuseDamagedWeights() const {
    if (!m_step->weightsAreFinite()) {
        // It was the last step that was made, not the one to come.
        return fail(ErrorCode::LossNotFinite,
                    MN_TEXT("Error", "so steep that its weights are not finite"),
                    std::to_string(m_position.epochsDone + 1),
                    std::to_string(std::max<std::int64_t>(m_position.step, 1)),
                    fmt::format("{:.3g}", m_learningRate));
    }
    return {};
}

Status Session::save(bool withLast) {
    if (!writes()) {
        m_lastSaved = Clock::now();
        return {};
    }
    MN_TRY(refuseDamagedWeights());
    MN_TRY(saveWeights(withLast));
    MN_TRY(writeCheckpoint(m_job.runFolder, snapshot(), m_keepPrevious));
    m_lastSaved = Clock::now();
    takeSaved(m_position.epochsDone, m_position.step, {});
    return {};
}

std::optional<Checkpoint> Session::copiedSnapshot() const {
    // Left to those that do not look whether they got what they asked for.
    constexpr std::size_t kReserve = std::size_t{128} << 20;
    try {
        const at::NoGradGuard noGrad;
        Checkpoint checkpoint = snapshot();
        const std::array states{&checkpoint.model, &checkpoint.optimizer, &checkpoint.average};
        std::size_t bytes = 0;
        for (const weights::StateDict* state : states) {
            for (const auto& [name, tensor] : *state) {
                bytes += roomOf(tensor);
            }
        }
        requireRoom(bytes + kReserve);
        // Not the pool's, whose blocks wait for the next step.
        const auto room = std::make_shared_for_overwrite<std::byte[]>(bytes);
        std::byte* to = room.get();
        for (weights::StateDict* state : states) {
            for (auto& [name, tensor] : *state) {
                const at::Tensor copy = at::from_blob(
                    to, tensor.sizes(), [room](void* /*data*/) {},
                    at::TensorOptions(tensor.scalar_type()));
                copy.copy_(tensor);
                to += roomOf(tensor);
                tensor = copy;
            }
        }
        return checkpoint;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

Status Session::beginToSave() {
    std::optional<Checkpoint> copy;
    if (writes()) {
        MN_TRY(refuseDamagedWeights());
        MN_TRY(saveWeights(false));
        copy = copiedSnapshot();
    }
    if (!copy) {
        return save(false);
    }
    auto write = [folder = m_job.runFolder, keepPrevious = m_keepPrevious,
                  checkpoint = *std::move(copy)] {
        return writeCheckpoint(folder, checkpoint, keepPrevious);
    };
    try {
        m_writing = Writing{m_position.epochsDone, m_position.step,
                            std::async(std::launch::async, std::move(write))};
    } catch (const std::exception&) {
        return save(false);  // there is no thread
    }
    m_lastSaved = Clock::now();
    return {};
}

void Session::collectSaved(bool waits) {
    if (!m_writing || (!waits && m_writing->outcome.wait_for(std::chrono::seconds(0)) !=
                                     std::future_status::ready)) {
        return;
    }
    Writing writing = *std::exchange(m_writing, std::nullopt);
    Status status;
    try {
        status = writing.outcome.get();
    } catch (const std::exception& exception) {
        status = predict::torchError(exception, "checkpoint.pt");
    }
    takeSaved(writing.epoch, writing.step, status);
}

void Session::takeSaved(std::int64_t epoch, std::int64_t step, const Status& status) {
    if (!status) {
        warnOfSaving(status.error());
        return;
    }
    m_keepPrevious = true;
    m_saveFailed = false;
    emit(CheckpointSaved{epoch, step});
}

void Session::warnOfSaving(const Error& error) {
    // Once for a row of failures: each retry would say the same.
    if (!m_saveFailed) {
        std::string reason = error.message();
        if (!reason.empty() && reason.back() == '.') {
            reason.pop_back();  // it stands within a sentence
        }
        emit(Notice{fail(ErrorCode::CheckpointRetry, m_job.runFolder.filename().string(), reason),
                    std::string()});
    }
    m_saveFailed = true;
}

Status Session::saveOrWarn(bool goesOn) {
    const Status status = goesOn ? beginToSave() : save(false);
    if (!status && status.error().code == ErrorCode::LossNotFinite) {
        return status;
    }
    if (!status) {
        // Training goes on; the next checkpoint tries again, the end insists.
        m_lastSaved = Clock::now();
        warnOfSaving(status.error());
    }
    return {};
}

Status Session::saveAtLast() {
    constexpr auto kBetweenTries = std::chrono::seconds(2);
    for (bool isTold = false;; isTold = true) {
        const Status status = save(true);
        if (status || status.error().code == ErrorCode::LossNotFinite) {
            return status;
        }
        // Told of anew, since nothing but this keeps the run from its end.
        m_saveFailed = isTold;
        warnOfSaving(status.error());
        if (!m_control.waitForRoom(kBetweenTries)) {
            return status;
        }
    }
}

Status Session::finishSaving() {
    collectSaved(true);
    return m_saveFailed ? saveAtLast() : Status();
}

}  // namespace minarai::train
