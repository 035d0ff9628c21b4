// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/settings_parts.h"

namespace minarai::train {

std::vector<ParamSpec> lossParams() {
    const std::string loss = MN_TEXT("Param", "Loss");
    return {
        choiceParam("loss", MN_TEXT("Param", "Loss"), "cross_entropy",
                    {{"cross_entropy", MN_TEXT("Param", "cross-entropy")},
                     {"focal", MN_TEXT("Param", "focal")}})
            .expert()
            .under(loss)
            .about(MN_TEXT("Param",
                           "What the training makes small. Focal loss turns to the images that are "
                           "still wrong.")),
        realParam("focal_gamma", MN_TEXT("Param", "Focal gamma"), 2.0)
            .atLeast(0)
            .atMost(10)
            .onlyIf("loss", {"focal"})
            .expert()
            .under(loss)
            .about(MN_TEXT("Param",
                           "How strongly images that are known already are left aside; 2 as in the "
                           "paper, 0 is cross-entropy.")),
        realParam("label_smoothing", MN_TEXT("Param", "Label smoothing"), 0.0)
            .atLeast(0)
            .atMost(0.9)
            .expert()
            .under(loss)
            .about(MN_TEXT("Param",
                           "Share of each label spread over all classes, against "
                           "overconfidence.")),
        choiceParam("class_weights", MN_TEXT("Param", "Class weights"), "none",
                    {{"none", MN_TEXT("Param", "all the same")},
                     {"balanced", MN_TEXT("Param", "balanced")},
                     {"list", MN_TEXT("Param", "given")}})
            .expert()
            .under(loss)
            .about(MN_TEXT("Param",
                           "How much the images of each class count in the loss. Balanced: the "
                           "rarer a class, the more.")),
        realsParam("class_weight_list", MN_TEXT("Param", "Weights"), {})
            .atLeast(0)
            .atMost(1e6)
            .counts(0, 100000)
            .onlyIf("class_weights", {"list"})
            .expert()
            .under(loss)
            .about(MN_TEXT("Param",
                           "One weight for each class, in the alphabetical order of the classes.")),
        realParam("auxiliary_weight", MN_TEXT("Param", "Auxiliary losses"), 0.3)
            .atLeast(0)
            .atMost(10)
            .expert()
            .under(loss)
            .about(MN_TEXT("Param",
                           "Weight of the auxiliary heads of GoogLeNet and Inception, which help "
                           "early layers to learn; 0.3 as in the paper. Other networks have "
                           "none.")),
        realParam("mixup", MN_TEXT("Param", "Mixup"), 0.0)
            .atLeast(0)
            .atMost(10)
            .under(loss)
            .about(MN_TEXT("Param",
                           "Blends pairs of images and their labels. 0 is off; 0.2 is usual. With "
                           "CutMix, one of both is drawn for each batch.")),
        realParam("cutmix", MN_TEXT("Param", "CutMix"), 0.0)
            .atLeast(0)
            .atMost(10)
            .under(loss)
            .about(MN_TEXT("Param",
                           "Pastes a box of one image into another and mixes their labels by area. "
                           "0 is off; 1 is usual.")),
    };
}

}  // namespace minarai::train
