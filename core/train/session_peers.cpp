// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a Session does together with other processes. All of them take the same way through every
// epoch, since each decision follows from numbers that all of them have: the sums of an update, the
// answers of a validation, rank 0's start.
#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "base/json_problem.h"
#include "base/rng.h"
#include "predict/device_torch.h"
#include "train/session_torch.h"
#include "train/settings.h"
#include "train/setup_torch.h"

namespace minarai::train {
namespace {

/// What may differ from machine to machine: it changes no result and no number of steps.
constexpr const char* kLocalSettings[] = {"workers", "cache_mb", "checkpoint_seconds"};

std::string textOf(const Notice& notice) {
    return jsonText(eventToJson(Event{std::string(), 0, notice}));
}

Result<Notice> noticeFrom(const Json& json) {
    MN_ASSIGN(const Event event, eventFromJson(json));
    const auto* notice = std::get_if<Notice>(&event.payload);
    if (notice == nullptr) {
        return fail(ErrorCode::Internal, "a word between processes");
    }
    return *notice;
}

/// Names, types and shapes of a state dict: [["fc.weight",6,[10,84]],...].
std::string layoutOf(const weights::StateDict& state) {
    Json layout = Json::array();
    for (const auto& [name, tensor] : state) {
        layout.push_back({name, static_cast<int>(tensor.scalar_type()), tensor.sizes().vec()});
    }
    return layout.dump();
}

weights::StateDict emptyOf(const std::string& layout) {
    weights::StateDict state;
    for (const Json& entry : Json::parse(layout)) {
        const auto type = static_cast<at::ScalarType>(entry.at(1).get<int>());
        const auto shape = entry.at(2).get<std::vector<std::int64_t>>();
        state.emplace_back(entry.at(0).get<std::string>(), at::empty(shape, type));
    }
    return state;
}

/// Rank 0's state dict for all.
Status shareState(Peers& peers, weights::StateDict& state) {
    MN_ASSIGN(const std::string layout,
              peers.textOfFirst(peers.isFirst() ? layoutOf(state) : std::string()));
    if (!peers.isFirst()) {
        state = emptyOf(layout);
    }
    for (const auto& [name, tensor] : state) {
        MN_TRY(peers.broadcast(tensor));
    }
    return {};
}

}  // namespace

Status Session::joinPeers() {
    predict::useThreads(m_job.threads);  // before this thread's first tensor
    MN_ASSIGN(const c10::Device device, deviceOf(m_job));
    MN_ASSIGN(m_peers, Peers::join(*m_job.world, device, m_stop));
    return {};
}

Result<bool> Session::bf16OfFirst(bool mine) {
    const at::Tensor chosen = at::full({1}, mine ? 1 : 0, at::kLong);
    MN_TRY(m_peers->broadcast(chosen));
    return chosen.item<std::int64_t>() != 0;
}

Status Session::compareJobs() {
    Json settings = settingsSchema().toJson(m_job.settings);
    for (const char* name : kLocalSettings) {
        settings.erase(name);
    }
    MN_ASSIGN(const std::vector<std::string> jobs,
              m_peers->gatherTexts(m_position.jobDigest + jsonText(settings)));
    const bool isSame = std::all_of(jobs.begin(), jobs.end(),
                                    [&](const std::string& job) { return job == jobs.front(); });
    if (!isSame) {
        return fail(ErrorCode::SettingConflict,
                    MN_TEXT("Error",
                            "the processes of this training were started with different settings "
                            "or find different images"));
    }
    return {};
}

Status Session::outcomeOfFirst(const Status& mine) {
    MN_ASSIGN(const std::string text,
              m_peers->textOfFirst(mine ? std::string() : textOf(Notice{mine.error(), ""})));
    if (text.empty()) {
        return {};
    }
    MN_ASSIGN(const Notice notice, noticeFrom(Json::parse(text)));
    return notice.error;
}

Status Session::shareStart() {
    Checkpoint start;
    std::string position;
    if (writes()) {
        start = snapshot();
        position = positionToText(start.position);
    }
    MN_ASSIGN(position, m_peers->textOfFirst(std::move(position)));
    MN_TRY(shareState(*m_peers, start.model));
    MN_TRY(shareState(*m_peers, start.optimizer));
    MN_TRY(shareState(*m_peers, start.average));
    if (writes()) {
        return {};
    }
    MN_ASSIGN(m_position, positionFromText(position));
    MN_TRY(weights::loadInto(nn::namedTensors(m_step->network()), start.model, {},
                             checkpointPath(m_job.runFolder)));
    MN_TRY(m_step->optimizer().setState(start.optimizer));
    if (m_step->average() != nullptr) {
        MN_TRY(m_step->average()->setState(start.average, m_position.averageUpdates));
    }
    m_step->setBatchLimit(m_position.batchLimit);
    takePrecision();
    return {};
}

Status Session::shareBuffers() {
    if (m_peers) {
        for (const at::Tensor& buffer : m_step->network().buffers()) {
            MN_TRY(m_peers->broadcast(buffer));
        }
    }
    return {};
}

Status Session::shareNotices() {
    if (!m_peers) {
        return {};
    }
    std::string mine;
    for (const Notice& notice : std::exchange(m_unshared, {})) {
        mine += textOf(notice) + '\n';
    }
    MN_ASSIGN(const std::vector<std::string> all, m_peers->gatherTexts(mine));
    if (!writes()) {
        return {};
    }
    for (const std::string& lines : all) {
        for (std::size_t begin = 0; begin < lines.size();) {
            const std::size_t end = lines.find('\n', begin);
            MN_ASSIGN(Notice notice, noticeFrom(Json::parse(lines.substr(begin, end - begin))));
            if (!m_firstProblem) {
                m_firstProblem = notice.error;
            }
            notify(std::move(notice));
            begin = end + 1;
        }
    }
    return {};
}

Result<bool> Session::stopsNow() {
    const bool mine = m_control.stopsAfterEpoch() || m_stop.stop_requested();
    return m_peers ? m_peers->any(mine) : Result<bool>(mine);
}

Result<std::optional<StepResult>> Session::tryUpdateAmongPeers(double rate) {
    nn::Network& network = m_step->network();
    if (!writes()) {
        // The checkpoint has rank 0's generator alone; the others' follow from the position.
        network.seedDropout(
            mixSeed({static_cast<std::uint64_t>(m_job.settings.integer("seed")),
                     stableHash("dropout of a peer"), static_cast<std::uint64_t>(m_peers->rank()),
                     static_cast<std::uint64_t>(m_position.globalStep)}));
    }
    m_step->begin();
    m_rewind.keep(network);
    StepResult sum;
    UpdateWord mine;
    try {
        const Result<bool> isWhole = addBatches(rate, sum);
        mine.stopped = isWhole && !*isWhole ? 1 : 0;
    } catch (const std::exception& exception) {
        if (predict::torchError(exception, "training").code != ErrorCode::OutOfMemory) {
            throw;
        }
        mine.outOfMemory = 1;
    }
    mine.notANumber = !sum.isFinite && std::isnan(sum.loss) ? 1 : 0;
    mine.infinite = !sum.isFinite && !std::isnan(sum.loss) ? 1 : 0;
    mine.lossSum = sum.isFinite ? sum.loss : 0;
    mine.correct = sum.correct;
    mine.images = sum.images;
    const Result<UpdateWord> all = m_step->share(mine);
    if (!all || all->stopped > 0) {
        m_rewind.restore(network);
        MN_TRY(all);
        return std::optional<StepResult>();
    }
    if (all->notANumber > 0) {
        return notFinite(MN_TEXT("Error", "not a number"), rate);
    }
    if (all->infinite > 0) {
        return notFinite(MN_TEXT("Error", "infinite"), rate);
    }
    if (all->outOfMemory > 0) {
        return fail(ErrorCode::OutOfMemory, "training");
    }
    sum.loss = all->lossSum;
    sum.correct = all->correct;
    sum.images = all->images;
    return finishUpdate(rate, sum);
}

Result<std::optional<Session::Answered>> Session::gatherAnswers(std::size_t number, bool goesOn,
                                                                const Answered& mine) {
    const auto classes = static_cast<std::int64_t>(m_job.classes.size());
    const std::int64_t batch = m_job.settings.integer("batch");
    const std::size_t first = number * static_cast<std::size_t>(batch * m_peers->size());
    // A row says whether this process goes on; each other one is the image's number within the
    // batch of all (-1: none) and its logits.
    const at::Tensor rows = at::full({batch + 1, classes + 1}, -1, at::kFloat);
    auto* data = rows.data_ptr<float>();
    data[0] = goesOn ? 1.0F : 0.0F;
    for (std::size_t i = 0; i < mine.items.size(); ++i) {
        const auto width = static_cast<std::size_t>(classes);
        float* row = data + (i + 1) * (width + 1);
        row[0] = static_cast<float>(mine.items[i] - first);
        std::copy_n(mine.logits.data() + i * width, width, row + 1);
    }
    MN_ASSIGN(const std::vector<at::Tensor> all, m_peers->gather(rows));
    Answered answered;
    for (const at::Tensor& part : all) {
        const auto* row = part.data_ptr<float>();
        if (row[0] == 0) {
            return std::optional<Answered>();
        }
        for (std::int64_t i = 0; i < batch; ++i) {
            row += classes + 1;
            if (row[0] >= 0) {
                answered.items.push_back(first + static_cast<std::size_t>(row[0]));
                answered.logits.insert(answered.logits.end(), row + 1, row + 1 + classes);
            }
        }
    }
    return std::optional(std::move(answered));
}

}  // namespace minarai::train
