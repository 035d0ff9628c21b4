// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What it costs to load an image: measured on a few of the images themselves.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "dataset/split.h"
#include "loading/batch_loader.h"

namespace minarai::loading {

/// Milliseconds of processor time on one thread, mean over the images looked at.
struct LoadingCost {
    double decodeMs = 0;
    double augmentMs = 0;            ///< pipeline and tensor, for training
    double fitMs = 0;                ///< resize and crop, for validation
    double tensorMs = 0;             ///< tensor, for validation
    std::uint64_t pictureBytes = 0;  ///< of a decoded image
    std::uint64_t fittedBytes = 0;   ///< of an image in the size that the network sees
};

/// Loads `most` of the items, spread evenly. Images that cannot be read are left out; if there is
/// no other one all costs are 0. Cancelled after a stop request. Blocks.
Result<LoadingCost> measureLoading(const LoaderOptions& options,
                                   const std::vector<dataset::Item>& items, std::size_t most,
                                   const std::stop_token& stop);

}  // namespace minarai::loading
