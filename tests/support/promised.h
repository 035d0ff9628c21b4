// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a test may do without. Continuous integration installs packaging/debian-packages.txt: a test
// that is skipped there for want of one of these packages would be evidence that is lost unseen.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "support/places.h"

namespace minarai::tests {

/// True where CI=true and the list names the package.
inline bool isPromised(std::string_view package) {
    const char* integration = std::getenv("CI");
    if (integration == nullptr || std::string_view(integration) != "true") {
        return false;
    }
    std::ifstream list(sourceFolder() + "/packaging/debian-packages.txt");
    for (std::string line; std::getline(list, line);) {
        if (line == package) {
            return true;
        }
    }
    return false;
}

}  // namespace minarai::tests

/// Ends a test that needs a Debian package which is not installed: as skipped, or as failed where
/// the package is promised.
#define MINARAI_SKIP_WITHOUT(package)                                                     \
    do {                                                                                  \
        if (::minarai::tests::isPromised(package)) {                                      \
            GTEST_FAIL() << (package) << " is promised by packaging/debian-packages.txt"; \
        }                                                                                 \
        GTEST_SKIP() << (package) << " is not installed";                                 \
    } while (false)
