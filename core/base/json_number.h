// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whole numbers from JSON files that a stranger may have written. nlohmann's get<>() casts whatever
// number is there, for which C++ has no answer when a real one does not fit.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json.h"

namespace minarai {

/// Throws std::domain_error for what is no whole number of this type, reals included.
template <typename Number>
Number wholeNumber(const Json& json) {
    if (json.is_number_unsigned()) {
        const auto value = json.get<std::uint64_t>();
        if (std::in_range<Number>(value)) {
            return static_cast<Number>(value);
        }
    } else if (json.is_number_integer()) {
        const auto value = json.get<std::int64_t>();
        if (std::in_range<Number>(value)) {
            return static_cast<Number>(value);
        }
    }
    throw std::domain_error(json.dump() + " is no whole number here");
}

/// The same of each entry of an array.
template <typename Number>
std::vector<Number> wholeNumbers(const Json& array) {
    if (!array.is_array()) {
        throw std::domain_error("there is no list of whole numbers");
    }
    std::vector<Number> numbers;
    numbers.reserve(array.size());
    for (const Json& entry : array) {
        numbers.push_back(wholeNumber<Number>(entry));
    }
    return numbers;
}

/// The same of an object's entry; `otherwise` where there is none.
template <typename Number>
Number wholeNumberOr(const Json& object, const std::string& key, Number otherwise) {
    const auto found = object.find(key);
    return found == object.end() ? otherwise : wholeNumber<Number>(*found);
}

}  // namespace minarai
