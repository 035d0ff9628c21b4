// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/graph.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <string>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "spec/op.h"

namespace minarai::spec {

namespace {

constexpr std::size_t kMaxIdLength = 200;

/// In a draft inputs and output may be open, and inputs may be too few or too many.
enum class Finish { Whole, Draft };

bool isWord(std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
}

Status checkIds(const ModelSpec& spec) {
    std::unordered_set<std::string_view> ids;
    std::unordered_set<std::string_view> groups;
    for (const Node& node : spec.nodes) {
        const std::string_view id = node.id;
        if (id == kInputId) {
            return invalid(spec, id,
                           MN_TEXT("Spec",
                                   "“input” is the name of the picture; give the layer "
                                   "another id"));
        }
        if (!isId(id)) {
            return invalid(spec, id,
                           MN_TEXT("Spec",
                                   "an id is made of letters, digits, underscores and "
                                   "hyphens, with dots between its parts; choose another one"));
        }
        if (!ids.insert(id).second) {
            return invalid(spec, id,
                           MN_TEXT("Spec", "two layers have this id; rename one of them"));
        }
        for (std::size_t dot = id.find('.'); dot != id.npos; dot = id.find('.', dot + 1)) {
            groups.insert(id.substr(0, dot));
        }
    }
    for (const Node& node : spec.nodes) {
        if (!node.before.empty() && !isWord(node.before)) {
            return invalid(spec, node.id,
                           MN_TEXT("Spec",
                                   "“before” names a layer or group beside it; correct the "
                                   "name or leave it out"));
        }
        if (groups.contains(node.id)) {
            return invalid(spec, node.id,
                           fmt::format(MN_TEXT("Spec",
                                               "it is a layer, but other ids begin with "
                                               "“{}.” as if it were a group; rename it"),
                                       node.id));
        }
    }
    return {};
}

Status checkReferences(const ModelSpec& spec, const NodeIndex& index, Finish finish) {
    const bool isDraft = finish == Finish::Draft;
    std::size_t edges = 0;
    for (const Node& node : spec.nodes) {
        const Op* op = findOp(node.op);
        if (op == nullptr) {
            std::vector<std::string_view> known;
            for (const Op* one : allOps()) {
                known.push_back(one->name());
            }
            return invalid(spec, node.id,
                           fmt::format(MN_TEXT("Spec", "there is no layer “{}”; known layers: {}"),
                                       node.op.substr(0, 100), fmt::join(known, ", ")));
        }
        const auto [low, high] = op->arity();
        const std::size_t count = node.inputs.size();
        edges += count;
        const bool fits = count >= static_cast<std::size_t>(low) &&
                          (high < 0 || count <= static_cast<std::size_t>(high));
        if (count > kMaxInputs || (!fits && !isDraft)) {
            const std::string wanted = high < 0      ? fmt::format("{}+", low)
                                       : low == high ? fmt::format("{}", low)
                                                     : fmt::format("{}–{}", low, high);
            return invalid(
                spec, node.id,
                fmt::format(MN_TEXT("Spec", "it has {} inputs, but {} takes {}; connect as many"),
                            count, node.op, wanted));
        }
        for (const std::string& input : node.inputs) {
            const bool isOpen = isDraft && input.empty();
            if (input != kInputId && !isOpen && !index.contains(input)) {
                return invalid(spec, node.id,
                               fmt::format(MN_TEXT("Spec",
                                                   "its input “{}” does not exist; connect it to "
                                                   "another layer or to “input”"),
                                           input.substr(0, 200)));
            }
        }
    }
    if (edges > kMaxEdges) {
        return invalid(
            spec, "nodes",
            fmt::format(MN_TEXT("Spec", "it has {} connections, at most {} are possible"), edges,
                        kMaxEdges));
    }
    for (const std::string& id : spec.auxiliary) {
        if (!index.contains(id) || (id == spec.output && !isDraft)) {
            return invalid(spec, "auxiliary",
                           fmt::format(MN_TEXT("Spec",
                                               "“{}” is not a layer that can give a further "
                                               "answer; name another one or leave it out"),
                                       id.substr(0, 200)));
        }
    }
    const bool isOpen = isDraft && spec.output.empty();
    if (!isOpen && !index.contains(spec.output)) {
        return invalid(spec, "output",
                       fmt::format(MN_TEXT("Spec",
                                           "there is no layer “{}”; name the layer which "
                                           "gives the answer"),
                                   spec.output.substr(0, 200)));
    }
    return {};
}

Status checkSizes(const ModelSpec& spec) {
    if (spec.nodes.empty() || spec.nodes.size() > kMaxNodes) {
        return invalid(spec, "nodes",
                       fmt::format(MN_TEXT("Spec", "it has {} layers; from 1 to {} are possible"),
                                   spec.nodes.size(), kMaxNodes));
    }
    const bool sane = std::all_of(spec.input.begin(), spec.input.end(),
                                  [](std::int64_t size) { return size >= 1 && size <= 65536; });
    if (!sane || spec.input[0] > 4096) {
        return invalid(spec, "input",
                       fmt::format(MN_TEXT("Spec",
                                           "the picture is {}×{}×{}; it needs 1 to 4096 "
                                           "channels and 1 to 65536 rows and columns"),
                                   spec.input[0], spec.input[1], spec.input[2]));
    }
    return {};
}

/// A circle among the nodes which are left over after sorting.
std::string circleText(const ModelSpec& spec, const NodeIndex& index,
                       const std::vector<bool>& placed) {
    std::size_t at = 0;
    while (placed[at]) {
        ++at;
    }
    std::vector<std::size_t> path;
    while (std::find(path.begin(), path.end(), at) == path.end()) {
        path.push_back(at);
        for (const std::string& input : spec.nodes[at].inputs) {
            if (input != kInputId && !placed[index.at(input)]) {
                at = index.at(input);
                break;
            }
        }
    }
    // The walk went against the arrows.
    std::string text = spec.nodes[at].id;
    for (auto step = path.rbegin(); step != path.rend(); ++step) {
        text += " → " + spec.nodes[*step].id;
        if (*step == at || text.size() > 400) {
            break;
        }
    }
    return text;
}

Status checkReach(const ModelSpec& spec, const NodeIndex& index) {
    std::vector<bool> needed(spec.nodes.size());
    needed[index.at(spec.output)] = true;
    for (const std::string& id : spec.auxiliary) {
        needed[index.at(id)] = true;
    }
    for (std::size_t i = spec.nodes.size(); i-- > 0;) {
        if (!needed[i]) {
            return invalid(spec, spec.nodes[i].id,
                           MN_TEXT("Spec",
                                   "nothing uses this layer; connect it to another one or "
                                   "remove it"));
        }
        for (const std::string& input : spec.nodes[i].inputs) {
            if (input != kInputId) {
                needed[index.at(input)] = true;
            }
        }
    }
    return {};
}

}  // namespace

bool isId(std::string_view id) {
    if (id.empty() || id.size() > kMaxIdLength) {
        return false;
    }
    for (std::size_t begin = 0; begin <= id.size();) {
        const std::size_t end = std::min(id.find('.', begin), id.size());
        if (!isWord(id.substr(begin, end - begin))) {
            return false;
        }
        begin = end + 1;
    }
    return true;
}

Error invalid(const ModelSpec& spec, std::string_view where, std::string text) {
    return fail(ErrorCode::SpecInvalid, spec.name.substr(0, 200), where.substr(0, 200), text);
}

std::vector<bool> leadsToOutput(const ModelSpec& spec) {
    const NodeIndex index = indexNodes(spec);
    std::vector<bool> needed(spec.nodes.size());
    needed[index.at(spec.output)] = true;
    for (std::size_t i = spec.nodes.size(); i-- > 0;) {
        for (const std::string& input : spec.nodes[i].inputs) {
            if (needed[i] && input != kInputId) {
                needed[index.at(input)] = true;
            }
        }
    }
    return needed;
}

NodeIndex indexNodes(const ModelSpec& spec) {
    NodeIndex index;
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        index.emplace(spec.nodes[i].id, i);
    }
    return index;
}

Status sortGraph(ModelSpec& spec) {
    MN_TRY(checkSizes(spec));
    MN_TRY(checkIds(spec));
    const std::size_t count = spec.nodes.size();
    std::vector<std::size_t> order;
    {
        const NodeIndex index = indexNodes(spec);
        MN_TRY(checkReferences(spec, index, Finish::Whole));
        std::vector<std::size_t> waiting(count);
        std::vector<std::vector<std::size_t>> users(count);
        for (std::size_t i = 0; i < count; ++i) {
            for (const std::string& input : spec.nodes[i].inputs) {
                if (input != kInputId) {
                    users[index.at(input)].push_back(i);
                    ++waiting[i];
                }
            }
        }
        // Of the nodes that are ready, the one that stands first: an ordered file keeps its order.
        std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
        for (std::size_t i = 0; i < count; ++i) {
            if (waiting[i] == 0) {
                ready.push(i);
            }
        }
        std::vector<bool> placed(count);
        while (!ready.empty()) {
            const std::size_t i = ready.top();
            ready.pop();
            placed[i] = true;
            order.push_back(i);
            for (const std::size_t user : users[i]) {
                if (--waiting[user] == 0) {
                    ready.push(user);
                }
            }
        }
        if (order.size() < count) {
            const std::string circle = circleText(spec, index, placed);
            return invalid(spec, circle.substr(0, circle.find(' ')),
                           fmt::format(MN_TEXT("Spec",
                                               "the layers {} run in a circle; remove one "
                                               "of these connections"),
                                       circle));
        }
    }
    std::vector<Node> sorted;
    sorted.reserve(count);
    for (const std::size_t i : order) {
        sorted.push_back(std::move(spec.nodes[i]));
    }
    spec.nodes = std::move(sorted);
    return checkReach(spec, indexNodes(spec));
}

Status checkDraft(const ModelSpec& draft) {
    if (draft.nodes.size() > kMaxNodes) {
        return invalid(draft, "nodes",
                       fmt::format(MN_TEXT("Spec", "it has {} layers; at most {} are possible"),
                                   draft.nodes.size(), kMaxNodes));
    }
    MN_TRY(checkIds(draft));
    return checkReferences(draft, indexNodes(draft), Finish::Draft);
}

Status checkGraph(const ModelSpec& spec) {
    MN_TRY(checkSizes(spec));
    MN_TRY(checkIds(spec));
    const NodeIndex index = indexNodes(spec);
    MN_TRY(checkReferences(spec, index, Finish::Whole));
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        for (const std::string& input : spec.nodes[i].inputs) {
            if (input != kInputId && index.at(input) >= i) {
                return invalid(spec, spec.nodes[i].id,
                               fmt::format(MN_TEXT("Spec",
                                                   "its input “{}” comes later; put the "
                                                   "layers in order"),
                                           input));
            }
        }
    }
    return checkReach(spec, index);
}

}  // namespace minarai::spec
