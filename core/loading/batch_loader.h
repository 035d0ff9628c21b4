// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Decode -> transform -> batch, prefetched by worker threads. Torch-free: plain floats.
//
//   loading::BatchLoader loader(options, items);
//   while (auto batch = loader.next(stop)) { ... }
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "augment/pipeline.h"
#include "base/error.h"
#include "dataset/split.h"
#include "image/decode.h"
#include "loading/epoch_order.h"
#include "loading/picture_cache.h"

namespace minarai::loading {

struct Batch {
    std::size_t count = 0;             ///< images in this batch (the last may be smaller)
    std::vector<float> imagesNchw;     ///< count x C x H x W
    std::vector<std::int64_t> labels;  ///< count
    std::vector<std::size_t> items;    ///< index into the loader's items, per image
};

/// An image which could not be loaded; it is left out of its batch.
struct LoadProblem {
    std::size_t item = 0;
    std::string path;
    Error error;
};

struct LoaderOptions {
    std::filesystem::path root;
    augment::PreprocessSpec preprocess;
    /// Training pipeline; without one the pictures get the evaluation's geometry only.
    std::optional<augment::Pipeline> pipeline;
    std::size_t batchSize = 32;
    /// Several processes share an epoch: its order is cut into batches of batchSize x shards, and
    /// this loader brings its part of each. The rest at the end is shared out evenly, so that every
    /// shard has the same number of batches; the last one may be empty.
    std::size_t shards = 1;
    std::size_t shard = 0;  ///< 0 ... shards - 1
    bool shuffle = false;
    bool balanced = false;  ///< every class equally often instead (loading/epoch_order.h)
    bool dropLast = false;
    unsigned workers = 2;          ///< threads; at least 1
    std::size_t prefetch = 4;      ///< batches decoded ahead, bounded
    std::uint64_t seed = 0;        ///< run seed; with epoch and item id it fixes everything
    std::uint64_t cacheBytes = 0;  ///< decoded pictures kept between epochs, at most; 0 none
    /// With a pipeline: large JPEGs are shrunk by 2, 4 or 8 while decoding, as long as their
    /// shorter edge stays at least kFastEdge times that of the tensor's longer edge. Another
    /// picture than Pillow's, see decodeOptions(); without a pipeline it has no effect.
    bool fastDecode = false;
};

/// Room for crops: half of the edge, a quarter of the area, still has every pixel of the tensor.
inline constexpr int kFastEdge = 2;

/// How far a fastDecode picture is from the exact one, both at the tensor's size: in levels of 255,
/// the mean difference, and what 99 of 100 values stay within (fast_decode_test).
inline constexpr double kFastMeanLevels = 1.0;
inline constexpr int kFastFarLevels = 8;

/// How the loader decodes files.
image::DecodeOptions decodeOptions(const LoaderOptions& options);

/// Owns its worker threads. One thread at a time may call startEpoch/next/takeProblems.
/// Per-image randomness is mixSeed({seed, epoch, item id}), with the number of the repeat behind it
/// when balanced sampling draws an image again: the batches do not depend on workers.
class BatchLoader {
  public:
    BatchLoader(LoaderOptions options, std::vector<dataset::Item> items);
    /// Shares the items instead of holding its own: a million of them take a hundred megabytes.
    BatchLoader(LoaderOptions options, std::shared_ptr<const std::vector<dataset::Item>> items);
    ~BatchLoader();
    BatchLoader(const BatchLoader&) = delete;
    BatchLoader& operator=(const BatchLoader&) = delete;

    [[nodiscard]] std::size_t batchesPerEpoch() const;
    [[nodiscard]] const std::vector<dataset::Item>& items() const;

    /// Begins (or begins again) an epoch at batch `firstBatch`; what was prefetched is dropped.
    void startEpoch(std::uint64_t epoch, std::size_t firstBatch = 0);

    /// The next batch in order, or nothing at the end of the epoch or after a stop request. The
    /// first call begins epoch 0 if none was begun.
    /// A batch all of whose images are unreadable, or a shard's empty one, comes with count 0.
    std::optional<Batch> next(const std::stop_token& stop = {});

    /// While paused the workers begin no further picture; next() must not be called. Any thread.
    void setPaused(bool paused);

    /// Gives a batch's memory back to the loader, which uses it again. Optional.
    void recycle(Batch batch);

    /// Problems met since the last call, each image once in the loader's life. A problem of the
    /// loader itself (no memory for its batches) has an empty path and ends the epoch: next() has
    /// nothing more. An epoch that is begun after it looks one batch ahead only.
    std::vector<LoadProblem> takeProblems();

    /// What the cache of decoded pictures holds now.
    [[nodiscard]] PictureCache::Use cacheUse() const;

    /// Seconds that next() has waited for workers since the epoch began.
    [[nodiscard]] double waitedSeconds() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace minarai::loading
