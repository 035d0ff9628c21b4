// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The audit in full: what dataset::audit() answers, and what it is made of.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "dataset/catalog.h"
#include "dataset/look.h"
#include "dataset/look_alikes.h"
#include "dataset/statistics.h"

namespace minarai::dataset {

/// 128 bits of XXH3 over a file's bytes.
struct ContentHash {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    auto operator<=>(const ContentHash&) const = default;
};

/// What one file turned out to be. A catalog keeps it, so that an unchanged file is opened once.
struct Finding {
    bool opened = false;  ///< false: not looked at (yet)
    std::optional<ContentHash> hash;
    std::optional<Look> look;       ///< of a picture that could be decoded
    std::vector<Problem> problems;  ///< of the file by itself
};

struct AuditReport {
    std::vector<Problem> problems;  ///< as audit() answers
    std::vector<Finding> findings;  ///< one for each sample
    std::vector<LookAlike> alike;
    DataStatistics statistics;
};

/// Opens each sample that `findings` does not know yet (it is made as long as the samples). After a
/// stop request it holds what was found until then. OutOfMemory, Cancelled.
Status openImages(const Catalog& catalog, const AuditOptions& options,
                  const ProgressCallback& progress, const std::stop_token& stop,
                  std::vector<Finding>& findings);

/// The whole audit. `known` is empty, or holds one finding for each sample; those that are opened
/// are taken as they are. Each other file is read and decoded once. OutOfMemory, Cancelled.
Result<AuditReport> inspect(const Catalog& catalog, const AuditOptions& options = {},
                            const ProgressCallback& progress = {}, const std::stop_token& stop = {},
                            std::vector<Finding> known = {});

}  // namespace minarai::dataset
