// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a run said of its validation images after its best epoch, and the same for the images of a
// catalog.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "dataset/catalog.h"
#include "train/event.h"

namespace minarai::runs {

struct BestPredictions {
    std::int64_t epoch = 0;
    std::vector<std::string> classes;  ///< that the labels of the result stand for
    std::vector<std::string> paths;    ///< of the validation images, by ValidationResult::items
    std::shared_ptr<const train::ValidationResult> result;  ///< never null
};

/// Reads run.json and the best epoch's line of events.jsonl; the other epochs are passed over, not
/// parsed. RunMissing, RunDamaged, VersionTooNew; FileMissing, ReadFailed or FileFormat where that
/// epoch is not there or cannot be read; Cancelled.
Result<BestPredictions> readBestPredictions(const std::filesystem::path& runFolder,
                                            const std::stop_token& stop = {});

/// Predictions by the images of a catalog, in its classes: both are known again by their names.
/// Immutable; may be read from any thread. A sample is an index into Catalog::samples, a label one
/// into Catalog::classes; it may be any, also one that a person gave the image since.
class CatalogPredictions {
  public:
    CatalogPredictions(BestPredictions run, const dataset::Catalog& catalog);

    [[nodiscard]] std::int64_t epoch() const { return m_run.epoch; }
    /// Images of the catalog with a prediction.
    [[nodiscard]] std::size_t count() const { return m_count; }

    /// Whether the run said anything of the image. The rest is about such images only.
    [[nodiscard]] bool has(std::uint32_t sample) const;
    /// The predicted class; -1 where the catalog has no such class.
    [[nodiscard]] std::int32_t predicted(std::uint32_t sample) const;
    /// Its name, whether the catalog has it or not.
    [[nodiscard]] const std::string& predictedName(std::uint32_t sample) const;
    /// The probability of the predicted class, 0 ... 1.
    [[nodiscard]] float confidence(std::uint32_t sample) const;
    [[nodiscard]] bool isRight(std::uint32_t sample, std::int32_t label) const {
        return predicted(sample) == label;
    }
    /// metrics::crossEntropy() with this label as the truth. Nothing where the run did not keep the
    /// probability of that class: it is neither the image's label at that time nor among the most
    /// probable ones.
    [[nodiscard]] std::optional<double> loss(std::uint32_t sample, std::int32_t label) const;

  private:
    static constexpr std::uint32_t kNone = 0xffffffffU;

    BestPredictions m_run;
    std::size_t m_count = 0;
    std::vector<std::uint32_t> m_rows;      ///< of each sample; kNone without a prediction
    std::vector<std::int32_t> m_toCatalog;  ///< class of the run to that of the catalog, or -1
    std::vector<std::int32_t> m_toRun;      ///< the other way round

    [[nodiscard]] const train::Prediction& said(std::uint32_t sample) const;
};

}  // namespace minarai::runs
