// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The one declarative description of an architecture: a graph of nodes.
//
// A node's id is the registered module name, the prefix in the state dict and the name in every
// export ("layer1.0.conv1"). Shapes, summary, drawing, torch module and exports all read it.
// File format: {"version":1,"name":...,"input":[C,H,W],"nodes":[{"id","op","inputs","params"}],
// "output":id}, and where needed "auxiliary":[ids], a node's "before":name, "places":[[key,x,y]]
// and "origin":name. The graph's input is the reserved id "input". Channel counts that follow from
// the input may be left out: they are inferred. Params equal to their default may be left out, and
// are left out on writing; a list of one may be a number.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/param_spec.h"

namespace minarai::spec {

inline constexpr std::string_view kInputId = "input";

struct Node {
    std::string id;
    std::string op;                   ///< an Op's name, e.g. "Conv2d"
    std::vector<std::string> inputs;  ///< ids of earlier nodes or "input"
    Params params;                    ///< validated against the op's schema
    /// The last part of a sibling's id ("attn") which PyTorch registers after this node although it
    /// runs earlier; empty: modules are registered as they run. It orders the state dict.
    std::string before{};
    bool operator==(const Node&) const = default;
};

/// Where a person put a node in the drawing, in the drawing's units from its upper left corner.
struct Place {
    std::string key;  ///< a node's id, or the key of a collapsed group (spec/outline.h)
    double x = 0;
    double y = 0;
    bool operator==(const Place&) const = default;
};

struct ModelSpec {
    std::string name;
    std::array<std::int64_t, 3> input{3, 224, 224};  ///< C, H, W
    std::vector<Node> nodes;                         ///< in topological order
    std::string output;                              ///< id of the node that gives the logits
    /// Ids of nodes that give further logits while training (GoogLeNet, Inception); their losses
    /// are added with a weight. Nodes that lead only to them do not run in evaluation.
    std::vector<std::string> auxiliary{};
    /// Nodes which are not where the automatic layout would put them. They mean nothing to anybody
    /// but the composer.
    std::vector<Place> places{};
    /// The known architecture that it was edited from, whose published weights may fit in part;
    /// empty for none. It says nothing of what the network computes.
    std::string origin{};

    [[nodiscard]] const Node* find(std::string_view id) const;
    /// The one whose published weights are meant for it: its origin, or what it is called.
    [[nodiscard]] const std::string& architecture() const { return origin.empty() ? name : origin; }
    bool operator==(const ModelSpec&) const = default;
};

/// Checks version, ids (unique, parts of letters, digits and underscores, at most 10,000 nodes),
/// ops, params, references (only to earlier nodes after sorting; cycles are refused), and that
/// every node leads to the output. Does not infer shapes. SpecInvalid, VersionTooNew.
Result<ModelSpec> modelSpecFromJson(const Json& json);
Json modelSpecToJson(const ModelSpec& spec);

/// FileMissing, ReadFailed, JsonInvalid or those of modelSpecFromJson.
Result<ModelSpec> readModelSpec(const std::filesystem::path& path);
Status writeModelSpec(const std::filesystem::path& path, const ModelSpec& spec);

}  // namespace minarai::spec
