// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// TensorBoard event files: TFRecord framing (length and CRC-32C) around tensorflow.Event messages.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace minarai::runs {

class TensorboardWriter {
  public:
    TensorboardWriter() = default;
    TensorboardWriter(TensorboardWriter&& other) noexcept;
    TensorboardWriter& operator=(TensorboardWriter&& other) noexcept;
    ~TensorboardWriter();

    /// Opens `<folder>/events.out.tfevents.<seconds>.minarai.<number>`; the folder is created.
    static Result<TensorboardWriter> open(const std::filesystem::path& folder, std::int64_t timeMs);

    /// One event with the scalars (tag, value) of a step; whole or, on failure, nothing of it.
    Status add(std::int64_t timeMs, std::int64_t step,
               const std::vector<std::pair<std::string_view, double>>& scalars);

  private:
    Status writeRecord(const std::string& data);

    int m_fd = -1;
    std::filesystem::path m_path;
};

/// CRC-32C (Castagnoli) of bytes.
std::uint32_t crc32c(std::string_view bytes);

}  // namespace minarai::runs
