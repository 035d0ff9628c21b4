// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/folder_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/descriptor.h"
#include "base/files.h"
#include "base/parallel.h"

namespace minarai::dataset {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kEvents = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                  IN_CLOSE_WRITE | IN_DELETE_SELF | IN_MOVE_SELF;
/// A folder that was written to so shortly before may have been scanned before that.
constexpr std::int64_t kRecentSeconds = 60;
/// A scan takes at most this part of the time while a folder never rests.
constexpr int kRestPerScan = 10;
/// Scans for one look at a folder in which folders come and go.
constexpr int kMostRounds = 4;

/// The folders in which a change can matter, relative to the root, "" for the root itself.
std::set<std::string> foldersOf(const Catalog& catalog) {
    std::set<std::string> folders{""};
    std::string_view last;
    for (const Sample& sample : catalog.samples) {
        const std::string_view path = sample.path;
        const std::string_view parent = path.substr(0, std::min(path.rfind('/'), path.size()));
        if (parent == last) {
            continue;
        }
        last = parent;
        for (std::size_t end = parent.find('/'); end != std::string_view::npos;
             end = parent.find('/', end + 1)) {
            folders.emplace(parent.substr(0, end));
        }
        folders.emplace(parent);
    }
    if (!catalog.hasParts) {
        // A class without images has a folder all the same.
        folders.insert(catalog.classes.begin(), catalog.classes.end());
    }
    return folders;
}

class Watching {
  public:
    Watching(std::shared_ptr<const Catalog> known, FolderWatch::Listener listener,
             const FolderWatchOptions& options)
        : m_known(std::move(known)),
          m_listener(std::move(listener)),
          m_options(options),
          m_inotify(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
          m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

    void run(const std::stop_token& stop) {
        if (m_inotify.get() < 0 || m_wake.get() < 0) {
            return;  // the system has no more of them: the folder can be read again by hand
        }
        const std::stop_callback wake(stop, [this] {
            const std::uint64_t one = 1;
            (void)!::write(m_wake.get(), &one, sizeof one);
        });
        const bool isFresh = watchAll(*m_known);
        if (isFresh) {
            look(stop);
        }
        while (!stop.stop_requested()) {
            if (waitFor(std::nullopt) && readEvents()) {
                settle(stop);
                look(stop);
            }
        }
    }

  private:
    std::shared_ptr<const Catalog> m_known;
    FolderWatch::Listener m_listener;
    FolderWatchOptions m_options;
    Descriptor m_inotify;
    Descriptor m_wake;
    std::unordered_map<int, std::string> m_folders;  ///< by watch
    std::set<std::string> m_watched;
    FolderDifference m_told;
    Clock::duration m_scanTook{};

    /// True when something was written to one of these folders a short time ago.
    bool watchAll(const Catalog& catalog) {
        const std::set<std::string> folders = foldersOf(catalog);
        bool isFresh = false;
        for (const std::string& folder : folders) {
            if (folder.empty() || folders.size() <= m_options.mostFolders) {
                isFresh = watch(folder) || isFresh;
            }
        }
        return isFresh;
    }

    /// The same of one folder, which is new to the watch.
    bool watch(const std::string& folder) {
        if (m_watched.size() >= m_options.mostFolders || !m_watched.insert(folder).second) {
            return false;
        }
        const fs::path path = folder.empty() ? m_known->root : m_known->root / fromUtf8(folder);
        const int number = ::inotify_add_watch(m_inotify.get(), path.c_str(), kEvents | IN_ONLYDIR);
        if (number < 0) {
            const bool isGone = errno == ENOENT;  // since the scan
            m_watched.erase(folder);
            return isGone;
        }
        m_folders[number] = folder;
        struct stat status {};
        timespec now{};
        return ::stat(path.c_str(), &status) == 0 && ::clock_gettime(CLOCK_REALTIME, &now) == 0 &&
               status.st_mtim.tv_sec + kRecentSeconds >= now.tv_sec;
    }

    /// False when it was woken to stop, or nothing happened until then.
    bool waitFor(std::optional<Clock::time_point> until) {
        std::array<pollfd, 2> waiting{{{m_inotify.get(), POLLIN, 0}, {m_wake.get(), POLLIN, 0}}};
        int timeout = -1;
        if (until) {
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(*until - Clock::now()).count();
            timeout = static_cast<int>(std::max<std::int64_t>(left, 0));
        }
        const int ready = ::poll(waiting.data(), waiting.size(), timeout);
        return ready > 0 && waiting[1].revents == 0;
    }

    /// Takes all events there are; true if there was one. New folders are watched from then on.
    bool readEvents() {
        bool any = false;
        alignas(inotify_event) std::array<char, 16 * 1024> buffer{};
        while (true) {
            const ssize_t got = ::read(m_inotify.get(), buffer.data(), buffer.size());
            if (got <= 0) {
                return any;
            }
            any = true;
            for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
                inotify_event event{};
                std::memcpy(&event, buffer.data() + at, sizeof event);
                const char* name = buffer.data() + at + sizeof event;
                at += sizeof event + event.len;
                takeEvent(event, event.len > 0 ? std::string_view(name) : std::string_view());
            }
        }
    }

    void takeEvent(const inotify_event& event, std::string_view name) {
        const auto folder = m_folders.find(event.wd);
        if (folder == m_folders.end()) {
            return;
        }
        if ((event.mask & IN_IGNORED) != 0) {
            m_watched.erase(folder->second);
            m_folders.erase(folder);
            return;
        }
        if ((event.mask & IN_ISDIR) == 0 || name.empty() || name.front() == '.') {
            return;
        }
        const std::string path =
            folder->second.empty() ? std::string(name) : folder->second + '/' + std::string(name);
        if ((event.mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
            watch(path);
        } else if ((event.mask & (IN_DELETE | IN_MOVED_FROM)) != 0) {
            // Another folder of this name would be another one.
            m_watched.erase(path);
            const auto inside = m_watched.lower_bound(path + '/');
            m_watched.erase(inside, m_watched.lower_bound(path + '0'));  // '0' follows '/'
        }
    }

    void settle(const std::stop_token& stop) {
        const auto longest =
            std::max<Clock::duration>(m_options.longest, kRestPerScan * m_scanTook);
        const auto latest = Clock::now() + longest;
        while (!stop.stop_requested() &&
               waitFor(std::min(Clock::now() + Clock::duration(m_options.rest), latest))) {
            readEvents();
        }
    }

    /// Scans until no folder is found that was not watched when the scan began.
    void look(const std::stop_token& stop) {
        FolderDifference difference;
        bool isFresh = true;
        for (int round = 0; isFresh && round < kMostRounds; ++round) {
            const auto begin = Clock::now();
            const auto found = scan(m_known->root, {}, stop);
            if (stop.stop_requested()) {
                return;
            }
            m_scanTook = Clock::now() - begin;
            difference = found ? differenceOf(*m_known, *found)
                               : FolderDifference{0, m_known->samples.size(), 0};
            isFresh = found && watchAll(*found);
        }
        if (!(difference == m_told)) {
            m_told = difference;
            m_listener(difference);
        }
    }
};

}  // namespace

FolderDifference differenceOf(const Catalog& before, const Catalog& after) {
    std::unordered_map<std::string_view, const Sample*> known;
    known.reserve(before.samples.size());
    for (const Sample& sample : before.samples) {
        known.emplace(sample.path, &sample);
    }
    FolderDifference difference;
    std::size_t stayed = 0;
    for (const Sample& sample : after.samples) {
        const auto found = known.find(sample.path);
        if (found == known.end()) {
            ++difference.added;
            continue;
        }
        ++stayed;
        difference.changed +=
            found->second->bytes != sample.bytes || found->second->modifiedNs != sample.modifiedNs
                ? 1U
                : 0U;
    }
    difference.removed = before.samples.size() - stayed;
    return difference;
}

FolderWatch::FolderWatch(std::shared_ptr<const Catalog> known, Listener listener,
                         FolderWatchOptions options)
    : m_thread([known = std::move(known), listener = std::move(listener),
                options](const std::stop_token& stop) mutable {
          lowerThreadPriority();
          Watching(std::move(known), std::move(listener), options).run(stop);
      }) {}

FolderWatch::~FolderWatch() {
    m_thread.request_stop();
}

}  // namespace minarai::dataset
