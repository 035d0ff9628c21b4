// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/folds.h"

#include <algorithm>
#include <cmath>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSummaryFile = "folds.json";

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

void summarize(FoldSummary& summary) {
    std::vector<double> accuracies;
    std::vector<double> losses;
    for (const FoldResult& result : summary.results) {
        accuracies.push_back(result.valAccuracy);
        losses.push_back(result.valLoss);
    }
    summary.accuracy = spreadOf(accuracies);
    summary.loss = spreadOf(losses);
}

/// Apart from the fold and from what cannot change a result.
bool hasSameSettings(const FoldCandidate& one, const FoldCandidate& other) {
    const auto& specs = train::settingsSchema().specs();
    return one.arch == other.arch &&
           std::all_of(specs.begin(), specs.end(), [&](const ParamSpec& spec) {
               const ParamValue* a = one.settings.find(spec.name);
               const ParamValue* b = other.settings.find(spec.name);
               return spec.name == "fold" || train::mayChangeOnResume(spec.name) ||
                      (a == nullptr || b == nullptr ? a == b : *a == *b);
           });
}

Json spreadToJson(const Spread& spread) {
    return Json{{"mean", spread.mean}, {"std", spread.deviation}};
}

}  // namespace

Spread spreadOf(const std::vector<double>& values) {
    Spread spread;
    if (values.empty()) {
        return spread;
    }
    const auto count = static_cast<double>(values.size());
    for (const double value : values) {
        spread.mean += value / count;
    }
    double squares = 0;
    for (const double value : values) {
        squares += (value - spread.mean) * (value - spread.mean);
    }
    spread.deviation = values.size() > 1 ? std::sqrt(squares / (count - 1)) : 0;
    return spread;
}

std::optional<FoldSummary> foldsAround(const FoldCandidate& one,
                                       const std::vector<FoldCandidate>& runs) {
    const ParamValue* split = one.settings.find("split");
    if (split == nullptr || *split != ParamValue(std::string("kfold"))) {
        return std::nullopt;
    }
    FoldSummary summary;
    summary.folds = one.settings.integer("folds");
    for (std::int64_t fold = 1; fold <= summary.folds; ++fold) {
        const FoldCandidate* newest = nullptr;
        for (const FoldCandidate& run : runs) {
            if (run.isComplete && hasSameSettings(one, run) &&
                run.settings.integer("fold") == fold &&
                (newest == nullptr || run.createdMs > newest->createdMs)) {
                newest = &run;
            }
        }
        if (newest != nullptr) {
            summary.results.push_back({fold, newest->folder, newest->epochs, newest->bestEpoch,
                                       newest->valAccuracy, newest->valLoss});
        }
    }
    summarize(summary);
    return summary;
}

Json foldSummaryToJson(const FoldSummary& summary) {
    Json results = Json::array();
    for (const FoldResult& result : summary.results) {
        results.push_back(Json{{"fold", result.fold},
                               {"run", result.folder},
                               {"epochs", result.epochs},
                               {"best_epoch", result.bestEpoch},
                               {"val_accuracy", result.valAccuracy},
                               {"val_loss", result.valLoss}});
    }
    return Json{{"version", 1},
                {"folds", summary.folds},
                {"results", std::move(results)},
                {"val_accuracy", spreadToJson(summary.accuracy)},
                {"val_loss", spreadToJson(summary.loss)}};
}

Result<FoldSummary> trainFolds(
    const TrainRequest& request, std::int64_t folds, const engine::Engine& engine,
    const std::stop_token& stop, train::TrainControl& control,
    const std::function<void(std::int64_t fold, const train::Event&)>& observer) {
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
        summary.results.push_back(
            {fold, name, ended.epochs, ended.bestEpoch, ended.bestValAccuracy, ended.bestValLoss});
        summarize(summary);
        MN_TRY(writeFileAtomically(request.runFolder / kSummaryFile,
                                   foldSummaryToJson(summary).dump(2) + "\n"));
    }
    return summary;
}

}  // namespace minarai::runs
