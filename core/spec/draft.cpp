// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/draft.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_problem.h"
#include "base/text.h"
#include "spec/graph.h"
#include "spec/op.h"

namespace minarai::spec {

namespace {

constexpr const char* kFragmentKey = "minarai_layers";
constexpr const char* kClipboard = "clipboard";
constexpr std::size_t kMaxTextBytes = std::size_t{1} << 24;

using IdMap = std::unordered_map<std::string, std::string>;

/// Every id, and every group that ids name.
std::unordered_set<std::string_view> usedNames(const ModelSpec& draft) {
    std::unordered_set<std::string_view> used{kInputId};
    for (const Node& node : draft.nodes) {
        const std::string_view id = node.id;
        used.insert(id);
        for (std::size_t dot = id.find('.'); dot != std::string_view::npos;
             dot = id.find('.', dot + 1)) {
            used.insert(id.substr(0, dot));
        }
    }
    return used;
}

Node* findNode(ModelSpec& draft, std::string_view id) {
    const auto found = std::find_if(draft.nodes.begin(), draft.nodes.end(),
                                    [&](const Node& node) { return node.id == id; });
    return found == draft.nodes.end() ? nullptr : &*found;
}

void replaceUses(ModelSpec& draft, std::string_view from, std::string_view to,
                 const std::unordered_set<std::string>& except) {
    for (Node& node : draft.nodes) {
        if (!except.contains(node.id)) {
            std::replace(node.inputs.begin(), node.inputs.end(), std::string(from),
                         std::string(to));
        }
    }
    if (draft.output == from) {
        draft.output = to;
    }
}

/// Adds the nodes under free names and says which name each got.
IdMap place(ModelSpec& draft, const Fragment& fragment, std::string_view source) {
    const std::string name = freeId(draft, fragment.name);
    const bool isSingle = fragment.nodes.size() == 1;
    IdMap names;
    for (const Node& node : fragment.nodes) {
        names[node.id] = isSingle ? name : name + "." + node.id;
    }
    auto where = draft.nodes.end();
    if (!source.empty()) {
        where = std::find_if(draft.nodes.begin(), draft.nodes.end(),
                             [&](const Node& node) { return node.id == source; });
        where = source == kInputId           ? draft.nodes.begin()
                : where == draft.nodes.end() ? where
                                             : std::next(where);
    }
    std::unordered_set<std::string_view> known{kInputId};
    for (const Node& node : draft.nodes) {
        known.insert(node.id);
    }
    std::vector<Node> added;
    for (Node node : fragment.nodes) {
        node.id = names.at(node.id);
        for (std::string& input : node.inputs) {
            if (input == kEntryId) {
                input = source;
            } else if (const auto found = names.find(input); found != names.end()) {
                input = found->second;
            } else if (input.starts_with(kEntryId) && known.contains(input.substr(1))) {
                input.erase(0, 1);
            } else {
                input.clear();
            }
        }
        added.push_back(std::move(node));
    }
    draft.nodes.insert(where, std::make_move_iterator(added.begin()),
                       std::make_move_iterator(added.end()));
    return names;
}

/// Whether `from` stands behind `to`, so that a wire from it to `to` would close a circle.
bool isBehind(const ModelSpec& draft, std::string_view from, std::string_view to) {
    const NodeIndex index = indexNodes(draft);
    std::vector<bool> seen(draft.nodes.size());
    std::vector<std::string_view> todo{from};
    while (!todo.empty()) {
        const std::string_view id = todo.back();
        todo.pop_back();
        if (id == to) {
            return true;
        }
        const auto found = index.find(id);
        if (found == index.end() || seen[found->second]) {
            continue;
        }
        seen[found->second] = true;
        for (const std::string& input : draft.nodes[found->second].inputs) {
            todo.push_back(input);
        }
    }
    return false;
}

Status rename(ModelSpec& draft, const IdMap& names, const std::string& to) {
    std::unordered_set<std::string> after;
    std::unordered_set<std::string> groups;
    for (const Node& node : draft.nodes) {
        const auto found = names.find(node.id);
        const std::string& id = found == names.end() ? node.id : found->second;
        if (!isId(id) || id == kInputId) {
            return invalid(draft, to,
                           MN_TEXT("Spec",
                                   "a name is made of letters, digits and underscores, with "
                                   "dots between its parts, and is not “input”"));
        }
        after.insert(id);
        for (std::size_t dot = id.find('.'); dot != std::string::npos;
             dot = id.find('.', dot + 1)) {
            groups.insert(id.substr(0, dot));
        }
    }
    const bool clash = after.size() < draft.nodes.size() ||
                       std::any_of(after.begin(), after.end(),
                                   [&](const std::string& id) { return groups.contains(id); });
    if (clash) {
        return invalid(draft, to, MN_TEXT("Spec", "there is something of this name already"));
    }
    for (Node& node : draft.nodes) {
        if (const auto found = names.find(node.id); found != names.end()) {
            node.id = found->second;
        }
        for (std::string& input : node.inputs) {
            if (const auto found = names.find(input); found != names.end()) {
                input = found->second;
            }
        }
    }
    for (std::string& id : draft.auxiliary) {
        if (const auto found = names.find(id); found != names.end()) {
            id = found->second;
        }
    }
    if (const auto found = names.find(draft.output); found != names.end()) {
        draft.output = found->second;
    }
    return {};
}

/// The part of a path before its last dot, and the rest.
std::pair<std::string, std::string> splitLast(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    return dot == std::string::npos ? std::pair(std::string(), path)
                                    : std::pair(path.substr(0, dot), path.substr(dot + 1));
}

/// What is registered before a layer or group stays so under the other's new name.
void renameBefore(ModelSpec& draft, const std::string& from, const std::string& to) {
    const auto [parent, name] = splitLast(from);
    const auto [newParent, newName] = splitLast(to);
    if (parent != newParent) {
        return;
    }
    for (Node& node : draft.nodes) {
        if (node.before == name && splitLast(node.id).first == parent) {
            node.before = newName;
        }
    }
}

/// The dotted parts which all ids begin with.
std::string commonPrefix(std::span<const std::string> ids) {
    std::string common = ids.empty() ? std::string() : ids.front();
    for (const std::string& id : ids) {
        while (!common.empty() && id != common && !id.starts_with(common + ".")) {
            const std::size_t dot = common.rfind('.');
            common = dot == std::string::npos ? std::string() : common.substr(0, dot);
        }
    }
    return common;
}

}  // namespace

std::string baseName(std::string_view op) {
    std::string name;
    for (const char c : op) {
        name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    if (name.ends_with("2d")) {
        name.resize(name.size() - 2);
    }
    return name;
}

std::string freeId(const ModelSpec& draft, std::string_view base) {
    const auto used = usedNames(draft);
    std::size_t end = base.size();
    while (end > 0 && base[end - 1] >= '0' && base[end - 1] <= '9') {
        --end;
    }
    const std::string stem(base.substr(0, end));
    // Numbered children of a group begin with 0, all else with 1.
    for (std::size_t number = stem.empty() || stem.ends_with('.') ? 0 : 1;; ++number) {
        std::string id = stem + std::to_string(number);
        if (!used.contains(id)) {
            return id;
        }
    }
}

std::optional<Fragment> layerFragment(std::string_view op) {
    const Op* found = findOp(op);
    if (found == nullptr) {
        return std::nullopt;
    }
    Node node{"layer", std::string(op), {}, found->schema().defaults()};
    node.inputs.resize(static_cast<std::size_t>(std::max(found->arity().first, 1)));
    node.inputs.front() = kEntryId;
    return Fragment{baseName(op), {std::move(node)}, "layer"};
}

std::string sourceOf(const ModelSpec& draft, const WireEnd& end) {
    if (end.to.empty()) {
        return draft.output;
    }
    const Node* node = draft.find(end.to);
    return node != nullptr && end.slot < node->inputs.size() ? node->inputs[end.slot]
                                                             : std::string();
}

std::string addFragment(ModelSpec& draft, const Fragment& fragment, std::string_view source) {
    return place(draft, fragment, source)[fragment.output];
}

std::string insertFragment(ModelSpec& draft, const Fragment& fragment, const WireEnd& end) {
    const std::string source = sourceOf(draft, end);
    const std::string output = addFragment(draft, fragment, source);
    if (end.to.empty()) {
        draft.output = output;
    } else if (Node* node = findNode(draft, end.to); node != nullptr) {
        if (end.slot < node->inputs.size()) {
            node->inputs[end.slot] = output;
        }
    }
    return output;
}

std::string appendFragment(ModelSpec& draft, const Fragment& fragment, std::string_view after) {
    const std::string source(after);
    const IdMap names = place(draft, fragment, source);
    std::unordered_set<std::string> added;
    for (const auto& [relative, id] : names) {
        added.insert(id);
    }
    const std::string output = names.at(fragment.output);
    replaceUses(draft, source, output, added);
    return output;
}

Status connect(ModelSpec& draft, std::string_view from, std::string_view to,
               std::optional<std::size_t> slot) {
    Node* node = findNode(draft, to);
    const Op* op = node == nullptr ? nullptr : findOp(node->op);
    if (op == nullptr || (from != kInputId && findNode(draft, from) == nullptr)) {
        return invalid(draft, to, MN_TEXT("Spec", "there is no such layer to connect"));
    }
    if (isBehind(draft, from, to)) {
        return invalid(draft, to,
                       fmt::format(MN_TEXT("Spec",
                                           "a wire from {} would run in a circle; connect it to "
                                           "a layer further on"),
                                   from));
    }
    auto& inputs = node->inputs;
    std::size_t wanted = 0;
    if (slot) {
        wanted = *slot;
    } else {
        const auto open = std::find(inputs.begin(), inputs.end(), std::string());
        if (open != inputs.end()) {
            wanted = static_cast<std::size_t>(open - inputs.begin());
        } else if (op->arity().second < 0) {
            wanted = inputs.size();
        }
    }
    if (wanted >= inputs.size()) {
        wanted = std::min(inputs.size(), kMaxInputs - 1);
        inputs.resize(std::max(inputs.size(), wanted + 1));
    }
    inputs[wanted] = from;
    return {};
}

void setOutput(ModelSpec& draft, std::string_view id) {
    draft.output = id;
    std::erase(draft.auxiliary, draft.output);
}

void disconnect(ModelSpec& draft, const WireEnd& end) {
    if (end.to.empty()) {
        draft.output.clear();
        return;
    }
    Node* node = findNode(draft, end.to);
    if (node == nullptr || end.slot >= node->inputs.size()) {
        return;
    }
    const Op* op = findOp(node->op);
    const std::size_t low = op == nullptr ? 1 : static_cast<std::size_t>(op->arity().first);
    if (node->inputs.size() > low) {
        node->inputs.erase(node->inputs.begin() + static_cast<std::ptrdiff_t>(end.slot));
    } else {
        node->inputs[end.slot].clear();
    }
}

void removeNodes(ModelSpec& draft, std::span<const std::string> ids) {
    const std::unordered_set<std::string> removed(ids.begin(), ids.end());
    IdMap first;
    for (const Node& node : draft.nodes) {
        if (removed.contains(node.id)) {
            first[node.id] = node.inputs.empty() ? std::string() : node.inputs.front();
        }
    }
    const auto bridged = [&](std::string id) {
        for (std::size_t steps = 0; steps <= first.size(); ++steps) {
            const auto found = first.find(id);
            if (found == first.end()) {
                return id;
            }
            id = found->second;
        }
        return std::string();
    };
    std::erase_if(draft.nodes, [&](const Node& node) { return removed.contains(node.id); });
    // What led to an auxiliary head is no head.
    std::erase_if(draft.auxiliary, [&](const std::string& id) { return removed.contains(id); });
    for (Node& node : draft.nodes) {
        for (std::string& input : node.inputs) {
            input = bridged(input);
        }
    }
    draft.output = bridged(draft.output);
    if (draft.output == kInputId) {
        draft.output.clear();
    }
}

Status renameNode(ModelSpec& draft, const std::string& from, const std::string& to) {
    if (from != to) {
        MN_TRY(rename(draft, {{from, to}}, to));
        renameBefore(draft, from, to);
    }
    return {};
}

Status renameGroup(ModelSpec& draft, const std::string& from, const std::string& to) {
    IdMap names;
    for (const Node& node : draft.nodes) {
        if (node.id.starts_with(from + ".")) {
            names[node.id] = to + node.id.substr(from.size());
        }
    }
    if (from != to) {
        MN_TRY(rename(draft, names, to));
        renameBefore(draft, from, to);
    }
    return {};
}

Fragment copyNodes(const ModelSpec& draft, std::span<const std::string> ids) {
    Fragment fragment;
    const std::string common = commonPrefix(ids);
    fragment.name = common.empty() ? "block" : common;
    const std::unordered_set<std::string> chosen(ids.begin(), ids.end());
    std::unordered_set<std::string> outside;
    std::unordered_set<std::string> used;
    for (const Node& node : draft.nodes) {
        for (const std::string& input : node.inputs) {
            if (chosen.contains(node.id) && !chosen.contains(input) && !input.empty()) {
                outside.insert(input);
            }
            if (!chosen.contains(node.id)) {
                used.insert(input);
            }
        }
    }
    const std::size_t skip = common.empty() ? 0 : common.size() + 1;
    const auto relative = [&](const std::string& id) {
        return id.size() > skip ? id.substr(skip) : std::string("layer");
    };
    for (const Node& node : draft.nodes) {
        if (!chosen.contains(node.id)) {
            continue;
        }
        Node copy = node;
        copy.id = relative(node.id);
        for (std::string& input : copy.inputs) {
            if (chosen.contains(input)) {
                input = relative(input);
            } else if (!input.empty()) {
                input = outside.size() == 1 ? std::string(kEntryId) : std::string(kEntryId) + input;
            }
        }
        if (used.contains(node.id) || node.id == draft.output) {
            fragment.output = copy.id;  // it leaves where others took it
        }
        fragment.nodes.push_back(std::move(copy));
    }
    if (fragment.output.empty() && !fragment.nodes.empty()) {
        fragment.output = fragment.nodes.back().id;
    }
    return fragment;
}

std::string fragmentToText(const Fragment& fragment) {
    Json nodes = Json::array();
    for (const Node& node : fragment.nodes) {
        const Op* op = findOp(node.op);
        nodes.push_back(
            Json{{"id", node.id},
                 {"op", node.op},
                 {"inputs", node.inputs},
                 {"params", op == nullptr ? Json::object() : op->schema().toJson(node.params)}});
        if (!node.before.empty()) {
            nodes.back()["before"] = node.before;
        }
    }
    const Json json{{kFragmentKey, 1},
                    {"name", fragment.name},
                    {"nodes", std::move(nodes)},
                    {"output", fragment.output}};
    return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

Result<Fragment> fragmentFromText(std::string_view text) {
    if (text.size() > kMaxTextBytes || text.find(kFragmentKey) == std::string_view::npos) {
        return fail(ErrorCode::JsonInvalid, kClipboard, MN_TEXT("Spec", "it holds no layers"));
    }
    if (isNestedDeeply(text)) {
        return fail(ErrorCode::JsonInvalid, kClipboard, MN_TEXT("Spec", "it is nested too deeply"));
    }
    try {
        const Json json = Json::parse(text);
        Fragment fragment{
            json.at("name").get<std::string>(), {}, json.at("output").get<std::string>()};
        std::unordered_set<std::string> ids;
        for (const Json& entry : json.at("nodes")) {
            Node node{entry.at("id").get<std::string>(),
                      entry.at("op").get<std::string>(),
                      entry.at("inputs").get<std::vector<std::string>>(),
                      {},
                      entry.value("before", std::string())};
            const bool isOrdered =
                node.before.empty() ||
                (isId(node.before) && node.before.find('.') == std::string::npos);
            const Op* op = findOp(node.op);
            if (op == nullptr || !isOrdered || !isId(node.id) || !ids.insert(node.id).second ||
                ids.size() > kMaxNodes || node.inputs.size() > kMaxInputs) {
                return fail(ErrorCode::JsonInvalid, kClipboard,
                            MN_TEXT("Spec", "it holds a layer that cannot be"));
            }
            MN_ASSIGN(node.params, op->schema().fromJson(entry.at("params")));
            fragment.nodes.push_back(std::move(node));
        }
        if (!ids.contains(fragment.output) || !isId(fragment.name)) {
            return fail(ErrorCode::JsonInvalid, kClipboard, MN_TEXT("Spec", "it holds no layers"));
        }
        return fragment;
    } catch (const std::exception& error) {
        return fail(ErrorCode::JsonInvalid, kClipboard, error.what());
    }
}

}  // namespace minarai::spec
