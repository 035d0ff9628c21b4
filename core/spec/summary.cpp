// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/summary.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "spec/checked.h"
#include "spec/graph.h"

namespace minarai::spec {

namespace {

std::string inputText(const ModelSpec& spec) {
    return shapeText({spec.input.begin(), spec.input.end()});
}

std::int64_t elements(const Shape& shape) {
    return checkedProduct(shape).value_or(kMaxElements);
}

/// Marks numbers which the input fixes as following from it.
void forgetInferred(ModelSpec& spec) {
    for (Node& node : spec.nodes) {
        for (const char* name : {"in_channels", "in_features", "num_features"}) {
            if (node.params.has(name)) {
                node.params.set(name, std::int64_t{0});
            }
        }
    }
}

}  // namespace

Result<std::vector<NodeShapes>> inferShapes(const ModelSpec& spec) {
    MN_TRY(checkGraph(spec));
    const NodeIndex index = indexNodes(spec);
    std::vector<NodeShapes> all;
    all.reserve(spec.nodes.size());
    std::int64_t parameters = 0;
    for (const Node& node : spec.nodes) {
        const Op& op = *findOp(node.op);
        NodeShapes shapes;
        shapes.id = node.id;
        for (const std::string& input : node.inputs) {
            shapes.inputs.push_back(input == kInputId ? Shape(spec.input.begin(), spec.input.end())
                                                      : all[index.at(input)].output);
        }
        auto output = op.outputShape(shapes.inputs, node.params);
        if (!output) {
            if (output.error().inputTooSmall) {
                return fail(ErrorCode::InputSize, spec.name, inputText(spec),
                            node.id + ": " + output.error().text);
            }
            return invalid(spec, node.id, output.error().text);
        }
        shapes.output = std::move(*output);
        if (!checkedProduct(shapes.output)) {
            return invalid(spec, node.id,
                           fmt::format(MN_TEXT("Spec",
                                               "its output of {} is too large; use fewer "
                                               "channels or a smaller picture"),
                                       shapeText(shapes.output)));
        }
        for (const TensorSpec& tensor : op.tensors(shapes.inputs, node.params)) {
            const auto count = checkedProduct(tensor.shape);
            parameters += count.value_or(0);
            if (!count || parameters > kMaxElements) {
                return invalid(spec, node.id,
                               MN_TEXT("Spec",
                                       "the model would have more than 17 thousand "
                                       "million parameters up to here; use fewer "
                                       "channels, or pooling before it"));
            }
        }
        if (op.macs(shapes.inputs, shapes.output, node.params) > kMaxMacs) {
            return invalid(spec, node.id,
                           MN_TEXT("Spec",
                                   "it would need more than 10^14 multiply-adds for one "
                                   "image; use fewer channels, or pooling before it"));
        }
        all.push_back(std::move(shapes));
    }
    return all;
}

Result<ModelSpec> withInput(ModelSpec spec, std::int64_t channels, std::int64_t height,
                            std::int64_t width) {
    MN_TRY(inferShapes(spec));
    forgetInferred(spec);
    spec.input = {channels, height, width};
    MN_TRY(inferShapes(spec));
    return spec;
}

Result<ModelSpec> withClasses(ModelSpec spec, std::int64_t classes) {
    MN_TRY(inferShapes(spec));
    forgetInferred(spec);
    const auto heads = headIds(spec);
    for (Node& node : spec.nodes) {
        if (std::find(heads.begin(), heads.end(), node.id) != heads.end()) {
            const Op& op = *findOp(node.op);
            MN_TRY(op.schema().set(node.params, op.widthParam(), classes));
        }
    }
    MN_ASSIGN(const std::int64_t count, classCount(spec));
    if (count != classes) {
        return invalid(spec, spec.output,
                       fmt::format(MN_TEXT("Spec",
                                           "it has {} outputs and cannot get {}; end the "
                                           "model with a Linear layer"),
                                   count, classes));
    }
    return spec;
}

std::string headId(const ModelSpec& spec) {
    const auto heads = headIds(spec);
    return heads.empty() ? std::string() : heads.front();
}

std::vector<std::string> headIds(const ModelSpec& spec) {
    const NodeIndex index = indexNodes(spec);
    std::vector<std::string> outputs{spec.output};
    outputs.insert(outputs.end(), spec.auxiliary.begin(), spec.auxiliary.end());
    std::vector<std::string> heads;
    for (const std::string& output : outputs) {
        // Of the nodes on the way to the output, the last one in order is the nearest.
        std::vector<bool> isOnWay(spec.nodes.size());
        auto found = index.find(output);
        for (std::size_t i = found == index.end() ? 0 : found->second + 1; i-- > 0;) {
            const Node& node = spec.nodes[i];
            if (!isOnWay[i] && node.id != output) {
                continue;
            }
            const Op* op = findOp(node.op);
            if (op != nullptr && !op->widthParam().empty()) {
                heads.push_back(node.id);
                break;
            }
            for (const std::string& input : node.inputs) {
                if (const auto from = index.find(input); from != index.end()) {
                    isOnWay[from->second] = true;
                }
            }
        }
    }
    return heads;
}

Result<std::int64_t> classCount(const ModelSpec& spec) {
    MN_ASSIGN(const auto shapes, inferShapes(spec));
    for (const NodeShapes& node : shapes) {
        if (node.id != spec.output) {
            continue;
        }
        if (node.output.size() != 1) {
            return invalid(spec, node.id,
                           fmt::format(MN_TEXT("Spec",
                                               "the model's output is {}, but it must be "
                                               "one number a class; end it with a Flatten "
                                               "and a Linear layer"),
                                       shapeText(node.output)));
        }
        return node.output[0];
    }
    return fail(ErrorCode::Internal, "output");
}

Result<Summary> summarize(const ModelSpec& spec) {
    MN_ASSIGN(const auto shapes, inferShapes(spec));
    const std::vector<bool> isPredicting = leadsToOutput(spec);
    Summary summary;
    summary.inputBytes = elements({spec.input.begin(), spec.input.end()}) * 4;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const Node& node = spec.nodes[i];
        const Op& op = *findOp(node.op);
        LayerRow row{node.id, node.op, shapes[i].output};
        for (const TensorSpec& tensor : op.tensors(shapes[i].inputs, node.params)) {
            const std::int64_t count = elements(tensor.shape);
            row.parameters += tensor.trainable ? count : 0;
            summary.parameterBytes += count * (tensor.integer ? 8 : 4);
        }
        row.macs = op.macs(shapes[i].inputs, row.output, node.params);
        summary.parameters += row.parameters;
        if (isPredicting[i]) {
            summary.macs += row.macs;
            summary.activationBytes += elements(row.output) * 4;
        }
        summary.layers.push_back(std::move(row));
    }
    summary.trainable = summary.parameters;
    return summary;
}

}  // namespace minarai::spec
