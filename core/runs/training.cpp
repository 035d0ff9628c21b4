// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/training.h"

#include <algorithm>
#include <cctype>
#include <system_error>

#include <fmt/format.h>

#include "base/files.h"
#include "base/parallel.h"
#include "base/rng.h"
#include "runs/recorder.h"
#include "runs/run_lock.h"
#include "spec/summary.h"
#include "train/settings.h"
#include "train/training_plan.h"
#include "zoo/pretrained.h"
#include "zoo/zoo.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

/// What a run is made of, before the trainer sees it.
struct Prepared {
    RunInfo info;
    spec::ModelSpec model;
    fs::path dataRoot;
};

std::string folderName(const fs::path& folder) {
    std::error_code error;
    fs::path path = fs::absolute(folder, error).lexically_normal();
    if (path.filename().empty()) {
        path = path.parent_path();
    }
    return toUtf8(path.filename());
}

std::string relativeFrom(const fs::path& from, const fs::path& to) {
    std::error_code error;
    const fs::path relative =
        fs::weakly_canonical(fs::absolute(to, error), error)
            .lexically_relative(fs::weakly_canonical(fs::absolute(from, error), error));
    return toUtf8(relative);
}

/// The architecture's spec for these classes and this size, and the size in force.
Result<spec::ModelSpec> makeModel(const TrainRequest& request, std::size_t classCount,
                                  Params& settings) {
    const auto classes = static_cast<std::int64_t>(classCount);
    std::int64_t size = settings.integer("size");
    if (request.spec) {
        spec::ModelSpec model = *request.spec;
        if (size == 0) {
            if (model.input[1] != model.input[2]) {
                return fail(
                    ErrorCode::SettingConflict,
                    MN_TEXT("Error", "the model takes an input that is not square; set “size”"));
            }
            settings.set("size", model.input[1]);
        } else if (size != model.input[1] || size != model.input[2]) {
            MN_ASSIGN(model, spec::withInput(std::move(model), model.input[0], size, size));
        }
        return spec::withClasses(std::move(model), classes);
    }
    const zoo::Architecture* architecture = zoo::find(request.arch);
    if (architecture == nullptr) {
        const auto unknown = zoo::build(request.arch);
        return unknown ? Error(ErrorCode::Internal, {request.arch}) : unknown.error();
    }
    if (size == 0) {
        size = architecture->size;
        settings.set("size", size);
    }
    return zoo::build(request.arch, classes, architecture->channels, size, size);
}

Status refuseFewClasses(const dataset::Catalog& catalog) {
    const auto counts = catalog.classCounts();
    std::size_t filled = 0;
    std::string only;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0) {
            ++filled;
            only = catalog.classes[i];
        }
    }
    if (filled < 2) {
        return fail(ErrorCode::TooFewClasses, toUtf8(catalog.root), only);
    }
    return {};
}

/// How the pictures were prepared for the weights that the run begins with; nullptr for a file that
/// is none of the published ones of this architecture.
const zoo::PretrainedRecipe* publishedRecipe(const TrainRequest& request) {
    if (!request.weights) {
        return nullptr;
    }
    const auto* published = zoo::findPretrainedFile(toUtf8(request.weights->filename()));
    const std::string& arch = request.spec ? request.spec->name : request.arch;
    return published != nullptr && published->arch == arch ? &published->recipe : nullptr;
}

Result<Prepared> prepareNew(const TrainRequest& request, const std::stop_token& stop) {
    Prepared prepared;
    RunInfo& info = prepared.info;
    info.settings = request.settings;

    std::shared_ptr<const dataset::Catalog> catalog = request.catalog;
    if (!catalog) {
        MN_ASSIGN(auto scanned, dataset::scan(request.dataFolder, {}, stop));
        catalog = std::make_shared<const dataset::Catalog>(std::move(scanned));
    }
    prepared.dataRoot = catalog->root;
    MN_TRY(refuseFewClasses(*catalog));
    info.seed = static_cast<std::uint64_t>(info.settings.integer("seed"));
    if (request.split) {
        info.split = *request.split;
    } else {
        MN_ASSIGN(info.split,
                  dataset::makeSplit(*catalog, train::splitPlan(info.settings), {}, stop));
    }
    info.classes = catalog->classes;
    const zoo::PretrainedRecipe* recipe = publishedRecipe(request);
    if (recipe != nullptr && !request.spec && info.settings.integer("size") == 0) {
        info.settings.set("size", recipe->crop);
    }
    MN_ASSIGN(prepared.model, makeModel(request, info.classes.size(), info.settings));
    MN_TRY(train::planTraining(prepared.model, info.settings));
    info.preprocess =
        train::preprocessFor(info.settings, static_cast<int>(prepared.model.input[0]));
    if (recipe != nullptr && info.preprocess.channels == 3) {
        info.preprocess.mean = recipe->mean;
        info.preprocess.std = recipe->std;
        info.preprocess.interpolation = augment::interpolationFromName(recipe->interpolation);
    }
    MN_ASSIGN(info.pipeline, augment::pipelineFor(info.settings.text("augment"), info.preprocess));

    info.createdMs = train::nowMs();
    info.name = folderName(request.runFolder);
    info.id =
        fmt::format("{:016x}", mixSeed({static_cast<std::uint64_t>(info.createdMs), info.seed,
                                        stableHash(toUtf8(fs::absolute(request.runFolder)))}));
    info.arch = request.spec ? request.spec->name : request.arch;
    info.dataName = folderName(catalog->root);
    info.dataPath = relativeFrom(request.runFolder, catalog->root);
    info.excludedImages = request.excludedImages;
    info.relabelledImages = request.relabelledImages;
    info.initialWeights = request.weights ? toUtf8(request.weights->filename()) : std::string();
    return prepared;
}

Status applyChanges(RunInfo& info, const TrainRequest& request) {
    for (const std::string& name : request.changedSettings) {
        const ParamValue* wanted = request.settings.find(name);
        const ParamValue* saved = info.settings.find(name);
        if (wanted == nullptr || (saved != nullptr && *wanted == *saved)) {
            continue;
        }
        if (!train::mayChangeOnResume(name) &&
            !(name == "size" && *wanted == ParamValue(std::int64_t{0}))) {
            return fail(ErrorCode::ResumeChanged, "“" + name + "”");
        }
        info.settings.set(name, *wanted);
    }
    return {};
}

/// True if the folder has one of the first images: enough to tell a wrong folder from a right one.
bool holdsAny(const fs::path& root, const dataset::Split& split) {
    constexpr std::size_t kLook = 100;
    std::error_code error;
    for (std::size_t i = 0; i < std::min(kLook, split.train.size()); ++i) {
        if (fs::exists(root / fromUtf8(split.train[i].path), error)) {
            return true;
        }
    }
    return false;
}

Result<Prepared> prepareResumed(const TrainRequest& request, RunInfo info) {
    Prepared prepared;
    MN_TRY(applyChanges(info, request));
    MN_ASSIGN(prepared.model, readRunModel(request.runFolder));
    if (request.dataFolder.empty()) {
        MN_ASSIGN(prepared.dataRoot, dataFolder(info, request.runFolder));
    } else {
        std::error_code error;
        if (!fs::is_directory(request.dataFolder, error)) {
            return fail(ErrorCode::FolderMissing, toUtf8(request.dataFolder));
        }
        prepared.dataRoot = request.dataFolder;
        info.dataPath = relativeFrom(request.runFolder, request.dataFolder);
        info.dataName = folderName(request.dataFolder);
    }
    if (!holdsAny(prepared.dataRoot, info.split)) {
        return fail(ErrorCode::DataMoved, toUtf8(prepared.dataRoot));
    }
    prepared.info = std::move(info);
    return prepared;
}

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
/// must find the place free.
void discard(const fs::path& folder) {
    std::error_code error;
    for (const char* name : {"run.json", "model.json", "events.jsonl", "metrics.csv", "run.lock"}) {
        fs::remove(folder / name, error);
    }
    fs::remove_all(folder / "tensorboard", error);
    fs::remove(folder, error);  // only if nothing else is in it
}

Status checkWeightsFile(const TrainRequest& request) {
    std::error_code error;
    if (request.weights && !fs::is_regular_file(*request.weights, error)) {
        return fail(ErrorCode::FileMissing, toUtf8(*request.weights));
    }
    return {};
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
    MN_TRY(train::checkSettings(request.settings));
    MN_TRY(checkWeightsFile(request));

    std::error_code ignored;
    const bool canResume = request.resume && fs::exists(request.runFolder / "run.json", ignored);
    Prepared prepared;
    if (canResume) {
        MN_ASSIGN(RunInfo info, readRunInfo(request.runFolder));
        MN_ASSIGN(prepared, prepareResumed(request, std::move(info)));
    } else {
        MN_TRY(refuseForeignFolder(request.runFolder));
        MN_ASSIGN(prepared, prepareNew(request, stop));
        MN_TRY(makeFolder(request.runFolder));
    }
    MN_ASSIGN(const RunLock lock, RunLock::acquire(request.runFolder));
    removeLeftovers(request.runFolder);

    RunInfo& info = prepared.info;
    info.machine.minaraiVersion = MINARAI_VERSION;
    info.machine.torchVersion = engine.info().torchVersion;
    info.machine.processor = engine.info().processor;
    info.machine.cores = hardwareThreads();
    if (!canResume) {
        MN_TRY(spec::writeModelSpec(request.runFolder / "model.json", prepared.model));
        MN_TRY(writeRunInfo(request.runFolder, info));
    }
    MN_ASSIGN(Recorder recorder, Recorder::open(request.runFolder, info));

    train::TrainJob job;
    job.runId = info.id;
    job.runFolder = request.runFolder;
    job.dataRoot = prepared.dataRoot;
    job.classes = info.classes;
    job.split = info.split;
    job.model = std::move(prepared.model);
    job.settings = info.settings;
    job.preprocess = info.preprocess;
    job.pipeline = info.pipeline;
    job.initialWeights = request.weights;
    job.needsInitialWeights = !info.initialWeights.empty();
    job.resume = canResume;
    job.device = request.device;
    job.threads = request.threads;

    Relay relay(recorder, observer);
    auto ended = engine.makeTrainer()->run(job, stop, control,
                                           [&relay](const train::Event& event) { relay(event); });
    if (!ended && !canResume && !fs::exists(request.runFolder / "checkpoint.pt", ignored)) {
        discard(request.runFolder);
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
