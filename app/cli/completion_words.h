// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a shell can complete, read from the commands' own descriptions, and the scripts for it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "arguments.h"

namespace minarai::cli {

/// A word and one line about it.
struct CompletionWord {
    std::string text;
    std::string meaning;
};

struct CompletionCommand {
    std::string name;  ///< "train", "data inspect"
    std::string summary;
    std::vector<OptionInfo> options;  ///< the common ones included; no positionals
};

struct CompletionWords {
    std::vector<CompletionCommand> commands;  ///< in the order of the overview
    /// The words that may come first ("") and those behind the first word of longer names.
    std::map<std::string, std::vector<CompletionWord>> groups;
};

CompletionWords completionWords();

/// The scripts. Each takes the common options with values before the command's name into account.
std::string bashCompletion(const CompletionWords& words);
std::string zshCompletion(const CompletionWords& words);
std::string fishCompletion(const CompletionWords& words);

}  // namespace minarai::cli
