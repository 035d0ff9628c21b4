// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the safetensors format, which layout_safetensors.cpp reads.
#include <array>
#include <cerrno>
#include <fstream>

#include <ATen/core/grad_mode.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json.h"
#include "weights/state_dict_torch.h"
#include "weights/tensors_torch.h"

namespace minarai::weights {

Status writeSafetensors(const std::filesystem::path& path, const StateDict& state) {
    try {
        const at::NoGradGuard noGrad;
        Json header = Json::object();
        std::vector<at::Tensor> tensors;
        std::uint64_t offset = 0;
        for (const auto& [name, tensor] : state) {
            at::Tensor data = tensor.detach().cpu().contiguous();
            const auto type = elementType(data.scalar_type());
            if (!type || header.contains(name)) {
                return fail(ErrorCode::Internal, "writeSafetensors: " + name);
            }
            header[name] = Json{{"dtype", nameOf(*type).safetensors},
                                {"shape", data.sizes().vec()},
                                {"data_offsets", {offset, offset + data.nbytes()}}};
            offset += data.nbytes();
            tensors.push_back(std::move(data));
        }
        std::string text = header.dump();
        text.append((8 - text.size() % 8) % 8, ' ');
        return writeFileAtomically(path, [&](const std::filesystem::path& temporary) -> Status {
            std::ofstream out(temporary, std::ios::binary);
            std::array<char, 8> length{};
            for (std::size_t i = 0; i < length.size(); ++i) {
                length[i] = static_cast<char>(text.size() >> (8 * i));
            }
            out.write(length.data(), length.size());
            out.write(text.data(), static_cast<std::streamsize>(text.size()));
            for (const at::Tensor& tensor : tensors) {
                const auto bytes = bytesOf(tensor);
                out.write(reinterpret_cast<const char*>(bytes.data()),
                          static_cast<std::streamsize>(bytes.size()));
            }
            errno = 0;
            out.close();
            return out ? Status{} : Status(writeError(path, errno != 0 ? errno : EIO));
        });
    } catch (const std::exception& error) {
        return fail(ErrorCode::WriteFailed, toUtf8(path), error.what());
    }
}

}  // namespace minarai::weights
