// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/split_draw.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "base/rng.h"

namespace minarai::dataset {

namespace {

/// How many of a class's images validate: all but one at most.
std::size_t share(std::size_t count, double fraction) {
    if (count < 2 || !(fraction > 0)) {
        return 0;
    }
    const double wanted = std::round(static_cast<double>(count) * std::min(fraction, 1.0));
    return std::clamp<std::size_t>(static_cast<std::size_t>(wanted), 1, count - 1);
}

/// The numbers of images that validate and test which are nearest to both fractions.
std::pair<std::size_t, std::size_t> nearestShares(std::size_t count, double validationFraction,
                                                  double testFraction) {
    if (!(testFraction > 0) || count == 0) {
        return {share(count, validationFraction), 0};
    }
    const bool validates = validationFraction > 0;
    const auto all = static_cast<double>(count);
    const double valAim = validates ? all * validationFraction : 0;
    const double testAim = all * testFraction;
    const auto below = [](double aim) {
        return static_cast<std::size_t>(std::max(std::floor(aim) - 1, 0.0));
    };
    const auto above = [](double aim) { return static_cast<std::size_t>(std::ceil(aim)) + 1; };
    constexpr double kOneImage = 1 + 1e-9;
    // What would be bad, the worst first, and then the distance.
    using Cost = std::tuple<bool, bool, bool, bool, double>;
    std::pair<std::size_t, std::size_t> best;
    std::optional<Cost> least;
    for (std::size_t val = below(valAim); val <= (validates ? above(valAim) : 0); ++val) {
        for (std::size_t test = below(testAim); test <= above(testAim); ++test) {
            const double valOff = static_cast<double>(val) - valAim;
            const double testOff = static_cast<double>(test) - testAim;
            const double trainOff = -valOff - testOff;
            const double farthest =
                std::max({std::abs(valOff), std::abs(testOff), std::abs(trainOff)});
            const Cost cost(
                val + test >= count, validates && count >= 2 && val<1, farthest> kOneImage,
                count >= 3 && test < 1, valOff * valOff + testOff * testOff + trainOff * trainOff);
            if (!least || cost < *least) {
                least = cost;
                best = {val, test};
            }
        }
    }
    return best;
}

std::size_t labelOf(const Item& item) {
    return static_cast<std::size_t>(item.label);
}

/// The items of each class as indices, in the order of the draw. An image's place depends on the
/// seed and its own path alone, so that adding images hardly moves the others.
std::vector<std::vector<std::size_t>> drawnByClass(const std::vector<Item>& items,
                                                   std::size_t classes, std::uint64_t seed) {
    std::vector<std::vector<std::pair<std::uint64_t, std::size_t>>> draws(classes);
    for (std::size_t i = 0; i < items.size(); ++i) {
        draws[labelOf(items[i])].emplace_back(mixSeed({seed, items[i].id}), i);
    }
    std::vector<std::vector<std::size_t>> drawn(classes);
    for (std::size_t label = 0; label < classes; ++label) {
        std::sort(draws[label].begin(), draws[label].end());
        for (const auto& [key, i] : draws[label]) {
            drawn[label].push_back(i);
        }
    }
    return drawn;
}

/// How many images of which classes a group holds. Most groups hold one class.
struct GroupCounts {
    std::uint64_t draw = 0;
    std::uint32_t group = 0;
    std::size_t size = 0;
    std::vector<std::pair<std::size_t, std::size_t>> classes;  ///< label, images
};

std::vector<GroupCounts> countGroups(const Pool& pool, const Groups& groups, std::uint64_t seed) {
    std::vector<GroupCounts> counts(groups.ids.size());
    for (std::size_t g = 0; g < counts.size(); ++g) {
        counts[g].draw = mixSeed({seed, groups.ids[g]});
        counts[g].group = static_cast<std::uint32_t>(g);
    }
    for (std::size_t i = 0; i < pool.items.size(); ++i) {
        GroupCounts& count = counts[pool.groupOf[i]];
        ++count.size;
        const auto found =
            std::find_if(count.classes.begin(), count.classes.end(),
                         [&](const auto& entry) { return entry.first == labelOf(pool.items[i]); });
        if (found == count.classes.end()) {
            count.classes.emplace_back(labelOf(pool.items[i]), 1);
        } else {
            ++found->second;
        }
    }
    std::erase_if(counts, [](const GroupCounts& count) { return count.size == 0; });
    return counts;
}

std::vector<std::size_t> countClasses(const Pool& pool, std::size_t classes) {
    std::vector<std::size_t> totals(classes);
    for (const Item& item : pool.items) {
        ++totals[labelOf(item)];
    }
    return totals;
}

}  // namespace

Shares sharesOf(const Pool& pool, std::size_t classes, double validationFraction,
                double testFraction) {
    Shares shares;
    for (const std::size_t count : countClasses(pool, classes)) {
        const auto [val, test] = nearestShares(count, validationFraction, testFraction);
        shares.val.push_back(val);
        shares.test.push_back(test);
    }
    return shares;
}

std::vector<bool> chooseStratified(const Pool& pool, const std::vector<std::size_t>& wanted,
                                   std::uint64_t seed) {
    std::vector<bool> chosen(pool.items.size());
    const auto drawn = drawnByClass(pool.items, wanted.size(), seed);
    for (std::size_t label = 0; label < wanted.size(); ++label) {
        const std::size_t count = std::min(wanted[label], drawn[label].size());
        for (std::size_t i = 0; i < count; ++i) {
            chosen[drawn[label][i]] = true;
        }
    }
    return chosen;
}

std::vector<bool> chooseFold(const Pool& pool, std::size_t classes, const SplitPlan& plan) {
    const auto folds = static_cast<std::size_t>(plan.folds);
    std::vector<bool> chosen(pool.items.size());
    std::size_t turn = 0;
    for (const auto& drawn : drawnByClass(pool.items, classes, plan.seed)) {
        for (const std::size_t i : drawn) {
            chosen[i] = turn % folds == static_cast<std::size_t>(plan.fold - 1);
            ++turn;
        }
    }
    return chosen;
}

std::vector<bool> chooseGroups(const Pool& pool, const Groups& groups,
                               const std::vector<std::size_t>& wanted, std::size_t left,
                               std::uint64_t seed) {
    const std::size_t classes = wanted.size();
    std::vector<GroupCounts> counts = countGroups(pool, groups, seed);
    std::sort(counts.begin(), counts.end(), [](const GroupCounts& a, const GroupCounts& b) {
        return std::pair(a.draw, a.group) < std::pair(b.draw, b.group);
    });
    const std::vector<std::size_t> totals = countClasses(pool, classes);
    std::vector<std::size_t> have(classes);
    /// How much farther from the shares the classes would be, relative to each share.
    const auto change = [&](const GroupCounts& group) {
        double sum = 0;
        for (const auto& [label, count] : group.classes) {
            const double target = std::max<double>(1.0, static_cast<double>(wanted[label]));
            const double before = static_cast<double>(have[label]) / target - 1;
            const double after = static_cast<double>(have[label] + count) / target - 1;
            sum += (after * after - before * before) * target;
        }
        return sum;
    };
    const auto fits = [&](const GroupCounts& group) {
        return std::all_of(group.classes.begin(), group.classes.end(), [&](const auto& entry) {
            return have[entry.first] + entry.second + left <= totals[entry.first];
        });
    };
    std::vector<bool> taken(groups.ids.size());
    bool any = false;
    const auto take = [&](const GroupCounts& group) {
        taken[group.group] = any = true;
        for (const auto& [label, count] : group.classes) {
            have[label] += count;
        }
    };
    if (std::any_of(wanted.begin(), wanted.end(), [](std::size_t each) { return each > 0; })) {
        // What was too large for the room left early on may fit in a second round.
        for (int round = 0; round < 2; ++round) {
            for (const GroupCounts& group : counts) {
                if (!taken[group.group] && fits(group) && change(group) < 0) {
                    take(group);
                }
            }
        }
        const auto smallest = std::min_element(
            counts.begin(), counts.end(), [&](const GroupCounts& a, const GroupCounts& b) {
                return std::pair(!fits(a), a.size) < std::pair(!fits(b), b.size);
            });
        if (!any && smallest != counts.end() && fits(*smallest)) {
            take(*smallest);
        }
    }
    std::vector<bool> chosen(pool.items.size());
    for (std::size_t i = 0; i < pool.items.size(); ++i) {
        chosen[i] = taken[pool.groupOf[i]];
    }
    return chosen;
}

std::vector<bool> chooseGroupedFold(const Pool& pool, const Groups& groups, std::size_t classes,
                                    const SplitPlan& plan) {
    std::vector<GroupCounts> counts = countGroups(pool, groups, plan.seed);
    std::sort(counts.begin(), counts.end(), [](const GroupCounts& a, const GroupCounts& b) {
        return std::tuple(b.size, a.draw, a.group) < std::tuple(a.size, b.draw, b.group);
    });
    const auto folds = static_cast<std::size_t>(plan.folds);
    const std::vector<std::size_t> totals = countClasses(pool, classes);
    std::vector<std::size_t> have(folds * classes);
    std::vector<std::size_t> sizes(folds);
    std::vector<bool> taken(groups.ids.size());
    for (const GroupCounts& group : counts) {
        std::size_t best = 0;
        std::pair<double, std::size_t> least;
        for (std::size_t fold = 0; fold < folds; ++fold) {
            double sum = 0;
            for (const auto& [label, count] : group.classes) {
                const double size = static_cast<double>(totals[label]);
                const double before = static_cast<double>(have[fold * classes + label]) / size;
                const double added = static_cast<double>(count) / size;
                sum += added * (2 * before + added);
            }
            const std::pair cost(sum, sizes[fold]);
            if (fold == 0 || cost < least) {
                best = fold;
                least = cost;
            }
        }
        sizes[best] += group.size;
        for (const auto& [label, count] : group.classes) {
            have[best * classes + label] += count;
        }
        taken[group.group] = best == static_cast<std::size_t>(plan.fold - 1);
    }
    std::vector<bool> chosen(pool.items.size());
    for (std::size_t i = 0; i < pool.items.size(); ++i) {
        chosen[i] = taken[pool.groupOf[i]];
    }
    return chosen;
}

}  // namespace minarai::dataset
