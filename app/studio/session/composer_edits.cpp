// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The edits of the composer's document: each is one step of undo with a name.
#include <algorithm>
#include <utility>

#include "spec/blocks.h"
#include "spec/graph.h"
#include "spec/op.h"
#include "studio/session/composer_document.h"
#include "studio/session/paths.h"

namespace minarai::studio {

namespace {

constexpr std::string_view kOpPrefix = "op:";
constexpr std::string_view kBlockPrefix = "block:";

/// The key of what a fragment became: the node, or the group that its nodes are in.
std::string keyFor(const spec::Fragment& fragment, const std::string& output) {
    return fragment.nodes.size() == 1 ? output
                                      : spec::groupKey(std::string_view(output).substr(
                                            0, output.size() - fragment.output.size() - 1));
}

/// What stood by this name, or in the group of this name, keeps its place under the other one.
void renamePins(Pins& pins, const std::string& from, const std::string& to) {
    Pins renamed;
    Pins others;
    for (const auto& [key, point] : pins) {
        const bool isInside =
            key == from || key == spec::groupKey(from) || key.starts_with(from + ".");
        (isInside ? renamed : others)[isInside ? to + key.substr(from.size()) : key] = point;
    }
    renamed.merge(others);
    pins = std::move(renamed);
}

}  // namespace

std::optional<spec::Fragment> ComposerDocument::fragmentOf(std::string_view item,
                                                           std::string_view behind) const {
    if (item.starts_with(kOpPrefix)) {
        return spec::layerFragment(item.substr(kOpPrefix.size()));
    }
    if (item.starts_with(kBlockPrefix)) {
        auto fragment = spec::blockFragment(item.substr(kBlockPrefix.size()), shapeOf(behind));
        return fragment.nodes.empty() ? std::nullopt : std::optional(std::move(fragment));
    }
    return std::nullopt;
}

std::string ComposerDocument::addToDraft(const spec::Fragment& fragment, const Insertion& insert) {
    std::string key;
    edit(tr("Insert %1").arg(toQString(fragment.name)), [&](DraftState& state) {
        key = keyFor(fragment, insert(state));
        // A block appears as one thing.
        if (const std::string group = spec::groupName(key); !group.empty()) {
            m_collapsed.insert(group);
        }
    });
    return key;
}

std::string ComposerDocument::insertBehind(std::string_view item, std::string_view after) {
    if (after == spec::kOutputKey) {
        return insertIntoWire(item, {});
    }
    const std::string source = exitOf(after);
    const auto fragment = fragmentOf(item, source);
    if (!fragment) {
        return {};
    }
    return addToDraft(*fragment, [&](DraftState& state) {
        const bool isFirst = state.spec.nodes.empty();
        std::string added = spec::appendFragment(state.spec, *fragment, source);
        if (isFirst && state.spec.output.empty()) {
            state.spec.output = added;
        }
        return added;
    });
}

std::string ComposerDocument::insertIntoWire(std::string_view item, const spec::WireEnd& end) {
    if (m_state.spec.nodes.empty()) {
        return insertBehind(item, spec::kInputKey);  // connected at both ends
    }
    const auto fragment = fragmentOf(item, spec::sourceOf(m_state.spec, end));
    if (!fragment) {
        return {};
    }
    return addToDraft(*fragment, [&](DraftState& state) {
        return spec::insertFragment(state.spec, *fragment, end);
    });
}

std::string ComposerDocument::insertAlone(std::string_view item, spec::Point place) {
    const auto fragment = fragmentOf(item, {});
    if (!fragment) {
        return {};
    }
    return addToDraft(*fragment, [&](DraftState& state) {
        const spec::LayoutOptions sizes;
        std::string added = spec::addFragment(state.spec, *fragment, {});
        state.pins[keyFor(*fragment, added)] = {place.x - sizes.nodeWidth / 2,
                                                place.y - sizes.nodeHeight / 2};
        return added;
    });
}

Status ComposerDocument::connectKeys(std::string_view from, std::string_view to,
                                     std::optional<std::size_t> slot) {
    const std::string source = exitOf(from);
    if (to == spec::kOutputKey) {
        edit(tr("Connect the output"), [&](DraftState& state) {
            spec::setOutput(state.spec, source == spec::kInputId ? std::string() : source);
        });
        return {};
    }
    const bool isGroup = !spec::groupName(to).empty();
    const std::string target = isGroup ? entryOf(to) : std::string(to);
    Status status;
    edit(tr("Connect"), [&](DraftState& state) {
        status = spec::connect(state.spec, source, target, isGroup ? std::nullopt : slot);
    });
    return status;
}

void ComposerDocument::cut(const spec::WireEnd& end) {
    edit(tr("Disconnect"), [&](DraftState& state) { spec::disconnect(state.spec, end); });
}

void ComposerDocument::remove(const std::vector<std::string>& keys) {
    const auto ids = idsOf(keys);
    edit(tr("Delete"), [&](DraftState& state) {
        spec::removeNodes(state.spec, ids);
        for (const std::string& key : keys) {
            state.pins.erase(key);
        }
    });
}

void ComposerDocument::duplicate(const std::vector<std::string>& keys, std::string* chosen) {
    const auto ids = idsOf(keys);
    if (ids.empty()) {
        return;
    }
    const spec::Fragment copy = spec::copyNodes(m_state.spec, ids);
    const std::string after = keys.size() == 1 ? exitOf(keys.front()) : ids.back();
    const bool isClosed = keys.size() == 1 && m_collapsed.contains(spec::groupName(keys.front()));
    std::string added;
    edit(tr("Duplicate"), [&](DraftState& state) {
        added = spec::appendFragment(state.spec, copy, after);
        if (const auto group = spec::groupName(keyFor(copy, added)); isClosed && !group.empty()) {
            m_collapsed.insert(group);
        }
    });
    *chosen = keyOf(added);
}

std::string ComposerDocument::copy(const std::vector<std::string>& keys) const {
    const auto ids = idsOf(keys);
    return ids.empty() ? std::string() : spec::fragmentToText(spec::copyNodes(m_state.spec, ids));
}

Status ComposerDocument::paste(std::string_view text, std::string_view after, std::string* chosen) {
    MN_ASSIGN(const spec::Fragment fragment, spec::fragmentFromText(text));
    const std::string source = exitOf(after);
    std::string added;
    edit(tr("Paste"), [&](DraftState& state) {
        if (after == spec::kOutputKey) {
            added = spec::insertFragment(state.spec, fragment, {});
        } else if (source.empty()) {
            added = spec::addFragment(state.spec, fragment, {});
        } else {
            added = spec::appendFragment(state.spec, fragment, source);
        }
        if (const auto group = spec::groupName(keyFor(fragment, added)); !group.empty()) {
            m_collapsed.insert(group);
        }
    });
    *chosen = keyOf(added);
    return {};
}

Status ComposerDocument::rename(std::string_view key, const std::string& to) {
    const std::string group = spec::groupName(key);
    const std::string from = group.empty() ? std::string(key) : group;
    Status status;
    const auto change = [&](DraftState& state) {
        status = group.empty() ? spec::renameNode(state.spec, from, to)
                               : spec::renameGroup(state.spec, from, to);
        if (status) {
            renamePins(state.pins, from, to);
        }
    };
    edit(tr("Rename"), change, {}, {from, to});
    return status;
}

void ComposerDocument::setParam(const std::string& id, const std::string& name,
                                const ParamValue& value) {
    edit(
        tr("Change %1").arg(toQString(id)),
        [&](DraftState& state) {
            for (spec::Node& node : state.spec.nodes) {
                const spec::Op* op = node.id == id ? spec::findOp(node.op) : nullptr;
                if (op != nullptr) {
                    // The form has checked it by the same schema.
                    static_cast<void>(op->schema().set(node.params, name, value));
                }
            }
        },
        toQString("param " + id + " " + name));
}

void ComposerDocument::setInput(std::size_t axis, std::int64_t size) {
    edit(
        tr("Change the input"), [&](DraftState& state) { state.spec.input.at(axis) = size; },
        QStringLiteral("input %1").arg(axis));
}

void ComposerDocument::setName(const std::string& name) {
    edit(
        tr("Rename the model"), [&](DraftState& state) { state.spec.name = name; },
        QStringLiteral("name"));
}

void ComposerDocument::move(const std::vector<std::string>& keys, double x, double y) {
    edit(
        tr("Move"),
        [&](DraftState& state) {
            for (std::size_t i = 0; i < m_outline.items.size(); ++i) {
                bool moves = false;
                for (std::size_t at = i; at != spec::OutlineItem::kTop && !moves;
                     at = m_outline.items[at].parent) {
                    moves =
                        std::find(keys.begin(), keys.end(), m_outline.items[at].key) != keys.end();
                }
                if (moves && m_outline.items[i].kind != spec::OutlineItem::Kind::Frame) {
                    const spec::Box& box = m_layout.boxes[i];
                    state.pins[m_outline.items[i].key] = {box.x + x, box.y + y};
                }
            }
        },
        QStringLiteral("move ") + toQString(keys.empty() ? std::string() : keys.front()));
}

void ComposerDocument::tidy() {
    edit(tr("Tidy up"), [](DraftState& state) { state.pins.clear(); });
}

}  // namespace minarai::studio
