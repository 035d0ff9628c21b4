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

/// All folds divide the same images: those of the first, if there is one already.
Status refuseOtherImages(const TrainRequest& request, const dataset::Catalog& catalog) {
    const fs::path first = request.runFolder / "fold-1";
    std::error_code error;
    if (!request.resume || !fs::exists(first / "run.json", error)) {
        return {};
    }
    MN_ASSIGN(const RunInfo info, readRunInfo(first));
    if (!areSameImages(catalog, info)) {
        return fail(ErrorCode::ResumeChanged,
                    MN_TEXT("Error", "the images or what was decided about them"));
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
    if (ofFold.catalog) {
        MN_TRY(refuseOtherImages(request, *ofFold.catalog));
    }
    FoldSummary summary;
    summary.folds = folds;
    for (std::int64_t fold = 1; fold <= folds && !stop.stop_requested(); ++fold) {
        const std::string name = fmt::format("fold-{}", fold);
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
