// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Between the files' element types and torch's.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <ATen/core/Tensor.h>

#include "base/error.h"
#include "weights/element_type.h"

namespace minarai::weights {

at::ScalarType scalarType(ElementType type);
std::optional<ElementType> elementType(at::ScalarType type);

/// A new one-dimensional CPU tensor, not filled. OutOfMemory.
Result<at::Tensor> allocate(ElementType type, std::int64_t count, const std::string& file);

/// The bytes of a contiguous CPU tensor.
std::span<std::uint8_t> bytesOf(const at::Tensor& tensor);

/// Makes every byte of a tensor of flags read from a file a valid bool.
void normaliseFlags(const at::Tensor& tensor);

}  // namespace minarai::weights
