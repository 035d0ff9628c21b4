// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where the time of loading goes: reading, decoding, each transform, the tensor.
#pragma once

#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "dataset/split.h"
#include "loading/batch_loader.h"

namespace minarai::loading {

struct LoadingPart {
    std::string name;  ///< "read", "decode", a transform's name, "tensor"
    double ms = 0;     ///< processor time on one thread, mean over the images
};
using LoadingParts = std::vector<LoadingPart>;

/// Loads `most` of the items, spread evenly, one after the other. Images that cannot be read are
/// left out. `options` must have a pipeline. Cancelled after a stop request. Blocks.
Result<LoadingParts> measureParts(const LoaderOptions& options,
                                  const std::vector<dataset::Item>& items, std::size_t most,
                                  const std::stop_token& stop);

}  // namespace minarai::loading
