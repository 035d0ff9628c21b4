// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/timeline.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "runs/run_directory.h"

namespace minarai::runs {
namespace {

constexpr std::size_t kBits = 64;

/// An image's number in a file of a stranger may be anything: bits beyond it are not kept.
constexpr std::uint32_t kMostImages = 100'000'000;

bool bitAt(const std::vector<std::uint64_t>& bits, std::uint32_t item) {
    const std::size_t word = item / kBits;
    return word < bits.size() && ((bits[word] >> (item % kBits)) & 1U) != 0;
}

std::vector<std::uint64_t> rightBits(const train::ValidationResult& result) {
    std::vector<std::uint64_t> bits;
    for (std::size_t i = 0; i < result.predictions.size(); ++i) {
        const std::uint32_t item = result.items[i];
        if (result.predictions[i].predicted != result.predictions[i].label || item >= kMostImages) {
            continue;
        }
        const std::size_t word = item / kBits;
        if (word >= bits.size()) {
            bits.resize(word + 1);
        }
        bits[word] |= std::uint64_t{1} << (item % kBits);
    }
    return bits;
}

std::uint64_t bytesOf(const train::ValidationResult& result) {
    const std::size_t classes = result.confusion.classes();
    return sizeof(train::ValidationResult) + result.items.size() * sizeof(std::uint32_t) +
           result.predictions.size() * sizeof(train::Prediction) +
           (result.top.classes.size() + result.top.in65535.size()) * sizeof(std::uint16_t) +
           classes * classes * sizeof(std::uint32_t);
}

Change changeOf(const train::Prediction& before, const train::Prediction& now) {
    if (before.predicted == now.predicted) {
        return Change::None;
    }
    if (now.predicted == now.label) {
        return Change::BecameRight;
    }
    return before.predicted == before.label ? Change::BecameWrong : Change::OtherWrong;
}

/// The changes between two results by image: both list their images in ascending order, and either
/// may lack some that could not be read.
void compare(const train::ValidationResult& before, Moment& moment) {
    const train::ValidationResult& now = *moment.result;
    std::size_t old = 0;
    for (std::size_t i = 0; i < now.predictions.size(); ++i) {
        while (old < before.items.size() && before.items[old] < now.items[i]) {
            ++old;
        }
        if (old == before.items.size()) {
            return;
        }
        if (before.items[old] == now.items[i]) {
            moment.fates[i].change = changeOf(before.predictions[old], now.predictions[i]);
        }
    }
}

void count(Moment& moment) {
    for (const Fate& fate : moment.fates) {
        moment.becameRight += fate.change == Change::BecameRight ? 1U : 0U;
        moment.becameWrong += fate.change == Change::BecameWrong ? 1U : 0U;
        moment.otherWrong += fate.change == Change::OtherWrong ? 1U : 0U;
        moment.forgotten += fate.forgotten ? 1U : 0U;
        moment.alwaysWrong += fate.alwaysWrong ? 1U : 0U;
    }
}

}  // namespace

const std::string& Moment::path(std::size_t prediction) const {
    static const std::string kNone;
    if (!paths || prediction >= result->items.size()) {
        return kNone;
    }
    const std::uint32_t item = result->items[prediction];
    return item < paths->size() ? (*paths)[item] : kNone;
}

Result<Timeline> Timeline::open(const std::filesystem::path& runFolder, std::uint64_t keptBytes) {
    MN_ASSIGN(const RunInfo info, readRunInfo(runFolder));
    Timeline timeline(runFolder);
    timeline.m_limit = keptBytes;
    auto paths = std::make_shared<std::vector<std::string>>();
    paths->reserve(info.split.val.size());
    for (const dataset::Item& item : info.split.val) {
        paths->push_back(item.path);
    }
    timeline.m_paths = std::move(paths);
    if (const auto folder = runs::dataFolder(info, runFolder)) {
        timeline.m_dataFolder = *folder;
    }
    return timeline;
}

Result<bool> Timeline::catchUp(const std::stop_token& stop, std::uint64_t budget) {
    const auto visit = [this](const EventFollower::Found& found) {
        if (const auto* started = std::get_if<train::RunStarted>(&found.event.payload)) {
            // Epochs after the point of resuming are lived through again.
            forgetFrom(started->firstEpoch);
        } else if (const auto* epoch = std::get_if<train::EpochFinished>(&found.event.payload)) {
            if (epoch->validation) {
                Entry& entry = take(*epoch);
                entry.offset = found.offset;
                entry.bytes = found.bytes;
            }
        }
    };
    MN_ASSIGN(const EventFollower::Poll poll, m_follower.poll(visit, false, budget, stop));
    if (poll.restarted) {
        forgetFrom(0);
    }
    return poll.more;
}

void Timeline::add(const train::EpochFinished& epoch) {
    if (epoch.validation) {
        forgetFrom(epoch.epoch + 1);
        take(epoch);
    }
}

Timeline::Entry& Timeline::take(const train::EpochFinished& epoch) {
    Entry& entry = m_entries[epoch.epoch];
    drop(entry);
    entry.offset.reset();
    entry.figures = epoch;
    entry.figures.validation.reset();
    entry.right = rightBits(*epoch.validation);
    keep(entry, epoch.validation);
    return entry;
}

void Timeline::keep(Entry& entry, std::shared_ptr<const train::ValidationResult> result) {
    m_kept += bytesOf(*result);
    entry.result = std::move(result);
    entry.usedAt = ++m_clock;
    while (m_kept > m_limit) {
        // The one that was not looked at for the longest time; the newest look stays.
        Entry* oldest = nullptr;
        for (auto& [number, other] : m_entries) {
            if (other.result && &other != &entry &&
                (oldest == nullptr || other.usedAt < oldest->usedAt)) {
                oldest = &other;
            }
        }
        if (oldest == nullptr) {
            return;
        }
        drop(*oldest);
    }
}

void Timeline::drop(Entry& entry) {
    if (entry.result) {
        m_kept -= bytesOf(*entry.result);
        entry.result.reset();
    }
}

void Timeline::forgetFrom(std::int64_t epoch) {
    for (auto it = m_entries.lower_bound(epoch); it != m_entries.end(); it = m_entries.erase(it)) {
        drop(it->second);
    }
}

std::vector<std::int64_t> Timeline::epochs() const {
    std::vector<std::int64_t> numbers;
    numbers.reserve(m_entries.size());
    for (const auto& [number, entry] : m_entries) {
        numbers.push_back(number);
    }
    return numbers;
}

Result<std::shared_ptr<const train::ValidationResult>> Timeline::resultOf(std::int64_t epoch) {
    const auto missing = [] {
        return fail(ErrorCode::FileFormat, "events.jsonl",
                    MN_TEXT("Error", "one of its epochs is missing"));
    };
    auto found = m_entries.find(epoch);
    // Live epochs come without their place; the file has them by now.
    bool more = true;
    while (more && found != m_entries.end() && !found->second.result && !found->second.offset) {
        MN_ASSIGN(more, catchUp());
        found = m_entries.find(epoch);
    }
    if (found == m_entries.end()) {
        return missing();
    }
    Entry& entry = found->second;
    if (entry.result) {
        entry.usedAt = ++m_clock;
        return entry.result;
    }
    if (!entry.offset) {
        return missing();
    }
    MN_ASSIGN(const train::Event event, readEventAt(m_folder, *entry.offset, entry.bytes));
    const auto* read = std::get_if<train::EpochFinished>(&event.payload);
    if (read == nullptr || !read->validation || read->epoch != epoch) {
        return missing();
    }
    keep(entry, read->validation);
    return read->validation;
}

Result<std::shared_ptr<const Moment>> Timeline::at(std::int64_t epoch) {
    if (!m_entries.contains(epoch)) {
        return fail(ErrorCode::Internal, "no such epoch");
    }
    auto moment = std::make_shared<Moment>();
    moment->paths = m_paths;
    moment->dataFolder = m_dataFolder;
    MN_ASSIGN(moment->result, resultOf(epoch));
    const train::ValidationResult& now = *moment->result;
    moment->fates.resize(now.predictions.size());
    if (const auto here = m_entries.find(epoch); here != m_entries.begin()) {
        moment->hasBefore = true;
        MN_ASSIGN(const auto before, resultOf(std::prev(here)->first));
        compare(*before, *moment);
    }
    const auto found = m_entries.find(epoch);
    if (found == m_entries.end()) {
        return fail(ErrorCode::FileFormat, "events.jsonl",
                    MN_TEXT("Error", "one of its epochs is missing"));
    }
    moment->figures = found->second.figures;
    std::vector<std::uint64_t> everRight;
    for (auto it = m_entries.begin(); it != found; ++it) {
        everRight.resize(std::max(everRight.size(), it->second.right.size()));
        for (std::size_t word = 0; word < it->second.right.size(); ++word) {
            everRight[word] |= it->second.right[word];
        }
    }
    for (std::size_t i = 0; i < now.predictions.size(); ++i) {
        if (now.predictions[i].predicted != now.predictions[i].label) {
            const bool before = bitAt(everRight, now.items[i]);
            moment->fates[i].forgotten = before;
            moment->fates[i].alwaysWrong = !before;
        }
    }
    count(*moment);
    return std::shared_ptr<const Moment>(std::move(moment));
}

}  // namespace minarai::runs
