// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "zoo/graph_writer.h"

#include "spec/op.h"
#include "spec/summary.h"

namespace minarai::zoo {

GraphWriter::GraphWriter(std::string_view name, std::int64_t channels, std::int64_t height,
                         std::int64_t width) {
    m_spec.name = std::string(name);
    m_spec.input = {channels, height, width};
}

std::string GraphWriter::add(std::string id, std::string_view opName,
                             std::vector<std::string> inputs, const Settings& settings) {
    spec::Node node{id, std::string(opName), std::move(inputs), {}};
    if (const spec::Op* op = spec::findOp(opName)) {
        node.params = op->schema().defaults();
        for (const auto& [name, value] : settings) {
            if (auto status = op->schema().set(node.params, name, value); !status && m_status) {
                m_status = status;
            }
        }
    }
    m_spec.nodes.push_back(std::move(node));
    return id;
}

std::string GraphWriter::conv(std::string id, std::string input, const Conv& conv) {
    return add(std::move(id), "Conv2d", {std::move(input)},
               {{"out_channels", conv.out},
                {"kernel_size", std::vector{conv.kernel}},
                {"stride", std::vector{conv.stride}},
                {"padding", std::vector{conv.padding}},
                {"groups", conv.groups},
                {"bias", conv.bias},
                {"init", conv.init},
                {"init_std", conv.initStd}});
}

std::string GraphWriter::batchNorm(std::string id, std::string input, double eps, double momentum) {
    return add(std::move(id), "BatchNorm2d", {std::move(input)},
               {{"eps", eps}, {"momentum", momentum}});
}

std::string GraphWriter::relu(std::string id, std::string input) {
    return add(std::move(id), "ReLU", {std::move(input)});
}

std::string GraphWriter::maxPool(std::string id, std::string input, std::int64_t kernel,
                                 std::int64_t stride, std::int64_t padding) {
    return add(std::move(id), "MaxPool2d", {std::move(input)},
               {{"kernel_size", std::vector{kernel}},
                {"stride", std::vector{stride}},
                {"padding", std::vector{padding}}});
}

std::string GraphWriter::avgPool(std::string id, std::string input, std::int64_t kernel) {
    return add(std::move(id), "AvgPool2d", {std::move(input)},
               {{"kernel_size", std::vector{kernel}}});
}

std::string GraphWriter::adaptiveAvgPool(std::string id, std::string input, std::int64_t size) {
    return add(std::move(id), "AdaptiveAvgPool2d", {std::move(input)},
               {{"output_size", std::vector{size}}});
}

std::string GraphWriter::flatten(std::string id, std::string input) {
    return add(std::move(id), "Flatten", {std::move(input)});
}

std::string GraphWriter::dropout(std::string id, std::string input, double p) {
    return add(std::move(id), "Dropout", {std::move(input)}, {{"p", p}});
}

std::string GraphWriter::linear(std::string id, std::string input, std::int64_t out) {
    return add(std::move(id), "Linear", {std::move(input)}, {{"out_features", out}});
}

std::string GraphWriter::linearNormal(std::string id, std::string input, std::int64_t out,
                                      double std) {
    return add(std::move(id), "Linear", {std::move(input)},
               {{"out_features", out}, {"init", std::string("normal")}, {"init_std", std}});
}

std::string GraphWriter::linearAtPlaces(std::string id, std::string input, std::int64_t out,
                                        double std, bool bias) {
    return add(std::move(id), "Linear", {std::move(input)},
               {{"out_features", out},
                {"bias", bias},
                {"each_place", true},
                {"init", std::string("normal")},
                {"init_std", std}});
}

void GraphWriter::registerBefore(const std::string& id, std::string sibling) {
    for (auto node = m_spec.nodes.rbegin(); node != m_spec.nodes.rend(); ++node) {
        if (node->id == id) {
            node->before = std::move(sibling);
            return;
        }
    }
}

void GraphWriter::refuse(const Error& error) {
    if (m_status) {
        m_status = error;
    }
}

void GraphWriter::addAuxiliary(std::string id) {
    m_spec.auxiliary.push_back(std::move(id));
}

Result<spec::ModelSpec> GraphWriter::finish(std::string output) && {
    MN_TRY(m_status);
    m_spec.output = std::move(output);
    MN_TRY(spec::inferShapes(m_spec));
    return std::move(m_spec);
}

}  // namespace minarai::zoo
