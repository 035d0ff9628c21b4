// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The learned policies of AutoAugment (Cubuk et al. 2019), as in torchvision. Not for other rooms.
#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace minarai::augment {

struct SubPolicyOp {
    std::string_view name;
    double probability = 0;
    int bin = 0;  ///< 0 ... 9 in the table of magnitudes; without meaning where there is none
};

using SubPolicy = std::array<SubPolicyOp, 2>;

/// "imagenet", "cifar10" or "svhn", 25 pairs each; ImageNet's for another name.
const std::vector<SubPolicy>& autoAugmentPolicies(std::string_view name);

}  // namespace minarai::augment
