// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of files for one test, gone afterwards.
#pragma once

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/catalog.h"

namespace minarai::dataset {

class Tree {
  public:
    Tree() {
        std::string text =
            (std::filesystem::temp_directory_path() / "minarai_dataset_XXXXXX").string();
        m_root = ::mkdtemp(text.data());
    }
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;
    ~Tree() {
        std::error_code error;
        std::filesystem::remove_all(m_root, error);
    }

    [[nodiscard]] const std::filesystem::path& root() const { return m_root; }

    void file(const std::string& path, std::string_view content = "x") const {
        std::filesystem::create_directories((m_root / path).parent_path());
        std::ofstream(m_root / path, std::ios::binary) << content;
    }
    void folder(const std::string& path) const {
        std::filesystem::create_directories(m_root / path);
    }
    void link(const std::string& path, const std::filesystem::path& target) const {
        std::filesystem::create_directories((m_root / path).parent_path());
        std::filesystem::create_symlink(target, m_root / path);
    }

  private:
    std::filesystem::path m_root;
};

inline std::vector<std::string> pathsOf(const Catalog& catalog) {
    std::vector<std::string> paths;
    for (const Sample& sample : catalog.samples) {
        paths.push_back(sample.path);
    }
    return paths;
}

/// "kind path" of each problem.
inline std::vector<std::string> namesOf(const std::vector<Problem>& problems) {
    std::vector<std::string> names;
    for (const Problem& problem : problems) {
        names.push_back(std::string(problemKindName(problem.kind)) + " " + problem.path);
    }
    return names;
}

}  // namespace minarai::dataset
