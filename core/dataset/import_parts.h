// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and labels as the official files hold them, checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "dataset/import_files.h"
#include "dataset/importers.h"

namespace minarai::dataset {

struct ImportPart {
    std::string name;                  ///< "train" or "test"
    int width = 0;                     ///< px
    int height = 0;                    ///< px
    int planes = 1;                    ///< 1: grey; 3: red, green, blue, one after the other
    std::vector<std::uint8_t> pixels;  ///< count x planes x height x width
    std::vector<std::uint8_t> labels;  ///< count, each below the number of classes
};

struct ImportSet {
    std::vector<std::string> classes;
    std::vector<ImportPart> parts;
    std::vector<std::string> missing;  ///< official files that were not there
};

Result<ImportSet> readMnist(ImportFormat format, const std::filesystem::path& source,
                            const std::stop_token& stop);
Result<ImportSet> readCifar(ImportFormat format, const std::filesystem::path& source,
                            const std::stop_token& stop);

/// For a file that holds all it should: FileFormat when the end of its gzip data is missing still.
Status checkWhole(const ImportFile& file);

/// Labels below the number of classes, or ImportLabel with the first image that has another one.
Status checkLabels(const std::string& file, const std::vector<std::uint8_t>& labels,
                   std::size_t classes);

}  // namespace minarai::dataset
