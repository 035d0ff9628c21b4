// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/rng.h"
#include "base/text.h"
#include "dataset/names.h"
#include "dataset/split.h"

namespace minarai::dataset {

namespace {

Json itemsToJson(const std::vector<Item>& items) {
    Json list = Json::array();
    for (const Item& item : items) {
        list.push_back(Json::array({item.path, item.label}));
    }
    return list;
}

Error malformed(const char* reason) {
    return fail(ErrorCode::FileFormat, "split", reason);
}

Status itemsFromJson(const Json& json, const char* key, std::size_t classes,
                     std::unordered_set<std::string>& seen, std::vector<Item>& items) {
    const auto list = json.find(key);
    if (list == json.end() || !list->is_array()) {
        return malformed(MN_TEXT("Dataset", "it needs a list for each of train, val and test"));
    }
    items.reserve(list->size());
    for (const Json& entry : *list) {
        if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() ||
            !entry[1].is_number_integer()) {
            return malformed(MN_TEXT("Dataset", "an image is not written as [path, label]"));
        }
        const auto& path = entry[0].get_ref<const std::string&>();
        if (!isSafePath(path)) {
            return fail(ErrorCode::PathUnsafe, shownName(path));
        }
        const bool huge = entry[1].is_number_unsigned() && entry[1].get<std::uint64_t>() >= classes;
        const auto label = huge ? -1 : entry[1].get<std::int64_t>();
        if (label < 0 || static_cast<std::uint64_t>(label) >= classes) {
            return malformed(MN_TEXT("Dataset", "a label is not one of the classes"));
        }
        if (!seen.insert(path).second) {
            return fail(ErrorCode::FileFormat, shownName(path),
                        MN_TEXT("Dataset", "the image is listed twice"));
        }
        items.push_back({path, static_cast<std::int32_t>(label), stableHash(path)});
    }
    return {};
}

/// What only some kinds of split say about themselves.
Status groupsFromJson(const Json& json, Split& split) {
    const auto number = [&](const char* key, std::uint64_t most) -> Result<std::uint64_t> {
        const auto found = json.find(key);
        if (found == json.end()) {
            return std::uint64_t{0};
        }
        if (!found->is_number_unsigned() || found->get<std::uint64_t>() > most) {
            return malformed(MN_TEXT("Dataset", "groups or folds are no numbers"));
        }
        return found->get<std::uint64_t>();
    };
    constexpr std::uint64_t kMostFolds = 1'000'000;
    constexpr std::uint64_t kAnyNumber = std::numeric_limits<std::uint64_t>::max();
    const auto pattern = json.find("group_pattern");
    if (pattern != json.end() && !pattern->is_string()) {
        return malformed(MN_TEXT("Dataset", "the group pattern is no text"));
    }
    split.groupPattern = pattern == json.end() ? std::string() : pattern->get<std::string>();
    MN_ASSIGN(split.groups, number("groups", kAnyNumber));
    MN_ASSIGN(split.ungrouped, number("ungrouped", kAnyNumber));
    MN_ASSIGN(const std::uint64_t folds, number("folds", kMostFolds));
    MN_ASSIGN(const std::uint64_t fold, number("fold", folds));
    split.folds = static_cast<int>(folds);
    split.fold = static_cast<int>(fold);
    return {};
}

}  // namespace

Json splitToJson(const Split& split) {
    Json json;
    json["kind"] = split.kind;
    json["seed"] = split.seed;
    json["validation_fraction"] = split.validationFraction;
    if (split.testFraction > 0) {
        json["test_fraction"] = split.testFraction;
    }
    if (split.groups > 0 || !split.groupPattern.empty()) {
        json["group_pattern"] = split.groupPattern;
        json["groups"] = split.groups;
        json["ungrouped"] = split.ungrouped;
    }
    if (split.folds > 0) {
        json["folds"] = split.folds;
        json["fold"] = split.fold;
    }
    json["train"] = itemsToJson(split.train);
    json["val"] = itemsToJson(split.val);
    json["test"] = itemsToJson(split.test);
    return json;
}

Result<Split> splitFromJson(const Json& json, std::size_t classes) {
    if (!json.is_object()) {
        return malformed(MN_TEXT("Dataset", "it is not a JSON object"));
    }
    const auto kind = json.find("kind");
    const auto seed = json.find("seed");
    const auto fraction = json.find("validation_fraction");
    if (kind == json.end() || !kind->is_string() || seed == json.end() ||
        !seed->is_number_integer() || fraction == json.end() || !fraction->is_number()) {
        return malformed(MN_TEXT("Dataset", "kind, seed or validation_fraction is missing"));
    }
    Split split;
    split.kind = kind->get<std::string>();
    split.seed = seed->get<std::uint64_t>();
    split.validationFraction = fraction->get<double>();
    if (const auto test = json.find("test_fraction"); test != json.end()) {
        if (!test->is_number()) {
            return malformed(MN_TEXT("Dataset", "test_fraction is no number"));
        }
        split.testFraction = test->get<double>();
    }
    MN_TRY(groupsFromJson(json, split));
    std::unordered_set<std::string> seen;
    MN_TRY(itemsFromJson(json, "train", classes, seen, split.train));
    MN_TRY(itemsFromJson(json, "val", classes, seen, split.val));
    MN_TRY(itemsFromJson(json, "test", classes, seen, split.test));
    return split;
}

}  // namespace minarai::dataset
