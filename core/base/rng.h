// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers that are the same on every machine and standard library.
//
// xoshiro256** seeded by splitmix64 (Blackman and Vigna 2018). Every draw in the program comes
// from an Rng whose seed is derived by mixSeed from the run's seed, so that results do not depend
// on the number of workers. Not thread-safe: one Rng belongs to one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace minarai {

class Rng {
  public:
    explicit Rng(std::uint64_t seed);

    std::uint64_t next();

    /// Uniform in [0, 1), 53 bits.
    double uniform();

    /// Uniform in [low, high).
    double uniform(double low, double high);

    /// Uniform in 0 ... count - 1, without modulo bias. count must be at least 1.
    std::uint64_t below(std::uint64_t count);

    /// Standard normal (Box-Muller).
    double normal();

    /// True with the given probability in [0, 1].
    bool chance(double probability);

    /// Fisher-Yates.
    template <typename T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t i = values.size(); i > 1; --i) {
            std::swap(values[i - 1], values[below(i)]);
        }
    }

  private:
    std::array<std::uint64_t, 4> m_state;
};

/// Derives a seed from several numbers, e.g. mixSeed({runSeed, epoch, sampleId}).
std::uint64_t mixSeed(std::initializer_list<std::uint64_t> parts);

/// FNV-1a, for seeds and stable names; not cryptographic.
std::uint64_t stableHash(std::string_view text);

}  // namespace minarai
