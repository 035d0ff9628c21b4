// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/checked.h"

#include <algorithm>
#include <limits>

namespace minarai::spec {

std::int64_t saturatingProduct(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::int64_t>::max()
                                                  : product;
}

std::optional<std::int64_t> checkedProduct(std::span<const std::int64_t> factors,
                                           std::int64_t limit) {
    if (std::find(factors.begin(), factors.end(), 0) != factors.end()) {
        return 0;
    }
    std::int64_t product = 1;
    for (const std::int64_t factor : factors) {
        product = saturatingProduct(product, factor);
        if (product > limit) {
            return std::nullopt;
        }
    }
    return product;
}

}  // namespace minarai::spec
