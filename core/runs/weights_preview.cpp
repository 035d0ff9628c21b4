// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/weights_preview.h"

#include <utility>
#include <vector>

#include "spec/summary.h"
#include "weights/layout.h"

namespace minarai::runs {

Result<weights::LoadReport> previewWeights(const spec::ModelSpec& model,
                                           const std::filesystem::path& file) {
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
    weights::Match match =
        weights::matchWeights(inModel, inFile, weights::policyFor(spec::headIds(model)), file);
    if (match.refusal) {
        return *match.refusal;
    }
    return std::move(match.report);
}

}  // namespace minarai::runs
