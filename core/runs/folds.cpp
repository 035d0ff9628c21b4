// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/folds.h"

#include <memory>
#include <string>
#include <system_error>
#include <utility>

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
