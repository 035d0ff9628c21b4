// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The known architectures, each a function that writes a ModelSpec with torchvision's names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "spec/model_spec.h"

namespace minarai::zoo {

struct Architecture {
    std::string name;             ///< "resnet18"
    std::string family;           ///< "ResNet"
    std::string source;           ///< paper and year
    std::string description;      ///< one sentence for the gallery, MN_TEXT("Zoo", ...)
    std::int64_t channels = 3;    ///< usual input
    std::int64_t size = 224;      ///< usual input edge, px
    std::int64_t classes = 1000;  ///< classes of the published model
};

const std::vector<Architecture>& architectures();
const Architecture* find(std::string_view name);

/// The spec for an input of channels × height × width. UnknownArchitecture, InputSize,
/// SettingRange.
Result<spec::ModelSpec> build(std::string_view name, std::int64_t classes, std::int64_t channels,
                              std::int64_t height, std::int64_t width);

/// With the architecture's usual input and classes.
Result<spec::ModelSpec> build(std::string_view name);

}  // namespace minarai::zoo
