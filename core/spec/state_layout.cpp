// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of modules that the ids name, as torch.nn.Module registers it.
#include <algorithm>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "spec/graph.h"
#include "spec/summary.h"

namespace minarai::spec {

namespace {

constexpr std::size_t kNoNode = static_cast<std::size_t>(-1);

/// A module of PyTorch's tree: own tensors, and children in the order of their registration.
struct Module {
    std::vector<TensorSpec> parameters;
    std::vector<TensorSpec> buffers;
    std::vector<std::pair<std::string_view, std::unique_ptr<Module>>> children;
    std::unordered_map<std::string_view, Module*> byName;
    std::size_t node = kNoNode;

    Module& child(std::string_view name) {
        Module*& found = byName[name];
        if (found == nullptr) {
            found = children.emplace_back(name, std::make_unique<Module>()).second.get();
        }
        return *found;
    }

    Module& at(std::string_view path) {
        Module* module = this;
        while (!path.empty()) {
            const std::size_t dot = std::min(path.find('.'), path.size());
            module = &module->child(path.substr(0, dot));
            path.remove_prefix(std::min(dot + 1, path.size()));
        }
        return *module;
    }
};

/// The part of a path before its last dot, and the rest.
std::pair<std::string_view, std::string_view> splitLast(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return dot == path.npos ? std::pair{std::string_view(), path}
                            : std::pair{path.substr(0, dot), path.substr(dot + 1)};
}

void moveBefore(Module& parent, std::string_view name, std::string_view other) {
    const auto place = [&parent](std::string_view wanted) {
        return std::find_if(parent.children.begin(), parent.children.end(),
                            [&](const auto& child) { return child.first == wanted; });
    };
    const auto from = place(name);
    const auto to = place(other);
    if (to < from && from != parent.children.end()) {
        std::rotate(to, from, from + 1);
    }
}

Module moduleTree(const ModelSpec& spec) {
    Module root;
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        root.at(spec.nodes[i].id).node = i;
    }
    for (const Node& node : spec.nodes) {
        if (!node.before.empty()) {
            const auto [parent, name] = splitLast(node.id);
            moveBefore(root.at(parent), name, node.before);
        }
    }
    return root;
}

/// Calls visit(module) for each module, parents before children.
template <typename Visit>
void walk(Module& root, const Visit& visit) {
    std::vector<Module*> todo{&root};
    while (!todo.empty()) {
        Module* module = todo.back();
        todo.pop_back();
        visit(*module);
        for (auto child = module->children.rbegin(); child != module->children.rend(); ++child) {
            todo.push_back(child->second.get());
        }
    }
}

}  // namespace

Result<std::vector<TensorSpec>> stateDictLayout(const ModelSpec& spec) {
    MN_ASSIGN(const auto shapes, inferShapes(spec));
    // Tensors keep their full names while they are sorted into the tree.
    std::vector<std::vector<TensorSpec>> all;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const Node& node = spec.nodes[i];
        all.push_back(findOp(node.op)->tensors(shapes[i].inputs, node.params));
        for (TensorSpec& tensor : all.back()) {
            tensor.name = node.id + (tensor.name.empty() ? "" : ".") + tensor.name;
        }
    }
    Module root = moduleTree(spec);
    for (const auto& tensors : all) {
        for (const TensorSpec& tensor : tensors) {
            Module& owner = root.at(splitLast(tensor.name).first);
            (tensor.trainable ? owner.parameters : owner.buffers).push_back(tensor);
        }
    }
    std::vector<TensorSpec> layout;
    walk(root, [&layout](Module& module) {
        for (auto* own : {&module.parameters, &module.buffers}) {
            layout.insert(layout.end(), own->begin(), own->end());
        }
    });
    return layout;
}

std::vector<std::size_t> registrationOrder(const ModelSpec& spec) {
    Module root = moduleTree(spec);
    std::vector<std::size_t> order;
    walk(root, [&order](const Module& module) {
        if (module.node != kNoNode) {
            order.push_back(module.node);
        }
    });
    return order;
}

}  // namespace minarai::spec
