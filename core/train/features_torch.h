// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the frozen part of a network says of every picture, computed once.
//
// Each training picture has as many views as the setting feature_views asks for: with data
// augmentation the picture as validation sees it, then the variations that the first epochs would
// draw; feature_turns.h says which epoch learns from which. A view is computed when an epoch first
// wants it, always in the order of the split, so that a resumed run computes the same numbers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "loading/batch_loader.h"
#include "nn/inference_torch.h"
#include "train/feature_cut.h"
#include "train/feature_turns.h"

namespace minarai::train {

struct FeatureOptions {
    FeatureCut cut;
    std::int64_t views = 1;
    bool plainFirst = false;        ///< view 0 is the picture as validation sees it
    bool bf16 = false;              ///< if its features are those of float32 within 3 %
    std::uint64_t memoryBytes = 0;  ///< kept in memory at most; more goes into a file
    std::filesystem::path folder;   ///< for that file, which has no name and ends with the process
    c10::Device device{c10::kCPU};
    loading::LoaderOptions train;  ///< with the pipeline
    loading::LoaderOptions val;
    std::vector<dataset::Item> trainItems;
    std::vector<dataset::Item> valItems;
};

/// Called after each batch with the pictures done and those to do; false stops.
using FeatureObserver = std::function<bool(std::int64_t done, std::int64_t total)>;

class Features {
  public:
    /// The network's weights must be loaded.
    Features(std::shared_ptr<nn::Network> network, FeatureOptions options);
    ~Features();

    [[nodiscard]] const FeatureCut& cut() const { return m_options.cut; }
    [[nodiscard]] std::int64_t views() const { return m_options.views; }
    [[nodiscard]] bool usesBf16() const { return m_inference.isBf16(); }

    /// The validation pictures, without variation; decides about bfloat16. Call it first. False
    /// after a stop. DiskFull or WriteFailed if there is room for the features nowhere.
    Result<bool> computeValidation(const std::stop_token& stop, const FeatureObserver& observer);

    [[nodiscard]] bool hasValidation() const { return m_val.has_value(); }

    /// A view of the training pictures, unless it is there already.
    Result<bool> computeView(std::int64_t view, const std::stop_token& stop,
                             const FeatureObserver& observer);

    /// Features of these items of the split: count x shape, float32 on the device. The turns' views
    /// are computed.
    at::Tensor ofTraining(std::span<const FeatureTurn> turns) const;
    at::Tensor ofValidation(std::span<const std::size_t> items) const;

    /// The turns without those whose pictures could not be read.
    [[nodiscard]] std::vector<FeatureTurn> readable(std::span<const FeatureTurn> turns) const;
    /// The batch of these turns, without images.
    [[nodiscard]] loading::Batch batchOf(std::span<const FeatureTurn> turns) const;
    [[nodiscard]] loading::Batch validationBatch(std::size_t first, std::size_t count) const;

    /// From within an observer: the loader that brings the pictures.
    void pauseLoading(bool paused);

    /// Pictures that could not be read, each once.
    std::vector<loading::LoadProblem> takeProblems();

  private:
    struct Table {
        at::Tensor rows;  ///< items x shape, float32 on the CPU
        std::vector<bool> isThere;
        std::shared_ptr<void> mapping;  ///< of the file that holds the rows, if one does
    };

    Result<Table> makeTable(std::size_t items);
    loading::BatchLoader& loaderOf(std::int64_t view);
    Result<bool> fill(Table& table, loading::BatchLoader& loader, std::uint64_t epoch,
                      const std::stop_token& stop, const FeatureObserver& observer);
    void decidePrecision(const at::Tensor& batch);
    /// On the CPU; fewer pictures at once when memory runs out.
    at::Tensor featuresOf(const at::Tensor& images);
    [[nodiscard]] at::Tensor rowsOf(const Table& table, std::span<const std::size_t> items) const;
    [[nodiscard]] const Table& viewTable(std::int64_t view) const;

    std::shared_ptr<nn::Network> m_network;
    FeatureOptions m_options;
    nn::Inference m_inference;
    bool m_isDecided = false;
    std::int64_t m_limit = 0;   ///< pictures at once; 0: a whole batch
    std::uint64_t m_bytes = 0;  ///< of tables in memory
    std::vector<std::optional<Table>> m_views;
    std::optional<Table> m_val;
    std::unique_ptr<loading::BatchLoader> m_trainLoader;
    bool m_loaderVaries = false;
    loading::BatchLoader* m_loader = nullptr;  ///< at work
    std::vector<loading::LoadProblem> m_problems;
    std::set<std::string> m_told;  ///< paths of all that there were
};

}  // namespace minarai::train
