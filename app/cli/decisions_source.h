// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// `--decisions` and `--catalog FILE` as several commands take them: labels changed and images left
// out in the studio. Without them a folder is taken as it is on disk.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "arguments.h"
#include "base/error.h"
#include "base/json.h"
#include "context.h"
#include "dataset/decisions.h"
#include "dataset/split.h"

namespace minarai::cli {

struct DecisionsSource {
    bool wanted = false;
    std::optional<std::string> catalog;

    void define(Arguments& arguments);

    [[nodiscard]] bool isGiven() const { return wanted || catalog.has_value(); }

    /// What the catalog of this folder, or the one that was named, says. Writes nothing.
    [[nodiscard]] Result<dataset::Decisions> read(const std::filesystem::path& folder) const;

    /// The folder with the decisions about it, which a line on stderr counts. FileFormat where none
    /// of them is about this folder.
    [[nodiscard]] Result<dataset::DecidedCatalog> obey(Context& context,
                                                       dataset::Catalog scanned) const;
};

/// makeSplit(). `onDisk` is the folder without the decisions that `catalog` has, where they count:
/// the file of a split may then name images that were left out, or with the class that they had.
Result<dataset::Split> splitAsDecided(Context& context, const dataset::Catalog& catalog,
                                      const std::optional<dataset::Catalog>& onDisk,
                                      const dataset::SplitPlan& plan);

/// "Decisions: 3 images left out, 1 with another class".
std::string decisionsText(std::uint64_t excluded, std::uint64_t relabelled);
/// {"excluded","relabelled"}
Json decisionsDocument(std::uint64_t excluded, std::uint64_t relabelled);

}  // namespace minarai::cli
