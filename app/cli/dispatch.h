// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// From the words of the command line to a command and its exit code.
#pragma once

#include <string>
#include <vector>

#include "arguments.h"
#include "context.h"

namespace minarai::cli {

/// The name of the command that the words ask for; empty where they name none. Never throws.
std::string commandOf(const std::vector<std::string>& words);

/// Runs the command that the words (without the program's name) ask for. Never throws.
int dispatch(const std::vector<std::string>& words, Interrupts& interrupts);

/// The options that every command takes, before or after its name.
void defineCommon(Arguments& arguments, CommonOptions& options);

}  // namespace minarai::cli
