// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/class_weights.h"

#include <algorithm>
#include <string>

namespace minarai::train {
namespace {

std::vector<double> balanced(const std::vector<dataset::Item>& items, std::size_t classes) {
    std::vector<double> counts(classes);
    for (const dataset::Item& item : items) {
        counts[static_cast<std::size_t>(item.label)] += 1;
    }
    const auto filled = static_cast<double>(
        std::count_if(counts.begin(), counts.end(), [](double count) { return count > 0; }));
    const auto images = static_cast<double>(items.size());
    std::vector<double> weights(classes);
    std::transform(counts.begin(), counts.end(), weights.begin(),
                   [&](double count) { return count > 0 ? images / (filled * count) : 0.0; });
    return weights;
}

}  // namespace

Result<std::vector<double>> classWeights(const Params& settings,
                                         const std::vector<dataset::Item>& trainItems,
                                         std::size_t classes) {
    const std::string kind = settings.text("class_weights");
    if (kind == "balanced") {
        return balanced(trainItems, classes);
    }
    if (kind != "list") {
        return std::vector<double>{};
    }
    std::vector<double> weights = settings.reals("class_weight_list");
    if (weights.size() != classes) {
        return fail(ErrorCode::SettingConflict,
                    MN_TEXT("Error", "“class_weight_list” needs one weight for each class"));
    }
    if (std::none_of(weights.begin(), weights.end(), [](double w) { return w > 0; })) {
        return fail(ErrorCode::SettingConflict,
                    MN_TEXT("Error", "“class_weight_list” has no weight over 0"));
    }
    return weights;
}

}  // namespace minarai::train
