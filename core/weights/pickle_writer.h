// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pickle of a state dict, as torch.save writes it: protocol 2, an OrderedDict of tensors.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "weights/element_type.h"

namespace minarai::weights {

struct PickledTensor {
    std::string name;
    std::string storageKey;
    ElementType type = ElementType::Float32;
    std::vector<std::int64_t> sizes;  ///< contiguous
};

std::string pickleStateDict(const std::vector<PickledTensor>& tensors);

}  // namespace minarai::weights
