// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/cleaned_copy.h"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string_view>
#include <system_error>
#include <unordered_set>

#include <fmt/format.h>

#include "base/files.h"
#include "base/text.h"
#include "dataset/draft_folder.h"

namespace minarai::dataset {

namespace fs = std::filesystem;

namespace {

/// The path without its part's folder and its class's.
std::string_view nameBelowClass(const Sample& sample, bool hasParts) {
    std::string_view name = sample.path;
    for (int folders = hasParts ? 2 : 1; folders > 0; --folders) {
        name.remove_prefix(name.find('/') + 1);
    }
    return name;
}

/// "cats/1-2.jpg" for "cats/1.jpg" and 2.
std::string numbered(const std::string& path, unsigned number) {
    const std::size_t dot = path.rfind('.');
    const bool hasEnding = dot != std::string::npos && dot > path.rfind('/') + 1;
    const std::size_t end = hasEnding ? dot : path.size();
    return fmt::format("{}-{}{}", path.substr(0, end), number, path.substr(end));
}

bool isBelow(const fs::path& path, const fs::path& folder) {
    std::error_code error;
    const fs::path relative =
        fs::weakly_canonical(path, error).lexically_relative(fs::weakly_canonical(folder, error));
    return !relative.empty() && *relative.begin() != "..";
}

/// Why the file could not be copied: the one that is read or the one that is written.
Error copyError(const fs::path& from, const fs::path& to, const std::error_code& error) {
    std::error_code ignored;
    if (::access(from.c_str(), R_OK) != 0) {
        return readError(from, errno);
    }
    return fs::is_regular_file(from, ignored) ? writeError(to, error.value())
                                              : fail(ErrorCode::ReadFailed, toUtf8(from),
                                                     MN_TEXT("Error", "it is not a regular file"));
}

}  // namespace

CopyPlan planCopy(const Catalog& catalog) {
    CopyPlan plan;
    plan.root = catalog.root;
    plan.images.resize(catalog.samples.size());
    std::unordered_set<std::string> taken;
    std::vector<std::uint64_t> counts(catalog.classes.size());
    std::vector<std::size_t> others;  // have another name than in the folder
    for (std::size_t i = 0; i < catalog.samples.size(); ++i) {
        const Sample& sample = catalog.samples[i];
        const auto label = static_cast<std::size_t>(sample.label);
        CopiedImage& image = plan.images[i];
        image.from = sample.path;
        image.to = catalog.hasParts ? std::string(partName(sample.part)) + "/" : std::string();
        image.to += catalog.classes[label] + "/";
        image.to += nameBelowClass(sample, catalog.hasParts);
        ++counts[label];
        plan.bytes += sample.bytes;
        if (image.to == image.from) {
            taken.insert(image.to);
        } else {
            others.push_back(i);
        }
    }
    for (const std::size_t i : others) {
        std::string& to = plan.images[i].to;
        const std::string wanted = to;
        for (unsigned number = 2; !taken.insert(to).second; ++number) {
            to = numbered(wanted, number);
        }
        plan.renumbered += to == wanted ? 0 : 1;
    }
    for (std::size_t label = 0; label < counts.size(); ++label) {
        if (counts[label] > 0) {
            plan.classes.emplace_back(catalog.classes[label], counts[label]);
        }
    }
    return plan;
}

Status writeCopy(const CopyPlan& plan, const fs::path& target, const ProgressCallback& progress,
                 const std::stop_token& stop) {
    MN_ASSIGN(const fs::path folder, newOrEmptyFolder(target));
    if (isBelow(folder, plan.root)) {
        return fail(ErrorCode::WriteFailed, toUtf8(folder),
                    MN_TEXT("Dataset", "it lies inside the folder of the images"));
    }
    MN_ASSIGN(DraftFolder draft, DraftFolder::begin(folder));
    std::error_code error;
    if (const auto space = fs::space(draft.path(), error); !error && space.available < plan.bytes) {
        return fail(ErrorCode::DiskFull, toUtf8(folder));
    }
    fs::path parent;
    std::uint64_t done = 0;
    for (const CopiedImage& image : plan.images) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled);
        }
        const fs::path from = plan.root / fromUtf8(image.from);
        const fs::path to = draft.path() / fromUtf8(image.to);
        if (to.parent_path() != parent) {
            parent = to.parent_path();
            if (const Status made = makeFolder(parent); !made) {
                return draft.asKept(made.error());
            }
        }
        fs::copy_file(from, to, error);
        if (error) {
            return copyError(from, folder / fromUtf8(image.to), error);
        }
        if (progress) {
            progress(Progress{++done, plan.images.size()});
        }
    }
    return draft.keep();
}

}  // namespace minarai::dataset
