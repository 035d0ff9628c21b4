// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The passes of a resize for processors with AVX2 (processorHasAvx2): the same sums, bit for bit.
#pragma once

#include "image/image.h"
#include "image/resample_passes.h"

namespace minarai::image::avx2 {

/// As image::resampleRows.
void resampleRows(const Window& source, int firstRow, const Taps& taps, Image& out);

/// As image::resampleColumns; `out` must be at least 6 px wide.
void resampleColumns(const Window& source, int firstRow, const Taps& taps, Image& out);

}  // namespace minarai::image::avx2
