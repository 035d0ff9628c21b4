// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The embedded sample set: small pictures that the program draws itself, for the first minute.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "image/image.h"

namespace minarai::dataset {

/// Names of the classes, at least six.
const std::vector<std::string>& sampleClasses();

inline constexpr int kSampleEdge = 64;  ///< px
inline constexpr int kSamplesPerClass = 80;

/// Picture `index` of a class; the same on every machine. Each seed is another set, none the usual
/// one.
image::Image drawSample(std::size_t classIndex, std::uint64_t index,
                        std::optional<std::uint64_t> seed = {});

/// Writes `<folder>/<class>/<class>_0001.png` ... Refuses a folder that holds anything
/// (AlreadyExists) unless it holds exactly an earlier, complete sample set of the same size and
/// seed. On up to `threads` threads, 0: all.
Status writeSampleSet(const std::filesystem::path& folder, int perClass = kSamplesPerClass,
                      const ProgressCallback& progress = {}, const std::stop_token& stop = {},
                      std::optional<std::uint64_t> seed = {}, int threads = 0);

}  // namespace minarai::dataset
