// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/live_run.h"

#include <algorithm>

#include "runs/recorded_steps.h"

namespace minarai::studio {

namespace {

struct Taker {
    LiveRun& run;
    std::int64_t timeMs;

    void operator()(const train::RunStarted& started) const {
        run.started = started;
        run.plannedEpochs = started.epochs;
        run.ended.reset();
        // What comes after the point of resuming is lived through again.
        const double from =
            static_cast<double>(started.firstEpoch - 1) +
            static_cast<double>(started.firstStep) /
                static_cast<double>(std::max<std::int64_t>(1, started.stepsPerEpoch));
        std::erase_if(run.points, [from](const StepPoint& point) { return point.x > from + 1e-9; });
        std::erase_if(run.epochs,
                      [&](const auto& epoch) { return epoch.epoch >= started.firstEpoch; });
    }
    void operator()(const train::StepFinished&) const {}  // they come in batches
    void operator()(const train::ValidationProgress& progress) const { run.validating = progress; }
    void operator()(const train::EpochFinished& epoch) const {
        run.validating.reset();
        // A resumed run may tell of an epoch again.
        std::erase_if(run.epochs, [&](const auto& old) { return old.epoch >= epoch.epoch; });
        run.epochs.push_back(epoch);
        run.epochs.back().validation.reset();
    }
    void operator()(const train::Notice& notice) const {
        if (notice.error.code == ErrorCode::CheckpointRetry) {
            run.unsaved = notice.error;
            return;
        }
        ++run.noticeCount;
        auto kind = std::find_if(run.notices.begin(), run.notices.end(), [&](const auto& each) {
            return each.first.error.code == notice.error.code;
        });
        if (kind == run.notices.end()) {
            kind = run.notices.insert(kind, NoticeKind{notice, 0});
        }
        ++kind->count;
        std::rotate(kind, kind + 1, run.notices.end());
    }
    void operator()(const train::CheckpointSaved&) const {
        run.checkpointMs = timeMs;
        run.unsaved.reset();
    }
    void operator()(const train::PauseChanged&) const {}
    void operator()(const train::RunEnded& ended) const { run.ended = ended; }
};

}  // namespace

void take(LiveRun& run, const StepBatch& batch) {
    run.lastStep = batch.last;
    run.validating.reset();
    run.points.insert(run.points.end(), batch.points.begin(), batch.points.end());
    while (run.points.size() > LiveRun::kMaxPoints) {
        halvePoints(run.points);
    }
}

void take(LiveRun& run, const train::Event& event) {
    std::visit(Taker{run, event.timeMs}, event.payload);
}

std::vector<StepPoint> readPoints(const std::filesystem::path& runFolder,
                                  const std::stop_token& stop) {
    LiveRun run;
    const auto visit = [&run](const train::Event& event) {
        if (const auto* step = std::get_if<train::StepFinished>(&event.payload)) {
            take(run, StepBatch{*step, {pointOf(*step)}});
        } else {
            take(run, event);
        }
    };
    if (!runs::visitSteps(runFolder, visit, stop)) {
        return {};  // the history says why
    }
    return run.points;
}

}  // namespace minarai::studio
