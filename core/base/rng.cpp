// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/rng.h"

#include <cmath>
#include <numbers>

namespace minarai {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

std::uint64_t rotateLeft(std::uint64_t x, int k) {
    return (x << k) | (x >> (64 - k));
}

}  // namespace

Rng::Rng(std::uint64_t seed) : m_state{} {
    for (auto& word : m_state) {
        word = splitmix(seed);
    }
}

std::uint64_t Rng::next() {
    const std::uint64_t result = rotateLeft(m_state[1] * 5, 7) * 9;
    const std::uint64_t t = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= t;
    m_state[3] = rotateLeft(m_state[3], 45);
    return result;
}

double Rng::uniform() {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double Rng::uniform(double low, double high) {
    return low + (high - low) * uniform();
}

std::uint64_t Rng::below(std::uint64_t count) {
    // Numbers under the threshold would make the small remainders likelier: draw again.
    const std::uint64_t threshold = (0 - count) % count;
    for (;;) {
        const std::uint64_t value = next();
        if (value >= threshold) {
            return value % count;
        }
    }
}

double Rng::normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

bool Rng::chance(double probability) {
    return uniform() < probability;
}

std::uint64_t mixSeed(std::initializer_list<std::uint64_t> parts) {
    std::uint64_t state = 0x6D696E6172616921ULL;
    for (const std::uint64_t part : parts) {
        state ^= part;
        state = splitmix(state);
    }
    return state;
}

std::uint64_t stableHash(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001B3ULL;
    }
    return hash;
}

}  // namespace minarai
