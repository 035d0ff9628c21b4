// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of very many images, and a person who opens it, scrolls and searches.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "studio/studio_window.h"

namespace minarai::studio {

/// `count` images in ten classes: hard links to a few small PNG files. False if they cannot be
/// made here.
bool writeLargeFolder(const std::filesystem::path& folder, std::size_t count);

struct LargeFolderVisit {
    bool complete = false;         ///< every step ended in time
    double openMs = 0;             ///< until the grid holds all images
    double searchMs = 0;           ///< until the grid holds what a search finds
    double clearMs = 0;            ///< until it holds all of them again
    int scrolledRows = 0;          ///< rows of the grid that were passed
    std::vector<double> waitedMs;  ///< each call to the window's thread
};

/// Opens the folder in the window and uses the Data page for a few seconds.
LargeFolderVisit visitLargeFolder(StudioWindow& studio, const std::filesystem::path& folder,
                                  int count);

}  // namespace minarai::studio
