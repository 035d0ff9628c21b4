// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes, counts and the layer table of a ModelSpec, without allocating a weight.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "spec/model_spec.h"
#include "spec/op.h"

namespace minarai::spec {

struct NodeShapes {
    std::string id;
    std::vector<Shape> inputs;
    Shape output;
};

/// The shape of every node for the spec's input, in node order. SpecInvalid names the node and
/// says the cure; InputSize when the picture gets smaller than a kernel.
Result<std::vector<NodeShapes>> inferShapes(const ModelSpec& spec);

/// The same spec for another input size (e.g. 1×28×28) or number of classes (the head: the last
/// Linear or Conv2d with weights before the output).
Result<ModelSpec> withInput(ModelSpec spec, std::int64_t channels, std::int64_t height,
                            std::int64_t width);
Result<ModelSpec> withClasses(ModelSpec spec, std::int64_t classes);

/// The id of the head: the last Linear or Conv2d on the way to the output; empty if none.
std::string headId(const ModelSpec& spec);

/// The same for the output (first) and each auxiliary output.
std::vector<std::string> headIds(const ModelSpec& spec);

/// The output must be a flat vector; its length is the number of classes.
Result<std::int64_t> classCount(const ModelSpec& spec);

struct LayerRow {
    std::string id;
    std::string op;
    Shape output;
    std::int64_t parameters = 0;
    std::int64_t macs = 0;
};

struct Summary {
    std::vector<LayerRow> layers;
    std::int64_t parameters = 0;
    std::int64_t trainable = 0;
    std::int64_t macs = 0;             ///< multiply-adds to predict one image
    std::int64_t inputBytes = 0;       ///< one image as float32
    std::int64_t parameterBytes = 0;   ///< float32, buffers included (integer ones as int64)
    std::int64_t activationBytes = 0;  ///< float32 outputs of these layers for one image

    /// One image with all that is made of it, and the model.
    [[nodiscard]] std::int64_t totalBytes() const {
        return inputBytes + parameterBytes + activationBytes;
    }
};
Result<Summary> summarize(const ModelSpec& spec);

/// A state-dict entry of the whole model, in order: "layer1.0.conv1.weight", shape, trainable.
/// The order is PyTorch's: the modules named by the ids' parts form a tree; each module's own
/// parameters stand first, then its buffers, then its children in the order of registration.
Result<std::vector<TensorSpec>> stateDictLayout(const ModelSpec& spec);

/// Positions of the nodes in the order in which PyTorch registers their modules: as they run, save
/// for those with "before". The spec is valid.
std::vector<std::size_t> registrationOrder(const ModelSpec& spec);

}  // namespace minarai::spec
