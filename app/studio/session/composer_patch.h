// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The difference between two states of the composer's draft: what undo and redo put back.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spec/layout.h"
#include "spec/model_spec.h"

namespace minarai::studio {

/// Places given by hand, by key of the outline; all else is laid out.
using Pins = std::map<std::string, spec::Point, std::less<>>;

struct DraftState {
    spec::ModelSpec spec;
    Pins pins;
    bool operator==(const DraftState&) const = default;
};

/// Keeps the nodes that differ, not two whole models. Value semantics; no Qt.
class DraftPatch {
  public:
    DraftPatch() = default;
    DraftPatch(const DraftState& before, const DraftState& after);

    void apply(DraftState& state) const;
    void revert(DraftState& state) const;

    /// Takes in the patch that came right after it; false, unchanged, where they don't line up.
    bool join(const DraftPatch& next);

    /// Nothing changes: edits that took each other back.
    [[nodiscard]] bool isEmpty() const;

  private:
    struct Frame {
        std::string name;
        std::array<std::int64_t, 3> input{};
        std::string output;
        std::vector<std::string> auxiliary;
        bool operator==(const Frame&) const = default;
    };
    using Place = std::optional<spec::Point>;

    std::size_t m_begin = 0;
    std::vector<spec::Node> m_nodesBefore;
    std::vector<spec::Node> m_nodesAfter;
    Frame m_frameBefore;
    Frame m_frameAfter;
    std::map<std::string, std::pair<Place, Place>, std::less<>> m_pins;

    static Frame frameOf(const spec::ModelSpec& spec);
    static void replace(DraftState& state, std::size_t begin, const std::vector<spec::Node>& from,
                        const std::vector<spec::Node>& to, const Frame& frame);
};

}  // namespace minarai::studio
