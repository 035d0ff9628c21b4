// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A pipeline that tells what it did, and remembers it: for previews. The same pictures as without.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "augment/pipeline.h"

namespace minarai::augment {

/// What one step did to one picture.
struct StepTrace {
    std::size_t step = 0;  ///< index into Pipeline::steps
    int width = 0;         ///< px, of the picture that came in
    int height = 0;        ///< px, of the picture that came in
    Params drawn;          ///< empty: chance left the picture as it was
};

/// The pictures between the steps of one run over one picture: where only a later step changes, the
/// next run begins behind those that stayed, with the same bytes. Not thread-safe.
class StepMemo {
  public:
    /// Pictures larger than this, such as a photograph before it is cut, are not kept.
    static constexpr std::size_t kLargestPicture = std::size_t{1} << 20;
    /// Bytes of pictures in one memo.
    static constexpr std::size_t kMostBytes = std::size_t{4} << 20;

    /// The number of leading steps whose result is kept for this seed.
    [[nodiscard]] std::size_t known(const Pipeline& pipeline, std::uint64_t seed) const;
    /// After the first `steps` steps; 1 ... known().
    [[nodiscard]] const std::shared_ptr<const image::Image>& pictureAfter(std::size_t steps) const {
        return m_entries[steps - 1].picture;
    }
    /// What those steps told.
    [[nodiscard]] std::vector<StepTrace> traceAfter(std::size_t steps) const;

    /// Forgets all that comes after the first `steps` steps, or everything for another seed.
    void cutTo(std::size_t steps, std::uint64_t seed);
    /// The result of the step after the last one; null where it is not to be kept.
    void add(const Step& step, std::shared_ptr<const image::Image> picture,
             const std::vector<StepTrace>& trace);
    /// Whether a picture of this size would still be kept.
    [[nodiscard]] bool hasRoomFor(const image::Image& picture) const;

  private:
    struct Entry {
        Step step;
        std::shared_ptr<const image::Image> picture;
        std::size_t told = 0;  ///< entries of m_trace up to here
    };
    std::uint64_t m_seed = 0;
    std::size_t m_bytes = 0;
    std::vector<Entry> m_entries;
    std::vector<StepTrace> m_trace;
};

/// What training feeds the network, as trainingTensor() gives it (float32 CHW, tensorSize elements
/// into out), with one entry of `trace` for each step that is on, in the order in which they act.
/// A memo is of earlier runs over the same picture, and is brought up to this one.
void tracedTensor(const Pipeline& pipeline, const image::Image& picture,
                  const PreprocessSpec& preprocess, std::uint64_t seed, float* out,
                  std::vector<StepTrace>& trace, StepMemo* memo = nullptr);

/// Nearly the same, quicker, from a reduced picture of one of width x height px; the trace is that
/// of the large one. False, and nothing in `out`, where a step needs the large picture.
bool roughTensor(const Pipeline& pipeline, const Reduced& source, int width, int height,
                 const PreprocessSpec& preprocess, std::uint64_t seed, float* out,
                 std::vector<StepTrace>& trace);

}  // namespace minarai::augment
