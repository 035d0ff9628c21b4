// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ops/empty.h>

#include "base/text.h"
#include "weights/tensors_torch.h"

namespace minarai::weights {

namespace {

constexpr at::ScalarType kScalarTypes[] = {at::kFloat, at::kHalf, at::kBFloat16, at::kDouble,
                                           at::kLong,  at::kInt,  at::kShort,    at::kChar,
                                           at::kByte,  at::kBool};

}  // namespace

at::ScalarType scalarType(ElementType type) {
    return kScalarTypes[static_cast<std::size_t>(type)];
}

std::optional<ElementType> elementType(at::ScalarType type) {
    for (const ElementName& name : kElementNames) {
        if (scalarType(name.type) == type) {
            return name.type;
        }
    }
    return std::nullopt;
}

Result<at::Tensor> allocate(ElementType type, std::int64_t count, const std::string& file) {
    try {
        return at::empty({count}, at::TensorOptions(scalarType(type)));
    } catch (const std::exception&) {
        return fail(ErrorCode::OutOfMemory, file);
    }
}

std::span<std::uint8_t> bytesOf(const at::Tensor& tensor) {
    return {static_cast<std::uint8_t*>(tensor.data_ptr()), tensor.nbytes()};
}

void normaliseFlags(const at::Tensor& tensor) {
    if (tensor.scalar_type() == at::kBool) {
        for (std::uint8_t& byte : bytesOf(tensor)) {
            byte = byte != 0 ? 1 : 0;
        }
    }
}

}  // namespace minarai::weights
