// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/outline.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "spec/graph.h"

namespace minarai::spec {

namespace {

using Kind = OutlineItem::Kind;

/// Calls visit with "layer1", "layer1.0" for "layer1.0.conv1".
template <typename Visit>
void forEachGroup(std::string_view id, Visit visit) {
    for (std::size_t dot = id.find('.'); dot != std::string_view::npos;
         dot = id.find('.', dot + 1)) {
        if (!visit(id.substr(0, dot))) {
            return;
        }
    }
}

std::unordered_map<std::string_view, std::size_t> groupSizes(const ModelSpec& draft) {
    std::unordered_map<std::string_view, std::size_t> sizes;
    for (const Node& node : draft.nodes) {
        forEachGroup(node.id, [&](std::string_view group) {
            ++sizes[group];
            return true;
        });
    }
    return sizes;
}

std::size_t depthOf(std::string_view group) {
    return static_cast<std::size_t>(std::count(group.begin(), group.end(), '.')) + 1;
}

}  // namespace

std::size_t Outline::find(std::string_view key) const {
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&](const OutlineItem& item) { return item.key == key; });
    return found == items.end() ? OutlineItem::kTop
                                : static_cast<std::size_t>(found - items.begin());
}

std::string groupName(std::string_view key) {
    return key.ends_with('/') ? std::string(key.substr(0, key.size() - 1)) : std::string();
}

std::string groupKey(std::string_view name) {
    return std::string(name) + "/";
}

std::vector<std::string> groupNames(const ModelSpec& draft) {
    const auto sizes = groupSizes(draft);
    std::vector<std::string> names;
    std::set<std::string_view> seen;
    for (const Node& node : draft.nodes) {
        forEachGroup(node.id, [&](std::string_view group) {
            if (sizes.at(group) > 1 && seen.insert(group).second) {
                names.emplace_back(group);
            }
            return true;
        });
    }
    return names;
}

Outline outline(const ModelSpec& draft, const std::set<std::string, std::less<>>& collapsed) {
    Outline result;
    const auto sizes = groupSizes(draft);
    const NodeIndex index = indexNodes(draft);
    std::unordered_map<std::string_view, std::size_t> groups;
    result.items.push_back({std::string(kInputKey), Kind::Input, OutlineItem::kTop, {}, 0});
    for (std::size_t i = 0; i < draft.nodes.size(); ++i) {
        const std::string& id = draft.nodes[i].id;
        std::size_t parent = OutlineItem::kTop;
        std::size_t at = OutlineItem::kTop;
        forEachGroup(id, [&](std::string_view group) {
            if (sizes.at(group) < 2) {
                return true;
            }
            const bool isCollapsed = collapsed.contains(group);
            const auto [found, isNew] = groups.try_emplace(group, result.items.size());
            if (isNew) {
                result.items.push_back(
                    {groupKey(group), isCollapsed ? Kind::Group : Kind::Frame, parent, {}, 0});
            }
            result.items[found->second].nodes.push_back(i);
            parent = found->second;
            at = isCollapsed ? found->second : OutlineItem::kTop;
            return !isCollapsed;
        });
        if (at == OutlineItem::kTop) {
            at = result.items.size();
            result.items.push_back({id, Kind::Node, parent, {i}, draft.nodes[i].inputs.size()});
        }
        result.itemOfNode.push_back(at);
    }
    const std::size_t output = result.items.size();
    result.items.push_back({std::string(kOutputKey), Kind::Output, OutlineItem::kTop, {}, 1});

    std::map<std::pair<std::size_t, std::size_t>, std::size_t> known;
    const auto connect = [&](const std::string& source, std::size_t to, WireEnd end, bool single) {
        std::size_t from = 0;
        if (source != kInputId) {
            const auto found = index.find(source);
            if (found == index.end()) {
                return;
            }
            from = result.itemOfNode[found->second];
            single = single && result.items[from].kind == Kind::Node;
        }
        if (from == to) {
            return;
        }
        // Connections of a collapsed group that look alike are one wire.
        if (const auto wire = known.find({from, to}); !single && wire != known.end()) {
            ++result.wires[wire->second].count;
            return;
        }
        known.try_emplace({from, to}, result.wires.size());
        OutlineItem& target = result.items[to];
        const std::size_t port = target.kind == Kind::Group ? target.ports++ : end.slot;
        result.wires.push_back({from, to, std::move(end), source, 1, port});
    };
    for (std::size_t i = 0; i < draft.nodes.size(); ++i) {
        const Node& node = draft.nodes[i];
        const std::size_t to = result.itemOfNode[i];
        for (std::size_t slot = 0; slot < node.inputs.size(); ++slot) {
            connect(node.inputs[slot], to, {node.id, slot}, result.items[to].kind == Kind::Node);
        }
    }
    if (!draft.output.empty()) {
        connect(draft.output, output, {}, true);
    }
    return result;
}

std::set<std::string, std::less<>> readableGroups(const ModelSpec& draft, std::size_t most) {
    constexpr std::size_t kSmall = 40;
    std::set<std::string, std::less<>> collapsed;
    if (draft.nodes.size() <= kSmall) {
        return collapsed;
    }
    const auto names = groupNames(draft);
    std::size_t deepest = 0;
    for (const std::string& name : names) {
        deepest = std::max(deepest, depthOf(name));
    }
    for (std::size_t depth = deepest; depth >= 1; --depth) {
        for (const std::string& name : names) {
            if (depthOf(name) >= depth) {
                collapsed.insert(name);
            }
        }
        const auto seen = outline(draft, collapsed).items;
        const auto count = std::count_if(seen.begin(), seen.end(), [](const OutlineItem& item) {
            return item.kind != Kind::Frame;
        });
        if (static_cast<std::size_t>(count) <= most) {
            break;
        }
    }
    return collapsed;
}

}  // namespace minarai::spec
