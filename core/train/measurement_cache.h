// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Measurements kept from one start to the next, so that each is made once.
//
// A JSON file: {"version":2,"measurements":[{"key":{...},"result":{...}}]}, oldest first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "train/measurement.h"

namespace minarai::train {

/// Everything a measurement depends on.
struct MeasurementKey {
    std::string model;  ///< name, input and a digest of the whole spec: "resnet18 3×64×64 1f0c..."
    std::int64_t batch = 0;
    std::string precision;  ///< as asked for
    std::string updates;    ///< optimiser, and what is frozen: "adamw, early, features"
    std::string device;     ///< as asked for
    int threads = 0;        ///< as asked for
    std::string machine;    ///< processor and number of its threads
    std::string versions;   ///< of the program and of torch
    bool operator==(const MeasurementKey&) const = default;
};

/// "resnet18 3×64×64 1f0c...": what stands for a spec in a key.
std::string measuredModelText(const spec::ModelSpec& model);

/// torchVersion as the engine gives it. `request.model` is not looked at.
MeasurementKey measurementKey(std::string modelText, const MeasureRequest& request,
                              const std::string& torchVersion);

/// $XDG_CACHE_HOME/minarai/measurements.json, or the same below ~/.cache.
std::filesystem::path measurementFile();

/// One thread at a time. Several programs may share the file: each write begins with what the
/// others have added.
class MeasurementCache {
  public:
    static constexpr std::size_t kMost = 2000;  ///< the oldest give way

    explicit MeasurementCache(std::filesystem::path file) : m_file(std::move(file)) {}

    /// A file that is missing, damaged or of another version holds nothing.
    [[nodiscard]] std::optional<Measurement> find(const MeasurementKey& key);

    /// Takes the place of an older measurement with this key. WriteFailed, DiskFull.
    Status store(const MeasurementKey& key, const Measurement& measurement);

  private:
    struct Entry {
        MeasurementKey key;
        Measurement measurement;
    };

    void read();

    std::filesystem::path m_file;
    bool m_read = false;
    std::vector<Entry> m_entries;
};

}  // namespace minarai::train
