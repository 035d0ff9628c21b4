// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reading JSON that others wrote and writing what it cannot hold: what a person can do something
// with in the library's messages, and what the library does not survive.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "base/json.h"

namespace minarai {

/// "line 2, column 1: unexpected end of input" for a parse error of the JSON library, "key
/// 'classes' not found" for another of its exceptions; the text of any other exception as it is.
std::string jsonProblem(const std::exception& exception);

/// True if lists and objects lie within each other deeper than in anything that is written here.
/// The library reads any depth, but copies and prints by functions that call themselves for each
/// level, until the stack is full.
bool isNestedDeeply(std::string_view json);

/// The value; a discarded one if the text is no JSON or nested deeply.
Json jsonOrDiscarded(std::string_view text);

/// The value as text. Bytes that are no UTF-8, which names of files may have, become U+FFFD; the
/// library would throw. A negative indent puts all on one line.
std::string jsonText(const Json& json, int indent = -1);

}  // namespace minarai
