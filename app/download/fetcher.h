// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The downloader for a program without Qt: a module that `minarai` opens when it has something to
// download, since Qt's network would otherwise cost every start of the program.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>

#include "base/error.h"
#include "base/progress.h"
#include "zoo/pretrained.h"

namespace minarai::download {

class Fetcher {
  public:
    virtual ~Fetcher() = default;

    /// Downloads into the folder; blocks. Progress comes on the calling thread. Errors: those of
    /// Transfer. From one thread of the process at a time.
    [[nodiscard]] virtual Result<std::filesystem::path> fetch(
        const zoo::PretrainedWeights& weights, const std::filesystem::path& folder,
        const ProgressCallback& progress, const std::stop_token& stop) const = 0;
};

/// Counts changes of this header; the module refuses programs built with another.
inline constexpr int kFetcherAbi = 1;

}  // namespace minarai::download
