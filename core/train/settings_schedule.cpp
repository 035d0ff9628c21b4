// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/settings_parts.h"

namespace minarai::train {

std::vector<ParamSpec> scheduleParams() {
    const std::string schedule = MN_TEXT("Param", "Learning rate over time");
    return {
        choiceParam("schedule", MN_TEXT("Param", "Schedule"), "cosine",
                    {{"constant", MN_TEXT("Param", "constant")},
                     {"cosine", MN_TEXT("Param", "cosine")},
                     {"step", MN_TEXT("Param", "step")},
                     {"multistep", MN_TEXT("Param", "steps at given epochs")},
                     {"exponential", MN_TEXT("Param", "exponential")},
                     {"cosine_restarts", MN_TEXT("Param", "cosine with restarts")},
                     {"one_cycle", MN_TEXT("Param", "one cycle")},
                     {"plateau", MN_TEXT("Param", "on a plateau")}})
            .under(schedule)
            .about(MN_TEXT("Param", "How the learning rate changes over the epochs.")),
        integerParam("step_size", MN_TEXT("Param", "Step after"), 10)
            .atLeast(1)
            .atMost(100000)
            .in(MN_TEXT("Param", "epochs"))
            .onlyIf("schedule", {"step"})
            .under(schedule)
            .about(MN_TEXT("Param", "Epochs between two steps of the learning rate.")),
        realParam("step_gamma", MN_TEXT("Param", "Step factor"), 0.1)
            .over(0)
            .atMost(1)
            .onlyIf("schedule", {"step", "multistep"})
            .under(schedule)
            .about(MN_TEXT("Param", "What each step multiplies the learning rate by.")),
        integersParam("milestones", MN_TEXT("Param", "Steps after"), {6, 9})
            .atLeast(1)
            .atMost(100000)
            .counts(1, 64)
            .onlyIf("schedule", {"multistep"})
            .in(MN_TEXT("Param", "epochs"))
            .under(schedule)
            .about(MN_TEXT("Param",
                           "Epochs after which the learning rate is multiplied by the step factor, "
                           "counted from the end of the warm-up.")),
        realParam("exponential_gamma", MN_TEXT("Param", "Factor each epoch"), 0.9)
            .over(0)
            .atMost(1)
            .onlyIf("schedule", {"exponential"})
            .under(schedule)
            .about(MN_TEXT("Param", "What each epoch multiplies the learning rate by.")),
        integerParam("t_0", MN_TEXT("Param", "First restart after"), 5)
            .atLeast(1)
            .atMost(100000)
            .onlyIf("schedule", {"cosine_restarts"})
            .in(MN_TEXT("Param", "epochs"))
            .under(schedule)
            .about(MN_TEXT("Param",
                           "Epochs of the first cosine; then the learning rate starts again at its "
                           "full value.")),
        integerParam("t_mult", MN_TEXT("Param", "Growth of the cosines"), 2)
            .atLeast(1)
            .atMost(100)
            .onlyIf("schedule", {"cosine_restarts"})
            .under(schedule)
            .about(MN_TEXT("Param", "How many times as long each cosine is as the one before it.")),
        realParam("min_learning_rate", MN_TEXT("Param", "Lowest rate"), 0.0)
            .atLeast(0)
            .atMost(100)
            .logarithmic()
            .onlyIf("schedule", {"cosine", "cosine_restarts", "plateau"})
            .expert()
            .under(schedule)
            .about(MN_TEXT("Param", "The schedule goes no lower (PyTorch's eta_min and min_lr).")),
        realParam("max_lr", MN_TEXT("Param", "Peak rate"), 0.0)
            .atLeast(0)
            .atMost(100)
            .logarithmic()
            .onlyIf("schedule", {"one_cycle"})
            .under(schedule)
            .about(MN_TEXT(
                "Param",
                "The highest learning rate of the cycle. 0 takes the setting “learning_rate”.")),
        realParam("pct_start", MN_TEXT("Param", "Share of the rise"), 0.3)
            .over(0)
            .atMost(0.99)
            .onlyIf("schedule", {"one_cycle"})
            .expert()
            .under(schedule)
            .about(MN_TEXT("Param", "Share of the steps in which the learning rate grows.")),
        realParam("div_factor", MN_TEXT("Param", "Start divisor"), 25.0)
            .atLeast(1)
            .atMost(1e6)
            .logarithmic()
            .onlyIf("schedule", {"one_cycle"})
            .expert()
            .under(schedule)
            .about(MN_TEXT("Param", "The cycle begins at the peak rate divided by this.")),
        realParam("final_div_factor", MN_TEXT("Param", "End divisor"), 1e4)
            .atLeast(1)
            .atMost(1e12)
            .logarithmic()
            .onlyIf("schedule", {"one_cycle"})
            .expert()
            .under(schedule)
            .about(MN_TEXT("Param", "The cycle ends at its first rate divided by this.")),
        choiceParam("anneal_strategy", MN_TEXT("Param", "Shape"), "cos",
                    {{"cos", MN_TEXT("Param", "cosine")}, {"linear", MN_TEXT("Param", "straight")}})
            .onlyIf("schedule", {"one_cycle"})
            .expert()
            .under(schedule)
            .about(
                MN_TEXT("Param", "How the learning rate moves between its low and high points.")),
        flagParam("cycle_momentum", MN_TEXT("Param", "Momentum cycles"), true)
            .onlyIf("schedule", {"one_cycle"})
            .expert()
            .under(schedule)
            .about(MN_TEXT("Param",
                           "Momentum (with Adam and AdamW beta 1) falls while the learning rate "
                           "rises, and rises again while it falls.")),
        realParam("base_momentum", MN_TEXT("Param", "Lowest momentum"), 0.85)
            .over(0)
            .atMost(0.9999)
            .onlyIf("schedule", {"one_cycle"})
            .expert()
            .under(schedule)
            .about(MN_TEXT("Param", "Momentum where the learning rate is highest.")),
        realParam("max_momentum", MN_TEXT("Param", "Highest momentum"), 0.95)
            .over(0)
            .atMost(0.9999)
            .onlyIf("schedule", {"one_cycle"})
            .expert()
            .under(schedule)
            .about(MN_TEXT("Param", "Momentum at the cycle's beginning and end.")),
        choiceParam("plateau_metric", MN_TEXT("Param", "Watched"), "val_loss",
                    {{"val_loss", MN_TEXT("Param", "loss")},
                     {"val_accuracy", MN_TEXT("Param", "accuracy")}})
            .onlyIf("schedule", {"plateau"})
            .under(schedule)
            .about(MN_TEXT(
                "Param",
                "The validation result that has to improve, or else the learning rate falls.")),
        realParam("plateau_factor", MN_TEXT("Param", "Plateau factor"), 0.1)
            .over(0)
            .atMost(0.99)
            .onlyIf("schedule", {"plateau"})
            .under(schedule)
            .about(MN_TEXT(
                "Param",
                "What the learning rate is multiplied by when the result stops improving.")),
        integerParam("plateau_patience", MN_TEXT("Param", "Patience"), 5)
            .atLeast(0)
            .atMost(100000)
            .onlyIf("schedule", {"plateau"})
            .in(MN_TEXT("Param", "epochs"))
            .under(schedule)
            .about(MN_TEXT("Param", "Epochs without improvement that are still waited through.")),
        realParam("plateau_threshold", MN_TEXT("Param", "Least improvement"), 1e-4)
            .atLeast(0)
            .atMost(1)
            .onlyIf("schedule", {"plateau"})
            .expert()
            .under(schedule)
            .about(MN_TEXT("Param",
                           "Relative change from the best result that counts as an improvement.")),
        integerParam("plateau_cooldown", MN_TEXT("Param", "Cooldown"), 0)
            .atLeast(0)
            .atMost(100000)
            .onlyIf("schedule", {"plateau"})
            .expert()
            .in(MN_TEXT("Param", "epochs"))
            .under(schedule)
            .about(MN_TEXT(
                "Param", "Epochs after a fall of the learning rate before waiting begins again.")),
        integerParam("warmup_epochs", MN_TEXT("Param", "Warm-up"), 0)
            .atLeast(0)
            .atMost(1000)
            .in(MN_TEXT("Param", "epochs"))
            .under(schedule)
            .about(MN_TEXT("Param", "Epochs over which the learning rate first grows from zero.")),
    };
}

}  // namespace minarai::train
