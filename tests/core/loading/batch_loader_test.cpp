// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/batch_loader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <memory>
#include <mutex>
#include <new>
#include <numeric>
#include <set>

#include "loader_fixture.h"

namespace minarai::loading {
namespace {

void expectSame(const std::vector<Batch>& a, const std::vector<Batch>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].count, b[i].count) << i;
        EXPECT_EQ(a[i].items, b[i].items) << i;
        EXPECT_EQ(a[i].labels, b[i].labels) << i;
        EXPECT_TRUE(a[i].imagesNchw == b[i].imagesNchw) << i;
    }
}

std::vector<std::size_t> itemsOf(const std::vector<Batch>& batches) {
    std::vector<std::size_t> items;
    for (const Batch& batch : batches) {
        items.insert(items.end(), batch.items.begin(), batch.items.end());
    }
    return items;
}

std::vector<std::size_t> sorted(std::vector<std::size_t> values) {
    std::sort(values.begin(), values.end());
    return values;
}

std::vector<std::size_t> upTo(std::size_t count) {
    std::vector<std::size_t> values(count);
    std::iota(values.begin(), values.end(), std::size_t{0});
    return values;
}

TEST(EpochOrder, IsAPermutationOfSeedAndEpoch) {
    EXPECT_EQ(epochOrder(5, 1, 2, false), upTo(5));
    std::set<std::vector<std::size_t>> orders;
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
        for (std::uint64_t epoch = 0; epoch < 5; ++epoch) {
            const auto order = epochOrder(100, seed, epoch, true);
            EXPECT_EQ(order, epochOrder(100, seed, epoch, true));
            EXPECT_EQ(sorted(order), upTo(100));
            orders.insert(order);
        }
    }
    EXPECT_EQ(orders.size(), 15U);
    EXPECT_TRUE(epochOrder(0, 1, 2, true).empty());
}

TEST_F(BatchLoaderTest, BatchesHoldWhatThePipelineMakes) {
    const auto items = writePictures(10);
    const LoaderOptions given = options();
    BatchLoader loader(given, items);
    loader.startEpoch(3);
    const auto batches = drain(loader);
    ASSERT_EQ(batches.size(), 3U);
    EXPECT_EQ(loader.batchesPerEpoch(), 3U);
    EXPECT_EQ(batches[2].count, 2U) << "the last batch is smaller";
    EXPECT_EQ(itemsOf(batches), epochOrder(10, given.seed, 3, true));
    const std::size_t size = augment::tensorSize(given.preprocess);
    for (const Batch& batch : batches) {
        ASSERT_EQ(batch.imagesNchw.size(), batch.count * size);
        for (std::size_t n = 0; n < batch.count; ++n) {
            const dataset::Item& item = items[batch.items[n]];
            EXPECT_EQ(batch.labels[n], item.label);
            std::vector<float> expected(size);
            augment::trainingTensor(*given.pipeline, *image::decodeFile(m_root / item.path),
                                    given.preprocess, mixSeed({given.seed, 3, item.id}),
                                    expected.data());
            EXPECT_TRUE(
                std::equal(expected.begin(), expected.end(),
                           batch.imagesNchw.begin() + static_cast<std::ptrdiff_t>(n * size)));
        }
    }
    EXPECT_FALSE(loader.next()) << "the epoch stays over";
    EXPECT_TRUE(loader.takeProblems().empty());
}

TEST_F(BatchLoaderTest, BeginsNoPictureWhilePaused) {
    const auto items = writePictures(40);
    LoaderOptions given = options();
    given.cacheBytes = std::uint64_t{1} << 24;
    given.prefetch = 100;
    BatchLoader never(given, items);
    never.startEpoch(1);
    BatchLoader loader(given, items);
    loader.setPaused(true);
    loader.startEpoch(1);
    std::mutex mutex;
    std::condition_variable nothing;
    std::unique_lock lock(mutex);
    nothing.wait_for(lock, std::chrono::milliseconds(200), [] { return false; });
    EXPECT_EQ(loader.cacheUse().pictures, 0U);
    loader.setPaused(false);
    expectSame(drain(loader), drain(never));
}

TEST_F(BatchLoaderTest, WithoutAPipelineThePicturesAreAsInEvaluation) {
    const auto items = writePictures(6);
    LoaderOptions given = options();
    given.pipeline.reset();
    given.shuffle = false;
    for (const std::uint64_t cache : {std::uint64_t{0}, std::uint64_t{1} << 20}) {
        given.cacheBytes = cache;
        BatchLoader loader(given, items);
        for (int epoch = 0; epoch < 2; ++epoch) {
            loader.startEpoch(static_cast<std::uint64_t>(epoch));
            const auto batches = drain(loader);
            EXPECT_EQ(itemsOf(batches), upTo(6));
            std::vector<float> all;
            for (const Batch& batch : batches) {
                all.insert(all.end(), batch.imagesNchw.begin(), batch.imagesNchw.end());
            }
            std::vector<float> expected;
            for (const dataset::Item& item : items) {
                const auto one =
                    augment::preprocess(*image::decodeFile(m_root / item.path), given.preprocess);
                expected.insert(expected.end(), one.begin(), one.end());
            }
            EXPECT_TRUE(all == expected);
        }
    }
}

TEST_F(BatchLoaderTest, BatchesDoNotDependOnWorkersPrefetchOrCache) {
    const auto items = writePictures(23);
    LoaderOptions given = options();
    given.workers = 1;
    BatchLoader first(given, items);
    std::vector<std::vector<Batch>> epochs;
    for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
        first.startEpoch(epoch);
        epochs.push_back(drain(first));
    }
    EXPECT_NE(itemsOf(epochs[0]), itemsOf(epochs[1])) << "epochs differ";
    EXPECT_EQ(sorted(itemsOf(epochs[1])), upTo(23));
    for (const unsigned workers : {2U, 5U}) {
        for (const std::size_t prefetch : {std::size_t{1}, std::size_t{7}}) {
            // No cache, one that holds some pictures, and one that holds all.
            for (const std::uint64_t cache : {0, 10'000, 1'000'000}) {
                given.workers = workers;
                given.prefetch = prefetch;
                given.cacheBytes = cache;
                BatchLoader loader(given, items);
                for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
                    loader.startEpoch(epoch);
                    expectSame(drain(loader), epochs[epoch]);
                }
            }
        }
    }
}

TEST_F(BatchLoaderTest, TheCacheSparesReadingAgain) {
    const auto items = writePictures(8);
    LoaderOptions given = options();
    given.cacheBytes = 1 << 20;
    BatchLoader loader(given, items);
    (void)drain(loader);
    for (const dataset::Item& item : items) {
        fs::remove(m_root / item.path);
    }
    loader.startEpoch(1);
    EXPECT_EQ(sorted(itemsOf(drain(loader))), upTo(8));
    EXPECT_TRUE(loader.takeProblems().empty());
}

TEST_F(BatchLoaderTest, ResumesInTheMiddleOfAnEpoch) {
    const auto items = writePictures(22);
    BatchLoader whole(options(), items);
    whole.startEpoch(5);
    const auto all = drain(whole);
    ASSERT_EQ(all.size(), 6U);
    for (const std::size_t first :
         {std::size_t{0}, std::size_t{2}, std::size_t{5}, std::size_t{6}, std::size_t{99}}) {
        BatchLoader loader(options(), items);
        loader.startEpoch(5, first);
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(std::min(first, all.size()));
        expectSame(drain(loader), {begin, all.end()});
    }
}

TEST_F(BatchLoaderTest, StartsAgainAtAnyMoment) {
    const auto items = writePictures(22);
    BatchLoader loader(options(), items);
    loader.startEpoch(1);
    const auto all = drain(loader);
    for (std::size_t taken = 0; taken < 4; ++taken) {
        loader.startEpoch(7);
        for (std::size_t i = 0; i < taken; ++i) {
            ASSERT_TRUE(loader.next());
        }
        loader.startEpoch(1);
        expectSame(drain(loader), all);
    }
}

TEST_F(BatchLoaderTest, TheFirstNextBeginsEpochZero) {
    const auto items = writePictures(9);
    BatchLoader silent(options(), items);
    BatchLoader spoken(options(), items);
    spoken.startEpoch(0);
    expectSame(drain(silent), drain(spoken));
}

TEST_F(BatchLoaderTest, DropLast) {
    LoaderOptions given = options();
    given.dropLast = true;
    const auto items = writePictures(10);
    BatchLoader loader(given, items);
    EXPECT_EQ(loader.batchesPerEpoch(), 2U);
    EXPECT_EQ(drain(loader).size(), 2U);
    BatchLoader few(given, {items.begin(), items.begin() + 3});
    EXPECT_EQ(few.batchesPerEpoch(), 0U);
    EXPECT_FALSE(few.next());
}

TEST_F(BatchLoaderTest, NoItemsNoBatches) {
    BatchLoader loader(options(), std::vector<dataset::Item>());
    EXPECT_EQ(loader.batchesPerEpoch(), 0U);
    EXPECT_FALSE(loader.next());
}

TEST_F(BatchLoaderTest, SillyOptionsAreMadeSensible) {
    const auto items = writePictures(3);
    LoaderOptions given = options();
    given.workers = 0;
    given.prefetch = 0;
    given.batchSize = 0;
    BatchLoader loader(given, items);
    EXPECT_EQ(drain(loader).size(), 3U);
}

TEST_F(BatchLoaderTest, AnUnreadableImageIsLeftOutAndReportedOnce) {
    auto items = writePictures(12);
    LoaderOptions given = options();
    given.shuffle = false;
    BatchLoader good(given, items);
    const auto before = drain(good);
    std::ofstream(m_root / items[5].path) << "no picture";
    fs::remove(m_root / items[6].path);
    BatchLoader loader(given, items);
    for (int epoch = 0; epoch < 2; ++epoch) {
        loader.startEpoch(0);
        const auto batches = drain(loader);
        ASSERT_EQ(batches.size(), 3U);
        EXPECT_EQ(batches[1].items, (std::vector<std::size_t>{4, 7}));
        EXPECT_EQ(batches[1].labels, (std::vector<std::int64_t>{1, 1}));
        ASSERT_EQ(batches[1].count, 2U);
        const auto size = static_cast<std::ptrdiff_t>(augment::tensorSize(given.preprocess));
        const auto& full = before[1].imagesNchw;
        std::vector<float> expected(full.begin(), full.begin() + size);
        expected.insert(expected.end(), full.begin() + 3 * size, full.end());
        EXPECT_TRUE(batches[1].imagesNchw == expected);
        auto problems = loader.takeProblems();
        if (epoch > 0) {
            EXPECT_TRUE(problems.empty());
            continue;
        }
        ASSERT_EQ(problems.size(), 2U);
        std::sort(problems.begin(), problems.end(),
                  [](const auto& a, const auto& b) { return a.item < b.item; });
        EXPECT_EQ(problems[0].item, 5U);
        EXPECT_EQ(problems[0].path, items[5].path);
        EXPECT_EQ(problems[0].error.code, ErrorCode::ImageUnknown);
        EXPECT_EQ(problems[1].item, 6U);
        EXPECT_EQ(problems[1].error.code, ErrorCode::FileMissing);
        EXPECT_TRUE(loader.takeProblems().empty());
    }
}

TEST_F(BatchLoaderTest, ABatchOfUnreadableImagesIsEmpty) {
    auto items = writePictures(8);
    for (std::size_t i = 0; i < 4; ++i) {
        std::ofstream(m_root / items[i].path) << "";
    }
    LoaderOptions given = options();
    given.shuffle = false;
    BatchLoader loader(given, items);
    const auto batches = drain(loader);
    ASSERT_EQ(batches.size(), 2U);
    EXPECT_EQ(batches[0].count, 0U);
    EXPECT_TRUE(batches[0].imagesNchw.empty());
    EXPECT_EQ(batches[1].count, 4U);
    EXPECT_EQ(loader.takeProblems().size(), 4U);
}

TEST_F(BatchLoaderTest, AThrowingTransformIsAProblemOfItsImage) {
    class Throwing final : public augment::Transform {
      public:
        [[nodiscard]] std::string_view name() const override { return "Throwing"; }
        [[nodiscard]] const ParamSchema& schema() const override { return m_schema; }
        [[nodiscard]] const ParamSchema& drawnSchema() const override { return m_schema; }
        [[nodiscard]] Params draw(const Params&, int width, int, Rng&) const override {
            Params drawn;
            drawn.set("width", std::int64_t{width});
            return drawn;
        }
        [[nodiscard]] image::Image apply(const image::Image& picture, const Params&,
                                         const Params&) const override {
            if (picture.width == 20) {
                throw std::bad_alloc();
            }
            return picture;
        }
        [[nodiscard]] Status check(const Params&) const override { return {}; }
        [[nodiscard]] Status checkDrawn(const Params&, const Params&, int, int) const override {
            return {};
        }
        [[nodiscard]] const std::vector<std::string>& requiredDrawn() const override {
            return m_none;
        }

      private:
        ParamSchema m_schema;
        std::vector<std::string> m_none;
    };
    const Throwing throwing;
    const auto items = writePictures(10);  // pictures 0 and 5 are 20 px wide
    LoaderOptions given = options();
    given.pipeline = augment::Pipeline{"", {{&throwing, {}, 1.0, true}}};
    BatchLoader loader(given, items);
    EXPECT_EQ(itemsOf(drain(loader)).size(), 8U);
    const auto problems = loader.takeProblems();
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].error.code, ErrorCode::OutOfMemory);
}

TEST_F(BatchLoaderTest, ABatchWithoutRoomEndsTheEpochAndBlamesNoImage) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer ends the program where operator new would throw";
#endif
    const auto items = writePictures(6);
    LoaderOptions given = options();
    given.preprocess.width = given.preprocess.height = 1 << 20;  // 13 TB a picture
    BatchLoader loader(given, items);
    for (int round = 0; round < 2; ++round) {
        loader.startEpoch(0);
        EXPECT_FALSE(loader.next());
        const auto problems = loader.takeProblems();
        ASSERT_EQ(problems.size(), 1U);
        EXPECT_EQ(problems[0].path, "");
        EXPECT_EQ(problems[0].error.code, ErrorCode::OutOfMemory);
    }
}

std::size_t residentBytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    file >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TEST_F(BatchLoaderTest, AMillionItemsAreNotCopied) {
    constexpr std::size_t kMany = 1'000'000;
    const auto few = writePictures(4);
    std::vector<dataset::Item> many;
    many.reserve(kMany);
    for (std::size_t i = 0; i < kMany; ++i) {
        many.push_back(few[i % few.size()]);
        many.back().id = i;
    }
    const auto items = std::make_shared<const std::vector<dataset::Item>>(std::move(many));
    LoaderOptions given = options();
    given.cacheBytes = 1 << 20;
    [[maybe_unused]] const std::size_t before = residentBytes();
    BatchLoader loader(given, items);
    EXPECT_EQ(&loader.items(), items.get());
    for (std::uint64_t epoch = 0; epoch < 2; ++epoch) {
        loader.startEpoch(epoch);
        std::set<std::size_t> seen;
        for (int i = 0; i < 50; ++i) {
            const auto batch = loader.next();
            ASSERT_TRUE(batch);
            ASSERT_EQ(batch->count, given.batchSize);
            seen.insert(batch->items.begin(), batch->items.end());
        }
        EXPECT_EQ(seen.size(), 50 * given.batchSize);
    }
    // The order and the cache's table: some bytes an item.
    [[maybe_unused]] const std::size_t after = residentBytes();
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // those keep several for each
    EXPECT_LT(after - std::min(before, after), 48U << 20U);
#endif
}

TEST_F(BatchLoaderTest, RecycledMemoryChangesNothing) {
    const auto items = writePictures(22);
    BatchLoader plain(options(), items);
    const auto all = drain(plain);
    BatchLoader loader(options(), items);
    for (int round = 0; round < 3; ++round) {
        loader.startEpoch(0);
        for (const Batch& expected : all) {
            auto batch = loader.next();
            ASSERT_TRUE(batch);
            EXPECT_TRUE(batch->imagesNchw == expected.imagesNchw);
            loader.recycle(std::move(*batch));
        }
        EXPECT_FALSE(loader.next());
    }
}

}  // namespace
}  // namespace minarai::loading
