// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/training_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "spec/depth.h"
#include "spec/graph.h"
#include "spec/summary.h"

namespace minarai::train {
namespace {

constexpr std::string_view kUpTo = "upto:";
constexpr std::size_t kMaxText = 10'000;
constexpr double kMaxFactor = 1000;
constexpr std::size_t kNamesShown = 12;

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string shortened(std::string_view text) {
    constexpr std::size_t kShown = 80;
    return text.size() <= kShown ? std::string(text) : std::string(text.substr(0, kShown)) + "…";
}

/// What the ids of layers with weights begin with: whoever mistyped a name wants to see them.
std::string firstNames(const spec::Summary& summary) {
    std::vector<std::string_view> names;
    for (const spec::LayerRow& layer : summary.layers) {
        const std::string_view name = std::string_view(layer.id).substr(0, layer.id.find('.'));
        if (layer.parameters > 0 && std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    const bool isCut = names.size() > kNamesShown;
    names.resize(std::min(names.size(), kNamesShown));
    return fmt::format("{}{}", fmt::join(names, ", "), isCut ? ", …" : "");
}

Status checkKnown(const spec::Summary& summary, const char* setting, const std::string& given,
                  std::string_view id) {
    const bool known = !id.empty() && std::any_of(summary.layers.begin(), summary.layers.end(),
                                                  [&](const spec::LayerRow& layer) {
                                                      return spec::isWithin(layer.id, id);
                                                  });
    if (!known) {
        return fail(ErrorCode::SettingRange, setting, shortened(given),
                    fmt::format(MN_TEXT("Error",
                                        "about a layer or group of the model; their names begin "
                                        "with {}"),
                                firstNames(summary)));
    }
    return {};
}

/// Every node from which a node of `wanted` can be reached, and those themselves.
std::vector<bool> leadingTo(const spec::ModelSpec& spec, std::vector<bool> wanted) {
    const spec::NodeIndex index = spec::indexNodes(spec);
    for (std::size_t i = spec.nodes.size(); i-- > 0;) {
        for (const std::string& input : spec.nodes[i].inputs) {
            if (wanted[i] && input != spec::kInputId) {
                wanted[index.at(input)] = true;
            }
        }
    }
    return wanted;
}

/// The head and every node that it leads to.
std::vector<bool> headAndAfter(const spec::ModelSpec& spec) {
    const spec::NodeIndex index = spec::indexNodes(spec);
    const std::string head = spec::headId(spec);
    std::vector<bool> after(spec.nodes.size());
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        const auto& inputs = spec.nodes[i].inputs;
        after[i] = spec.nodes[i].id == head ||
                   std::any_of(inputs.begin(), inputs.end(), [&](const std::string& input) {
                       return input != spec::kInputId && after[index.at(input)];
                   });
    }
    return after;
}

/// What the policy names; nodes without weights are not looked at yet.
Result<std::vector<bool>> chosen(const spec::ModelSpec& spec, const spec::Summary& summary,
                                 const std::vector<spec::DepthBlock>& blocks,
                                 const std::string& policy) {
    std::vector<bool> frozen(spec.nodes.size());
    if (policy == "all_but_head") {
        frozen = headAndAfter(spec);
        frozen.flip();
    } else if (policy == "early" || policy == "most") {
        const int stages = blocks.back().stage;  // without the head's
        const int early = std::min(std::max(1, stages / 2), stages);
        const int count = policy == "early" ? early : std::max(early, stages - 1);
        for (const spec::DepthBlock& block : blocks) {
            std::fill(frozen.begin() + static_cast<std::ptrdiff_t>(block.begin),
                      frozen.begin() + static_cast<std::ptrdiff_t>(block.end), block.stage < count);
        }
    } else if (policy.starts_with(kUpTo)) {
        const std::string_view id = trimmed(std::string_view(policy).substr(kUpTo.size()));
        MN_TRY(checkKnown(summary, "freeze", policy, id));
        for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
            frozen[i] = spec::isWithin(spec.nodes[i].id, id);
        }
        frozen = leadingTo(spec, std::move(frozen));
    }
    return frozen;
}

double factorOf(const std::string& id, const RateMultipliers& multipliers) {
    double factor = 1;
    std::size_t longest = 0;
    for (const auto& [group, value] : multipliers) {
        if (spec::isWithin(id, group) && group.size() >= longest) {
            longest = group.size();
            factor = value;
        }
    }
    return factor;
}

}  // namespace

Result<RateMultipliers> rateMultipliers(const std::string& setting) {
    RateMultipliers multipliers;
    std::string_view rest = trimmed(setting);
    bool good = setting.size() <= kMaxText;
    while (good && !rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        const std::size_t equals = pair.find('=');
        const std::string_view id = trimmed(pair.substr(0, equals));
        const std::string_view number =
            equals == std::string_view::npos ? "" : trimmed(pair.substr(equals + 1));
        double factor = 0;
        const auto [end, error] =
            std::from_chars(number.data(), number.data() + number.size(), factor);
        good = !id.empty() && error == std::errc{} && end == number.data() + number.size() &&
               factor > 0 && factor <= kMaxFactor;
        multipliers.emplace_back(id, factor);
    }
    if (!good) {
        return fail(ErrorCode::SettingRange, "rate_multipliers", shortened(setting),
                    MN_TEXT("Error",
                            "pairs such as “layer1=0.1, fc=10” with factors over 0 and at most "
                            "1000"));
    }
    return multipliers;
}

std::string rateMultipliersText(const RateMultipliers& multipliers) {
    std::string text;
    for (const auto& [id, factor] : multipliers) {
        text += fmt::format("{}{}={}", text.empty() ? "" : ", ", id, factor);
    }
    return text;
}

void settleFreeze(Params& settings, bool onlyHeadIsNew) {
    if (settings.text("freeze") != "auto") {
        return;
    }
    const bool isAlike = (!settings.has("layer_decay") || settings.real("layer_decay") == 1) &&
                         settings.text("rate_multipliers").empty();
    settings.set("freeze", std::string(onlyHeadIsNew && isAlike ? "all_but_head" : "none"));
}

Status checkPlanSettings(const Params& settings) {
    MN_TRY(rateMultipliers(settings.text("rate_multipliers")));
    return {};
}

Result<TrainingPlan> planTraining(const spec::ModelSpec& spec, const Params& settings) {
    MN_ASSIGN(const RateMultipliers multipliers,
              rateMultipliers(settings.text("rate_multipliers")));
    MN_ASSIGN(const spec::Summary summary, spec::summarize(spec));
    for (const auto& [id, factor] : multipliers) {
        MN_TRY(checkKnown(summary, "rate_multipliers", id, id));
    }
    MN_ASSIGN(const auto blocks, spec::depthBlocks(spec));
    MN_ASSIGN(auto frozen, chosen(spec, summary, blocks, settings.text("freeze")));
    // The dropout in front of a new head goes on working; one between frozen layers does not.
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        frozen[i] = frozen[i] && summary.layers[i].parameters > 0;
    }
    frozen = leadingTo(spec, std::move(frozen));

    TrainingPlan plan;
    const double decay = settings.has("layer_decay") ? settings.real("layer_decay") : 1.0;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const double byDepth = std::pow(decay, static_cast<double>(blocks.size() - 1 - b));
        for (std::size_t i = blocks[b].begin; i < blocks[b].end; ++i) {
            const std::string& id = spec.nodes[i].id;
            NodePlan node{id, frozen[i], byDepth * factorOf(id, multipliers),
                          summary.layers[i].parameters};
            plan.parameters += node.parameters;
            plan.trainable += node.frozen ? 0 : node.parameters;
            plan.nodes.push_back(std::move(node));
        }
    }
    if (plan.trainable == 0) {
        return fail(ErrorCode::SettingConflict,
                    MN_TEXT("Error", "“freeze” leaves no layer that could learn"));
    }
    return plan;
}

}  // namespace minarai::train
