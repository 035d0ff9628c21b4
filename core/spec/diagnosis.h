// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is known and what is wrong in a graph under construction, for every node at once.
//
// A draft may have what a ModelSpec must not: open inputs (the empty id), no output, circles,
// shapes that do not fit. inferShapes stops at the first problem; this goes on and says of each
// node either its shapes and counts, or its problem with the cure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spec/model_spec.h"
#include "spec/op.h"

namespace minarai::spec {

enum class NodeState {
    Fine,
    Wrong,    ///< has a problem of its own
    Waiting,  ///< a node before it has a problem, so its input is not known
    Unused,   ///< its shapes are known, but nothing uses it
};

/// The part of the picture that one place of a node's output depends on, in pixels.
struct ReceptiveField {
    std::int64_t height = 0;
    std::int64_t width = 0;
    bool operator==(const ReceptiveField&) const = default;
};

struct NodeDiagnosis {
    NodeState state = NodeState::Waiting;
    std::vector<Shape> inputs;  ///< one a connection; empty where it is not known
    Shape output;               ///< empty where it is not known
    std::int64_t parameters = 0;
    std::int64_t macs = 0;
    /// For feature maps made by windows and what keeps their places; nothing where it is the
    /// whole picture or not known.
    std::optional<ReceptiveField> field;
    std::string problem;  ///< of a Wrong or Unused node: English, with the cure, no full stop
};

struct Diagnosis {
    std::vector<NodeDiagnosis> nodes;  ///< in the draft's order
    std::string outputProblem;         ///< what keeps the draft from having an answer
    std::string modelProblem;          ///< about the whole: the picture's size, too many layers

    // Totals of what is known.
    std::int64_t parameters = 0;
    std::int64_t macs = 0;
    std::int64_t parameterBytes = 0;
    std::int64_t activationBytes = 0;
    std::size_t problems = 0;  ///< Wrong and Unused nodes, and the two problems above

    /// Exactly then the sorted draft is a valid spec with one number a class and something to
    /// learn.
    [[nodiscard]] bool isValid() const { return problems == 0; }
};

/// What an op cannot work with in these params: English, with the cure, no full stop; empty if
/// there is nothing. Ops rely on params that their schema accepts, and a graph from elsewhere may
/// not have them.
std::string paramProblem(const Op& op, const Params& params);

/// Never fails, whatever the draft holds. Milliseconds for a thousand nodes; any thread.
Diagnosis diagnose(const ModelSpec& draft);

}  // namespace minarai::spec
