// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Names of files as text that JSON and the screen can hold.
#pragma once

#include <string>
#include <string_view>

namespace minarai::dataset {

bool isUtf8(std::string_view text);

/// The text with U+FFFD for each byte that is no UTF-8.
std::string shownName(std::string_view text);

/// Relative, within the root, and a name that the scan could have found.
bool isSafePath(std::string_view path);

}  // namespace minarai::dataset
