// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "table.h"

namespace minarai::cli {
namespace {

std::string threeNumbers(const std::array<double, 3>& values) {
    return fmt::format("{:.4f} {:.4f} {:.4f}", values[0], values[1], values[2]);
}

}  // namespace

Json statisticsDocument(const dataset::DataStatistics& statistics, bool hasParts) {
    Json json = dataset::statisticsToJson(statistics.all);
    if (hasParts) {
        json["train"] = dataset::statisticsToJson(statistics.train);
    }
    return json;
}

std::string statisticsText(const dataset::DataStatistics& statistics, bool hasParts) {
    Table table({"part", ">images", "mean of red, green, blue", "standard deviation"});
    const auto row = [&](const char* part, const dataset::Statistics& of) {
        table.row({part, groupedNumber(static_cast<std::int64_t>(of.images)), threeNumbers(of.mean),
                   threeNumbers(of.std)});
    };
    if (hasParts) {
        row("train", statistics.train);
    }
    row("all", statistics.all);
    return table.text();
}

}  // namespace minarai::cli
