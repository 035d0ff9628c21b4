// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "downloader_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "base/files.h"
#include "zoo/pretrained_files.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLibraryName = "libminarai_downloader.so";

/// Beside the program (build tree), in its lib/minarai (installed), or where the user says.
std::vector<fs::path> candidates() {
    std::vector<fs::path> paths;
    if (const char* folder = std::getenv("MINARAI_LIBRARY_DIR")) {
        paths.push_back(fs::path(folder) / kLibraryName);
    }
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        paths.push_back(program.parent_path() / kLibraryName);
        paths.push_back(program.parent_path().parent_path() / MINARAI_INSTALL_LIBDIR / "minarai" /
                        kLibraryName);
    }
    return paths;
}

}  // namespace

Result<const download::Fetcher*> loadDownloader(const zoo::PretrainedWeights& wanted) {
    std::string reason = fmt::format("{} was not found", kLibraryName);
    for (const fs::path& path : candidates()) {
        std::error_code error;
        if (!fs::exists(path, error)) {
            continue;
        }
        void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) {
            const char* text = ::dlerror();
            reason = text == nullptr ? "unknown" : text;
            continue;
        }
        using Make = const download::Fetcher* (*)(int);
        const auto make = reinterpret_cast<Make>(::dlsym(library, "minaraiDownloader"));
        const download::Fetcher* fetcher = make == nullptr ? nullptr : make(download::kFetcherAbi);
        if (fetcher != nullptr) {
            return fetcher;
        }
        reason = fmt::format("{} belongs to another version", toUtf8(path));
    }
    return fail(ErrorCode::DownloaderMissing, reason, wanted.url, toUtf8(zoo::weightsFolder()));
}

}  // namespace minarai::cli
