// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/catalog_split.h"

#include <string_view>
#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_problem.h"
#include "base/rng.h"
#include "dataset/catalog_file.h"

namespace minarai::dataset {

namespace {

constexpr std::string_view kKey = "split";

/// How a split was drawn, without its images.
std::string headOf(Split split) {
    for (auto* items : {&split.train, &split.val, &split.test}) {
        items->clear();
    }
    return jsonText(splitToJson(split));
}

std::optional<Part> partOf(std::int64_t number) {
    constexpr auto kLast = static_cast<std::int64_t>(Part::Test);
    return number >= 0 && number <= kLast ? std::optional(static_cast<Part>(number)) : std::nullopt;
}

}  // namespace

SqlResult<void> insertSplit(Database& database, const std::vector<std::int64_t>& ids,
                            const Catalog& scanned, const Split& split) {
    std::unordered_map<std::string_view, std::int64_t> idOf;
    idOf.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        idOf.emplace(scanned.samples[i].path, ids[i]);
    }
    MN_SQL_TRY(database.execute("DELETE FROM parts"));
    MN_SQL_TRY(setMetaText(database, kKey, headOf(split)));
    auto insert = database.prepare("INSERT OR REPLACE INTO parts (sample, part) VALUES (?, ?)");
    if (!insert) {
        return tl::unexpected(insert.error());
    }
    const auto each = [&](const std::vector<Item>& items, Part part) -> SqlResult<void> {
        for (const Item& item : items) {
            if (const auto id = idOf.find(item.path); id != idOf.end()) {
                insert->bind(1, id->second).bind(2, static_cast<std::int64_t>(part));
                MN_SQL_TRY(insert->step());
            }
        }
        return {};
    };
    MN_SQL_TRY(each(split.train, Part::Train));
    MN_SQL_TRY(each(split.val, Part::Val));
    return each(split.test, Part::Test);
}

SqlResult<std::optional<Split>> readSplit(const Database& database,
                                          const std::vector<std::int64_t>& ids,
                                          const Catalog& scanned, const Catalog& view) {
    const auto head = metaText(database, kKey);
    if (!head) {
        return tl::unexpected(head.error());
    }
    auto split = splitFromJson(jsonOrDiscarded(head->value_or("")), view.classes.size());
    if (!split || !split->train.empty() || !split->val.empty() || !split->test.empty()) {
        return std::nullopt;
    }

    std::unordered_map<std::int64_t, Part> partOfId;
    partOfId.reserve(ids.size());
    MN_SQL_TRY(database.eachRow("SELECT sample, part FROM parts",
                                [&](const Statement& each) -> SqlResult<void> {
                                    if (const auto part = partOf(each.integer(1))) {
                                        partOfId.emplace(each.integer(0), *part);
                                    }
                                    return {};
                                }));
    std::unordered_map<std::string_view, Part> partOfPath;
    partOfPath.reserve(partOfId.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (const auto part = partOfId.find(ids[i]); part != partOfId.end()) {
            partOfPath.emplace(scanned.samples[i].path, part->second);
        }
    }
    for (const Sample& sample : view.samples) {
        const auto part = partOfPath.find(sample.path);
        if (part == partOfPath.end()) {
            continue;
        }
        auto& items = part->second == Part::Train ? split->train
                      : part->second == Part::Val ? split->val
                                                  : split->test;
        items.push_back({sample.path, sample.label, stableHash(sample.path)});
    }
    return std::optional(std::move(*split));
}

}  // namespace minarai::dataset
