// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A pipeline as Python source for torchvision: what training feeds the network, elsewhere.
#pragma once

#include <optional>
#include <string>

#include "augment/pipeline.h"

namespace minarai::augment {

/// Height and width of what a pipeline gives, where they don't depend on the picture.
struct OutputSize {
    int height = 0;  ///< px
    int width = 0;   ///< px
};
std::optional<OutputSize> outputSize(const Pipeline& pipeline);

/// Python source that defines `transform`, a torchvision.transforms.Compose from a PIL picture in
/// mode RGB to the tensor of trainingTensor(): same distributions, and the same numbers where
/// nothing is drawn. Needs torchvision 0.13 or newer, and NumPy. Steps that are switched off are
/// left out; what torchvision lacks (ShiftScaleRotate, CoarseDropout) is defined in the text.
std::string torchvisionCode(const Pipeline& pipeline, const PreprocessSpec& preprocess);

}  // namespace minarai::augment
