// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/settings.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "train/training_plan.h"

namespace minarai::train {
namespace {

constexpr std::int64_t kSmallestSize = 8;

ParamSchema makeSchema() {
    const std::string run = MN_TEXT("Param", "Run");
    const std::string data = MN_TEXT("Param", "Images");
    const std::string updates = MN_TEXT("Param", "Weight updates");
    const std::string loss = MN_TEXT("Param", "Loss");
    const std::string machine = MN_TEXT("Param", "Machine");
    return ParamSchema({
        integerParam("epochs", MN_TEXT("Param", "Epochs"), 10)
            .atLeast(1)
            .atMost(100000)
            .under(run)
            .about(MN_TEXT("Param", "How often the network sees every training image.")),
        integerParam("batch", MN_TEXT("Param", "Batch"), 32)
            .atLeast(1)
            .atMost(4096)
            .under(run)
            .about(MN_TEXT("Param", "Images in one step. Larger is faster but takes more memory.")),
        integerParam("size", MN_TEXT("Param", "Image size"), 0)
            .atLeast(0)
            .atMost(1024)
            .in("px")
            .under(data)
            .about(MN_TEXT("Param",
                           "Edge of the square image the network sees. 0 takes the "
                           "architecture's usual size.")),
        choiceParam("augment", MN_TEXT("Param", "Augmentation"), "standard",
                    {{"none", MN_TEXT("Param", "none")},
                     {"standard", MN_TEXT("Param", "standard")},
                     {"strong", MN_TEXT("Param", "strong")}})
            .orFile()
            .under(data)
            .about(MN_TEXT("Param",
                           "How training images are varied: a preset or a pipeline file. "
                           "Validation images are never varied.")),
        realParam("validation_fraction", MN_TEXT("Param", "Validation share"), 0.2)
            .atLeast(0)
            .atMost(0.9)
            .under(data)
            .about(MN_TEXT("Param",
                           "Share of each class kept apart to measure the network. Not used when "
                           "the folder has a “val” part of its own.")),
        choiceParam("split", MN_TEXT("Param", "Split"), "auto",
                    {{"auto", MN_TEXT("Param", "automatic")},
                     {"stratified", MN_TEXT("Param", "stratified")},
                     {"grouped", MN_TEXT("Param", "by groups")},
                     {"kfold", MN_TEXT("Param", "k-fold")}})
            .expert()
            .under(data)
            .about(MN_TEXT("Param",
                           "How images are kept apart for validation. Automatic uses a “val” "
                           "folder where there is one and else draws a share of each class; the "
                           "others draw from the images of both. A “test” folder is never drawn "
                           "from. Grouped keeps the images of a group together.")),
        textParam("group_pattern", MN_TEXT("Param", "Groups by name"), "")
            .onlyIf("split", {"grouped", "kfold"})
            .expert()
            .under(data)
            .about(MN_TEXT("Param",
                           "A regular expression, searched in each image's name below its class "
                           "folder; images whose first group is the same stay together, such as "
                           "“^(patient\\d+)_”. “near_duplicates”, or nothing with a grouped "
                           "split, keeps pictures together that look nearly the same.")),
        integerParam("folds", MN_TEXT("Param", "Folds"), 5)
            .atLeast(2)
            .atMost(100)
            .onlyIf("split", {"kfold"})
            .expert()
            .under(data)
            .about(MN_TEXT("Param",
                           "Equal parts of a k-fold split. Each image validates in exactly one "
                           "of them.")),
        integerParam("fold", MN_TEXT("Param", "Fold"), 1)
            .atLeast(1)
            .atMost(100)
            .onlyIf("split", {"kfold"})
            .expert()
            .under(data)
            .about(MN_TEXT("Param",
                           "Which fold validates, from 1 to the number of folds; the others "
                           "train.")),
        choiceParam("optimizer", MN_TEXT("Param", "Optimiser"), "adamw",
                    {{"sgd", MN_TEXT("Param", "SGD")}, {"adamw", MN_TEXT("Param", "AdamW")}})
            .under(updates)
            .about(MN_TEXT("Param",
                           "The rule that turns gradients into new weights. AdamW works with one "
                           "learning rate for most networks.")),
        realParam("learning_rate", MN_TEXT("Param", "Learning rate"), 0.001)
            .over(0)
            .atMost(100)
            .logarithmic()
            .under(updates)
            .about(MN_TEXT("Param",
                           "Step size of the optimiser. Usual: 0.001 with AdamW, 0.01 to 0.1 "
                           "with SGD.")),
        realParam("momentum", MN_TEXT("Param", "Momentum"), 0.9)
            .atLeast(0)
            .atMost(0.9999)
            .onlyIf("optimizer", {"sgd"})
            .under(updates)
            .about(MN_TEXT("Param", "How much of the previous step is kept.")),
        flagParam("nesterov", MN_TEXT("Param", "Nesterov"), false)
            .onlyIf("optimizer", {"sgd"})
            .under(updates)
            .about(MN_TEXT("Param", "Looks ahead along the momentum before each step.")),
        realParam("weight_decay", MN_TEXT("Param", "Weight decay"), 0.0001)
            .atLeast(0)
            .atMost(10)
            .logarithmic()
            .under(updates)
            .about(MN_TEXT("Param", "Pulls weights towards zero, against overfitting.")),
        choiceParam("freeze", MN_TEXT("Param", "Freeze"), "none",
                    {{"none", MN_TEXT("Param", "nothing")},
                     {"early", MN_TEXT("Param", "early layers")},
                     {"most", MN_TEXT("Param", "most layers")},
                     {"all_but_head", MN_TEXT("Param", "all but the head")},
                     {"upto:", MN_TEXT("Param", "up to a layer…")}})
            .under(updates)
            .about(MN_TEXT("Param",
                           "Layers that keep their weights, for networks that begin with trained "
                           "ones. Early: the first half of the stages; most: all but the last "
                           "stage; “upto:layer2” freezes that layer and all before it.")),
        realParam("layer_decay", MN_TEXT("Param", "Rate by depth"), 1.0)
            .over(0)
            .atMost(1)
            .expert()
            .under(updates)
            .about(MN_TEXT("Param",
                           "The learning rate of each block is this times that of the block after "
                           "it (layer-wise decay). 1 gives all the same; 0.75 is usual for "
                           "trained weights.")),
        textParam("rate_multipliers", MN_TEXT("Param", "Rate by layer"), "")
            .expert()
            .under(updates)
            .about(MN_TEXT("Param",
                           "Factors of the learning rate for layers or groups, such as "
                           "“layer1=0.1, fc=10”. The longest name that fits a layer counts.")),
        choiceParam("schedule", MN_TEXT("Param", "Schedule"), "cosine",
                    {{"constant", MN_TEXT("Param", "constant")},
                     {"cosine", MN_TEXT("Param", "cosine")},
                     {"step", MN_TEXT("Param", "step")}})
            .under(updates)
            .about(MN_TEXT("Param", "How the learning rate changes over the epochs.")),
        integerParam("step_size", MN_TEXT("Param", "Step after"), 10)
            .atLeast(1)
            .atMost(100000)
            .in(MN_TEXT("Param", "epochs"))
            .onlyIf("schedule", {"step"})
            .under(updates)
            .about(MN_TEXT("Param", "Epochs between two steps of the learning rate.")),
        realParam("step_gamma", MN_TEXT("Param", "Step factor"), 0.1)
            .over(0)
            .atMost(1)
            .onlyIf("schedule", {"step"})
            .under(updates)
            .about(MN_TEXT("Param", "What each step multiplies the learning rate by.")),
        realParam("min_learning_rate", MN_TEXT("Param", "Lowest rate"), 0.0)
            .atLeast(0)
            .atMost(100)
            .logarithmic()
            .onlyIf("schedule", {"cosine"})
            .expert()
            .under(updates)
            .about(MN_TEXT("Param", "Where the cosine ends (PyTorch's eta_min).")),
        integerParam("warmup_epochs", MN_TEXT("Param", "Warm-up"), 0)
            .atLeast(0)
            .atMost(1000)
            .in(MN_TEXT("Param", "epochs"))
            .under(updates)
            .about(MN_TEXT("Param", "Epochs over which the learning rate first grows from zero.")),
        choiceParam("loss", MN_TEXT("Param", "Loss"), "cross_entropy",
                    {{"cross_entropy", MN_TEXT("Param", "cross-entropy")}})
            .expert()
            .under(loss)
            .about(MN_TEXT("Param", "What the training makes small.")),
        realParam("label_smoothing", MN_TEXT("Param", "Label smoothing"), 0.0)
            .atLeast(0)
            .atMost(0.9)
            .expert()
            .under(loss)
            .about(MN_TEXT("Param",
                           "Share of each label spread over all classes, against "
                           "overconfidence.")),
        realParam("auxiliary_weight", MN_TEXT("Param", "Auxiliary losses"), 0.3)
            .atLeast(0)
            .atMost(10)
            .expert()
            .under(loss)
            .about(MN_TEXT("Param",
                           "Weight of the auxiliary heads of GoogLeNet and Inception, which help "
                           "early layers to learn; 0.3 as in the paper. Other networks have "
                           "none.")),
        integerParam("early_stopping", MN_TEXT("Param", "Stop early after"), 0)
            .atLeast(0)
            .atMost(100000)
            .in(MN_TEXT("Param", "epochs"))
            .under(run)
            .about(MN_TEXT("Param",
                           "Ends the run after this many epochs without a better validation "
                           "result. 0 never stops early.")),
        choiceParam("early_stopping_metric", MN_TEXT("Param", "Better means"), "val_accuracy",
                    {{"val_accuracy", MN_TEXT("Param", "higher accuracy")},
                     {"val_loss", MN_TEXT("Param", "lower loss")}})
            .expert()
            .under(run)
            .about(MN_TEXT("Param",
                           "Which validation result decides about the best epoch and about "
                           "stopping early.")),
        integerParam("seed", MN_TEXT("Param", "Seed"), 7)
            .atLeast(0)
            .atMost(9007199254740991.0)
            .under(run)
            .about(MN_TEXT("Param",
                           "The same seed and settings give the same run on the same machine.")),
        flagParam("shuffle", MN_TEXT("Param", "Shuffle"), true)
            .expert()
            .under(data)
            .about(MN_TEXT("Param", "Draws a new order of the training images each epoch.")),
        choiceParam("precision", MN_TEXT("Param", "Precision"), "auto",
                    {{"auto", MN_TEXT("Param", "automatic")},
                     {"fp32", MN_TEXT("Param", "float32")},
                     {"bf16", MN_TEXT("Param", "bfloat16")}})
            .under(machine)
            .about(MN_TEXT("Param",
                           "Automatic computes in bfloat16 where the processor does so itself "
                           "and the network is large enough to gain.")),
        integerParam("workers", MN_TEXT("Param", "Loader threads"), 0)
            .atLeast(0)
            .atMost(64)
            .expert()
            .under(machine)
            .about(MN_TEXT("Param",
                           "Threads that decode and vary images. 0 takes one for each core. "
                           "Results do not depend on it.")),
        integerParam("cache_mb", MN_TEXT("Param", "Image cache"), 1024)
            .atLeast(0)
            .atMost(1048576)
            .in("MB")
            .expert()
            .under(machine)
            .about(MN_TEXT("Param",
                           "Memory for decoded images, which then need not be decoded again "
                           "in the next epoch.")),
        integerParam("checkpoint_seconds", MN_TEXT("Param", "Save every"), 60)
            .atLeast(1)
            .atMost(86400)
            .in("s")
            .expert()
            .under(machine)
            .about(MN_TEXT("Param",
                           "A checkpoint is saved at least this often, and after each epoch.")),
    });
}

}  // namespace

const ParamSchema& settingsSchema() {
    static const ParamSchema schema = makeSchema();
    return schema;
}

Status checkSettings(const Params& settings) {
    const std::int64_t size = settings.integer("size");
    if (size != 0 && size < kSmallestSize) {
        return fail(ErrorCode::SettingRange, "size", std::to_string(size),
                    "0 (the usual size) or at least " + std::to_string(kSmallestSize));
    }
    if (settings.flag("nesterov") && settings.text("optimizer") == "sgd" &&
        settings.real("momentum") <= 0) {
        return fail(ErrorCode::SettingConflict,
                    MN_TEXT("Error", "“nesterov” needs a “momentum” over 0"));
    }
    if (settings.integer("warmup_epochs") >= settings.integer("epochs") &&
        settings.integer("warmup_epochs") > 0) {
        return fail(ErrorCode::SettingConflict,
                    MN_TEXT("Error", "“warmup_epochs” must be smaller than “epochs”"));
    }
    if (settings.text("schedule") == "cosine" &&
        settings.real("min_learning_rate") > settings.real("learning_rate")) {
        return fail(ErrorCode::SettingConflict,
                    MN_TEXT("Error", "“min_learning_rate” must not be over “learning_rate”"));
    }
    if (settings.text("split") == "kfold" && settings.integer("fold") > settings.integer("folds")) {
        return fail(ErrorCode::SplitFold, std::to_string(settings.integer("fold")),
                    std::to_string(settings.integer("folds")));
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
    plan.kind = kind == "stratified" ? dataset::SplitKind::Stratified
                : kind == "grouped"  ? dataset::SplitKind::Grouped
                : kind == "kfold"    ? dataset::SplitKind::KFold
                                     : dataset::SplitKind::Auto;
    plan.validationFraction = settings.real("validation_fraction");
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
    if (channels == 1) {
        // There are no ImageNet statistics for grey pictures; half-and-half centres [0, 1].
        spec.mean = {0.5F, 0.5F, 0.5F};
        spec.std = {0.5F, 0.5F, 0.5F};
    }
    return spec;
}

}  // namespace minarai::train
