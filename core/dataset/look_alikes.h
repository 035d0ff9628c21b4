// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which images look alike, as the audit found, and which of them still do when some are left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace minarai::dataset {

/// Two samples that are the same or nearly the same picture, whatever class or part; a < b.
struct LookAlike {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    bool same = false;  ///< the same bytes
    bool operator==(const LookAlike&) const = default;
};

/// Files of the same bytes stand for each other: where one of them is left out, what looks like it
/// looks like the others. Immutable.
class LookAlikes {
  public:
    LookAlikes() = default;
    explicit LookAlikes(const std::vector<LookAlike>& pairs);

    /// The pairs among the samples that `isLeft` keeps, sorted: what an audit of them alone would
    /// find. Of two sets of equal files each member pairs with the first one of the other set.
    [[nodiscard]] std::vector<LookAlike> pairs(
        const std::function<bool(std::uint32_t)>& isLeft) const;

    /// Of one sample (a, also where it is the larger): with those of the same bytes, then with
    /// those that are nearly the same.
    [[nodiscard]] std::vector<LookAlike> of(std::uint32_t sample) const;

    [[nodiscard]] bool empty() const { return m_sets.empty(); }

  private:
    struct Set {
        std::vector<std::uint32_t> members;  ///< of the same bytes, in the catalog's order
        std::vector<std::uint32_t> near;     ///< other sets
    };
    std::vector<Set> m_sets;
    std::unordered_map<std::uint32_t, std::uint32_t> m_setOf;
};

}  // namespace minarai::dataset
