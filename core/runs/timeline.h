// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The training time machine: what a run said of each validation image after any of its epochs.
//
// Memory: one bit an image and epoch for right or wrong (3.1 MB for 500 epochs of 50,000 images)
// and at most kKeptBytes of whole results; older ones are read again from events.jsonl, where each
// epoch's line is found by its offset.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "runs/event_follower.h"
#include "train/event.h"

namespace minarai::runs {

/// An image's verdict against that of the epoch before.
enum class Change : std::uint8_t {
    None,
    BecameRight,
    BecameWrong,
    OtherWrong,  ///< wrong before and now, but another class
};

/// What happened to an image up to an epoch.
struct Fate {
    Change change = Change::None;
    bool forgotten = false;    ///< wrong now, right in some epoch before
    bool alwaysWrong = false;  ///< wrong in every epoch up to this one
    bool operator==(const Fate&) const = default;
};

/// A run as it was after one epoch. Values; may be read from any thread.
struct Moment {
    train::EpochFinished figures;  ///< validation is null: it stands in result
    std::shared_ptr<const train::ValidationResult> result;
    std::vector<Fate> fates;  ///< one for each prediction
    bool hasBefore = false;   ///< there is an epoch before to compare with
    std::size_t becameRight = 0;
    std::size_t becameWrong = 0;
    std::size_t otherWrong = 0;
    std::size_t forgotten = 0;
    std::size_t alwaysWrong = 0;
    /// Of the split's validation images, by ValidationResult::items; relative to dataFolder.
    std::shared_ptr<const std::vector<std::string>> paths;
    std::filesystem::path dataFolder;  ///< where the run says that they are; may not be here

    /// The path of a prediction's image; empty if the run does not name it.
    [[nodiscard]] const std::string& path(std::size_t prediction) const;
};

/// Not thread-safe: one worker owns it.
class Timeline {
  public:
    static constexpr std::uint64_t kKeptBytes = std::uint64_t{64} << 20;

    /// Reads run.json. RunMissing, RunDamaged, VersionTooNew.
    static Result<Timeline> open(const std::filesystem::path& runFolder,
                                 std::uint64_t keptBytes = kKeptBytes);

    /// Takes in what events.jsonl holds beyond what was read; true if there is more to read.
    Result<bool> catchUp(const std::stop_token& stop = {},
                         std::uint64_t budget = EventFollower::kBudget);

    /// A live epoch, before or instead of its line in the file.
    void add(const train::EpochFinished& epoch);

    /// The numbers of the epochs that can be looked at, ascending.
    [[nodiscard]] std::vector<std::int64_t> epochs() const;

    /// FileFormat or ReadFailed when the epoch cannot be read again; Internal for one that is not
    /// among epochs().
    Result<std::shared_ptr<const Moment>> at(std::int64_t epoch);

    /// Bytes of the whole results that are kept now.
    [[nodiscard]] std::uint64_t keptBytes() const { return m_kept; }

  private:
    explicit Timeline(std::filesystem::path folder) : m_folder(folder), m_follower(folder) {}

    struct Entry {
        train::EpochFinished figures;
        std::vector<std::uint64_t> right;  ///< a bit for each image of the split
        std::optional<std::uint64_t> offset;
        std::uint64_t bytes = 0;
        std::shared_ptr<const train::ValidationResult> result;  ///< null: in the file
        std::uint64_t usedAt = 0;
    };

    std::filesystem::path m_folder;
    std::filesystem::path m_dataFolder;
    std::shared_ptr<const std::vector<std::string>> m_paths;
    EventFollower m_follower;
    std::map<std::int64_t, Entry> m_entries;
    std::uint64_t m_limit = kKeptBytes;
    std::uint64_t m_kept = 0;
    std::uint64_t m_clock = 0;

    Entry& take(const train::EpochFinished& epoch);
    void keep(Entry& entry, std::shared_ptr<const train::ValidationResult> result);
    void drop(Entry& entry);
    void forgetFrom(std::int64_t epoch);
    /// May read on in the file: no reference into m_entries holds across it.
    Result<std::shared_ptr<const train::ValidationResult>> resultOf(std::int64_t epoch);
};

}  // namespace minarai::runs
