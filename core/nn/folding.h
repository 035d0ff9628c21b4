// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which nodes of a network answer as one when nothing is learned any more. Torch-free.
//
// A batch normalisation whose statistics stand still is a scale and a shift of each channel, which
// the convolution before it can carry in its own weights. What follows of a sum and an activation
// can then be done on each value while the convolution has it at hand. So can the pooling after a
// convolution in steps, such as most networks begin with: the answers need not be kept.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "spec/model_spec.h"

namespace minarai::nn {

/// A step of the folded network: a node as it is, or a convolution and the nodes that it takes in.
/// Indices are those of the spec's nodes. It runs where its last node would.
struct FoldedStep {
    std::size_t node = 0;  ///< the convolution, or the node that runs as it is
    std::size_t last = 0;  ///< whose output the step gives
    std::optional<std::size_t> norm;
    std::optional<std::size_t> add;         ///< the Add
    std::optional<std::size_t> addend;      ///< with add: slot of what is added (0 the picture)
    std::optional<std::size_t> activation;  ///< comes after the sum
    std::optional<std::size_t> pool;        ///< the MaxPool2d that is done last
    bool mayOverwrite = false;              ///< with add: nobody reads the addend afterwards
    bool isFolded = false;                  ///< a convolution for FusedConv

    std::vector<std::size_t> inputs;    ///< slots of `node`: 0 is the picture, i + 1 node i
    std::vector<std::size_t> released;  ///< slots that nothing reads after this step
};

/// The steps that lead to the node `output` (an id; empty: the spec's output), in the order in
/// which they run. Nodes that pass their input on in evaluation (dropout, Identity) are taken in
/// too. The spec must be valid.
std::vector<FoldedStep> foldSteps(const spec::ModelSpec& spec, const std::string& output = {});

/// Whether FusedConv can apply the activation itself.
bool isFusedActivation(std::string_view op);

}  // namespace minarai::nn
