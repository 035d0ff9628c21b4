// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Findings, problems and statistics as the catalog's database holds them. What cannot have been
// written by the program reads as nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/audit.h"
#include "dataset/catalog.h"

namespace minarai::dataset {

/// Little-endian: width, height, brightness, sharpness, sums, signature.
std::vector<std::uint8_t> lookToBlob(const Look& look);
std::optional<Look> lookFromBlob(std::span<const std::uint8_t> blob);

std::vector<std::uint8_t> hashToBlob(const ContentHash& hash);
std::optional<ContentHash> hashFromBlob(std::span<const std::uint8_t> blob);

/// [[kind, path, code, [argument, ...]], ...]
std::string problemsToText(const std::vector<Problem>& problems);
std::optional<std::vector<Problem>> problemsFromText(std::string_view text);

std::string statisticsToText(const DataStatistics& statistics);
std::optional<DataStatistics> statisticsFromText(std::string_view text);

}  // namespace minarai::dataset
