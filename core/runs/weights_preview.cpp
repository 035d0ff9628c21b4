// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/weights_preview.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "spec/summary.h"
#include "weights/layout.h"

namespace minarai::runs {

Result<weights::Match> previewWeights(const spec::ModelSpec& model,
                                      const std::filesystem::path& file, bool partial) {
    MN_ASSIGN(const auto tensors, spec::stateDictLayout(model));
    std::vector<weights::NamedShape> inModel;
    for (const spec::TensorSpec& tensor : tensors) {
        inModel.push_back({tensor.name, tensor.shape});
    }
    MN_ASSIGN(weights::Layout layout, weights::readLayout(file));
    std::vector<weights::NamedShape> inFile;
    for (weights::LayoutTensor& tensor : layout.tensors) {
        inFile.push_back({std::move(tensor.name), std::move(tensor.sizes)});
    }
    weights::LoadPolicy policy = weights::policyFor(spec::headIds(model));
    policy.partial = partial;
    return weights::matchWeights(inModel, inFile, policy, file);
}

bool onlyHeadIsNew(const weights::Match& match) {
    const weights::LoadReport& report = match.report;
    const auto isOfHead = [&](const std::string& name) {
        return name.starts_with(report.head + ".") || name.ends_with(".num_batches_tracked");
    };
    return !match.refusal && report.headReplaced && !report.partial &&
           std::all_of(report.missing.begin(), report.missing.end(), isOfHead) &&
           std::all_of(report.shapeDiffers.begin(), report.shapeDiffers.end(),
                       [&](const auto& other) { return isOfHead(other.name); });
}

}  // namespace minarai::runs
