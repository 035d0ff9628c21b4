// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/near_duplicates.h"

#include <algorithm>
#include <array>
#include <bit>
#include <mutex>
#include <tuple>

#include "base/parallel.h"
#include "dataset/alignment.h"
#include "dataset/perceptual_hash.h"

namespace minarai::dataset {

namespace {

constexpr int kMostBits = 12;                ///< that may differ in a candidate's hash
constexpr std::size_t kMostCandidates = 24;  ///< of one picture, the nearest
constexpr std::size_t kMostOfBucket = 512;   ///< looked at around the hash itself
constexpr float kLeastContrast = 2;          ///< levels; below there is nothing to compare by
constexpr std::size_t kChunk = 64;           ///< pictures in one piece of work

/// Distances (1 - correlation): what is accepted, and the range in which chance is estimated.
constexpr double kAccepted = 0.05;
constexpr double kNear = 0.075;
constexpr double kFar = 0.10;

/// The pictures by one band of their hashes: all with the same 16 bits in one run, and within it
/// by the other bits, those of the next band first.
class BandIndex {
  public:
    BandIndex(const std::vector<std::uint64_t>& hashes, const std::vector<std::uint32_t>& used,
              std::size_t band)
        : m_hashes(hashes), m_shift(static_cast<int>(16 * (3 - band))), m_order(used) {
        std::sort(m_order.begin(), m_order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::pair(turned(m_hashes[a]), a) < std::pair(turned(m_hashes[b]), b);
        });
        for (const std::uint32_t i : m_order) {
            ++m_begin[(turned(m_hashes[i]) >> 48) + 1];
        }
        for (std::size_t key = 1; key < m_begin.size(); ++key) {
            m_begin[key] += m_begin[key - 1];
        }
    }

    /// Calls visit(index) for pictures whose band equals that of `hash`.
    template <typename Visit>
    void visit(std::uint64_t hash, const Visit& visit) const {
        const std::uint64_t wanted = turned(hash);
        const std::size_t key = wanted >> 48;
        std::size_t begin = m_begin[key];
        std::size_t end = m_begin[key + 1];
        if (end - begin > kMostOfBucket) {
            const auto first = m_order.begin() + static_cast<std::ptrdiff_t>(begin);
            const auto last = m_order.begin() + static_cast<std::ptrdiff_t>(end);
            const auto at = std::lower_bound(
                first, last, wanted,
                [&](std::uint32_t i, std::uint64_t value) { return turned(m_hashes[i]) < value; });
            const std::size_t middle = begin + static_cast<std::size_t>(at - first);
            begin = std::max(begin, middle - std::min(middle, kMostOfBucket / 2));
            end = std::min(end, begin + kMostOfBucket);
        }
        for (std::size_t i = begin; i < end; ++i) {
            visit(m_order[i]);
        }
    }

  private:
    /// The band's bits at the top.
    [[nodiscard]] std::uint64_t turned(std::uint64_t hash) const {
        return std::rotl(hash, m_shift);
    }

    const std::vector<std::uint64_t>& m_hashes;
    int m_shift;
    std::vector<std::uint32_t> m_order;
    std::vector<std::uint32_t> m_begin = std::vector<std::uint32_t>((1U << 16) + 1);
};

struct Candidate {
    std::uint32_t other = 0;
    int bits = 0;  ///< that differ
    std::uint32_t window = 0;
};

class Search {
  public:
    Search(std::span<const Signature* const> signatures, unsigned threads)
        : m_signatures(signatures), m_threads(threads), m_hashes(signatures.size()) {}

    Status run(const ProgressCallback& progress, const std::stop_token& stop) {
        const std::size_t count = m_signatures.size();
        const std::size_t chunks = (count + kChunk - 1) / kChunk;
        const auto each = [&](const auto& work) {
            parallelFor(
                chunks, m_threads,
                [&](std::size_t chunk) {
                    const std::size_t end = std::min(count, (chunk + 1) * kChunk);
                    work(chunk * kChunk, end);
                },
                stop);
            return !stop.stop_requested();
        };
        const bool hashed = each([&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                m_hashes[i] = perceptualHash(*m_signatures[i], 0).bits;
            }
        });
        if (!hashed) {
            return fail(ErrorCode::Cancelled);
        }
        std::vector<std::uint32_t> used;
        for (std::size_t i = 0; i < count; ++i) {
            if (contrastOf(*m_signatures[i]) >= kLeastContrast) {
                used.push_back(static_cast<std::uint32_t>(i));
            }
        }
        m_bands.reserve(kBands);
        for (std::size_t band = 0; band < kBands; ++band) {
            m_bands.emplace_back(m_hashes, used, band);
        }
        std::uint64_t done = 0;
        const bool searched = each([&](std::size_t begin, std::size_t end) {
            std::vector<NearPair> found;
            std::vector<Candidate> candidates;
            for (std::size_t i = begin; i < end; ++i) {
                searchOne(static_cast<std::uint32_t>(i), candidates, found);
            }
            const std::lock_guard lock(m_mutex);
            m_pairs.insert(m_pairs.end(), found.begin(), found.end());
            done += end - begin;
            if (progress) {
                progress(Progress{done, count});
            }
        });
        return searched ? Status{} : Status(fail(ErrorCode::Cancelled));
    }

    /// Each pair once, with its best likeness, in order.
    std::vector<NearPair> takePairs() {
        std::sort(m_pairs.begin(), m_pairs.end(), [](const NearPair& x, const NearPair& y) {
            return std::tuple(x.a, x.b, y.likeness) < std::tuple(y.a, y.b, x.likeness);
        });
        m_pairs.erase(std::unique(m_pairs.begin(), m_pairs.end(),
                                  [](const NearPair& x, const NearPair& y) {
                                      return x.a == y.a && x.b == y.b;
                                  }),
                      m_pairs.end());
        return std::move(m_pairs);
    }

  private:
    void searchOne(std::uint32_t self, std::vector<Candidate>& candidates,
                   std::vector<NearPair>& found) const {
        if (contrastOf(*m_signatures[self]) < kLeastContrast) {
            return;
        }
        candidates.clear();
        for (std::size_t window = 0; window < kWindows.size(); ++window) {
            const PerceptualHash hash = perceptualHash(*m_signatures[self], window);
            const auto take = [&](std::uint32_t other) {
                const int bits = std::popcount(hash.bits ^ m_hashes[other]);
                if (bits <= kMostBits && other != self) {
                    candidates.push_back({other, bits, static_cast<std::uint32_t>(window)});
                }
            };
            for (std::size_t band = 0; band < kBands; ++band) {
                // The band as it is, and with each choice of its weakest bits turned over.
                for (unsigned flips = 0; flips < (1U << kWeakBits); ++flips) {
                    std::uint64_t asked = hash.bits;
                    for (std::size_t weak = 0; weak < kWeakBits; ++weak) {
                        if ((flips >> weak & 1U) != 0) {
                            asked ^= std::uint64_t{1} << (16 * band + hash.weak[band][weak]);
                        }
                    }
                    m_bands[band].visit(asked, take);
                }
            }
        }
        keepNearest(candidates);
        for (const Candidate& candidate : candidates) {
            const Match match = align(*m_signatures[self], *m_signatures[candidate.other],
                                      kWindows[candidate.window]);
            if (1 - match.correlation <= kFar && isSameExposure(match)) {
                found.push_back({std::min(self, candidate.other), std::max(self, candidate.other),
                                 match.correlation});
            }
        }
    }

    /// One entry for each other picture, the nearest ones.
    static void keepNearest(std::vector<Candidate>& candidates) {
        std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
            return std::tuple(a.other, a.bits, a.window) < std::tuple(b.other, b.bits, b.window);
        });
        candidates.erase(
            std::unique(candidates.begin(), candidates.end(),
                        [](const Candidate& a, const Candidate& b) { return a.other == b.other; }),
            candidates.end());
        std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
            return std::tuple(a.bits, a.other) < std::tuple(b.bits, b.other);
        });
        if (candidates.size() > kMostCandidates) {
            candidates.resize(kMostCandidates);
        }
    }

    std::span<const Signature* const> m_signatures;
    unsigned m_threads;
    std::vector<std::uint64_t> m_hashes;
    std::vector<BandIndex> m_bands;
    std::mutex m_mutex;
    std::vector<NearPair> m_pairs;
};

double distanceOf(const NearPair& pair) {
    return 1 - static_cast<double>(pair.likeness);
}

/// The largest distance at which pairs stand out from what merely resembles each other. Where few
/// pairs lie just beyond what is accepted, that is the usual limit. In a set of pictures that are
/// all of a kind (digits), their density there tells how many pairs chance brings nearer, too.
double acceptedDistance(const std::vector<NearPair>& pairs, std::size_t pictures) {
    constexpr double kResembling = 0.05;  ///< pairs a picture that make a set of one kind
    constexpr double kShareByChance = 0.05;
    constexpr double kHardlyAny = 0.0005;  ///< the same pixels, rounded otherwise
    std::size_t nearer = 0;
    std::size_t beyond = 0;
    std::vector<double> distances;
    for (const NearPair& pair : pairs) {
        const double distance = distanceOf(pair);
        if (distance <= kAccepted) {
            distances.push_back(distance);
        } else {
            ++beyond;
            nearer += distance <= kNear ? 1U : 0U;
        }
    }
    if (static_cast<double>(beyond) < kResembling * static_cast<double>(pictures)) {
        return kAccepted;
    }
    std::sort(distances.begin(), distances.end());
    const double density = static_cast<double>(nearer) / (kNear - kAccepted);
    for (std::size_t i = distances.size(); i > 0; --i) {
        if (density * distances[i - 1] <= kShareByChance * static_cast<double>(i)) {
            return std::max(distances[i - 1], kHardlyAny);
        }
    }
    return kHardlyAny;
}

}  // namespace

Result<std::vector<NearPair>> findNearDuplicates(std::span<const Signature* const> signatures,
                                                 unsigned threads, const ProgressCallback& progress,
                                                 const std::stop_token& stop) {
    Search search(signatures, threads == 0 ? hardwareThreads() : threads);
    MN_TRY(search.run(progress, stop));
    std::vector<NearPair> pairs = search.takePairs();
    const double accepted = acceptedDistance(pairs, signatures.size());
    std::erase_if(pairs, [&](const NearPair& pair) { return distanceOf(pair) > accepted; });
    return pairs;
}

Result<std::vector<NearPair>> findNearDuplicates(std::span<const Signature> signatures,
                                                 unsigned threads, const ProgressCallback& progress,
                                                 const std::stop_token& stop) {
    std::vector<const Signature*> each;
    each.reserve(signatures.size());
    for (const Signature& signature : signatures) {
        each.push_back(&signature);
    }
    return findNearDuplicates(std::span<const Signature* const>(each), threads, progress, stop);
}

}  // namespace minarai::dataset
