// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a person can do something with in the JSON library's long messages.
#pragma once

#include <exception>
#include <string>

namespace minarai {

/// "line 2, column 1: unexpected end of input" for a parse error of the JSON library, "key 'classes'
/// not found" for another of its exceptions; the text of any other exception as it is.
std::string jsonProblem(const std::exception& exception);

}  // namespace minarai
