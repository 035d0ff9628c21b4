// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/feature_turns.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "train/settings.h"

namespace minarai::train {
namespace {

/// Two pictures of class 0 and eighteen of class 1.
std::vector<dataset::Item> unequal() {
    std::vector<dataset::Item> items(20);
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i].label = i < 2 ? 0 : 1;
    }
    return items;
}

Params settingsFor(const std::string& sampling) {
    Params settings = settingsSchema().defaults();
    settings.set("sampling", sampling);
    settings.set("epochs", std::int64_t{12});
    return settings;
}

TEST(FeatureTurns, AViewIsAddedAfterEachShareOfTheRun) {
    std::set<std::int64_t> seen;
    std::vector<std::size_t> known;
    for (std::int64_t epoch = 0; epoch < 12; ++epoch) {
        seen.insert(viewOfEpoch(epoch, 12, 3));
        known.push_back(seen.size());
    }
    EXPECT_EQ(known, (std::vector<std::size_t>{1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3}));
    EXPECT_EQ(viewOfEpoch(11, 12, 1), 0);
}

TEST(FeatureTurns, APictureThatComesAgainIsSeenInAnotherView) {
    const auto items = unequal();
    const Params settings = settingsFor("balanced");
    std::set<std::int64_t> known;
    for (std::int64_t epoch = 0; epoch < 12; ++epoch) {
        known.insert(viewOfEpoch(epoch, 12, 3));
        const auto turns = featureTurns(items, settings, epoch, 3);
        ASSERT_EQ(turns.size(), items.size());
        std::map<std::size_t, std::multiset<std::int64_t>> viewsOf;
        for (const FeatureTurn& turn : turns) {
            viewsOf[turn.item].insert(turn.view);
            EXPECT_TRUE(known.contains(turn.view)) << "nothing is computed for a repeat";
        }
        for (const std::size_t rare : {std::size_t{0}, std::size_t{1}}) {
            // Ten draws of class 0: five of each picture, as evenly over the views as they go.
            const auto& views = viewsOf.at(rare);
            ASSERT_EQ(views.size(), 5U);
            for (const std::int64_t view : known) {
                const std::size_t least = 5 / known.size();
                EXPECT_GE(views.count(view), least);
                EXPECT_LE(views.count(view), least + 1);
            }
        }
        for (std::size_t common = 2; common < items.size(); ++common) {
            if (const auto found = viewsOf.find(common); found != viewsOf.end()) {
                EXPECT_EQ(*found->second.begin(), viewOfEpoch(epoch, 12, 3));
            }
        }
    }
}

TEST(FeatureTurns, NoViewIsLeftOutAndEachBeginsAfterItsShare) {
    for (std::int64_t epochs = 1; epochs <= 30; ++epochs) {
        for (std::int64_t views = 1; views <= epochs; ++views) {
            std::map<std::int64_t, std::int64_t> first;
            for (std::int64_t epoch = 0; epoch < epochs; ++epoch) {
                first.emplace(viewOfEpoch(epoch, epochs, views), epoch);
            }
            ASSERT_EQ(first.size(), static_cast<std::size_t>(views)) << epochs;
            for (const auto& [view, epoch] : first) {
                // The first epoch that has lived through the shares of the views before it.
                EXPECT_EQ(epoch, (view * epochs + views - 1) / views) << views << " of " << epochs;
            }
        }
    }
}

TEST(FeatureTurns, WithoutRepeatsAnEpochHasOneView) {
    const auto turns = featureTurns(unequal(), settingsFor("shuffle"), 7, 3);
    std::set<std::size_t> items;
    for (const FeatureTurn& turn : turns) {
        EXPECT_EQ(turn.view, viewOfEpoch(7, 12, 3));
        items.insert(turn.item);
    }
    EXPECT_EQ(items.size(), 20U);
}

}  // namespace
}  // namespace minarai::train
