// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Mean and standard deviation of a data set, for people and for programs.
#pragma once

#include <string>

#include "base/json.h"
#include "dataset/statistics.h"

namespace minarai::cli {

/// {"images","pixels","mean","std"} over all images, and with parts the same of "train".
Json statisticsDocument(const dataset::DataStatistics& statistics, bool hasParts);

/// A table with one row a part.
std::string statisticsText(const dataset::DataStatistics& statistics, bool hasParts);

}  // namespace minarai::cli
