// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/core/grad_mode.h>

#include "base/files.h"
#include "weights/state_dict_torch.h"

namespace minarai::weights {

namespace {

std::vector<NamedShape> shapesOf(const StateDict& state) {
    std::vector<NamedShape> shapes;
    for (const auto& [name, tensor] : state) {
        shapes.push_back({name, tensor.sizes().vec()});
    }
    return shapes;
}

}  // namespace

Result<LoadReport> loadInto(const StateDict& targets, const StateDict& state,
                            const LoadPolicy& policy, const std::filesystem::path& path) {
    Match match = matchWeights(shapesOf(targets), shapesOf(state), policy, path);
    if (match.refusal) {
        return *match.refusal;
    }
    try {
        const at::NoGradGuard noGrad;
        for (const auto& [target, source] : match.pairs) {
            targets[target].second.copy_(state[source].second);
        }
    } catch (const std::exception& error) {
        return fail(ErrorCode::WeightsUnreadable, toUtf8(path), error.what());
    }
    return std::move(match.report);
}

}  // namespace minarai::weights
