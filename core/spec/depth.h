// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A model's depth: its graph cut into blocks and stages, for freezing and rates by depth.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "spec/model_spec.h"

namespace minarai::spec {

/// Nodes that belong together: one residual block, one fire module, one convolution with its
/// normalisation and activation.
struct DepthBlock {
    std::size_t begin = 0;  ///< index of the first node
    std::size_t end = 0;    ///< past the last node
    int stage = 0;          ///< from 0
};

/// The blocks from the picture to the head, which is the last one and a stage of its own. Each
/// node is in exactly one.
///
/// The graph is cut after every node through which all paths lead, so that branches stay together
/// whatever the layers are called; then parts of one module ("layer1.0", "features.3",
/// "encoder_layer_2") are joined, and what has no weights, or only the weights of a normalisation,
/// joins the block before it. A stage is a run of blocks with outputs of the same height and
/// width; a model with fewer than three of them (a transformer) has one stage a block.
/// The errors of inferShapes.
Result<std::vector<DepthBlock>> depthBlocks(const ModelSpec& spec);

/// Whether id is the node or group itself or lies in it: "layer1" holds "layer1.0.conv1".
bool isWithin(std::string_view id, std::string_view group);

}  // namespace minarai::spec
