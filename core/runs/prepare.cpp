// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/prepare.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "augment/transform.h"
#include "base/files.h"
#include "base/parallel.h"
#include "base/rng.h"
#include "runs/normalization.h"
#include "runs/weights_preview.h"
#include "spec/graph.h"
#include "spec/summary.h"
#include "train/class_weights.h"
#include "train/phases.h"
#include "train/settings.h"
#include "train/training_plan.h"
#include "zoo/pretrained.h"
#include "zoo/zoo.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

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

/// The architecture's spec for these classes and this size, and the size in force. A model of
/// one's own keeps an input that “size” has no words for, one that is not square or too large;
/// “size” stays 0 then.
Result<spec::ModelSpec> makeModel(const TrainRequest& request, std::size_t classCount,
                                  Params& settings) {
    const auto classes = static_cast<std::int64_t>(classCount);
    std::int64_t size = settings.integer("size");
    if (request.spec) {
        spec::ModelSpec model = *request.spec;
        if (size != 0 && (size != model.input[1] || size != model.input[2])) {
            MN_ASSIGN(model, spec::withInput(std::move(model), model.input[0], size, size));
        } else if (model.input[1] == model.input[2]) {
            static_cast<void>(train::settingsSchema().set(settings, "size", model.input[1]));
        }
        MN_TRY(checkChannels(model));
        if (std::max(model.input[1], model.input[2]) > augment::kMaxEdge) {
            return spec::invalid(model, std::string(spec::kInputId),
                                 fmt::format(MN_TEXT("Spec",
                                                     "images have edges of at most {} pixels; make "
                                                     "the input smaller"),
                                             augment::kMaxEdge));
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

/// Folders and names that the scan could not read, and classes that the network would know by name
/// alone. Images that cannot be read are told of when they are loaded.
std::vector<Error> leftOutOf(const dataset::Catalog& catalog, const dataset::Split& split) {
    std::vector<Error> errors;
    for (const dataset::Problem& problem : catalog.problems) {
        if (problem.kind == dataset::ProblemKind::UnreadableFolder ||
            problem.kind == dataset::ProblemKind::Unreadable ||
            problem.kind == dataset::ProblemKind::BadName) {
            errors.push_back(problem.error);
        }
    }
    const auto counts = catalog.classCounts();
    std::vector<bool> trained(counts.size());
    for (const dataset::Item& item : split.train) {
        trained[static_cast<std::size_t>(item.label)] = true;
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) {
            errors.push_back(fail(ErrorCode::ClassEmpty, catalog.classes[i]));
        } else if (!trained[i] && split.kind == "folders") {
            errors.push_back(fail(ErrorCode::ClassUntrained, catalog.classes[i]));
        }
    }
    return errors;
}

/// Whether the two compute the same: names and drawings aside. The order of nodes in a file may be
/// another.
bool sameNetwork(const spec::ModelSpec& a, const spec::ModelSpec& b) {
    const auto nodesOf = [](const spec::ModelSpec& model) {
        std::map<std::string, std::string> nodes;
        const Json json = spec::modelSpecToJson(model);  // parameters without those by default
        for (const Json& node : json.at("nodes")) {
            nodes.emplace(node.at("id").get<std::string>(), node.dump());
        }
        return nodes;
    };
    return a.input == b.input && a.output == b.output && a.auxiliary == b.auxiliary &&
           nodesOf(a) == nodesOf(b);
}

/// The name under which the run is recorded. A model of one's own has its own name; one that bears
/// the name of a known architecture without being it is "custom".
std::string archName(const TrainRequest& request, const spec::ModelSpec& model,
                     std::size_t classCount) {
    if (!request.spec) {
        return request.arch;
    }
    const std::string& name = request.spec->name;
    if (name.empty() || zoo::find(name) == nullptr) {
        return name.empty() ? "custom" : name;
    }
    const auto classes = static_cast<std::int64_t>(classCount);
    auto known = zoo::build(name, classes, model.input[0], model.input[1], model.input[2]);
    if (known) {
        known = spec::withClasses(*std::move(known), classes);  // as makeModel() leaves a spec
    }
    return known && sameNetwork(*known, model) ? name : "custom";
}

augment::PreprocessSpec preprocessOf(const zoo::PretrainedRecipe& recipe) {
    augment::PreprocessSpec spec;
    spec.height = spec.width = static_cast<int>(recipe.crop);
    // The shorter edge first, then the middle.
    spec.geometry = "crop";
    spec.resizeShortEdge = static_cast<int>(recipe.resize);
    spec.interpolation = augment::interpolationFromName(recipe.interpolation);
    spec.mean = recipe.mean;
    spec.std = recipe.std;
    return spec;
}

/// How the pictures were prepared for the weights that the run begins with: as published for this
/// architecture or the one it was edited from, or as the run did that wrote them. Nothing for
/// another file.
std::optional<augment::PreprocessSpec> preprocessOfWeights(const TrainRequest& request) {
    if (!request.weights) {
        return std::nullopt;
    }
    const auto* published = zoo::findPretrainedFile(toUtf8(request.weights->filename()));
    const std::string& arch = request.spec ? request.spec->architecture() : request.arch;
    if (published != nullptr && published->arch == arch) {
        return preprocessOf(published->recipe);
    }
    std::error_code error;
    const auto run = readRunInfo(fs::absolute(*request.weights, error).parent_path());
    return run ? std::optional(run->preprocess) : std::nullopt;
}

/// With the given one in the size of the model's input, and normalised as the settings say.
augment::PreprocessSpec fitted(const Params& settings, const std::array<std::int64_t, 3>& input,
                               const std::optional<augment::PreprocessSpec>& given) {
    augment::PreprocessSpec plain = train::preprocessFor(settings, static_cast<int>(input[0]));
    plain.height = static_cast<int>(input[1]);
    plain.width = static_cast<int>(input[2]);
    if (!given || given->channels != plain.channels) {
        return plain;
    }
    augment::PreprocessSpec spec = *given;
    if (spec.height != plain.height || spec.width != plain.width) {
        spec = train::resizedPreprocess(*given, std::max(plain.height, plain.width));
        spec.height = plain.height;
        spec.width = plain.width;
    }
    const ParamValue* normalization = settings.find("normalization");
    if (normalization != nullptr && *normalization != ParamValue(std::string("auto"))) {
        spec.normalize = plain.normalize;
        spec.mean = plain.mean;
        spec.std = plain.std;
    }
    return spec;
}

/// Whether the weights are for all of the model but a head of other classes. Processes that share a
/// run take it that they are not, since only the first of them need have the file; one that cannot
/// be read is refused when the run begins with it.
bool bringsOnlyNewHead(const TrainRequest& request, const spec::ModelSpec& model) {
    if (!request.weights || (request.world && request.world->size > 1)) {
        return false;
    }
    const auto match = previewWeights(model, *request.weights, request.partialWeights);
    return match && onlyHeadIsNew(*match);
}

/// The settings with what freeze=auto stands for in this run.
Params settledSettings(const RunInfo& info) {
    Params settings = info.settings;
    train::settleFreeze(settings, info.onlyHeadIsNew);
    return settings;
}

/// As asked for; processes on one machine share its cores. 0: all of them.
int threadsOf(const TrainRequest& request) {
    if (request.threads != 0 || !request.world) {
        return request.threads;
    }
    // torchrun sets OMP_NUM_THREADS to 1, which is no choice of the user's.
    return std::max(static_cast<int>(hardwareThreads()) / std::max(request.world->localSize, 1), 1);
}

}  // namespace

Status checkChannels(const spec::ModelSpec& model) {
    if (model.input[0] == 1 || model.input[0] == 3) {
        return {};
    }
    return spec::invalid(model, std::string(spec::kInputId),
                         MN_TEXT("Spec",
                                 "images have 3 channels (colour) or 1 (grey); give the input as "
                                 "many"));
}

augment::PreprocessSpec preprocessFor(const Params& settings,
                                      const std::array<std::int64_t, 3>& input,
                                      const zoo::PretrainedRecipe* published) {
    return fitted(settings, input,
                  published != nullptr ? std::optional(preprocessOf(*published)) : std::nullopt);
}

Result<Prepared> prepareNew(const TrainRequest& request, const std::stop_token& stop) {
    Prepared prepared;
    RunInfo& info = prepared.info;
    info.settings = request.settings;
    train::applyPhases(info.settings);

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
    prepared.leftOut = leftOutOf(*catalog, info.split);
    const auto given = preprocessOfWeights(request);
    if (given && !request.spec && info.settings.integer("size") == 0) {
        info.settings.set("size", static_cast<std::int64_t>(given->height));
    }
    MN_ASSIGN(prepared.model, makeModel(request, info.classes.size(), info.settings));
    info.onlyHeadIsNew = bringsOnlyNewHead(request, prepared.model);
    MN_TRY(train::planTraining(prepared.model, settledSettings(info)));
    MN_TRY(train::checkPhases(prepared.model, train::phasesOf(info.settings)));
    MN_TRY(train::classWeights(info.settings, info.split.train, info.classes.size()));
    info.preprocess = fitted(info.settings, prepared.model.input, given);
    if (request.pipeline) {
        info.pipeline = *request.pipeline;
    } else {
        augment::PreprocessSpec ofFile = info.preprocess;
        MN_ASSIGN(info.pipeline, augment::pipelineFor(info.settings.text("augment"), ofFile));
        if (info.settings.text("normalization") == "auto") {
            info.preprocess = ofFile;  // a Normalize in the file counts unless one is chosen
        }
    }
    if (info.settings.text("normalization") == "dataset") {
        MN_TRY(measureNormalization(*catalog, info.split, threadsOrAll(threadsOf(request)),
                                    info.preprocess, request.measuring, stop));
    }

    std::error_code error;  // a trial has no folder
    info.createdMs = train::nowMs();
    info.name = folderName(request.runFolder);
    info.id = fmt::format("{:016x}",
                          mixSeed({static_cast<std::uint64_t>(info.createdMs), info.seed,
                                   stableHash(toUtf8(fs::absolute(request.runFolder, error)))}));
    info.arch = archName(request, prepared.model, info.classes.size());
    info.dataName = folderName(catalog->root);
    info.dataPath = relativeFrom(request.runFolder, catalog->root);
    info.excludedImages = request.excludedImages;
    info.relabelledImages = request.relabelledImages;
    info.initialWeights = request.weights ? toUtf8(request.weights->filename()) : std::string();
    info.partialWeights = request.weights && request.partialWeights;
    return prepared;
}

Status applyChanges(RunInfo& info, const TrainRequest& request) {
    Params settings = request.settings;
    train::applyPhases(settings);
    for (const std::string& name : request.changedSettings) {
        const ParamValue* wanted = settings.find(name);
        const ParamValue* saved = info.settings.find(name);
        if (wanted == nullptr || (saved != nullptr && *wanted == *saved)) {
            continue;
        }
        if (name == "size" && *wanted == ParamValue(std::int64_t{0})) {
            continue;  // the usual size, which the run has found
        }
        if (!train::mayChangeOnResume(name)) {
            return fail(ErrorCode::ResumeChanged, "“" + name + "”");
        }
        info.settings.set(name, *wanted);
    }
    return {};
}

namespace {

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

}  // namespace

Result<Prepared> prepareResumed(const TrainRequest& request) {
    MN_ASSIGN(RunInfo info, readRunInfo(request.runFolder));
    Prepared prepared;
    MN_TRY(applyChanges(info, request));
    if (request.partialWeights && !info.partialWeights) {
        return fail(ErrorCode::ResumeChanged, MN_TEXT("Error", "taking what fits of the weights"));
    }
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

Status checkRequest(const TrainRequest& request) {
    MN_TRY(train::checkSettings(request.settings));
    std::error_code error;
    const bool readsWeights = !request.world || request.world->isFirst();
    if (readsWeights && request.weights && !fs::is_regular_file(*request.weights, error)) {
        return fail(ErrorCode::FileMissing, toUtf8(*request.weights));
    }
    return {};
}

train::TrainJob jobOf(const Prepared& prepared, const TrainRequest& request) {
    train::TrainJob job;
    job.runId = prepared.info.id;
    job.runFolder = request.runFolder;
    job.dataRoot = prepared.dataRoot;
    job.classes = prepared.info.classes;
    job.split = prepared.info.split;
    job.model = prepared.model;
    job.settings = settledSettings(prepared.info);
    job.preprocess = prepared.info.preprocess;
    job.pipeline = prepared.info.pipeline;
    job.initialWeights = request.weights;
    job.partialWeights = prepared.info.partialWeights;
    job.needsInitialWeights = !prepared.info.initialWeights.empty();
    job.device = request.device;
    job.threads = threadsOf(request);
    job.world = request.world;
    return job;
}

}  // namespace minarai::runs
