// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <tuple>

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

}  // namespace

Status writeWeights(const std::filesystem::path& path, const StateDict& state) {
    try {
        const at::NoGradGuard noGrad;
        std::vector<PickledTensor> pickled;
        std::vector<at::Tensor> storages;
        std::map<std::tuple<const void*, std::int64_t, ElementType>, std::string> keys;
        for (const auto& [name, tensor] : state) {
            const at::Tensor data = tensor.detach().cpu().contiguous();
            const auto type = elementType(data.scalar_type());
            if (!type) {
                return fail(ErrorCode::Internal, "writeWeights: " + name);
            }
            // Tied tensors stay tied. The tensors live until the end, so addresses are unique.
            const auto [key, isNew] =
                keys.emplace(std::make_tuple(data.data_ptr(), data.numel(), *type),
                             std::to_string(storages.size()));
            if (isNew) {
                storages.push_back(data);
            }
            pickled.push_back({name, key->second, *type, data.sizes().vec()});
        }
        const std::string pickle = pickleStateDict(pickled);
        return writeFileAtomically(path, [&](const std::filesystem::path& temporary) -> Status {
            MN_ASSIGN(ZipWriter zip, ZipWriter::create(temporary, path));
            MN_TRY(zip.add("archive/data.pkl", asBytes(pickle)));
            for (std::size_t i = 0; i < storages.size(); ++i) {
                MN_TRY(zip.add("archive/data/" + std::to_string(i), bytesOf(storages[i])));
            }
            MN_TRY(zip.add("archive/version", asBytes("3\n")));
            return zip.finish();
        });
    } catch (const std::exception& error) {
        return fail(ErrorCode::WriteFailed, toUtf8(path), error.what());
    }
}

}  // namespace minarai::weights
