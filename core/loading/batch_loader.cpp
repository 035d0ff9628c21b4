// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/batch_loader.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

#include "base/files.h"
#include "base/parallel.h"
#include "base/rng.h"

namespace minarai::loading {
namespace {

constexpr unsigned kMaxWorkers = 256;

/// A batch in the making. The workers fill its slots side by side; all counters are guarded by the
/// loader's mutex, a slot belongs to the worker that took it.
struct Pending {
    std::uint64_t epoch = 0;
    std::vector<std::size_t> items;      ///< one per slot
    std::vector<std::uint32_t> repeats;  ///< per slot (Draw::repeat)
    std::size_t taken = 0;               ///< slots given to workers
    std::size_t done = 0;                ///< slots finished
    std::vector<char> loaded;            ///< per slot, whether its picture is there
    std::mutex allocation;               ///< guards the first allocation of `images`
    std::vector<float> images;           ///< slots x C x H x W
};

struct Work {
    std::shared_ptr<Pending> batch;
    std::size_t slot = 0;
};

/// What an exception in a worker means to the user.
Error errorOf(const std::exception& exception, const std::string& what) {
    if (dynamic_cast<const std::bad_alloc*>(&exception) != nullptr ||
        dynamic_cast<const std::length_error*>(&exception) != nullptr) {
        return fail(ErrorCode::OutOfMemory, what);
    }
    return fail(ErrorCode::ImageDamaged, what, exception.what());
}

LoaderOptions sensible(LoaderOptions options) {
    options.batchSize = std::max<std::size_t>(options.batchSize, 1);
    options.workers = std::clamp(options.workers, 1U, kMaxWorkers);
    options.prefetch = std::max<std::size_t>(options.prefetch, 1);
    options.shards = std::max<std::size_t>(options.shards, 1);
    options.shard = std::min(options.shard, options.shards - 1);
    return options;
}

}  // namespace

image::DecodeOptions decodeOptions(const LoaderOptions& options) {
    image::DecodeOptions decoding;
    if (options.fastDecode && options.pipeline) {
        decoding.atLeastShortEdge =
            kFastEdge * std::max(options.preprocess.width, options.preprocess.height);
    }
    return decoding;
}

struct BatchLoader::Impl {
    Impl(LoaderOptions o, std::shared_ptr<const std::vector<dataset::Item>> i)
        : options(sensible(std::move(o))),
          sharedItems(std::move(i)),
          items(*sharedItems),
          sampleSize(augment::tensorSize(options.preprocess)),
          decoding(decodeOptions(options)),
          cache(items.size(), options.cacheBytes),
          reported(items.size()),
          prefetch(options.prefetch) {}

    ~Impl() {
        // All at once: joined one by one, the later threads would go on loading meanwhile.
        for (std::jthread& thread : threads) {
            thread.request_stop();
        }
    }

    void startThreads() {
        for (unsigned w = 0; w < options.workers; ++w) {
            try {
                threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
            } catch (const std::exception&) {
                return;  // fewer workers will do; with none next() loads by itself
            }
        }
    }

    [[nodiscard]] std::size_t batchCount() const {
        const std::size_t ofAll = options.batchSize * options.shards;
        const std::size_t whole = items.size() / ofAll;
        const bool rest = items.size() % ofAll != 0;
        return whole + (rest && !options.dropLast ? 1 : 0);
    }

    [[nodiscard]] std::vector<Draw> drawsOf(std::uint64_t ofEpoch) const {
        if (options.balanced) {
            return balancedDraws(items, options.seed, ofEpoch);
        }
        std::vector<Draw> draws;
        draws.reserve(items.size());
        for (const std::size_t item :
             epochOrder(items.size(), options.seed, ofEpoch, options.shuffle)) {
            draws.push_back({item, 0});
        }
        return draws;
    }

    void start(std::uint64_t newEpoch, std::size_t firstBatch) {
        std::vector<Draw> newOrder = drawsOf(newEpoch);
        {
            const std::lock_guard lock(mutex);
            pending.clear();  // a worker that still writes into one of them owns it too
            order = std::move(newOrder);
            epoch = newEpoch;
            begun = true;
            if (failed) {
                // There was no memory for as much as was wanted: look ahead as little as possible.
                prefetch = 1;
                pool.clear();
            }
            failed = false;
            nextToOpen = std::min(firstBatch, batchCount());
            nextToDeliver = nextToOpen;
            waited = 0;
        }
        workAvailable.notify_all();
    }

    // The following three are called with the mutex held.

    [[nodiscard]] bool hasWork() const {
        if (failed || paused || !begun) {
            return false;
        }
        return (pending.size() < prefetch && nextToOpen < batchCount()) ||
               std::any_of(pending.begin(), pending.end(),
                           [](const auto& batch) { return batch->taken < batch->items.size(); });
    }

    [[nodiscard]] bool frontIsReady() const {
        return !pending.empty() && pending.front()->done == pending.front()->items.size();
    }

    /// The oldest batch first, so that the one awaited is finished first. Nothing if all that was
    /// left to open is empty.
    std::optional<Work> takeWork() {
        auto open = std::find_if(pending.begin(), pending.end(), [](const auto& batch) {
            return batch->taken < batch->items.size();
        });
        if (open == pending.end()) {
            auto batch = std::make_shared<Pending>();
            const Turns turns = batchTurns(items.size(), options.batchSize, nextToOpen,
                                           options.shards, options.shard);
            batch->epoch = epoch;
            for (std::size_t turn = turns.first; turn < turns.first + turns.count; ++turn) {
                batch->items.push_back(order[turn].item);
                batch->repeats.push_back(order[turn].repeat);
            }
            batch->loaded.resize(batch->items.size());
            if (!pool.empty()) {
                batch->images = std::move(pool.back());
                pool.pop_back();
            }
            pending.push_back(std::move(batch));
            ++nextToOpen;
            open = std::prev(pending.end());
            if (turns.count == 0) {
                return std::nullopt;  // only the last batch of an epoch can be empty
            }
        }
        return Work{*open, (*open)->taken++};
    }

    void work(const std::stop_token& stop) {
        lowerThreadPriority();
        std::unique_lock lock(mutex);
        while (workAvailable.wait(lock, stop, [this] { return hasWork(); })) {
            if (stop.stop_requested()) {
                return;
            }
            doOne(lock);
        }
    }

    /// Loads one picture; the mutex is held on entry and on return, but not in between.
    void doOne(std::unique_lock<std::mutex>& lock) {
        std::shared_ptr<const Pending> inWork;
        try {
            const std::optional<Work> work = takeWork();
            if (!work) {
                batchReady.notify_all();
                return;
            }
            inWork = work->batch;
            lock.unlock();
            std::optional<Error> problem = load(*work);
            lock.lock();
            const std::size_t item = work->batch->items[work->slot];
            work->batch->loaded[work->slot] = problem ? 0 : 1;
            if (problem && !reported[item]) {
                problems.push_back({item, items[item].path, std::move(*problem)});
                reported[item] = true;
            }
            if (++work->batch->done == work->batch->items.size()) {
                batchReady.notify_all();
            }
        } catch (const std::exception&) {
            if (!lock.owns_lock()) {
                lock.lock();
            }
            if (inWork && std::find(pending.begin(), pending.end(), inWork) == pending.end()) {
                return;  // nobody waits for it any more
            }
            failed = true;
            failureUnreported = true;
            batchReady.notify_all();
        }
    }

    /// Decodes, transforms and writes one sample into its slot.
    std::optional<Error> load(const Work& work) {
        const std::size_t index = work.batch->items[work.slot];
        const dataset::Item& item = items[index];
        // Without memory for the batch no picture of it is at fault: that ends the epoch.
        float* slot = slotOf(work);
        try {
            auto picture = pictureOf(index);
            if (!picture) {
                return picture.error();
            }
            if (!options.pipeline) {
                augment::toTensor(**picture, options.preprocess, slot);
                return std::nullopt;
            }
            const std::uint32_t repeat = work.batch->repeats[work.slot];
            const std::uint64_t epochSeed = work.batch->epoch;
            const std::uint64_t seed = repeat == 0
                                           ? mixSeed({options.seed, epochSeed, item.id})
                                           : mixSeed({options.seed, epochSeed, item.id, repeat});
            augment::trainingTensor(*options.pipeline, **picture, options.preprocess, seed, slot);
            return std::nullopt;
        } catch (const std::exception& exception) {
            return errorOf(exception, item.path);
        }
    }

    float* slotOf(const Work& work) const {
        const std::lock_guard lock(work.batch->allocation);
        work.batch->images.resize(work.batch->items.size() * sampleSize);
        return work.batch->images.data() + work.slot * sampleSize;
    }

    /// The decoded picture, or without a pipeline the fitted one: it is the same in every epoch.
    Result<std::shared_ptr<const image::Image>> pictureOf(std::size_t index) {
        if (auto kept = cache.find(index)) {
            return kept;
        }
        MN_ASSIGN(image::Image decoded,
                  image::decodeFile(options.root / fromUtf8(items[index].path), decoding));
        if (!options.pipeline) {
            decoded = augment::fit(decoded, options.preprocess);
        }
        auto picture = std::make_shared<const image::Image>(std::move(decoded));
        cache.keep(index, picture);
        return std::shared_ptr<const image::Image>(std::move(picture));
    }

    std::optional<Batch> next(const std::stop_token& stop) {
        const auto begin = std::chrono::steady_clock::now();
        std::shared_ptr<Pending> batch;
        {
            std::unique_lock lock(mutex);
            while (threads.empty() && !stop.stop_requested() && !frontIsReady() && hasWork()) {
                doOne(lock);
            }
            const auto isOver = [this] {
                return frontIsReady() || failed || nextToDeliver >= batchCount();
            };
            const bool over = batchReady.wait(lock, stop, isOver);
            waited +=
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
            if (!over || stop.stop_requested() || !frontIsReady()) {
                return std::nullopt;
            }
            batch = std::move(pending.front());
            pending.pop_front();
            ++nextToDeliver;
        }
        workAvailable.notify_all();
        return compacted(*batch);
    }

    /// The slots that were loaded, moved together in their order.
    [[nodiscard]] Batch compacted(Pending& source) const {
        Batch batch;
        batch.imagesNchw = std::move(source.images);
        batch.labels.reserve(source.items.size());
        batch.items.reserve(source.items.size());
        for (std::size_t slot = 0; slot < source.items.size(); ++slot) {
            if (source.loaded[slot] == 0) {
                continue;
            }
            if (slot != batch.count) {
                const auto from =
                    batch.imagesNchw.begin() + static_cast<std::ptrdiff_t>(slot * sampleSize);
                std::copy_n(from, sampleSize,
                            batch.imagesNchw.begin() +
                                static_cast<std::ptrdiff_t>(batch.count * sampleSize));
            }
            batch.items.push_back(source.items[slot]);
            batch.labels.push_back(items[source.items[slot]].label);
            ++batch.count;
        }
        batch.imagesNchw.resize(batch.count * sampleSize);
        return batch;
    }

    const LoaderOptions options;
    const std::shared_ptr<const std::vector<dataset::Item>> sharedItems;
    const std::vector<dataset::Item>& items;
    const std::size_t sampleSize;
    const image::DecodeOptions decoding;
    PictureCache cache;

    mutable std::mutex mutex;  ///< guards all that follows, but not the threads
    std::condition_variable_any workAvailable;
    std::condition_variable_any batchReady;
    bool begun = false;
    bool paused = false;
    bool failed = false;  ///< the queue itself ran out of memory
    bool failureUnreported = false;
    std::uint64_t epoch = 0;
    std::vector<Draw> order;
    std::size_t nextToOpen = 0;                    ///< number of the next batch that workers begin
    std::size_t nextToDeliver = 0;                 ///< number of the next batch that next() returns
    std::deque<std::shared_ptr<Pending>> pending;  ///< in order of delivery
    std::vector<std::vector<float>> pool;          ///< memory of batches given back
    std::vector<LoadProblem> problems;
    std::vector<bool> reported;  ///< per item
    std::size_t prefetch;        ///< batches decoded ahead, now
    double waited = 0;           ///< s

    std::vector<std::jthread> threads;
};

BatchLoader::BatchLoader(LoaderOptions options, std::vector<dataset::Item> items)
    : BatchLoader(std::move(options),
                  std::make_shared<const std::vector<dataset::Item>>(std::move(items))) {}

BatchLoader::BatchLoader(LoaderOptions options,
                         std::shared_ptr<const std::vector<dataset::Item>> items)
    : m_impl(std::make_unique<Impl>(std::move(options), std::move(items))) {
    m_impl->startThreads();
}

BatchLoader::~BatchLoader() = default;

std::size_t BatchLoader::batchesPerEpoch() const {
    return m_impl->batchCount();
}

const std::vector<dataset::Item>& BatchLoader::items() const {
    return m_impl->items;
}

void BatchLoader::setPaused(bool paused) {
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->paused = paused;
    }
    m_impl->workAvailable.notify_all();
}

void BatchLoader::startEpoch(std::uint64_t epoch, std::size_t firstBatch) {
    m_impl->start(epoch, firstBatch);
}

std::optional<Batch> BatchLoader::next(const std::stop_token& stop) {
    if (stop.stop_requested()) {
        return std::nullopt;
    }
    // Only the caller's thread writes `begun`.
    if (!m_impl->begun) {
        startEpoch(0);
    }
    return m_impl->next(stop);
}

void BatchLoader::recycle(Batch batch) {
    const std::lock_guard lock(m_impl->mutex);
    if (m_impl->pool.size() < m_impl->prefetch) {
        m_impl->pool.push_back(std::move(batch.imagesNchw));
    }
}

std::vector<LoadProblem> BatchLoader::takeProblems() {
    const std::lock_guard lock(m_impl->mutex);
    std::vector<LoadProblem> problems = std::exchange(m_impl->problems, {});
    if (std::exchange(m_impl->failureUnreported, false)) {
        problems.push_back(
            {0, "", fail(ErrorCode::OutOfMemory, MN_TEXT("Error", "the queue of batches"))});
    }
    return problems;
}

PictureCache::Use BatchLoader::cacheUse() const {
    return m_impl->cache.use();
}

double BatchLoader::waitedSeconds() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->waited;
}

}  // namespace minarai::loading
