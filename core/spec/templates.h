// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a new model begins with: small valid graphs, made of the palette's own layers and blocks.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "spec/model_spec.h"

namespace minarai::spec {

struct Template {
    std::string_view name;   ///< stable: "residual"
    std::string_view label;  ///< MN_TEXT("Template", ...)
    std::string_view about;  ///< one sentence, MN_TEXT("Template", ...)
};

const std::vector<Template>& templates();

/// The template for pictures of channels × size × size and so many classes. Valid from 32 pixels
/// on; a smaller picture may need a layer less. Empty for an unknown name.
ModelSpec templateSpec(std::string_view name, std::int64_t channels, std::int64_t size,
                       std::int64_t classes);

}  // namespace minarai::spec
