// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of copies sorted as a person decided. The images that were decided about stay where and
// as they are.
//
//   const DecidedCatalog decided = dataset::decided(catalog, decisions.states);
//   const CopyPlan plan = planCopy(decided.catalog);   // for the preview
//   MN_TRY(writeCopy(plan, "cleaned"));
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "dataset/catalog.h"

namespace minarai::dataset {

struct CopiedImage {
    std::string from;  ///< relative to the catalog's root
    std::string to;    ///< relative to the copy: "cats/1.jpg", "train/cats/1.jpg"
};

/// What a copy would hold.
struct CopyPlan {
    std::filesystem::path root;
    std::vector<CopiedImage> images;
    std::vector<std::pair<std::string, std::uint64_t>> classes;  ///< images of each with any
    std::uint64_t renumbered = 0;  ///< got a number ("1-2.jpg"), since their name was taken
    std::uint64_t bytes = 0;
};

/// Each image below the folder of its label, and of its part where there are parts, under the name
/// that it has below its class folder. Images that keep their class keep their name. Writes
/// nothing.
CopyPlan planCopy(const Catalog& catalog);

/// Writes the copies, byte for byte, into `target`, a new or empty folder outside the root. All of
/// it goes into a draft first, which takes its place at the end (dataset/draft_folder.h): after a
/// failure or a stop nothing is there. AlreadyExists, FileMissing, ReadFailed, DiskFull,
/// WriteFailed, Cancelled.
Status writeCopy(const CopyPlan& plan, const std::filesystem::path& target,
                 const ProgressCallback& progress = {}, const std::stop_token& stop = {});

}  // namespace minarai::dataset
