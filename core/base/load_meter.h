// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How busy the machine is: processor load and memory, from /proc.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace minarai {

struct MachineLoad {
    /// 0 ... 1, of all cores together, since the last read; nothing at the first.
    std::optional<double> processor;
    std::uint64_t processBytes = 0;    ///< resident memory of this process
    std::uint64_t availableBytes = 0;  ///< what programs can still have without swapping
    std::uint64_t totalBytes = 0;
};

/// Not thread-safe. Where a file is missing or unusual its values stay 0.
class LoadMeter {
  public:
    /// proc: the folder of the kernel's files; another one in tests.
    explicit LoadMeter(std::filesystem::path proc = "/proc") : m_proc(std::move(proc)) {}

    MachineLoad read();

  private:
    std::filesystem::path m_proc;
    std::uint64_t m_busy = 0;
    std::uint64_t m_all = 0;
};

}  // namespace minarai
