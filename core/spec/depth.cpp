// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/depth.h"

#include <algorithm>
#include <string>

#include "spec/graph.h"
#include "spec/op.h"
#include "spec/summary.h"

namespace minarai::spec {

namespace {

constexpr int kFewestStages = 3;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

bool hasDigit(std::string_view part) {
    return std::any_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The module that a node is a part of: the names in front of its own up to the first numbered
/// one and the numbered ones that follow ("layer1.0" of "layer1.0.conv1"); the id itself where
/// there are none ("conv1", "features.0").
std::string_view moduleOf(std::string_view id) {
    std::size_t end = 0;
    for (std::size_t begin = 0; begin < id.size();) {
        const std::size_t dot = id.find('.', begin);
        if (dot == std::string_view::npos) {
            break;
        }
        if (hasDigit(id.substr(begin, dot - begin))) {
            end = dot;
        } else if (end > 0) {
            break;
        }
        begin = dot + 1;
    }
    return end > 0 ? id.substr(0, end) : id;
}

/// Nodes after which all that follows depends on their output alone.
std::vector<bool> findCuts(const ModelSpec& spec) {
    const NodeIndex index = indexNodes(spec);
    const std::vector<bool> isPredicting = leadsToOutput(spec);
    std::vector<std::size_t> lastReader(spec.nodes.size() + 1);  // [0] is the picture
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        // An auxiliary head stands beside the way, wherever it branches off.
        if (!isPredicting[i]) {
            continue;
        }
        for (const std::string& input : spec.nodes[i].inputs) {
            lastReader[input == kInputId ? 0 : index.at(input) + 1] = i;
        }
    }
    std::vector<bool> cuts(spec.nodes.size());
    std::size_t furthest = lastReader[0];  // of everything before node i
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        cuts[i] = furthest <= i;
        furthest = std::max(furthest, lastReader[i + 1]);
    }
    return cuts;
}

/// Height and width of an output, or the number of its parts where it is no picture.
Shape resolution(const Shape& shape) {
    if (shape.size() == 3) {
        return {shape[1], shape[2]};
    }
    return shape.size() == 1 ? Shape{} : Shape{shape[0]};
}

void numberStages(std::vector<DepthBlock>& blocks, const std::vector<std::size_t>& lastWeighted,
                  const std::vector<NodeShapes>& shapes) {
    int stage = -1;
    Shape current;
    for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
        const std::size_t node = lastWeighted[i] == kNone ? blocks[i].end - 1 : lastWeighted[i];
        Shape here = resolution(shapes[node].output);
        if (stage < 0 || here != current) {
            ++stage;
            current = std::move(here);
        }
        blocks[i].stage = stage;
    }
    if (stage + 1 < kFewestStages) {
        for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
            blocks[i].stage = static_cast<int>(i);
        }
    }
    blocks.back().stage = blocks.size() > 1 ? blocks[blocks.size() - 2].stage + 1 : 0;
}

}  // namespace

bool isWithin(std::string_view id, std::string_view group) {
    return id.starts_with(group) && (id.size() == group.size() || id[group.size()] == '.');
}

Result<std::vector<DepthBlock>> depthBlocks(const ModelSpec& spec) {
    MN_ASSIGN(const auto shapes, inferShapes(spec));
    const std::vector<bool> cuts = findCuts(spec);
    const std::string head = headId(spec);
    std::vector<DepthBlock> blocks;
    std::vector<std::size_t> lastWeighted;  // of each block
    bool isHead = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        if (!cuts[i] && i + 1 < spec.nodes.size()) {
            continue;
        }
        std::size_t weighted = kNone;
        bool hasWidth = false;
        bool holdsHead = false;
        for (std::size_t n = begin; n <= i; ++n) {
            const Op& op = *findOp(spec.nodes[n].op);
            if (!op.tensors(shapes[n].inputs, spec.nodes[n].params).empty()) {
                weighted = n;
            }
            hasWidth = hasWidth || !op.widthParam().empty();
            holdsHead = holdsHead || spec.nodes[n].id == head;
        }
        bool joins = isHead;
        if (!blocks.empty() && !isHead && !holdsHead) {
            const std::size_t before = lastWeighted.back();
            // A picture's first nodes without weights wait for the first that has some.
            joins = weighted == kNone || before == kNone ||
                    moduleOf(spec.nodes[weighted].id) == moduleOf(spec.nodes[before].id) ||
                    (!hasWidth && moduleOf(spec.nodes[weighted].id) == spec.nodes[weighted].id);
        }
        if (joins) {
            blocks.back().end = i + 1;
            lastWeighted.back() = weighted == kNone ? lastWeighted.back() : weighted;
        } else {
            blocks.push_back({begin, i + 1, 0});
            lastWeighted.push_back(weighted);
        }
        isHead = isHead || holdsHead;
        begin = i + 1;
    }
    numberStages(blocks, lastWeighted, shapes);
    return blocks;
}

}  // namespace minarai::spec
