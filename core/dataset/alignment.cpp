// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/alignment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace minarai::dataset {

namespace {

constexpr int kEdge = kSignatureEdge;
constexpr std::size_t kCells = static_cast<std::size_t>(kEdge) * kEdge;
constexpr int kIterations = 8;
constexpr float kMostShift = 0.15F;   ///< of the edge
constexpr float kLeastScale = 0.75F;  ///< a crop by a quarter
constexpr float kMostScale = 1.34F;
constexpr float kLeastOverlap = 0.6F;  ///< of the cells
constexpr float kHopeless = 0.4F;      ///< correlation before alignment

using Plane = std::array<float, kCells>;

std::size_t cell(int x, int y) {
    return static_cast<std::size_t>(y) * kEdge + static_cast<std::size_t>(x);
}

/// Luma smoothed by [1 2 1]/4 in both directions: details at the limit of the thumbnail move
/// about when a picture is cut.
Plane smoothed(const Signature& signature) {
    Plane across{};
    for (int y = 0; y < kEdge; ++y) {
        for (int x = 0; x < kEdge; ++x) {
            const auto at = [&](int i) {
                return static_cast<float>(signature.luma[cell(std::clamp(i, 0, kEdge - 1), y)]);
            };
            across[cell(x, y)] = (at(x - 1) + 2 * at(x) + at(x + 1)) / 4;
        }
    }
    Plane result{};
    for (int y = 0; y < kEdge; ++y) {
        for (int x = 0; x < kEdge; ++x) {
            const auto at = [&](int i) { return across[cell(x, std::clamp(i, 0, kEdge - 1))]; };
            result[cell(x, y)] = (at(y - 1) + 2 * at(y) + at(y + 1)) / 4;
        }
    }
    return result;
}

struct Sampled {
    float value, slopeX, slopeY;
};

/// Bilinear, with its slopes.
Sampled sample(const Plane& plane, float x, float y) {
    const int column = std::clamp(static_cast<int>(x), 0, kEdge - 2);
    const int row = std::clamp(static_cast<int>(y), 0, kEdge - 2);
    const float fx = x - static_cast<float>(column);
    const float fy = y - static_cast<float>(row);
    const float a = plane[cell(column, row)];
    const float b = plane[cell(column + 1, row)];
    const float c = plane[cell(column, row + 1)];
    const float d = plane[cell(column + 1, row + 1)];
    const float top = a + (b - a) * fx;
    const float bottom = c + (d - c) * fx;
    return {top + (bottom - top) * fy, (b - a) * (1 - fy) + (d - c) * fy, bottom - top};
}

/// Centre and size of the part within the whole, in shares of its edges, the centre from 0.
using Pose = std::array<float, 4>;
using Normal = std::array<std::array<float, 5>, 4>;

/// Solves the 4 x 4 system by elimination; false when it has no solution worth the name.
bool solve(Normal& system, Pose& step) {
    for (std::size_t i = 0; i < 4; ++i) {
        std::size_t pivot = i;
        for (std::size_t j = i + 1; j < 4; ++j) {
            pivot = std::fabs(system[j][i]) > std::fabs(system[pivot][i]) ? j : pivot;
        }
        std::swap(system[i], system[pivot]);
        if (!(std::fabs(system[i][i]) > 1e-12F)) {
            return false;
        }
        for (std::size_t j = 0; j < 4; ++j) {
            const float factor = j == i ? 0 : system[j][i] / system[i][i];
            for (std::size_t k = i; k < 5; ++k) {
                system[j][k] -= factor * system[i][k];
            }
        }
    }
    for (std::size_t i = 0; i < 4; ++i) {
        step[i] = system[i][4] / system[i][i];
    }
    return true;
}

class Aligner {
  public:
    Aligner(const Signature& whole, const Signature& part)
        : m_whole(smoothed(whole)), m_part(smoothed(part)) {}

    /// Overlays at m_pose; false when too little overlaps.
    bool overlay(Match& match) {
        m_count = 0;
        double sumA = 0;
        double sumB = 0;
        for (int y = 0; y < kEdge; ++y) {
            const float v = (static_cast<float>(y) + 0.5F) / kEdge - 0.5F;
            const float atY = (m_pose[1] + m_pose[3] * v + 0.5F) * kEdge - 0.5F;
            if (atY < -0.3F || atY > kEdge - 0.7F) {
                continue;
            }
            for (int x = 0; x < kEdge; ++x) {
                const float u = (static_cast<float>(x) + 0.5F) / kEdge - 0.5F;
                const float atX = (m_pose[0] + m_pose[2] * u + 0.5F) * kEdge - 0.5F;
                if (atX < -0.3F || atX > kEdge - 0.7F) {
                    continue;
                }
                const Sampled sampled = sample(m_whole, std::clamp(atX, 0.0F, kEdge - 1.0F),
                                               std::clamp(atY, 0.0F, kEdge - 1.0F));
                m_points[m_count] = {sampled, m_part[cell(x, y)], u, v};
                sumA += sampled.value;
                sumB += m_points[m_count].part;
                ++m_count;
            }
        }
        if (static_cast<float>(m_count) < kLeastOverlap * kCells) {
            return false;
        }
        m_meanA = static_cast<float>(sumA / static_cast<double>(m_count));
        m_meanB = static_cast<float>(sumB / static_cast<double>(m_count));
        float aa = 0;
        float ab = 0;
        float bb = 0;
        for (std::size_t i = 0; i < m_count; ++i) {
            const float a = m_points[i].whole.value - m_meanA;
            const float b = m_points[i].part - m_meanB;
            aa += a * a;
            ab += a * b;
            bb += b * b;
        }
        // Flat pictures match by nothing: a level of noise stands below both.
        const float floor = 0.5F * static_cast<float>(m_count);
        match.correlation = ab / std::sqrt((aa + floor) * (bb + floor));
        match.gain = ab / (aa + floor);
        match.offset = m_meanB - m_meanA;
        return true;
    }

    /// One Gauss-Newton step from the last overlay.
    bool step(float gain) {
        Normal system{};
        std::array<float, 4> mean{};
        for (std::size_t i = 0; i < m_count; ++i) {
            const auto slope = slopeAt(i, gain);
            for (std::size_t j = 0; j < 4; ++j) {
                mean[j] += slope[j] / static_cast<float>(m_count);
            }
        }
        for (std::size_t i = 0; i < m_count; ++i) {
            auto slope = slopeAt(i, gain);
            const float error =
                m_points[i].part - m_meanB - gain * (m_points[i].whole.value - m_meanA);
            for (std::size_t j = 0; j < 4; ++j) {
                slope[j] -= mean[j];
            }
            for (std::size_t j = 0; j < 4; ++j) {
                for (std::size_t k = 0; k < 4; ++k) {
                    system[j][k] += slope[j] * slope[k];
                }
                system[j][4] += slope[j] * error;
            }
        }
        float trace = 0;
        for (std::size_t j = 0; j < 4; ++j) {
            trace += system[j][j];
        }
        for (std::size_t j = 0; j < 4; ++j) {
            system[j][j] += trace * 2.5e-4F + 1e-6F;
        }
        Pose move{};
        if (!solve(system, move)) {
            return false;
        }
        for (std::size_t j = 0; j < 4; ++j) {
            m_pose[j] += std::clamp(move[j], -0.05F, 0.05F);
            m_pose[j] = j < 2 ? std::clamp(m_pose[j], -kMostShift, kMostShift)
                              : std::clamp(m_pose[j], kLeastScale, kMostScale);
        }
        return true;
    }

    void start(const Window& window) {
        m_pose = {(window.left - window.right) / 2, (window.top - window.bottom) / 2,
                  1 - window.left - window.right, 1 - window.top - window.bottom};
    }

  private:
    struct Point {
        Sampled whole;
        float part, u, v;
    };

    [[nodiscard]] std::array<float, 4> slopeAt(std::size_t i, float gain) const {
        const Point& point = m_points[i];
        const float x = point.whole.slopeX * kEdge * gain;
        const float y = point.whole.slopeY * kEdge * gain;
        return {x, y, x * point.u, y * point.v};
    }

    Plane m_whole;
    Plane m_part;
    Pose m_pose{};
    std::array<Point, kCells> m_points{};
    std::size_t m_count = 0;
    float m_meanA = 0;
    float m_meanB = 0;
};

void compareColours(const Signature& a, const Signature& b, Match& match) {
    float error = 0;
    std::array<std::array<float, 2>, 2> mean{};
    const auto cells = static_cast<float>(a.chroma.size() / 2);
    for (std::size_t i = 0; i < a.chroma.size(); ++i) {
        error += std::fabs(static_cast<float>(a.chroma[i]) - static_cast<float>(b.chroma[i]));
        mean[0][i % 2] += static_cast<float>(a.chroma[i]) / cells;
        mean[1][i % 2] += static_cast<float>(b.chroma[i]) / cells;
    }
    float spread = 0;
    for (std::size_t i = 0; i < a.chroma.size(); ++i) {
        spread += std::fabs(static_cast<float>(a.chroma[i]) - mean[0][i % 2]) +
                  std::fabs(static_cast<float>(b.chroma[i]) - mean[1][i % 2]);
    }
    const auto values = static_cast<float>(a.chroma.size());
    match.colourError = error / values;
    match.colourSpread = spread / (2 * values);
}

}  // namespace

Match align(const Signature& whole, const Signature& part, const Window& start) {
    Match best;
    compareColours(whole, part, best);
    Aligner aligner(whole, part);
    aligner.start(start);
    best.correlation = -1;
    for (int i = 0; i <= kIterations; ++i) {
        Match match = best;
        if (!aligner.overlay(match)) {
            break;
        }
        if (match.correlation > best.correlation) {
            best = match;
        }
        if (i == kIterations || match.correlation < kHopeless || !aligner.step(match.gain)) {
            break;
        }
    }
    return best;
}

bool isSameExposure(const Match& match) {
    return match.gain > 0.7F && match.gain < 1.45F && std::fabs(match.offset) < 24 &&
           match.colourError < 3.2F + 0.15F * match.colourSpread;
}

}  // namespace minarai::dataset
