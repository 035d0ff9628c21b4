// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/fold_summary.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_number.h"
#include "base/json_problem.h"
#include "base/rng.h"
#include "runs/run_directory.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSummaryFile = "folds.json";
constexpr int kSummaryVersion = 1;
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 20;

/// Apart from the fold and from what cannot change a result.
bool isOfSameKind(const FoldCandidate& one, const FoldCandidate& other) {
    const auto& specs = train::settingsSchema().specs();
    return one.arch == other.arch && one.origin == other.origin &&
           std::all_of(specs.begin(), specs.end(), [&](const ParamSpec& spec) {
               const ParamValue* a = one.settings.find(spec.name);
               const ParamValue* b = other.settings.find(spec.name);
               return spec.name == "fold" || train::mayChangeOnResume(spec.name) ||
                      (a == nullptr || b == nullptr ? a == b : *a == *b);
           });
}

bool isFold(const Params& settings) {
    const ParamValue* split = settings.find("split");
    return split != nullptr && *split == ParamValue(std::string("kfold"));
}

/// Whatever their order, so that it is the same for every fold.
std::uint64_t sumOf(const std::vector<dataset::Item>& items) {
    std::uint64_t sum = 0;
    for (const dataset::Item& item : items) {
        sum += mixSeed({stableHash(item.path), static_cast<std::uint64_t>(item.label)});
    }
    return sum;
}

/// What it computes, not how it is drawn. 0 where there is none to read.
std::uint64_t hashOfModel(const fs::path& runFolder) {
    auto model = readRunModel(runFolder);
    if (!model) {
        return 0;
    }
    model->places.clear();
    return stableHash(spec::modelSpecToJson(*model).dump());
}

/// JSON has no word for a number that is not finite: it stands as null.
double realOf(const Json& json) {
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

Json spreadToJson(const Spread& spread) {
    return Json{{"mean", spread.mean}, {"std", spread.deviation}};
}

FoldCandidate candidateOf(const RunEntry& entry) {
    const RunInfo& info = entry.info;
    return {"../" + toUtf8(entry.folder.filename()),
            info.arch,
            info.settings,
            foldOrigin(entry),
            info.state == RunState::Completed,
            info.createdMs,
            info.epochsDone,
            info.bestEpoch,
            info.bestValAccuracy,
            info.bestValLoss};
}

}  // namespace

std::uint64_t foldOrigin(const RunEntry& run) {
    const RunInfo& info = run.info;
    if (!isFold(info.settings)) {
        return 0;
    }
    const std::uint64_t images =
        sumOf(info.split.train) + sumOf(info.split.val) + sumOf(info.split.test);
    return mixSeed({images, hashOfModel(run.folder),
                    stableHash(jsonText(augment::pipelineToJson(info.pipeline))),
                    stableHash(info.initialWeights), std::uint64_t{info.partialWeights}});
}

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

void addResult(FoldSummary& summary, FoldResult result) {
    summary.results.push_back(std::move(result));
    std::vector<double> accuracies;
    std::vector<double> losses;
    for (const FoldResult& each : summary.results) {
        accuracies.push_back(each.valAccuracy);
        losses.push_back(each.valLoss);
    }
    summary.accuracy = spreadOf(accuracies);
    summary.loss = spreadOf(losses);
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
    return Json{{"version", kSummaryVersion},
                {"folds", summary.folds},
                {"results", std::move(results)},
                {"val_accuracy", spreadToJson(summary.accuracy)},
                {"val_loss", spreadToJson(summary.loss)}};
}

Result<FoldSummary> foldSummaryFromJson(const Json& json, const fs::path& file) {
    try {
        const auto version = wholeNumber<std::int64_t>(json.at("version"));
        if (version > kSummaryVersion) {
            return fail(ErrorCode::VersionTooNew, toUtf8(file), std::to_string(version));
        }
        FoldSummary summary;
        summary.folds = wholeNumber<std::int64_t>(json.at("folds"));
        for (const Json& each : json.at("results")) {
            addResult(summary, {wholeNumber<std::int64_t>(each.at("fold")),
                                each.at("run").get<std::string>(),
                                wholeNumber<std::int64_t>(each.at("epochs")),
                                wholeNumber<std::int64_t>(each.at("best_epoch")),
                                realOf(each.at("val_accuracy")), realOf(each.at("val_loss"))});
        }
        return summary;
    } catch (const std::exception& error) {
        return fail(ErrorCode::FileFormat, toUtf8(file), jsonProblem(error));
    }
}

std::optional<FoldSummary> foldsAround(const FoldCandidate& one,
                                       const std::vector<FoldCandidate>& runs) {
    if (!isFold(one.settings)) {
        return std::nullopt;
    }
    FoldSummary summary;
    summary.folds = one.settings.integer("folds");
    for (std::int64_t fold = 1; fold <= summary.folds; ++fold) {
        const FoldCandidate* newest = nullptr;
        for (const FoldCandidate& run : runs) {
            if (run.isComplete && isOfSameKind(one, run) && run.settings.integer("fold") == fold &&
                (newest == nullptr || run.createdMs > newest->createdMs)) {
                newest = &run;
            }
        }
        if (newest != nullptr) {
            addResult(summary, {fold, newest->folder, newest->epochs, newest->bestEpoch,
                                newest->valAccuracy, newest->valLoss});
        }
    }
    return summary;
}

Status writeFolds(const fs::path& folder, const FoldSummary& summary) {
    return writeFileAtomically(folder / kSummaryFile,
                               jsonText(foldSummaryToJson(summary), 2) + "\n");
}

Result<std::optional<FoldSummary>> readFolds(const fs::path& folder) {
    std::error_code error;
    const fs::path full = fs::absolute(folder, error).lexically_normal();
    const fs::path run = full.has_filename() ? full : full.parent_path();
    const bool hasItsOwn = fs::exists(run / kSummaryFile, error);
    const fs::path file = (hasItsOwn ? run : run.parent_path()) / kSummaryFile;
    if (!fs::exists(file, error)) {
        return std::optional<FoldSummary>();
    }
    MN_ASSIGN(const std::string text, readTextFile(file, kMostBytes));
    MN_ASSIGN(FoldSummary summary, foldSummaryFromJson(jsonOrDiscarded(text), file));
    const std::string name = toUtf8(run.filename());
    const bool isAbout =
        hasItsOwn || std::any_of(summary.results.begin(), summary.results.end(),
                                 [&](const FoldResult& each) { return each.folder == name; });
    return isAbout ? std::optional(std::move(summary)) : std::nullopt;
}

Status keepFolds(const fs::path& runFolder) {
    MN_ASSIGN(const RunInfo info, readRunInfo(runFolder));
    if (!isFold(info.settings)) {
        return {};
    }
    const fs::path root = runFolder.parent_path();
    std::vector<FoldCandidate> candidates;
    for (const RunEntry& entry : listRuns(root)) {
        candidates.push_back(candidateOf(entry));
    }
    const auto summary = foldsAround(candidateOf({runFolder, info}), candidates);
    if (!summary || !summary->isComplete()) {
        return {};
    }
    Status status;
    for (const FoldResult& result : summary->results) {
        const Status written = writeFolds(root / fromUtf8(result.folder).filename(), *summary);
        status = status ? written : status;  // the others may still have room
    }
    return status;
}

}  // namespace minarai::runs
