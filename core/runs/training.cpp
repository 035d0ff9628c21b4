// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/training.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/files.h"
#include "base/parallel.h"
#include "runs/prepare.h"
#include "runs/recorder.h"
#include "runs/run_lock.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

/// A folder that holds something other than what a run writes first is not ours to fill.
Status refuseForeignFolder(const fs::path& folder) {
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
        return fail(ErrorCode::AlreadyExists, toUtf8(folder));
    }
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = toUtf8(it->path().filename());
        const bool leftover =
            name == "run.lock" || name == "model.json" || name.find(".tmp-") != std::string::npos;
        if (!leftover) {
            return fail(ErrorCode::AlreadyExists, toUtf8(folder));
        }
    }
    return {};
}

/// Files that are there may be added to in a folder that takes no new ones: a run would go on, and
/// none of its weights could be saved.
Status refuseReadOnlyFolder(const fs::path& folder) {
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
        return writeError(folder, errno);
    }
    return {};
}

/// A killed process may leave temporary siblings behind; the lock's holder clears them away.
void removeLeftovers(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> leftovers;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (toUtf8(it->path().filename()).find(".tmp-") != std::string::npos) {
            leftovers.push_back(it->path());
        }
    }
    for (const fs::path& path : leftovers) {
        fs::remove(path, error);
    }
}

/// Takes away what a run wrote that was refused before its first checkpoint: the corrected command
/// must find the place as it was.
void discard(const fs::path& folder, bool isOurs) {
    std::error_code error;
    for (const char* name : {"run.json", "model.json", "events.jsonl", "metrics.csv", "run.lock"}) {
        fs::remove(folder / name, error);
    }
    fs::remove_all(folder / "tensorboard", error);
    if (isOurs) {
        fs::remove(folder, error);  // only if nothing else is in it
    }
}

/// A run goes on with what it was computed with, unless the request names something else. What
/// cannot be had here is told of.
std::vector<Error> keepMachine(train::TrainJob& job, const TrainRequest& request,
                               const Machine& before, const std::vector<std::string>& devices) {
    std::vector<Error> missing;
    job.precision = before.precision;
    if (request.threads == 0 && before.threads > 0) {
        // More threads than cores were somebody's wish, and can be had anywhere.
        if (before.threads <= static_cast<std::int64_t>(hardwareThreads()) ||
            before.threads > before.cores) {
            job.threads = static_cast<int>(before.threads);
        } else {
            missing.push_back(
                fail(ErrorCode::Usage,
                     MN_TEXT("Error",
                             "This machine has fewer cores than the run began with, so the "
                             "last digits may differ from those of an uninterrupted run")));
        }
    }
    // Each process of a machine has a CUDA device of its own.
    const bool isItsOwn = !request.world || before.device == "cpu";
    if (request.device == "auto" && !before.device.empty() && isItsOwn) {
        if (std::find(devices.begin(), devices.end(), before.device) != devices.end()) {
            job.device = before.device;
        } else {
            missing.push_back(fail(ErrorCode::DeviceUnavailable, before.device,
                                   fmt::format("{}", fmt::join(devices, ", "))));
        }
    }
    return missing;
}

/// Passes events on to the recorder first, then to the observer; a failing recorder is told about
/// once until it works again.
class Relay {
  public:
    Relay(Recorder& recorder, const train::Observer& observer)
        : m_recorder(recorder), m_observer(observer) {}

    void operator()(const train::Event& event) {
        const Status status = m_recorder.record(event);
        if (!status && !m_failing) {
            m_observer(train::Event{event.runId, event.timeMs,
                                    train::Notice{status.error(), std::string()}});
        }
        m_failing = !status;
        m_observer(event);
    }

  private:
    Recorder& m_recorder;
    const train::Observer& m_observer;
    bool m_failing = false;
};

}  // namespace

Result<train::RunEnded> trainRun(const TrainRequest& request, const engine::Engine& engine,
                                 const std::stop_token& stop, train::TrainControl& control,
                                 const train::Observer& observer) {
    MN_TRY(checkRequest(request));

    std::error_code ignored;
    const bool isNewFolder = !fs::exists(request.runFolder, ignored);
    const bool canResume = request.resume && fs::exists(request.runFolder / "run.json", ignored);
    Prepared prepared;
    if (request.world && !request.world->isFirst()) {
        // Rank 0 has the folder to itself, refuses and prepares it; all this process needs is the
        // job, which the trainers compare.
        MN_ASSIGN(prepared, canResume ? prepareResumed(request) : prepareNew(request, stop));
        train::TrainJob job = jobOf(prepared, request);
        if (canResume) {
            (void)keepMachine(job, request, prepared.info.machine, engine.info().devices);
        }
        return engine.makeTrainer()->run(job, stop, control, [](const train::Event&) {});
    }
    if (canResume) {
        MN_ASSIGN(prepared, prepareResumed(request));
    } else {
        MN_TRY(refuseForeignFolder(request.runFolder));
        MN_ASSIGN(prepared, prepareNew(request, stop));
        MN_TRY(makeFolder(request.runFolder));
    }
    MN_TRY(refuseReadOnlyFolder(request.runFolder));
    MN_ASSIGN(const RunLock lock, RunLock::acquire(request.runFolder));
    removeLeftovers(request.runFolder);

    RunInfo& info = prepared.info;
    const Machine before = info.machine;
    info.machine.minaraiVersion = MINARAI_VERSION;
    info.machine.torchVersion = engine.info().torchVersion;
    info.machine.processor = engine.info().processor;
    info.machine.cores = hardwareThreads();
    if (!canResume) {
        MN_TRY(spec::writeModelSpec(request.runFolder / "model.json", prepared.model));
        MN_TRY(writeRunInfo(request.runFolder, info));
    }
    MN_ASSIGN(Recorder recorder, Recorder::open(request.runFolder, info));

    train::TrainJob job = jobOf(prepared, request);
    job.resume = canResume;
    std::vector<Error> missing;
    if (canResume) {
        missing = keepMachine(job, request, before, engine.info().devices);
    }

    Relay relay(recorder, observer);
    for (Error& error : prepared.leftOut) {
        missing.push_back(std::move(error));
    }
    for (Error& error : missing) {
        relay({job.runId, train::nowMs(), train::Notice{std::move(error), std::string()}});
    }
    auto ended = engine.makeTrainer()->run(job, stop, control,
                                           [&relay](const train::Event& event) { relay(event); });
    if (!ended && !canResume && !fs::exists(request.runFolder / "checkpoint.pt", ignored)) {
        discard(request.runFolder, isNewFolder);
    }
    return ended;
}

Result<TrainRequest> resumeRequest(const fs::path& runFolder) {
    MN_ASSIGN(const RunInfo info, readRunInfo(runFolder));
    TrainRequest request;
    request.runFolder = runFolder;
    MN_ASSIGN(request.dataFolder, dataFolder(info, runFolder));
    request.arch = info.arch;
    request.settings = info.settings;
    request.resume = true;
    return request;
}

fs::path nextRunFolder(const fs::path& root, const std::string& arch) {
    int highest = 0;
    std::error_code error;
    for (fs::directory_iterator it(root, error), end; !error && it != end; it.increment(error)) {
        const std::string name = toUtf8(it->path().filename());
        const auto digits = std::find_if_not(name.begin(), name.end(),
                                             [](unsigned char c) { return std::isdigit(c) != 0; });
        if (digits != name.begin() && digits - name.begin() <= 6) {
            highest = std::max(highest, std::stoi(std::string(name.begin(), digits)));
        }
    }
    std::string safe;
    for (const char c : arch) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
        safe += plain ? c : '_';
    }
    return root / fmt::format("{:04}-{}", highest + 1, safe);
}

}  // namespace minarai::runs
