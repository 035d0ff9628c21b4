// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which images train, validate and test: saved, seeded, disjoint.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "dataset/catalog.h"

namespace minarai::dataset {

/// One image as training and evaluation see it.
struct Item {
    std::string path;  ///< relative to the catalog's root
    std::int32_t label = 0;
    std::uint64_t id = 0;  ///< stable: stableHash(path); seeds the per-image randomness
};

struct Split {
    std::string kind;  ///< "folders" or "stratified"
    std::uint64_t seed = 0;
    double validationFraction = 0;
    std::vector<Item> train;
    std::vector<Item> val;
    std::vector<Item> test;
};

/// The folders' own parts; where there is no val folder, a stratified, seeded share of the
/// training images (each class's share rounded to the nearest image; at least 1 of a class with
/// 2 or more). TooFewClasses, TooFewImages, NoValidationImages.
Result<Split> makeSplit(const Catalog& catalog, double validationFraction, std::uint64_t seed);

/// {"kind","seed","validation_fraction","train":[[path,label],...],...}; relative paths only.
Json splitToJson(const Split& split);
/// Refuses absolute paths, "..", and labels outside 0 ... classes-1.
Result<Split> splitFromJson(const Json& json, std::size_t classes);

}  // namespace minarai::dataset
