// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/settings_parts.h"

namespace minarai::train {

std::vector<ParamSpec> runParams() {
    const std::string run = MN_TEXT("Param", "Run");
    return {
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
    };
}

std::vector<ParamSpec> dataParams() {
    const std::string data = MN_TEXT("Param", "Images");
    return {
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
        choiceParam("normalization", MN_TEXT("Param", "Normalisation"), "auto",
                    {{"auto", MN_TEXT("Param", "automatic")},
                     {"imagenet", MN_TEXT("Param", "ImageNet's")},
                     {"dataset", MN_TEXT("Param", "measured")},
                     {"none", MN_TEXT("Param", "none")}})
            .expert()
            .under(data)
            .about(MN_TEXT("Param",
                           "Mean and deviation of the colours that the network takes as usual. "
                           "Automatic takes those of the weights that the run begins with, or "
                           "else ImageNet's (0.5 for grey); any other choice goes before the "
                           "weights. Measured ones are those of the training images, which are "
                           "all read before the run begins. None leaves values from 0 to 1.")),
        realParam("validation_fraction", MN_TEXT("Param", "Validation share"), 0.2)
            .atLeast(0)
            .atMost(0.9)
            .under(data)
            .about(MN_TEXT("Param",
                           "Share of each class kept apart to measure the network. Not used when "
                           "the folder has a “val” part of its own.")),
        realParam("test_fraction", MN_TEXT("Param", "Test share"), 0)
            .atLeast(0)
            .atMost(0.5)
            .expert()
            .under(data)
            .about(MN_TEXT("Param",
                           "Share of each class held out for a last measurement, which training "
                           "never looks at. 0 holds out none. Not used when the folder has a "
                           "“test” part of its own.")),
        choiceParam("split", MN_TEXT("Param", "Split"), "auto",
                    {{"auto", MN_TEXT("Param", "automatic")},
                     {"stratified", MN_TEXT("Param", "stratified")},
                     {"grouped", MN_TEXT("Param", "by groups")},
                     {"kfold", MN_TEXT("Param", "k-fold")}})
            .orFile()
            .expert()
            .under(data)
            .about(MN_TEXT("Param",
                           "How images are kept apart for validation. Automatic uses a “val” "
                           "folder where there is one and else draws a share of each class; the "
                           "others draw from the images of both. A “test” folder is never drawn "
                           "from. Grouped keeps the images of a group together. A file takes a "
                           "split that was saved.")),
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
    };
}

std::vector<ParamSpec> stoppingParams() {
    const std::string run = MN_TEXT("Param", "Run");
    ParamSpec patience =
        integerParam("early_stopping", MN_TEXT("Param", "Stop early after"), 0)
            .atLeast(0)
            .atMost(100000)
            .in(MN_TEXT("Param", "epochs"))
            .under(run)
            .about(MN_TEXT("Param",
                           "Ends the run after this many epochs without a better validation "
                           "result. 0 never stops early."));
    // The name of this one number.
    patience.choices.push_back({"0", MN_TEXT("Param", "never")});
    return {
        patience,
        choiceParam("early_stopping_metric", MN_TEXT("Param", "Better means"), "val_accuracy",
                    {{"val_accuracy", MN_TEXT("Param", "higher accuracy")},
                     {"val_loss", MN_TEXT("Param", "lower loss")},
                     {"val_macro_f1", MN_TEXT("Param", "higher macro F1")},
                     {"val_balanced_accuracy", MN_TEXT("Param", "higher balanced accuracy")}})
            .expert()
            .under(run)
            .about(MN_TEXT(
                "Param",
                "Which validation result decides about the best epoch and about stopping early.")),
        integerParam("seed", MN_TEXT("Param", "Seed"), 7)
            .atLeast(0)
            .atMost(9007199254740991.0)
            .under(run)
            .about(MN_TEXT("Param",
                           "The same seed and settings give the same run on the same machine.")),
    };
}

std::vector<ParamSpec> orderParams() {
    const std::string data = MN_TEXT("Param", "Images");
    return {
        flagParam("shuffle", MN_TEXT("Param", "Shuffle"), true)
            .expert()
            .under(data)
            .about(MN_TEXT("Param", "Draws a new order of the training images each epoch.")),
        choiceParam("sampling", MN_TEXT("Param", "Sampling"), "shuffle",
                    {{"shuffle", MN_TEXT("Param", "each image once")},
                     {"balanced", MN_TEXT("Param", "balanced")}})
            .expert()
            .under(data)
            .about(MN_TEXT(
                "Param",
                "Balanced draws every class equally often, rare images more than once an epoch.")),
        textParam("phases", MN_TEXT("Param", "Growing size"), "")
            .expert()
            .under(data)
            .about(MN_TEXT("Param",
                           "Phases of growing image size, each size:epochs or size:epochs:rate, "
                           "such as “64:5, 128:3, 224:2”. They replace the settings epochs and "
                           "size; validation uses the last size.")),
    };
}

std::vector<ParamSpec> machineParams() {
    const std::string machine = MN_TEXT("Param", "Machine");
    return {
        choiceParam("precision", MN_TEXT("Param", "Precision"), "auto",
                    {{"auto", MN_TEXT("Param", "automatic")},
                     {"fp32", MN_TEXT("Param", "float32")},
                     {"bf16", MN_TEXT("Param", "bfloat16")}})
            .under(machine)
            .about(MN_TEXT("Param",
                           "Automatic computes in bfloat16 where that is faster on this machine "
                           "and the gradients agree with those of float32; both are measured. "
                           "Processors without instructions for bfloat16 compute it very "
                           "slowly.")),
        choiceParam(
            "kernels", MN_TEXT("Param", "Kernels"), "auto",
            {{"auto", MN_TEXT("Param", "automatic")}, {"torch", MN_TEXT("Param", "as PyTorch")}})
            .expert()
            .under(machine)
            .about(MN_TEXT("Param",
                           "Automatic trains in float32 with 3×3 convolutions of a quarter of the "
                           "multiplications (Winograd) and with batch normalisation in fewer "
                           "passes: rounded about as well, but to other digits. “As PyTorch” "
                           "takes the steps of training with PyTorch's own.")),
        choiceParam("feature_cache", MN_TEXT("Param", "Features once"), "auto",
                    {{"auto", MN_TEXT("Param", "automatic")}, {"off", MN_TEXT("Param", "off")}})
            .expert()
            .under(machine)
            .about(MN_TEXT("Param",
                           "What frozen layers make of an image is computed once and kept, so that "
                           "only the layers that learn run in each epoch.")),
        integerParam("feature_views", MN_TEXT("Param", "Views kept"), 2)
            .atLeast(1)
            .atMost(1000)
            .expert()
            .under(machine)
            .about(MN_TEXT("Param",
                           "With frozen layers: how many views of each training image are computed "
                           "and kept; the epochs take turns with them. The first is the image "
                           "itself, the others are variations. 1 without data augmentation.")),
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
                           "in the next epoch; never more than half of what is free.")),
        flagParam("fast_decode", MN_TEXT("Param", "Fast JPEG decoding"), false)
            .expert()
            .under(machine)
            .about(MN_TEXT("Param",
                           "Shrinks JPEG images much larger than the network's input while they "
                           "are decoded. Training then sees slightly other pixels: over a whole "
                           "image less than one level of 255 on average, in a small crop more. "
                           "Validation and prediction never do.")),
        integerParam("checkpoint_seconds", MN_TEXT("Param", "Save every"), 60)
            .atLeast(1)
            .atMost(86400)
            .in("s")
            .expert()
            .under(machine)
            .about(MN_TEXT("Param",
                           "A checkpoint is saved at least this often, and after each epoch.")),
    };
}

}  // namespace minarai::train
