// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/feature_cut.h"

#include <algorithm>
#include <utility>

#include "spec/graph.h"
#include "spec/summary.h"
#include "train/phases.h"

namespace minarai::train {
namespace {

bool drawsAtRandom(const std::string& op) {
    return op == "Dropout" || op == "Dropout2d" || op == "StochasticDepth";
}

using Inputs = std::vector<std::vector<std::size_t>>;  ///< slots: 0 the picture, i + 1 node i

Inputs inputsOf(const spec::ModelSpec& spec) {
    const auto index = spec::indexNodes(spec);
    Inputs inputs;
    for (const spec::Node& node : spec.nodes) {
        auto& slots = inputs.emplace_back();
        for (const std::string& id : node.inputs) {
            slots.push_back(id == spec::kInputId ? 0 : index.at(id) + 1);
        }
    }
    return inputs;
}

/// Whether each node gives the same output for the same picture throughout the run.
std::vector<bool> fixedNodes(const spec::ModelSpec& spec, const TrainingPlan& plan,
                             const Inputs& inputs) {
    std::vector<bool> fixed(spec.nodes.size());
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        const bool isSteady = plan.nodes[i].frozen ||
                              (plan.nodes[i].parameters == 0 && !drawsAtRandom(spec.nodes[i].op));
        fixed[i] = isSteady && std::all_of(inputs[i].begin(), inputs[i].end(),
                                           [&](auto slot) { return slot == 0 || fixed[slot - 1]; });
    }
    return fixed;
}

/// The nodes that lead to this one, itself among them.
std::vector<bool> leadingTo(std::size_t node, const Inputs& inputs) {
    std::vector<bool> leads(inputs.size());
    leads[node] = true;
    for (std::size_t i = node + 1; i-- > 0;) {
        for (const std::size_t slot : leads[i] ? inputs[i] : std::vector<std::size_t>{}) {
            if (slot > 0) {
                leads[slot - 1] = true;
            }
        }
    }
    return leads;
}

/// Whether what comes after the node reads of the part before it nothing but its output.
bool separates(std::size_t node, const std::vector<bool>& before, const std::vector<bool>& runs,
               const Inputs& inputs) {
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const bool isAfter = runs[i] && !before[i];
        const bool readsBefore = std::any_of(
            inputs[i].begin(), inputs[i].end(),
            [&](std::size_t slot) { return slot == 0 || (slot != node + 1 && before[slot - 1]); });
        if (isAfter && readsBefore) {
            return false;
        }
    }
    return true;
}

Error unavailable(std::string why) {
    return fail(ErrorCode::FeaturesUnavailable, std::move(why));
}

}  // namespace

Result<FeatureCut> findFeatureCut(const spec::ModelSpec& spec, const TrainingPlan& plan) {
    MN_ASSIGN(const auto shapes, spec::inferShapes(spec));
    const Inputs inputs = inputsOf(spec);
    const std::vector<bool> fixed = fixedNodes(spec, plan, inputs);
    FeatureCut cut;
    // Auxiliary heads that do not learn have no part in the training.
    std::vector<bool> runs = spec::leadsToOutput(spec);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        cut.hasAuxiliary |= !runs[i] && !plan.nodes[i].frozen && plan.nodes[i].parameters > 0;
    }
    if (cut.hasAuxiliary) {
        runs.assign(runs.size(), true);
    }
    bool anyFixed = false;
    for (std::size_t i = spec.nodes.size(); i-- > 0;) {
        if (!fixed[i] || !runs[i] || spec.nodes[i].id == spec.output) {
            continue;
        }
        const std::vector<bool> before = leadingTo(i, inputs);
        std::int64_t weights = 0;
        for (std::size_t n = 0; n < before.size(); ++n) {
            weights += before[n] ? plan.nodes[n].parameters : 0;
            cut.frozen += before[n] ? 1 : 0;
        }
        if (weights > 0) {
            anyFixed = true;
            if (separates(i, before, runs, inputs)) {
                cut.node = spec.nodes[i].id;
                cut.shape.assign(shapes[i].output.begin(), shapes[i].output.end());
                return cut;
            }
        }
        cut.frozen = 0;
    }
    return unavailable(anyFixed
                           ? MN_TEXT("Error", "layers that learn read from several frozen ones")
                           : MN_TEXT("Error", "no layer at the beginning is frozen"));
}

Status mayUseFeatures(const Params& settings) {
    if (settings.real("mixup") > 0 || settings.real("cutmix") > 0) {
        return unavailable(MN_TEXT("Error", "Mixup and CutMix mix the images themselves"));
    }
    if (!phasesOf(settings).empty()) {
        return unavailable(MN_TEXT("Error", "the image size changes between phases"));
    }
    return {};
}

Result<std::optional<FeatureCut>> plannedFeatureCut(const spec::ModelSpec& spec,
                                                    const TrainingPlan& plan,
                                                    const Params& settings) {
    const bool freezes =
        std::any_of(plan.nodes.begin(), plan.nodes.end(),
                    [](const NodePlan& node) { return node.frozen && node.parameters > 0; });
    if (!freezes || settings.text("feature_cache") != "auto") {
        return std::optional<FeatureCut>();
    }
    MN_TRY(mayUseFeatures(settings));
    MN_ASSIGN(FeatureCut cut, findFeatureCut(spec, plan));
    return std::optional(std::move(cut));
}

bool variesPictures(const augment::Pipeline& pipeline) {
    return !std::all_of(
        pipeline.steps.begin(), pipeline.steps.end(), [](const augment::Step& step) {
            return !step.enabled ||
                   (step.probability == 1 && step.transform->drawnSchema().specs().empty());
        });
}

std::int64_t featureViews(const augment::Pipeline& pipeline, const Params& settings) {
    return variesPictures(pipeline) ? settings.integer("feature_views") : 1;
}

}  // namespace minarai::train
