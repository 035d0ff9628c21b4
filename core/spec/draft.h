// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The edits of a graph under construction: add, connect, insert, remove, rename, copy.
//
// A draft is a ModelSpec which may be unfinished: an open input is the empty id, the output may be
// empty. Nodes keep their order as far as the edits allow; sortGraph brings a finished draft into
// the order of the file. None of these checks shapes: diagnose() does.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "spec/model_spec.h"

namespace minarai::spec {

/// In a fragment: the one thing that comes in from outside. "@" and an id: that node of the model
/// which it was copied from.
inline constexpr std::string_view kEntryId = "@";

/// A piece of graph that is not in a model yet. Ids are relative: "conv1", or "" for a single node.
struct Fragment {
    std::string name;         ///< of the group, or of the single node: "residual", "conv"
    std::vector<Node> nodes;  ///< inputs: ids of the fragment, kEntryId, "@id", or open
    std::string output;       ///< id of the node that leads on
};

/// A connection: the slot-th input of a node, or the model's output where `to` is empty.
struct WireEnd {
    std::string to;
    std::size_t slot = 0;
    bool operator==(const WireEnd&) const = default;
};

/// One node of an op with its defaults and open inputs; nothing for an unknown op.
std::optional<Fragment> layerFragment(std::string_view op);

/// "conv", "maxpool", "linear": what a new node of an op is called, before its number.
std::string baseName(std::string_view op);

/// base followed by the lowest number that no node and no group has.
std::string freeId(const ModelSpec& draft, std::string_view base);

/// The id that a wire comes from: kInputId, a node's id, or empty.
std::string sourceOf(const ModelSpec& draft, const WireEnd& end);

/// Adds a fragment behind `source` (open if empty). Returns the id of its output node.
std::string addFragment(ModelSpec& draft, const Fragment& fragment, std::string_view source);

/// Puts a fragment into a wire.
std::string insertFragment(ModelSpec& draft, const Fragment& fragment, const WireEnd& end);

/// Puts a fragment behind a node: what used the node uses the fragment's output from then on.
/// Behind kInputId: all that reads the picture reads the fragment.
std::string appendFragment(ModelSpec& draft, const Fragment& fragment, std::string_view after);

/// Connects `from` to an input. Without a slot: the first open one, another one where the op takes
/// any number, else the first. SpecInvalid when the graph would run in a circle.
Status connect(ModelSpec& draft, std::string_view from, std::string_view to,
               std::optional<std::size_t> slot = {});

/// Makes a node the one that gives the answer; empty for none.
void setOutput(ModelSpec& draft, std::string_view id);

/// Opens an input, or takes it away where the op has enough others.
void disconnect(ModelSpec& draft, const WireEnd& end);

/// Removes nodes; what used one reads what the removed one read first.
void removeNodes(ModelSpec& draft, std::span<const std::string> ids);

/// Renames a node, or every node of a group. SpecInvalid for a bad or used name.
Status renameNode(ModelSpec& draft, const std::string& from, const std::string& to);
Status renameGroup(ModelSpec& draft, const std::string& from, const std::string& to);

/// The nodes as a fragment of their own. Where a single node outside feeds them it becomes the
/// entry; of several each stays itself.
Fragment copyNodes(const ModelSpec& draft, std::span<const std::string> ids);

/// As text for the clipboard, and back: JsonInvalid or SpecInvalid for anything else.
std::string fragmentToText(const Fragment& fragment);
Result<Fragment> fragmentFromText(std::string_view text);

}  // namespace minarai::spec
