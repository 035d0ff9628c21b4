// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <new>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/as_strided.h>

#include "base/files.h"
#include "weights/layout.h"
#include "weights/state_dict_torch.h"
#include "weights/tensors_torch.h"

namespace minarai::weights {

Result<StateDict> readWeights(const std::filesystem::path& path) {
    try {
        const at::NoGradGuard noGrad;
        MN_ASSIGN(const FileSource file, FileSource::open(path));
        MN_ASSIGN(const Layout layout, readLayout(file));
        std::vector<at::Tensor> storages;
        for (const LayoutStorage& storage : layout.storages) {
            MN_ASSIGN(at::Tensor data, allocate(storage.type, storage.count, toUtf8(path)));
            MN_TRY(readStorage(file, storage, bytesOf(data)));
            normaliseFlags(data);
            storages.push_back(std::move(data));
        }
        StateDict state;
        for (const LayoutTensor& tensor : layout.tensors) {
            state.emplace_back(tensor.name, at::as_strided(storages[tensor.storage], tensor.sizes,
                                                           tensor.strides, tensor.offset));
        }
        return state;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, toUtf8(path));
    } catch (const std::exception& error) {
        return fail(ErrorCode::WeightsUnreadable, toUtf8(path), error.what());
    }
}

const at::Tensor* findTensor(const StateDict& state, std::string_view name) {
    const auto found = std::find_if(state.begin(), state.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    return found == state.end() ? nullptr : &found->second;
}

}  // namespace minarai::weights
