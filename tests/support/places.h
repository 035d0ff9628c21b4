// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where the project lies. Only places.cpp is compiled with these paths, so that the tests' objects
// are the same in every clone and come from the compiler cache.
#pragma once

#include <string>

namespace minarai::tests {

std::string sourceFolder();  ///< the project's root
std::string buildFolder();   ///< of this build: programs lie in bin/

}  // namespace minarai::tests
