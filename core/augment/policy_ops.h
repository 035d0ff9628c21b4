// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What AutoAugment, RandAugment, TrivialAugmentWide and AugMix share: their operations, tables of
// magnitudes and how the drawn operations are written. Not for other rooms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "augment/transform_base.h"

namespace minarai::augment {

/// One operation of a policy as torchvision's _apply_op takes it.
struct PolicyOp {
    std::string name;      ///< "ShearX", ..., "Identity"
    double magnitude = 0;  ///< with its sign; 0 for operations that have none
    bool operator==(const PolicyOp&) const = default;
};

/// An entry of torchvision's _augmentation_space.
struct SpaceEntry {
    std::string_view name;
    std::vector<float> magnitudes;  ///< empty for operations that have none
    bool isSigned = false;          ///< the sign is drawn
};

enum class PolicySpace {
    AutoAugment,
    RandAugment,
    TrivialAugmentWide,
    AugMix,
    AugMixWithoutColour
};

/// The table of a policy for a picture of this size, in torchvision's order. bins: at least 2.
std::vector<SpaceEntry> augmentationSpace(PolicySpace space, int bins, int width, int height);

/// Draws one entry's sign and sets its magnitude from `bin`.
PolicyOp opOf(const SpaceEntry& entry, std::size_t bin, bool isNegative);

/// "Rotate 30,Equalize" and back. Unknown names and numbers that are none give SettingChoice.
std::string opsText(const std::vector<PolicyOp>& ops);
Result<std::vector<PolicyOp>> opsFromText(std::string_view text);

/// _apply_op on a picture, Pillow's way.
image::Image applyOp(const image::Image& picture, const PolicyOp& op,
                     std::string_view interpolation, const Colour& fill);

/// _apply_op on a tensor of bytes, as AugMix does it. "nearest" or "bilinear"; `fill` has one or
/// three values, or none, which torchvision treats differently from black.
image::Image applyTensorOp(const image::Image& picture, const PolicyOp& op,
                           std::string_view interpolation, const std::vector<std::int64_t>& fill);

/// The fill of a policy: none, one or three values.
ParamSpec optionalFillParam();
/// The drawn operations as text.
ParamSpec opsParam();

}  // namespace minarai::augment
