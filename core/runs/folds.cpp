// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/folds.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/files.h"
#include "base/text.h"
#include "runs/prepare.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

/// A new cross-validation begins in a new or empty folder.
Status refuseForeignFolder(const fs::path& folder, bool resume) {
    std::error_code error;
    if (!fs::exists(folder, error)) {
        return {};
    }
    const bool ours = resume && fs::is_directory(folder, error) &&
                      (fs::exists(folder / "fold-1", error) || fs::is_empty(folder, error));
    if (ours || (fs::is_directory(folder, error) && fs::is_empty(folder, error))) {
        return {};
    }
    return fail(ErrorCode::AlreadyExists, toUtf8(folder));
}

using Labelled = std::vector<std::pair<std::string_view, std::int32_t>>;

bool areSameImages(const dataset::Catalog& catalog, const RunInfo& fold) {
    Labelled now;
    for (const dataset::Sample& sample : catalog.samples) {
        now.emplace_back(sample.path, static_cast<std::int32_t>(sample.label));
    }
    Labelled before;
    for (const auto* part : {&fold.split.train, &fold.split.val, &fold.split.test}) {
        for (const dataset::Item& item : *part) {
            before.emplace_back(item.path, item.label);
        }
    }
    std::sort(now.begin(), now.end());
    std::sort(before.begin(), before.end());
    return catalog.classes == fold.classes && now == before;
}

std::string nameOfFold(std::int64_t fold) {
    return fmt::format("fold-{}", fold);
}

bool hasBegun(const TrainRequest& request, std::int64_t fold) {
    std::error_code error;
    return fs::exists(request.runFolder / nameOfFold(fold) / "run.json", error);
}

/// The folds of a cross-validation that goes on are those of its first one: the same images,
/// divided into as many parts, and the same network and settings for those that are still to begin.
Status goOnAsBegun(TrainRequest& request) {
    if (!request.resume || !hasBegun(request, 1)) {
        return {};
    }
    MN_ASSIGN(RunInfo first, readRunInfo(request.runFolder / nameOfFold(1)));
    const std::int64_t folds = request.settings.integer("folds");
    if (first.settings.integer("folds") != folds) {
        return fail(ErrorCode::ResumeChanged, MN_TEXT("Error", "the number of folds"));
    }
    if (request.catalog && !areSameImages(*request.catalog, first)) {
        return fail(ErrorCode::ResumeChanged,
                    MN_TEXT("Error", "the images or what was decided about them"));
    }
    if (!request.spec && request.arch != first.arch) {
        return fail(ErrorCode::ResumeChanged, MN_TEXT("Error", "the architecture"));
    }
    MN_TRY(applyChanges(first, request));
    request.settings = first.settings;
    if (request.spec) {  // as when one run goes on: its own model
        MN_ASSIGN(request.spec, readRunModel(request.runFolder / nameOfFold(1)));
    }
    bool areAllBegun = true;
    for (std::int64_t fold = 1; fold <= folds; ++fold) {
        areAllBegun = areAllBegun && hasBegun(request, fold);
    }
    const std::string weights =
        request.weights ? toUtf8(request.weights->filename()) : std::string();
    if (!areAllBegun &&
        (weights != first.initialWeights || request.partialWeights != first.partialWeights)) {
        return fail(ErrorCode::ResumeChanged, MN_TEXT("Error", "the weights to begin with"));
    }
    return {};
}

}  // namespace

Result<FoldSummary> trainFolds(
    const TrainRequest& request, std::int64_t folds, const engine::Engine& engine,
    const std::stop_token& stop, train::TrainControl& control,
    const std::function<void(std::int64_t fold, const train::Event&)>& observer) {
    if (train::splitPlan(request.settings).kind == dataset::SplitKind::File) {
        return fail(ErrorCode::SettingConflict,
                    MN_TEXT("Error",
                            "cross-validation draws its own folds and takes no split from a file"));
    }
    MN_TRY(refuseForeignFolder(request.runFolder, request.resume));
    TrainRequest ofFold = request;
    ofFold.settings.set("split", std::string("kfold"));
    MN_TRY(train::settingsSchema().set(ofFold.settings, "folds", folds));
    if (!request.catalog && !request.dataFolder.empty()) {
        // Once for all folds.
        MN_ASSIGN(dataset::Catalog catalog, dataset::scan(request.dataFolder, {}, stop));
        ofFold.catalog = std::make_shared<const dataset::Catalog>(std::move(catalog));
    }
    ofFold.settings.set("fold", std::int64_t{1});
    MN_TRY(goOnAsBegun(ofFold));
    FoldSummary summary;
    summary.folds = folds;
    for (std::int64_t fold = 1; fold <= folds && !stop.stop_requested(); ++fold) {
        const std::string name = nameOfFold(fold);
        ofFold.runFolder = request.runFolder / name;
        ofFold.settings.set("fold", fold);
        MN_TRY(makeFolder(request.runFolder));
        MN_ASSIGN(const train::RunEnded ended,
                  trainRun(ofFold, engine, stop, control,
                           [&](const train::Event& event) { observer(fold, event); }));
        if (ended.reason == train::EndReason::Failed && ended.error) {
            return *ended.error;
        }
        if (ended.reason == train::EndReason::Stopped) {
            break;
        }
        addResult(summary, {fold, name, ended.epochs, ended.bestEpoch, ended.bestValAccuracy,
                            ended.bestValLoss});
        MN_TRY(writeFolds(request.runFolder, summary));
    }
    return summary;
}

}  // namespace minarai::runs
