// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A draft as a reader sees it: nodes, collapsed groups, frames round open groups, wires.
//
// Groups follow from the ids: "layer1.0.conv1" stands in "layer1.0", which stands in "layer1". A
// group of a single node is none.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "spec/draft.h"
#include "spec/model_spec.h"

namespace minarai::spec {

/// Keys of the two ends of every model; no id looks like them.
inline constexpr std::string_view kInputKey = "#input";
inline constexpr std::string_view kOutputKey = "#output";

struct OutlineItem {
    enum class Kind { Node, Group, Frame, Input, Output };
    static constexpr std::size_t kTop = static_cast<std::size_t>(-1);

    std::string key;  ///< a node's id, a group's name with a "/" behind it, or one of the ends
    Kind kind = Kind::Node;
    std::size_t parent = kTop;       ///< the innermost open group it stands in
    std::vector<std::size_t> nodes;  ///< the draft's nodes it stands for, in order
    std::size_t ports = 0;           ///< places for wires at its top, open ones too
};

struct OutlineWire {
    std::size_t from = 0;  ///< items
    std::size_t to = 0;
    WireEnd end;            ///< the (first) connection it stands for
    std::string source;     ///< that connection's source: an id or "input"
    std::size_t count = 1;  ///< connections that look like this one
    std::size_t port = 0;   ///< where it ends at its target's top
};

struct Outline {
    std::vector<OutlineItem> items;  ///< parents before children; otherwise in the draft's order
    std::vector<OutlineWire> wires;
    std::vector<std::size_t> itemOfNode;  ///< the visible item of each node

    /// The index of a key, or kTop.
    [[nodiscard]] std::size_t find(std::string_view key) const;
};

/// "layer1.0" for "layer1.0/"; empty for a key that is no group's.
std::string groupName(std::string_view key);
std::string groupKey(std::string_view name);

/// The groups of a draft, outer ones first: each with more than one node.
std::vector<std::string> groupNames(const ModelSpec& draft);

/// What is seen when these groups are collapsed.
Outline outline(const ModelSpec& draft, const std::set<std::string, std::less<>>& collapsed);

/// Groups to collapse so that a large model is readable at first sight: none for a small one, or
/// all of the outermost depth at which about `most` things remain.
std::set<std::string, std::less<>> readableGroups(const ModelSpec& draft, std::size_t most = 32);

}  // namespace minarai::spec
