// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/draft_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/descriptor.h"
#include "base/files.h"
#include "dataset/names.h"

namespace minarai::dataset {

namespace fs = std::filesystem;

namespace {

Descriptor openFolder(const fs::path& folder) {
    return Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

/// What was written below the folder is on the disk: one flush of the file system instead of one
/// for each of very many files. 0 or the errno of the failure.
int flushBelow(const fs::path& folder) {
    const Descriptor fd = openFolder(folder);
    return fd.get() >= 0 && ::syncfs(fd.get()) == 0 ? 0 : errno;
}

/// The names in it are on the disk.
void flushNames(const fs::path& folder) {
    const Descriptor fd = openFolder(folder);
    if (fd.get() >= 0) {
        (void)::fsync(fd.get());  // some file systems refuse this on folders; the rename stands
    }
}

}  // namespace

Result<fs::path> newOrEmptyFolder(const fs::path& folder) {
    std::error_code error;
    fs::path target = fs::absolute(folder, error).lexically_normal();
    if (!target.has_filename() && target.has_relative_path()) {
        target = target.parent_path();
    }
    if (fs::exists(target, error) &&
        (!fs::is_directory(target, error) || !fs::is_empty(target, error))) {
        return fail(ErrorCode::AlreadyExists, shownName(toUtf8(target)));
    }
    return target;
}

DraftFolder::DraftFolder(fs::path target, bool exists)
    : m_target(std::move(target)), m_targetExists(exists) {
    // Inside an existing folder, which may be another file system than its parent. Hidden entries
    // are no classes.
    const std::string ending = fmt::format(".tmp-{}", ::getpid());
    m_draft = exists ? m_target / ending : m_target;
    if (!exists) {
        m_draft += ending;
    }
}

DraftFolder::DraftFolder(DraftFolder&& other) noexcept
    : m_target(std::move(other.m_target)),
      m_draft(std::exchange(other.m_draft, {})),
      m_targetExists(other.m_targetExists) {}

DraftFolder::~DraftFolder() {
    std::error_code ignored;
    if (!m_draft.empty()) {
        fs::remove_all(m_draft, ignored);
    }
}

Result<DraftFolder> DraftFolder::begin(const fs::path& target) {
    std::error_code error;
    const bool exists = fs::is_directory(target, error);
    if (!exists) {
        MN_TRY(makeFolder(target.parent_path()));
    }
    DraftFolder draft(target, exists);
    fs::remove_all(draft.m_draft, error);  // of a process with this number that was killed
    if (const Status made = makeFolder(draft.m_draft); !made) {
        return draft.asKept(made.error());
    }
    return draft;
}

Error DraftFolder::asKept(Error error) const {
    const std::string draft = toUtf8(m_draft);
    for (std::string& argument : error.args) {
        const bool isBelow = argument.starts_with(draft + "/");
        if (isBelow || argument == draft) {
            argument.replace(0, draft.size(), toUtf8(m_target));
        }
    }
    return error;
}

Status DraftFolder::keep() {
    if (const int failure = flushBelow(m_draft); failure != 0) {
        return writeError(m_target, failure);
    }
    if (m_targetExists) {
        return moveEntries();
    }
    std::error_code error;
    fs::rename(m_draft, m_target, error);
    if (error) {
        return writeError(m_target, error.value());
    }
    m_draft.clear();
    flushNames(m_target.parent_path());
    return {};
}

Status DraftFolder::moveEntries() {
    std::error_code error;
    std::vector<fs::path> entries;
    for (fs::directory_iterator it(m_draft, error), end; !error && it != end; it.increment(error)) {
        entries.push_back(it->path());
    }
    std::vector<fs::path> moved;
    for (const fs::path& entry : entries) {
        const fs::path place = m_target / entry.filename();
        if (!error) {
            fs::rename(entry, place, error);
        }
        if (!error) {
            moved.push_back(place);
        }
    }
    if (error) {
        Status status = writeError(m_target, error.value());
        for (const fs::path& place : moved) {
            fs::remove_all(place, error);
        }
        return status;
    }
    fs::remove(m_draft, error);
    m_draft.clear();
    flushNames(m_target);
    return {};
}

}  // namespace minarai::dataset
