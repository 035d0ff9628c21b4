// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/shots/staged_run.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/files.h"
#include "runs/event_follower.h"
#include "runs/run_directory.h"
#include "runs/training.h"

namespace minarai::studio {

namespace {

/// Where in the file the first half of the epoch after this one ends; nothing without such steps.
Result<std::optional<std::uint64_t>> middleAfter(const std::filesystem::path& run,
                                                 std::int64_t epoch) {
    std::optional<std::uint64_t> end;
    runs::EventFollower follower(run);
    const auto visit = [&](const runs::EventFollower::Found& found) {
        const auto* step = std::get_if<train::StepFinished>(&found.event.payload);
        if (!end && step != nullptr && step->epoch == epoch + 1 &&
            2 * step->step >= step->stepsPerEpoch) {
            end = found.offset + found.bytes + 1;
        }
    };
    for (bool more = true; more && !end;) {
        MN_ASSIGN(const runs::EventFollower::Poll poll, follower.poll(visit, true));
        more = poll.more;
    }
    return end;
}

}  // namespace

Result<StagedRun> StagedRun::of(const std::filesystem::path& endedRun) {
    MN_ASSIGN(runs::RunInfo info, runs::readRunInfo(endedRun));
    MN_ASSIGN(const runs::RunHistory history, runs::readHistory(endedRun));
    const std::size_t done = history.epochs.size() * 3 / 5;
    if (done == 0) {
        return fail(ErrorCode::RunMissing, toUtf8(endedRun));
    }
    const train::EpochFinished& last = history.epochs[done - 1];
    MN_ASSIGN(const auto end, middleAfter(endedRun, last.epoch));
    MN_ASSIGN(const std::string events, readTextFile(endedRun / "events.jsonl"));
    if (!end || *end > events.size()) {
        return fail(ErrorCode::RunMissing, toUtf8(endedRun));
    }
    const auto folder = runs::nextRunFolder(endedRun.parent_path(), info.arch);
    info.name = toUtf8(folder.filename());
    info.createdMs = train::nowMs();
    info.state = runs::RunState::Running;
    info.epochsDone = last.epoch;
    info.bestEpoch = last.bestEpoch;
    info.bestValAccuracy = last.bestValAccuracy;
    MN_TRY(makeFolder(folder));
    StagedRun staged(folder);
    MN_ASSIGN(staged.m_lock, runs::RunLock::acquire(folder));
    MN_TRY(writeFileAtomically(folder / "events.jsonl", std::string_view(events).substr(0, *end)));
    MN_TRY(runs::writeRunInfo(folder, info));
    return staged;
}

StagedRun::StagedRun(StagedRun&& other) noexcept
    : m_folder(std::exchange(other.m_folder, {})), m_lock(std::move(other.m_lock)) {}

StagedRun& StagedRun::operator=(StagedRun&& other) noexcept {
    std::swap(m_folder, other.m_folder);
    std::swap(m_lock, other.m_lock);
    return *this;
}

StagedRun::~StagedRun() {
    if (!m_folder.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
}

}  // namespace minarai::studio
