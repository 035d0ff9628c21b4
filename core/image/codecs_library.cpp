// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/codecs_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "base/files.h"

namespace minarai::image {

namespace {

/// Beside the program (build tree), where an installation puts it, and where the environment says.
std::vector<std::filesystem::path> searchFolders() {
    std::vector<std::filesystem::path> folders;
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error) {
        const auto folder = program.parent_path();
        folders.push_back(folder);
        folders.push_back(folder / ".." / MINARAI_INSTALL_LIBDIR / "minarai");
        folders.push_back(folder / ".." / "lib" / "minarai");
    }
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in the program changes the environment
    if (const char* named = std::getenv("MINARAI_LIBRARY_DIR"); named != nullptr) {
        folders.emplace_back(named);
    }
    return folders;
}

Result<DecodeFunction> load() {
    std::string reason = "not found: " MINARAI_CODECS_FILE;
    for (const auto& folder : searchFolders()) {
        const auto file = folder / MINARAI_CODECS_FILE;
        std::error_code error;
        if (!std::filesystem::exists(file, error)) {
            continue;
        }
        // Never closed: the libraries behind it don't survive being unloaded.
        void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
        void* symbol = library != nullptr ? dlsym(library, "minarai_codecs_decode") : nullptr;
        if (symbol != nullptr) {
            return reinterpret_cast<DecodeFunction>(symbol);
        }
        if (const char* text = dlerror(); text != nullptr) {
            reason = text;
        }
    }
    return fail(ErrorCode::CodecsMissing, reason);
}

}  // namespace

Result<DecodeFunction> codecsDecode() {
    static const Result<DecodeFunction> loaded = load();
    return loaded;
}

}  // namespace minarai::image
