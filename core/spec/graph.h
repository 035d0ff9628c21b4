// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for the graph of every ModelSpec, before shapes: ids, references, order.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "spec/model_spec.h"

namespace minarai::spec {

inline constexpr std::size_t kMaxNodes = 10'000;
inline constexpr std::size_t kMaxInputs = 1'000;   ///< of one node
inline constexpr std::size_t kMaxEdges = 100'000;  ///< of the graph

/// Index of each node by id; the views point into the spec's nodes.
using NodeIndex = std::unordered_map<std::string_view, std::size_t>;
NodeIndex indexNodes(const ModelSpec& spec);

/// Puts the nodes into topological order; nodes which are in order stay where they are. Checks
/// ids, ops, numbers of inputs, references, circles, and that every node leads to the output.
Status sortGraph(ModelSpec& spec);

/// The same checks for a spec that must be in order already.
Status checkGraph(const ModelSpec& spec);

/// What holds of a draft (spec/draft_file.h), too: counts, ids and ops, and that every connection
/// is open or comes from a node or the input. Circles are left for diagnose().
Status checkDraft(const ModelSpec& draft);

/// For each node of a valid spec whether the output needs it; the others serve auxiliary outputs.
std::vector<bool> leadsToOutput(const ModelSpec& spec);

/// Whether an id is well made: parts of letters, digits, underscores and hyphens with dots between
/// them.
bool isId(std::string_view id);

Error invalid(const ModelSpec& spec, std::string_view where, std::string text);

}  // namespace minarai::spec
