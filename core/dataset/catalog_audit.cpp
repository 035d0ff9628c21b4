// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/catalog_audit.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "dataset/catalog_records.h"

namespace minarai::dataset {

namespace {

std::unordered_map<std::int64_t, std::uint32_t> samplesOf(const std::vector<std::int64_t>& ids) {
    std::unordered_map<std::int64_t, std::uint32_t> samples;
    samples.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        samples.emplace(ids[i], static_cast<std::uint32_t>(i));
    }
    return samples;
}

}  // namespace

SqlResult<std::vector<Finding>> readFindings(const Database& database,
                                             const std::vector<std::int64_t>& ids) {
    const auto samples = samplesOf(ids);
    std::vector<Finding> findings(ids.size());
    const auto take = [&](const Statement& row) -> SqlResult<void> {
        const auto at = samples.find(row.integer(0));
        auto problems = problemsFromText(row.text(3));
        // What cannot be read is not known, and looked at again.
        if (at == samples.end() || !problems) {
            return {};
        }
        Finding& finding = findings[at->second];
        finding.hash = hashFromBlob(row.blob(1));
        finding.look = lookFromBlob(row.blob(2));
        finding.problems = std::move(*problems);
        finding.opened = finding.look.has_value() || !finding.problems.empty();
        return {};
    };
    MN_SQL_TRY(database.eachRow("SELECT sample, hash, look, problems FROM findings", take));
    return findings;
}

SqlResult<void> insertFindings(Database& database, const std::vector<std::int64_t>& ids,
                               const std::vector<Finding>& findings) {
    auto insert = database.prepare(
        "INSERT OR IGNORE INTO findings (sample, hash, look, problems) VALUES (?, ?, ?, ?)");
    if (!insert) {
        return tl::unexpected(insert.error());
    }
    for (std::size_t i = 0; i < std::min(findings.size(), ids.size()); ++i) {
        const Finding& finding = findings[i];
        // A file that is gone or locked by now may be readable another time.
        if (!finding.opened || (!finding.hash && finding.look == std::nullopt)) {
            continue;
        }
        const auto hash = finding.hash ? hashToBlob(*finding.hash) : std::vector<std::uint8_t>();
        const auto look = finding.look ? lookToBlob(*finding.look) : std::vector<std::uint8_t>();
        insert->bind(1, ids[i])
            .bind(2, std::span<const std::uint8_t>(hash))
            .bind(3, std::span<const std::uint8_t>(look))
            .bind(4, std::string_view(problemsToText(finding.problems)));
        MN_SQL_TRY(insert->step());
    }
    return {};
}

SqlResult<std::vector<LookAlike>> readAlike(const Database& database,
                                            const std::vector<std::int64_t>& ids) {
    std::vector<LookAlike> pairs;
    const auto samples = samplesOf(ids);
    const auto take = [&](const Statement& row) -> SqlResult<void> {
        const auto a = samples.find(row.integer(0));
        const auto b = samples.find(row.integer(1));
        if (a != samples.end() && b != samples.end() && a->second != b->second) {
            pairs.push_back({std::min(a->second, b->second), std::max(a->second, b->second),
                             row.integer(2) == 1});
        }
        return {};
    };
    MN_SQL_TRY(database.eachRow("SELECT a, b, same FROM alike", take));
    std::sort(pairs.begin(), pairs.end(), [](const LookAlike& one, const LookAlike& other) {
        return std::tie(one.a, one.b) < std::tie(other.a, other.b);
    });
    return pairs;
}

SqlResult<void> insertAlike(Database& database, const std::vector<std::int64_t>& ids,
                            const std::vector<LookAlike>& pairs) {
    MN_SQL_TRY(database.execute("DELETE FROM alike"));
    auto insert = database.prepare("INSERT OR IGNORE INTO alike (a, b, same) VALUES (?, ?, ?)");
    if (!insert) {
        return tl::unexpected(insert.error());
    }
    for (const LookAlike& pair : pairs) {
        if (pair.a < ids.size() && pair.b < ids.size()) {
            insert->bind(1, ids[pair.a]).bind(2, ids[pair.b]);
            insert->bind(3, std::int64_t{pair.same ? 1 : 0});
            MN_SQL_TRY(insert->step());
        }
    }
    return {};
}

}  // namespace minarai::dataset
