// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The sources of the project as a graph of includes, for the tests that guard the house's plan.
#pragma once

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace minarai::house {

struct Include {
    std::string target;    ///< as written: "torch/torch.h", "base/error.h"
    std::string resolved;  ///< path in the project, "" when it is not one of its files
    std::size_t line = 0;
};

struct SourceFile {
    std::string path;  ///< relative to the root, "/" between parts
    std::string text;
    std::vector<Include> includes;

    [[nodiscard]] bool isHeader() const { return path.ends_with(".h"); }
    [[nodiscard]] bool isTorchHeader() const { return path.ends_with("_torch.h"); }
};

/// The rooms of core/, the lowest first: a room may include itself and those before it.
const std::vector<std::string>& rooms();

/// "dataset" for "core/dataset/scan.cpp"; "" outside core/.
std::string roomOf(const std::string& path);

/// The text with the contents of comments (not of strings) blanked; lines stay where they are.
std::string withoutComments(const std::string& text);

/// All sources below `folders` of a project: .h, .cpp, .inc and CMake files.
class SourceTree {
  public:
    SourceTree(const std::filesystem::path& root, const std::vector<std::string>& folders);

    [[nodiscard]] const std::map<std::string, SourceFile>& files() const { return m_files; }

    /// Every project file that `path` includes, directly or not, with itself.
    [[nodiscard]] std::set<std::string> closure(const std::string& path) const;

    // Each rule returns its violations as "path:line: what", sorted by path.
    [[nodiscard]] std::vector<std::string> torchSeenByScreen() const;
    [[nodiscard]] std::vector<std::string> torchInPlainHeaders() const;
    [[nodiscard]] std::vector<std::string> torchOutsideItsRooms() const;
    [[nodiscard]] std::vector<std::string> openCvInHeaders() const;
    [[nodiscard]] std::vector<std::string> qtInCore() const;
    [[nodiscard]] std::vector<std::string> roomsOutOfOrder() const;
    [[nodiscard]] std::vector<std::string> layersOutOfOrder() const;
    [[nodiscard]] std::vector<std::string> missingIncludes() const;

    /// Lines that match `word` in files whose path begins with one of `places` and ends with one
    /// of `endings`.
    [[nodiscard]] std::vector<std::string> matches(const std::regex& word,
                                                   const std::vector<std::string>& places,
                                                   const std::vector<std::string>& endings,
                                                   bool inComments = false) const;

  private:
    [[nodiscard]] std::string resolve(const std::string& from, const std::string& target) const;

    std::map<std::string, SourceFile> m_files;
};

/// True for an include of LibTorch's headers.
bool isTorch(const Include& include);
bool isOpenCv(const Include& include);
bool isQt(const Include& include);

}  // namespace minarai::house
