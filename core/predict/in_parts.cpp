// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "predict/in_parts_torch.h"

#include <algorithm>
#include <exception>
#include <vector>

#include <ATen/ATen.h>

#include "predict/device_torch.h"

namespace minarai::predict {

at::Tensor inParts(const at::Tensor& images, std::int64_t& limit, const std::string& what,
                   const std::function<at::Tensor(const at::Tensor& part)>& answer) {
    const std::int64_t count = images.size(0);
    for (;;) {
        const std::int64_t size = limit > 0 ? std::min(limit, count) : count;
        try {
            std::vector<at::Tensor> parts;
            for (std::int64_t first = 0; first < count; first += size) {
                parts.push_back(answer(images.narrow(0, first, std::min(size, count - first))));
            }
            return parts.size() == 1 ? parts.front() : at::cat(parts);
        } catch (const std::exception& exception) {
            if (torchError(exception, what).code != ErrorCode::OutOfMemory || size <= 1) {
                throw;
            }
        }
        limit = (size + 1) / 2;
    }
}

}  // namespace minarai::predict
