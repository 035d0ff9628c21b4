// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/settings_parts.h"

namespace minarai::train {

std::vector<ParamSpec> updateParams() {
    const std::string updates = MN_TEXT("Param", "Weight updates");
    return {
        choiceParam("optimizer", MN_TEXT("Param", "Optimiser"), "adamw",
                    {{"sgd", MN_TEXT("Param", "SGD")},
                     {"adam", MN_TEXT("Param", "Adam")},
                     {"adamw", MN_TEXT("Param", "AdamW")},
                     {"rmsprop", MN_TEXT("Param", "RMSprop")}})
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
            .onlyIf("optimizer", {"sgd", "rmsprop"})
            .under(updates)
            .about(MN_TEXT("Param", "How much of the previous step is kept.")),
        flagParam("nesterov", MN_TEXT("Param", "Nesterov"), false)
            .onlyIf("optimizer", {"sgd"})
            .under(updates)
            .about(MN_TEXT("Param", "Looks ahead along the momentum before each step.")),
        realParam("beta1", MN_TEXT("Param", "Beta 1"), 0.9)
            .atLeast(0)
            .atMost(0.9999)
            .onlyIf("optimizer", {"adam", "adamw"})
            .expert()
            .under(updates)
            .about(MN_TEXT(
                "Param",
                "How slowly the average of the gradients follows (the first of PyTorch's betas).")),
        realParam("beta2", MN_TEXT("Param", "Beta 2"), 0.999)
            .atLeast(0)
            .atMost(0.999999)
            .onlyIf("optimizer", {"adam", "adamw"})
            .expert()
            .under(updates)
            .about(MN_TEXT("Param",
                           "How slowly the average of the squared gradients follows (the second of "
                           "PyTorch's betas).")),
        realParam("alpha", MN_TEXT("Param", "Alpha"), 0.99)
            .atLeast(0)
            .atMost(0.999999)
            .onlyIf("optimizer", {"rmsprop"})
            .expert()
            .under(updates)
            .about(
                MN_TEXT("Param", "How slowly RMSprop's average of the squared gradients follows.")),
        realParam("eps", MN_TEXT("Param", "Epsilon"), 1e-8)
            .over(0)
            .atMost(1)
            .logarithmic()
            .onlyIf("optimizer", {"adam", "adamw", "rmsprop"})
            .expert()
            .under(updates)
            .about(MN_TEXT(
                "Param",
                "Keeps the division by small averages of the squared gradients in bounds.")),
        flagParam("centered", MN_TEXT("Param", "Centred"), false)
            .onlyIf("optimizer", {"rmsprop"})
            .expert()
            .under(updates)
            .about(MN_TEXT("Param",
                           "RMSprop divides by the estimated variance of the gradient instead of "
                           "its second moment.")),
        realParam("weight_decay", MN_TEXT("Param", "Weight decay"), 0.0001)
            .atLeast(0)
            .atMost(10)
            .logarithmic()
            .under(updates)
            .about(MN_TEXT("Param", "Pulls weights towards zero, against overfitting.")),
        realParam("clip_norm", MN_TEXT("Param", "Clip gradients"), 0.0)
            .atLeast(0)
            .atMost(1e6)
            .expert()
            .under(updates)
            .about(MN_TEXT("Param",
                           "Gradients are scaled down when their norm over all weights exceeds "
                           "this, against sudden jumps. 0 never clips; 1 is usual.")),
        integerParam("accumulate", MN_TEXT("Param", "Add up batches"), 1)
            .atLeast(1)
            .atMost(1024)
            .expert()
            .under(updates)
            .about(MN_TEXT("Param",
                           "Gradients of this many batches are added up for one update: the effect "
                           "of a larger batch in the memory of a small one.")),
        realParam("ema", MN_TEXT("Param", "Weight averaging"), 0.0)
            .atLeast(0)
            .atMost(0.99999)
            .expert()
            .under(updates)
            .about(MN_TEXT(
                "Param",
                "Decay of an exponential moving average of the weights, which is what is validated "
                "and saved. 0 is off; 0.99 to 0.9999 are usual, larger for longer runs.")),
        flagParam("ema_warmup", MN_TEXT("Param", "Average warm-up"), true)
            .expert()
            .under(updates)
            .about(MN_TEXT("Param",
                           "The average forgets faster in the first steps, so that short runs are "
                           "not held back by their beginning.")),
        choiceParam("freeze", MN_TEXT("Param", "Freeze"), "auto",
                    {{"auto", MN_TEXT("Param", "automatic")},
                     {"none", MN_TEXT("Param", "nothing")},
                     {"early", MN_TEXT("Param", "early layers")},
                     {"most", MN_TEXT("Param", "most layers")},
                     {"all_but_head", MN_TEXT("Param", "all but the head")},
                     {"upto:", MN_TEXT("Param", "up to a layer…")}})
            .under(updates)
            .about(MN_TEXT("Param",
                           "Layers that keep their weights, for networks that begin with trained "
                           "ones. Automatic: all but the head where only the head is new and no "
                           "layer has a rate of its own, else nothing. Early: the first half of "
                           "the stages; most: all but the last stage; “upto:layer2” freezes that "
                           "layer and all before it.")),
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
    };
}

}  // namespace minarai::train
