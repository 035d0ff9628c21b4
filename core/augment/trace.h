// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A pipeline that tells what it did: for previews. The same pictures as without telling.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "augment/pipeline.h"

namespace minarai::augment {

/// What one step did to one picture.
struct StepTrace {
    std::size_t step = 0;  ///< index into Pipeline::steps
    int width = 0;         ///< px, of the picture that came in
    int height = 0;        ///< px, of the picture that came in
    Params drawn;          ///< empty: chance left the picture as it was
};

/// What training feeds the network, as trainingTensor() gives it (float32 CHW, tensorSize elements
/// into out), with one entry of `trace` for each step that is on, in the order in which they act.
void tracedTensor(const Pipeline& pipeline, const image::Image& picture,
                  const PreprocessSpec& preprocess, std::uint64_t seed, float* out,
                  std::vector<StepTrace>& trace);

}  // namespace minarai::augment
