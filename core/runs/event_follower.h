// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reads events.jsonl as it grows, whoever writes it: this program, another one, another machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "base/error.h"
#include "train/event.h"

namespace minarai::runs {

/// Not thread-safe. A line counts when its end is written; what is cut is read again later.
class EventFollower {
  public:
    explicit EventFollower(std::filesystem::path runFolder)
        : m_path(std::move(runFolder) / "events.jsonl") {}

    struct Found {
        train::Event event;
        std::uint64_t offset = 0;  ///< of its line in the file
        std::uint64_t bytes = 0;   ///< of its line
    };
    using Visit = std::function<void(const Found& found)>;

    struct Poll {
        /// The file became shorter: what was told before is void. Nothing was visited; poll again.
        bool restarted = false;
        bool more = false;  ///< the budget is used up, not the file
        std::uint64_t brokenLines = 0;
    };
    /// Visits the events written since the last call, at most about `budget` bytes of them and at
    /// least one line. Steps are passed over without being parsed unless they are wanted.
    /// RunMissing while there is no file, ReadFailed.
    Result<Poll> poll(const Visit& visit, bool withSteps, std::uint64_t budget = kBudget,
                      const std::stop_token& stop = {});
    static constexpr std::uint64_t kBudget = std::uint64_t{8} << 20;

  private:
    std::filesystem::path m_path;
    std::uint64_t m_offset = 0;
};

/// The event of the line at this place. FileFormat if it is another line now, ReadFailed.
Result<train::Event> readEventAt(const std::filesystem::path& runFolder, std::uint64_t offset,
                                 std::uint64_t bytes);

}  // namespace minarai::runs
