// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/places.h"

namespace minarai::tests {

std::string sourceFolder() {
    return MINARAI_SOURCE_DIR;
}

std::string buildFolder() {
    return MINARAI_BINARY_DIR;
}

}  // namespace minarai::tests
