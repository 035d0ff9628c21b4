// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The types of numbers that weights are made of, and their names in each format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace minarai::weights {

enum class ElementType {
    Float32,
    Float16,
    BFloat16,
    Float64,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,
    Bool
};

struct ElementName {
    ElementType type;
    std::size_t bytes;
    std::string_view storage;      ///< PyTorch's class of storage
    std::string_view safetensors;  ///< dtype in a safetensors header
};

inline constexpr ElementName kElementNames[] = {
    {ElementType::Float32, 4, "FloatStorage", "F32"},
    {ElementType::Float16, 2, "HalfStorage", "F16"},
    {ElementType::BFloat16, 2, "BFloat16Storage", "BF16"},
    {ElementType::Float64, 8, "DoubleStorage", "F64"},
    {ElementType::Int64, 8, "LongStorage", "I64"},
    {ElementType::Int32, 4, "IntStorage", "I32"},
    {ElementType::Int16, 2, "ShortStorage", "I16"},
    {ElementType::Int8, 1, "CharStorage", "I8"},
    {ElementType::UInt8, 1, "ByteStorage", "U8"},
    {ElementType::Bool, 1, "BoolStorage", "BOOL"},
};

constexpr const ElementName& nameOf(ElementType type) {
    return kElementNames[static_cast<std::size_t>(type)];
}

}  // namespace minarai::weights
