// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include <ATen/core/grad_mode.h>

#include "base/files.h"
#include "weights/pickle_writer.h"
#include "weights/state_dict_torch.h"
#include "weights/tensors_torch.h"
#include "weights/zip.h"

namespace minarai::weights {

namespace {

std::span<const std::uint8_t> asBytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Equal for two tensors that are the same in the file: address, type, and how many elements in
/// plain order or else sizes and strides.
using Bytes = std::tuple<const void*, ElementType, std::vector<std::int64_t>>;

Bytes bytesBehind(const at::Tensor& tensor, ElementType type) {
    std::vector<std::int64_t> layout{tensor.numel()};
    if (!tensor.is_contiguous()) {
        layout = tensor.sizes().vec();
        layout.insert(layout.end(), tensor.strides().begin(), tensor.strides().end());
    }
    return {tensor.data_ptr(), type, std::move(layout)};
}

}  // namespace

Status writeWeights(const std::filesystem::path& path, const StateDict& state) {
    try {
        const at::NoGradGuard noGrad;
        std::vector<PickledTensor> pickled;
        std::vector<at::Tensor> storages;
        std::map<Bytes, std::string> keys;
        for (const auto& [name, tensor] : state) {
            const auto type = elementType(tensor.scalar_type());
            if (!type) {
                return fail(ErrorCode::Internal, "writeWeights: " + name);
            }
            // Tied tensors stay tied.
            const auto [key, isNew] =
                keys.emplace(bytesBehind(tensor, *type), std::to_string(storages.size()));
            if (isNew) {
                storages.push_back(tensor.detach());
            }
            pickled.push_back({name, key->second, *type, tensor.sizes().vec()});
        }
        const std::string pickle = pickleStateDict(pickled);
        return writeFileAtomically(path, [&](const std::filesystem::path& temporary) -> Status {
            MN_ASSIGN(ZipWriter zip, ZipWriter::create(temporary, path));
            MN_TRY(zip.add("archive/data.pkl", asBytes(pickle)));
            for (std::size_t i = 0; i < storages.size(); ++i) {
                // One copy at a time of those that are elsewhere or in another order.
                const at::Tensor data = storages[i].cpu().contiguous();
                MN_TRY(zip.add("archive/data/" + std::to_string(i), bytesOf(data)));
            }
            MN_TRY(zip.add("archive/version", asBytes("3\n")));
            return zip.finish();
        });
    } catch (const std::exception& error) {
        return fail(ErrorCode::WriteFailed, toUtf8(path), error.what());
    }
}

}  // namespace minarai::weights
