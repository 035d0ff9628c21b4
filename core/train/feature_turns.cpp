// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/feature_turns.h"

#include <algorithm>

#include "loading/epoch_order.h"

namespace minarai::train {
namespace {

/// The epoch's own view, then those of the epochs before it, newest first.
std::vector<std::int64_t> knownViews(std::int64_t epoch, std::int64_t epochs, std::int64_t views) {
    std::vector<std::int64_t> known;
    for (std::int64_t past = epoch; past >= 0; --past) {
        const std::int64_t view = viewOfEpoch(past, epochs, views);
        if (std::find(known.begin(), known.end(), view) == known.end()) {
            known.push_back(view);
        }
    }
    return known;
}

}  // namespace

std::int64_t viewOfEpoch(std::int64_t epoch, std::int64_t epochs, std::int64_t views) {
    const auto available = [&](std::int64_t number) {
        const std::int64_t whole = 1 + number * views / std::max<std::int64_t>(epochs, 1);
        return std::clamp<std::int64_t>(whole, 1, std::max<std::int64_t>(views, 1));
    };
    const bool isNew = epoch > 0 && available(epoch) > available(epoch - 1);
    return isNew ? available(epoch) - 1 : epoch % available(epoch);
}

std::vector<FeatureTurn> featureTurns(const std::vector<dataset::Item>& items,
                                      const Params& settings, std::int64_t epoch,
                                      std::int64_t views) {
    const auto seed = static_cast<std::uint64_t>(settings.integer("seed"));
    const auto number = static_cast<std::uint64_t>(epoch);
    const auto known = knownViews(epoch, settings.integer("epochs"), views);
    std::vector<FeatureTurn> turns;
    turns.reserve(items.size());
    if (settings.text("sampling") == "balanced") {
        for (const loading::Draw& draw : loading::balancedDraws(items, seed, number)) {
            turns.push_back({draw.item, known[draw.repeat % known.size()]});
        }
        return turns;
    }
    for (const std::size_t item :
         loading::epochOrder(items.size(), seed, number, settings.flag("shuffle"))) {
        turns.push_back({item, known.front()});
    }
    return turns;
}

}  // namespace minarai::train
