// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/settings.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "train/phases.h"
#include "train/settings_parts.h"
#include "train/training_plan.h"

namespace minarai::train {
namespace {

constexpr std::int64_t kSmallestSize = 8;

ParamSchema makeSchema() {
    // The order of what was there first stays: checkpoints know their job by it.
    std::vector<ParamSpec> all;
    for (std::vector<ParamSpec> part :
         {runParams(), dataParams(), updateParams(), scheduleParams(), lossParams(),
          stoppingParams(), orderParams(), machineParams()}) {
        std::move(part.begin(), part.end(), std::back_inserter(all));
    }
    return ParamSchema(std::move(all));
}

Error conflict(const char* what) {
    return fail(ErrorCode::SettingConflict, what);
}

bool isOneOf(const std::string& value, std::initializer_list<std::string_view> values) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

Status checkSchedule(const Params& settings) {
    const std::string schedule = settings.text("schedule");
    if (isOneOf(schedule, {"cosine", "cosine_restarts", "plateau"}) &&
        settings.real("min_learning_rate") > settings.real("learning_rate")) {
        return conflict(MN_TEXT("Error", "“min_learning_rate” must not be over “learning_rate”"));
    }
    const auto milestones = settings.integers("milestones");
    if (schedule == "multistep" && !std::is_sorted(milestones.begin(), milestones.end())) {
        return conflict(MN_TEXT("Error", "“milestones” must rise"));
    }
    return {};
}

}  // namespace

const ParamSchema& settingsSchema() {
    static const ParamSchema schema = makeSchema();
    return schema;
}

Status checkSettings(const Params& given) {
    MN_TRY(parsePhases(given.text("phases")));
    Params settings = given;
    applyPhases(settings);
    const std::int64_t size = settings.integer("size");
    if (size != 0 && size < kSmallestSize) {
        return fail(ErrorCode::SettingRange, "size", std::to_string(size),
                    "0 (the usual size) or at least " + std::to_string(kSmallestSize));
    }
    if (settings.flag("nesterov") && settings.text("optimizer") == "sgd" &&
        settings.real("momentum") <= 0) {
        return conflict(MN_TEXT("Error", "“nesterov” needs a “momentum” over 0"));
    }
    if (settings.integer("warmup_epochs") >= settings.integer("epochs") &&
        settings.integer("warmup_epochs") > 0) {
        return conflict(MN_TEXT("Error", "“warmup_epochs” must be smaller than “epochs”"));
    }
    MN_TRY(checkSchedule(settings));
    if (settings.text("class_weights") == "list" && settings.reals("class_weight_list").empty()) {
        return conflict(MN_TEXT("Error", "“class_weights=list” needs a “class_weight_list”"));
    }
    if (settings.text("sampling") == "balanced" && !settings.flag("shuffle")) {
        return conflict(MN_TEXT("Error", "balanced sampling draws at random and needs “shuffle”"));
    }
    if (settings.text("split") == "kfold" && settings.integer("fold") > settings.integer("folds")) {
        return fail(ErrorCode::SplitFold, std::to_string(settings.integer("fold")),
                    std::to_string(settings.integer("folds")));
    }
    const dataset::SplitKind kind = splitPlan(settings).kind;
    if (kind != dataset::SplitKind::KFold && kind != dataset::SplitKind::File &&
        settings.real("test_fraction") > 0 &&
        settings.real("validation_fraction") + settings.real("test_fraction") >= 1) {
        return conflict(MN_TEXT(
            "Error", "“validation_fraction” and “test_fraction” leave nothing to train on"));
    }
    return checkPlanSettings(settings);
}

bool mayChangeOnResume(const std::string& name) {
    constexpr auto kChangeable = std::to_array<std::string_view>(
        {"workers", "cache_mb", "checkpoint_seconds", "early_stopping"});
    return std::find(kChangeable.begin(), kChangeable.end(), name) != kChangeable.end();
}

dataset::SplitPlan splitPlan(const Params& settings) {
    const std::string kind = settings.text("split");
    dataset::SplitPlan plan;
    plan.kind = kind == "auto" || kind.empty() ? dataset::SplitKind::Auto
                : kind == "stratified"         ? dataset::SplitKind::Stratified
                : kind == "grouped"            ? dataset::SplitKind::Grouped
                : kind == "kfold"              ? dataset::SplitKind::KFold
                                               : dataset::SplitKind::File;
    if (plan.kind == dataset::SplitKind::File) {
        plan.file = kind;
    }
    plan.validationFraction = settings.real("validation_fraction");
    plan.testFraction = settings.real("test_fraction");
    plan.seed = static_cast<std::uint64_t>(settings.integer("seed"));
    plan.groupPattern = settings.text("group_pattern");
    plan.folds = static_cast<int>(settings.integer("folds"));
    plan.fold = static_cast<int>(settings.integer("fold"));
    return plan;
}

augment::PreprocessSpec preprocessFor(const Params& settings, int channels) {
    augment::PreprocessSpec spec;
    spec.channels = channels;
    spec.height = spec.width = static_cast<int>(settings.integer("size"));
    spec.normalize = settings.text("normalization") != "none";
    if (channels == 1) {
        // There are no ImageNet statistics for grey pictures; half-and-half centres [0, 1].
        spec.mean = {0.5F, 0.5F, 0.5F};
        spec.std = {0.5F, 0.5F, 0.5F};
    }
    return spec;
}

}  // namespace minarai::train
