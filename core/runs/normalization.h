// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Mean and deviation of the images that a run trains on, for the setting “normalization”.
#pragma once

#include <stop_token>

#include "augment/pipeline.h"
#include "base/error.h"
#include "base/progress.h"
#include "dataset/catalog.h"
#include "dataset/split.h"

namespace minarai::runs {

/// Reads every training image once, at its own size, and puts mean and deviation into `spec`: of
/// red, green and blue, or of luma where the network takes grey. A colour that never changes is
/// only shifted. TooManyBadImages where no image can be read, OutOfMemory, Cancelled.
Status measureNormalization(const dataset::Catalog& catalog, const dataset::Split& split,
                            unsigned threads, augment::PreprocessSpec& spec,
                            const ProgressCallback& progress, const std::stop_token& stop);

}  // namespace minarai::runs
