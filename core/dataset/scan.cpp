// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <set>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/parallel.h"
#include "dataset/catalog.h"
#include "dataset/folder_listing.h"
#include "dataset/names.h"
#include "image/decode.h"

namespace minarai::dataset {

namespace {

namespace fs = std::filesystem;

/// Folders within folders beyond this are not read: paths would outgrow what the system takes.
constexpr std::size_t kMaxDepth = 100;
constexpr std::uint64_t kFilesPerReport = 1000;

Problem unreadableFolder(const std::string& path, int reason) {
    Error error = readError(path, reason);
    if (!error.args.empty()) {
        error.args[0] = path;
    }
    return makeProblem(ProblemKind::UnreadableFolder, path, std::move(error));
}

std::string joined(const std::string& folder, const std::string& name) {
    return folder.empty() ? name : folder + "/" + name;
}

/// Counts files over all threads and tells the caller, one thread at a time.
class Reporter {
  public:
    explicit Reporter(const ProgressCallback& progress) : m_progress(progress) {}

    void add(std::uint64_t files) {
        const std::uint64_t done = m_done.fetch_add(files, std::memory_order_relaxed) + files;
        if (m_progress && done / kFilesPerReport != (done - files) / kFilesPerReport) {
            const std::lock_guard lock(m_mutex);
            m_progress(Progress{m_done.load(std::memory_order_relaxed), 0});
        }
    }

  private:
    const ProgressCallback& m_progress;
    std::atomic<std::uint64_t> m_done{0};
    std::mutex m_mutex;
};

/// One class folder of one part: the unit of parallel work.
struct Unit {
    std::string path;  ///< relative to the root
    std::string className;
    Part part = Part::Train;
    std::vector<Sample> samples;
    std::vector<Problem> problems;
    std::uint64_t ignoredFiles = 0;
};

class UnitScanner {
  public:
    UnitScanner(const fs::path& root, Unit& unit, Reporter& reporter, const std::stop_token& stop)
        : m_root(root), m_unit(unit), m_reporter(reporter), m_stop(stop) {}

    void run(const std::vector<Identity>& above) {
        m_ancestors = above;
        visit(m_unit.path);
    }

  private:
    void visit(const std::string& folder) {
        if (m_stop.stop_requested()) {
            return;
        }
        const Listing listing = listFolder(m_root / folder);
        m_unit.ignoredFiles += listing.hiddenFiles;
        if (listing.error != 0) {
            m_unit.problems.push_back(unreadableFolder(folder, listing.error));
        }
        m_visited.insert(listing.identity);
        m_ancestors.push_back(listing.identity);
        std::uint64_t images = 0;
        for (const Entry& entry : listing.entries) {
            images += takeEntry(folder, entry) ? 1U : 0U;
        }
        m_ancestors.pop_back();
        m_reporter.add(images);
    }

    /// True for an image.
    bool takeEntry(const std::string& folder, const Entry& entry) {
        const std::string path = joined(folder, entry.name);
        const bool isImage =
            entry.kind != EntryKind::Folder && image::hasImageExtension(entry.name);
        if (!isUtf8(entry.name)) {
            if (isImage || entry.kind == EntryKind::Folder) {
                const std::string shown = shownName(path);
                m_unit.problems.push_back(
                    makeProblem(ProblemKind::BadName, shown, fail(ErrorCode::NameNotUtf8, shown)));
            } else {
                ++m_unit.ignoredFiles;
            }
            return false;
        }
        if (entry.kind == EntryKind::Folder) {
            enter(path, entry);
            return false;
        }
        if (isImage && entry.kind == EntryKind::BrokenLink) {
            m_unit.problems.push_back(
                makeProblem(ProblemKind::Unreadable, path, fail(ErrorCode::LinkBroken, path)));
            return false;
        }
        if (!isImage || entry.kind != EntryKind::File) {
            ++m_unit.ignoredFiles;
            return false;
        }
        Sample sample;
        sample.path = path;
        sample.part = m_unit.part;
        sample.bytes = entry.bytes;
        sample.modifiedNs = entry.modifiedNs;
        m_unit.samples.push_back(std::move(sample));
        return true;
    }

    void enter(const std::string& path, const Entry& entry) {
        // A link to a folder that was read already would also let a few links that point at
        // each other stand for millions of paths.
        const bool above =
            std::find(m_ancestors.begin(), m_ancestors.end(), entry.identity) != m_ancestors.end();
        const bool again = entry.viaLink && m_visited.contains(entry.identity);
        if (above || again || m_ancestors.size() > kMaxDepth) {
            m_unit.problems.push_back(
                makeProblem(ProblemKind::LinkLoop, path, fail(ErrorCode::LinkCircle, path)));
            return;
        }
        visit(path);
    }

    const fs::path& m_root;
    Unit& m_unit;
    Reporter& m_reporter;
    const std::stop_token& m_stop;
    std::vector<Identity> m_ancestors;
    std::set<Identity> m_visited;
};

/// A part folder with its listing; the root itself where there are no parts.
struct PartFolder {
    std::string path;
    Part part = Part::Train;
    Listing listing;
};

/// The names of the folders in it.
std::set<std::string> foldersOf(const Listing& listing) {
    std::set<std::string> names;
    for (const Entry& entry : listing.entries) {
        if (entry.kind == EntryKind::Folder) {
            names.insert(entry.name);
        }
    }
    return names;
}

bool holdsImages(const Listing& listing) {
    return std::any_of(listing.entries.begin(), listing.entries.end(), [](const Entry& entry) {
        return entry.kind == EntryKind::File && image::hasImageExtension(entry.name);
    });
}

/// Fills parts when the root holds a train folder which itself holds class folders. A class that
/// happens to be called "train" holds images and is none. Where it holds both, an image was left
/// beside the classes of a part if the root holds parts alone, or another part the same classes.
bool findParts(const fs::path& root, const Listing& listing, std::vector<PartFolder>& parts) {
    bool partsAlone = true;
    for (const Entry& entry : listing.entries) {
        const auto part = partFromName(entry.name);
        if (entry.kind != EntryKind::Folder || !part) {
            partsAlone = partsAlone && entry.kind != EntryKind::Folder;
            continue;
        }
        parts.push_back({entry.name, *part, listFolder(root / entry.name)});
    }
    return std::any_of(parts.begin(), parts.end(), [&](const PartFolder& train) {
        const std::set<std::string> classes = foldersOf(train.listing);
        if (train.part != Part::Train || classes.empty()) {
            return false;
        }
        return partsAlone || !holdsImages(train.listing) ||
               std::any_of(parts.begin(), parts.end(), [&](const PartFolder& other) {
                   const std::set<std::string> names = foldersOf(other.listing);
                   return other.part != Part::Train &&
                          std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                              return classes.contains(name);
                          });
               });
    });
}

class Scan {
  public:
    Scan(const fs::path& root, const ProgressCallback& progress, const std::stop_token& stop)
        : m_reporter(progress), m_stop(stop) {
        m_catalog.root = root;
    }

    Result<Catalog> run() {
        Listing top = listFolder(m_catalog.root);
        if (top.error == ENOENT) {
            return fail(ErrorCode::FolderMissing, shownName(toUtf8(m_catalog.root)));
        }
        if (top.error == ENOTDIR) {
            return fail(ErrorCode::NotAFolder, shownName(toUtf8(m_catalog.root)));
        }
        if (top.error != 0) {
            return readError(m_catalog.root, top.error);
        }
        m_rootIdentity = top.identity;
        std::vector<PartFolder> parts;
        m_catalog.hasParts = findParts(m_catalog.root, top, parts);
        if (m_catalog.hasParts) {
            m_catalog.ignoredFiles += top.hiddenFiles;
            takeBesideParts(top);
        } else {
            parts.clear();
            parts.push_back(PartFolder{"", Part::Train, std::move(top)});
        }
        for (const PartFolder& part : parts) {
            takePart(part);
        }
        parallelFor(
            m_units.size(), hardwareThreads(),
            [&](std::size_t i) {
                UnitScanner scanner(m_catalog.root, m_units[i], m_reporter, m_stop);
                scanner.run(m_above[i]);
            },
            m_stop);
        if (m_stop.stop_requested()) {
            return fail(ErrorCode::Cancelled);
        }
        return finish();
    }

  private:
    void add(ProblemKind kind, const std::string& path, Error error) {
        m_catalog.problems.push_back(makeProblem(kind, path, std::move(error)));
    }

    void takeFile(const Entry& entry, const std::string& path) {
        if (image::hasImageExtension(entry.name)) {
            const std::string shown = shownName(path);
            add(ProblemKind::Ignored, shown, fail(ErrorCode::ImageOutsideClass, shown));
        } else if (entry.kind == EntryKind::BrokenLink) {
            // Where classes are expected, it may have led to one.
            const std::string shown = shownName(path);
            add(ProblemKind::UnreadableFolder, shown, fail(ErrorCode::LinkBroken, shown));
        } else {
            ++m_catalog.ignoredFiles;
        }
    }

    void takeBesideParts(const Listing& top) {
        for (const Entry& entry : top.entries) {
            if (entry.kind != EntryKind::Folder) {
                takeFile(entry, entry.name);
            } else if (!partFromName(entry.name)) {
                const std::string shown = shownName(entry.name);
                add(ProblemKind::Ignored, shown, fail(ErrorCode::FolderOutsideParts, shown));
            }
        }
    }

    void takePart(const PartFolder& part) {
        if (part.listing.error != 0) {
            m_catalog.problems.push_back(unreadableFolder(part.path, part.listing.error));
        }
        m_catalog.ignoredFiles += part.listing.hiddenFiles;
        for (const Entry& entry : part.listing.entries) {
            const std::string path = joined(part.path, entry.name);
            if (entry.kind != EntryKind::Folder) {
                takeFile(entry, path);
            } else if (!isUtf8(entry.name)) {
                const std::string shown = shownName(path);
                add(ProblemKind::BadName, shown, fail(ErrorCode::NameNotUtf8, shown));
            } else if (entry.identity == m_rootIdentity ||
                       entry.identity == part.listing.identity) {
                add(ProblemKind::LinkLoop, path, fail(ErrorCode::LinkCircle, path));
            } else {
                Unit unit;
                unit.path = path;
                unit.className = entry.name;
                unit.part = part.part;
                m_units.push_back(std::move(unit));
                m_above.push_back({m_rootIdentity, part.listing.identity});
            }
        }
    }

    Result<Catalog> finish() {
        for (const Unit& unit : m_units) {
            m_catalog.classes.push_back(unit.className);
        }
        // Bytes of UTF-8 sort as code points do, which is the order of Python's sorted().
        auto& classes = m_catalog.classes;
        std::sort(classes.begin(), classes.end());
        classes.erase(std::unique(classes.begin(), classes.end()), classes.end());

        std::vector<std::uint64_t> trained(classes.size());
        std::vector<std::uint64_t> all(classes.size());
        for (Unit& unit : m_units) {
            const auto label = static_cast<std::size_t>(
                std::lower_bound(classes.begin(), classes.end(), unit.className) - classes.begin());
            all[label] += unit.samples.size();
            trained[label] += unit.part == Part::Train ? unit.samples.size() : 0;
            m_catalog.ignoredFiles += unit.ignoredFiles;
            for (Sample& sample : unit.samples) {
                sample.label = static_cast<std::int32_t>(label);
                m_catalog.samples.push_back(std::move(sample));
            }
            for (Problem& found : unit.problems) {
                m_catalog.problems.push_back(std::move(found));
            }
        }
        if (m_catalog.samples.empty()) {
            return fail(ErrorCode::NoImages, shownName(toUtf8(m_catalog.root)));
        }
        for (std::size_t i = 0; i < classes.size(); ++i) {
            if (all[i] == 0) {
                add(ProblemKind::EmptyClass, classes[i], fail(ErrorCode::ClassEmpty, classes[i]));
            } else if (trained[i] == 0) {
                add(ProblemKind::EmptyClass, classes[i],
                    fail(ErrorCode::ClassUntrained, classes[i]));
            }
        }
        std::sort(m_catalog.samples.begin(), m_catalog.samples.end(),
                  [](const Sample& a, const Sample& b) {
                      return std::tie(a.part, a.label, a.path) < std::tie(b.part, b.label, b.path);
                  });
        std::stable_sort(m_catalog.problems.begin(), m_catalog.problems.end(),
                         [](const Problem& a, const Problem& b) { return a.path < b.path; });
        return std::move(m_catalog);
    }

    Catalog m_catalog;
    Reporter m_reporter;
    const std::stop_token& m_stop;
    Identity m_rootIdentity{};
    std::vector<Unit> m_units;
    std::vector<std::vector<Identity>> m_above;
};

}  // namespace

Result<Catalog> scan(const fs::path& root, const ProgressCallback& progress,
                     const std::stop_token& stop) {
    if (root.empty()) {
        return fail(ErrorCode::FolderMissing, "");  // not the working folder, by a script's mistake
    }
    std::error_code error;
    fs::path full = fs::absolute(root, error).lexically_normal();
    if (!full.has_filename() && full.has_relative_path()) {
        full = full.parent_path();  // "x/" is "x"
    }
    return Scan(full, progress, stop).run();
}

}  // namespace minarai::dataset
