// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/epoch_order.h"

#include <algorithm>
#include <map>
#include <set>

#include "loader_fixture.h"

namespace minarai::loading {
namespace {

std::vector<dataset::Item> itemsWith(const std::vector<std::size_t>& counts) {
    std::vector<dataset::Item> items;
    for (std::size_t label = 0; label < counts.size(); ++label) {
        for (std::size_t i = 0; i < counts[label]; ++i) {
            items.push_back({"", static_cast<std::int32_t>(label), items.size()});
        }
    }
    return items;
}

TEST(BalancedDraws, EveryClassComesEquallyOften) {
    const auto items = itemsWith({50, 9, 3});
    std::set<std::vector<std::size_t>> orders;
    for (std::uint64_t epoch = 0; epoch < 6; ++epoch) {
        const auto draws = balancedDraws(items, 7, epoch);
        ASSERT_EQ(draws.size(), items.size());
        std::map<std::int32_t, std::size_t> ofClass;
        std::map<std::size_t, std::vector<std::uint32_t>> repeats;
        std::vector<std::size_t> order;
        for (const Draw& draw : draws) {
            ++ofClass[items[draw.item].label];
            repeats[draw.item].push_back(draw.repeat);
            order.push_back(draw.item);
        }
        for (const auto& [label, count] : ofClass) {
            EXPECT_GE(count, 20U) << label;  // 62 draws of 3 classes
            EXPECT_LE(count, 21U) << label;
        }
        for (auto& [item, numbers] : repeats) {
            // Each of its turns varies in a way of its own.
            std::sort(numbers.begin(), numbers.end());
            for (std::uint32_t i = 0; i < numbers.size(); ++i) {
                EXPECT_EQ(numbers[i], i) << item;
            }
            // 20 or 21 draws of 9 or 3 images: none waits while another comes again.
            if (items[item].label == 1) {
                EXPECT_GE(numbers.size(), 2U);
                EXPECT_LE(numbers.size(), 3U);
            } else if (items[item].label == 2) {
                EXPECT_GE(numbers.size(), 6U);
                EXPECT_LE(numbers.size(), 7U);
            } else {
                EXPECT_EQ(numbers.size(), 1U);
            }
        }
        orders.insert(order);
        const auto again = balancedDraws(items, 7, epoch);
        EXPECT_TRUE(std::equal(
            draws.begin(), draws.end(), again.begin(), again.end(),
            [](const Draw& a, const Draw& b) { return a.item == b.item && a.repeat == b.repeat; }));
    }
    EXPECT_EQ(orders.size(), 6U);
}

TEST(BalancedDraws, NothingOfNothing) {
    EXPECT_TRUE(balancedDraws({}, 1, 2).empty());
}

TEST_F(BatchLoaderTest, ARepeatedImageVariesAnew) {
    auto items = writePictures(6);
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i].label = i == 0 ? 1 : 0;  // the first one comes three times in six
    }
    LoaderOptions given = options();
    given.balanced = true;
    given.batchSize = 6;
    BatchLoader loader(given, items);
    loader.startEpoch(0);
    const auto batch = loader.next();
    ASSERT_TRUE(batch);
    const std::size_t size = augment::tensorSize(given.preprocess);
    std::set<std::vector<float>> seen;
    for (std::size_t n = 0; n < batch->count; ++n) {
        if (batch->items[n] == 0) {
            EXPECT_EQ(batch->labels[n], 1);
            const auto begin = batch->imagesNchw.begin() + static_cast<std::ptrdiff_t>(n * size);
            seen.insert(std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(size)));
        }
    }
    EXPECT_EQ(seen.size(), 3U);
}

TEST(EvenBatchSize, TakesAsFewBatchesAsCanBeAndLeavesNoSmallOne) {
    for (const std::size_t most : {1, 3, 32}) {
        for (std::size_t count = 0; count < 300; ++count) {
            const std::size_t size = evenBatchSize(count, most);
            ASSERT_GE(size, 1U);
            ASSERT_LE(size, most);
            const std::size_t batches = (count + size - 1) / size;
            EXPECT_EQ(batches, (count + most - 1) / most) << count;
            if (batches > 1) {
                EXPECT_GE(count - (batches - 1) * size + batches, size + 1) << count;
            }
        }
    }
    EXPECT_EQ(evenBatchSize(550, 32), 31U);
    EXPECT_EQ(evenBatchSize(33, 32), 17U);
}

}  // namespace
}  // namespace minarai::loading
