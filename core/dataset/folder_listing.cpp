// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// readdir and fstatat: std::filesystem asks the kernel several times as often.
#include "dataset/folder_listing.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "image/decode.h"

namespace minarai::dataset {

namespace {

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

EntryKind kindOf(mode_t mode) {
    if (S_ISREG(mode)) {
        return EntryKind::File;
    }
    return S_ISDIR(mode) ? EntryKind::Folder : EntryKind::Other;
}

}  // namespace

Listing listFolder(const std::filesystem::path& path) {
    Listing listing;
    const std::unique_ptr<DIR, CloseFolder> folder(::opendir(path.c_str()));
    struct stat status {};
    if (!folder || ::fstat(::dirfd(folder.get()), &status) != 0) {
        listing.error = errno;
        return listing;
    }
    listing.identity = {status.st_dev, status.st_ino};
    while (true) {
        errno = 0;
        const dirent* item = ::readdir(folder.get());
        if (item == nullptr) {
            listing.error = errno != 0 ? errno : listing.error;
            break;
        }
        Entry entry;
        entry.name = item->d_name;
        if (entry.name.front() == '.') {
            listing.hiddenFiles += item->d_type == DT_REG ? 1U : 0U;
            continue;
        }
        const bool file = item->d_type == DT_REG;
        // A file that is no image needs no look at its size.
        if (file && !image::hasImageExtension(entry.name)) {
            entry.kind = EntryKind::File;
            listing.entries.push_back(std::move(entry));
            continue;
        }
        if (::fstatat(::dirfd(folder.get()), item->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            const int why = errno;
            if (why == EACCES && ::faccessat(::dirfd(folder.get()), ".", X_OK, AT_EACCESS) != 0) {
                listing.error = why;  // the folder tells its names, and nothing of what they name
            } else if (why != ENOENT) {  // then it was removed in the meantime
                listing.entries.push_back(std::move(entry));
            }
            continue;
        }
        entry.viaLink = S_ISLNK(status.st_mode);
        if (entry.viaLink && ::fstatat(::dirfd(folder.get()), item->d_name, &status, 0) != 0) {
            entry.kind = EntryKind::BrokenLink;
            listing.entries.push_back(std::move(entry));
            continue;
        }
        entry.kind = kindOf(status.st_mode);
        entry.identity = {status.st_dev, status.st_ino};
        entry.bytes = static_cast<std::uint64_t>(status.st_size);
        entry.modifiedNs =
            std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
        listing.entries.push_back(std::move(entry));
    }
    std::sort(listing.entries.begin(), listing.entries.end(),
              [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return listing;
}

}  // namespace minarai::dataset
