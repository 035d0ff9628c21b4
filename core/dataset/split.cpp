// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/split.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_set>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/rng.h"
#include "base/text.h"
#include "dataset/names.h"

namespace minarai::dataset {

namespace {

Item itemOf(const Sample& sample) {
    return {sample.path, sample.label, stableHash(sample.path)};
}

/// How many of a class's images validate: all but one at most.
std::size_t share(std::size_t count, double fraction) {
    if (count < 2 || !(fraction > 0)) {
        return 0;
    }
    const double wanted = std::round(static_cast<double>(count) * std::min(fraction, 1.0));
    return std::clamp<std::size_t>(static_cast<std::size_t>(wanted), 1, count - 1);
}

/// Moves each class's share of train to val. An image's place in the draw depends on the seed and
/// its own path alone, so that adding images hardly moves the others.
void drawValidation(Split& split, std::size_t classes) {
    std::vector<std::vector<std::pair<std::uint64_t, std::size_t>>> draws(classes);
    for (std::size_t i = 0; i < split.train.size(); ++i) {
        const Item& item = split.train[i];
        draws[static_cast<std::size_t>(item.label)].emplace_back(mixSeed({split.seed, item.id}), i);
    }
    std::vector<bool> chosen(split.train.size());
    for (auto& draw : draws) {
        std::sort(draw.begin(), draw.end());
        const std::size_t count = share(draw.size(), split.validationFraction);
        for (std::size_t i = 0; i < count; ++i) {
            chosen[draw[i].second] = true;
        }
    }
    std::vector<Item> train;
    for (std::size_t i = 0; i < split.train.size(); ++i) {
        (chosen[i] ? split.val : train).push_back(std::move(split.train[i]));
    }
    split.train = std::move(train);
}

Status checkClasses(const Catalog& catalog, const Split& split) {
    std::vector<bool> used(catalog.classes.size());
    for (const Item& item : split.train) {
        used[static_cast<std::size_t>(item.label)] = true;
    }
    const auto count = std::count(used.begin(), used.end(), true);
    if (count == 1) {
        const auto first = std::find(used.begin(), used.end(), true) - used.begin();
        return fail(ErrorCode::TooFewClasses, shownName(toUtf8(catalog.root)),
                    catalog.classes[static_cast<std::size_t>(first)]);
    }
    return {};
}

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

/// Relative, within the root, and a name that the scan could have found.
bool isSafe(const std::string& path) {
    if (path.empty() || path.front() == '/' || path.find('\0') != std::string::npos ||
        !isUtf8(path)) {
        return false;
    }
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view part(path.data() + begin, end - begin);
        if (part.empty() || part == "." || part == "..") {
            return false;
        }
        begin = end + 1;
    }
    return true;
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
        if (!isSafe(path)) {
            return fail(ErrorCode::PathUnsafe, shownName(path));
        }
        const bool huge = entry[1].is_number_unsigned() && entry[1].get<std::uint64_t>() >= classes;
        const auto label = huge ? -1 : entry[1].get<std::int64_t>();
        if (label < 0 || static_cast<std::uint64_t>(label) >= classes) {
            return malformed(MN_TEXT("Dataset", "a label is not one of the classes"));
        }
        if (!seen.insert(path).second) {
            return malformed(MN_TEXT("Dataset", "an image is listed twice"));
        }
        items.push_back({path, static_cast<std::int32_t>(label), stableHash(path)});
    }
    return {};
}

}  // namespace

Result<Split> makeSplit(const Catalog& catalog, double validationFraction, std::uint64_t seed) {
    Split split;
    split.seed = seed;
    split.validationFraction = validationFraction;
    for (const Sample& sample : catalog.samples) {
        const Part part = catalog.hasParts ? sample.part : Part::Train;
        auto& items = part == Part::Train ? split.train
                      : part == Part::Val ? split.val
                                          : split.test;
        items.push_back(itemOf(sample));
    }
    MN_TRY(checkClasses(catalog, split));
    if (split.val.empty()) {
        split.kind = "stratified";
        drawValidation(split, catalog.classes.size());
        if (split.val.empty() && !split.train.empty() && !(validationFraction > 0)) {
            return fail(ErrorCode::NoValidationImages);
        }
    } else {
        split.kind = "folders";
    }
    if (split.train.empty() || split.val.empty()) {
        return fail(ErrorCode::TooFewImages, std::to_string(split.train.size()),
                    std::to_string(split.val.size()));
    }
    return split;
}

Json splitToJson(const Split& split) {
    Json json;
    json["kind"] = split.kind;
    json["seed"] = split.seed;
    json["validation_fraction"] = split.validationFraction;
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
    std::unordered_set<std::string> seen;
    MN_TRY(itemsFromJson(json, "train", classes, seen, split.train));
    MN_TRY(itemsFromJson(json, "val", classes, seen, split.val));
    MN_TRY(itemsFromJson(json, "test", classes, seen, split.test));
    return split;
}

}  // namespace minarai::dataset
