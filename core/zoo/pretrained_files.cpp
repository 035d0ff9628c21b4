// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "zoo/pretrained_files.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>

#include "base/files.h"
#include "base/sha256.h"
#include "base/text.h"

namespace minarai::zoo {

namespace fs = std::filesystem;

namespace {

/// An absolute path from the environment; relative ones are to be ignored (XDG base directories).
std::optional<fs::path> folderFrom(const char* variable) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0' || !fs::path(value).is_absolute()) {
        return std::nullopt;
    }
    return fs::path(value);
}

fs::path cacheRoot() {
    if (auto folder = folderFrom("XDG_CACHE_HOME")) {
        return *folder;
    }
    std::error_code error;
    return folderFrom("HOME").value_or(fs::temp_directory_path(error)) / ".cache";
}

}  // namespace

fs::path weightsFolder() {
    return cacheRoot() / "minarai" / "weights";
}

std::vector<fs::path> weightsFolders() {
    const fs::path checkpoints = fs::path("hub") / "checkpoints";
    std::vector<fs::path> folders{weightsFolder()};
    if (const auto home = folderFrom("TORCH_HOME")) {
        folders.push_back(*home / checkpoints);
    }
    folders.push_back(cacheRoot() / "torch" / checkpoints);
    if (const auto home = folderFrom("HOME")) {
        const fs::path usual = *home / ".cache" / "torch" / checkpoints;
        if (usual != folders.back()) {
            folders.push_back(usual);
        }
    }
    return folders;
}

std::optional<fs::path> findLocal(const PretrainedWeights& weights,
                                  const std::vector<fs::path>& folders) {
    for (const fs::path& folder : folders) {
        for (const std::string& name : {weights.file, weights.formerFile}) {
            std::error_code error;
            const fs::path path = folder / name;
            if (name.empty() || !fs::is_regular_file(path, error)) {
                continue;
            }
            const std::uintmax_t size = fs::file_size(path, error);
            if (!error && weights.fits(size)) {
                return path;
            }
        }
    }
    return std::nullopt;
}

Error damaged(const PretrainedWeights& weights, const fs::path& file, std::string_view what) {
    return fail(ErrorCode::WeightsDamaged, toUtf8(file), what, weights.url);
}

Status checkFile(const PretrainedWeights& weights, const fs::path& file,
                 const std::stop_token& stop) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    if (error) {
        return readError(file, error.value());
    }
    if (!weights.fits(size)) {
        return damaged(weights, file, MN_TEXT("Error", "it has another length"));
    }
    std::ifstream in(file, std::ios::binary);
    Sha256 hash;
    std::vector<char> chunk(std::size_t{1} << 20);
    while (in && !stop.stop_requested()) {
        in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        hash.add({reinterpret_cast<const std::uint8_t*>(chunk.data()),
                  static_cast<std::size_t>(in.gcount())});
    }
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled);
    }
    if (!in.eof()) {
        return readError(file, EIO);
    }
    if (!hash.hex().starts_with(weights.sha256)) {
        return damaged(weights, file, MN_TEXT("Error", "its SHA-256 is another one"));
    }
    return {};
}

}  // namespace minarai::zoo
