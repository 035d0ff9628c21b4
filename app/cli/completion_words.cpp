// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "completion_words.h"

#include "command.h"
#include "dispatch.h"

namespace minarai::cli {
namespace {

std::vector<OptionInfo> optionsOf(Command& command) {
    CommonOptions common;
    Arguments arguments{std::string(command.name())};
    command.define(arguments);
    defineCommon(arguments, common);
    std::vector<OptionInfo> options = arguments.options();
    std::erase_if(options, [](const OptionInfo& option) { return option.positional; });
    return options;
}

/// What the first word of longer names stands for: the words behind it.
std::string listed(const std::vector<CompletionWord>& words) {
    std::string text;
    for (const CompletionWord& word : words) {
        text += (text.empty() ? "" : ", ") + word.text;
    }
    return text;
}

}  // namespace

CompletionWords completionWords() {
    CompletionWords words;
    std::vector<CompletionWord> first;
    for (const auto& command : allCommands()) {
        const std::string name(command->name());
        const std::string summary(command->summary());
        words.commands.push_back({name, summary, optionsOf(*command)});
        const std::size_t space = name.find(' ');
        if (space == std::string::npos) {
            first.push_back({name, summary});
            continue;
        }
        const std::string group = name.substr(0, space);
        if (!words.groups.contains(group)) {
            first.push_back({group, {}});
        }
        words.groups[group].push_back({name.substr(space + 1), summary});
    }
    for (CompletionWord& word : first) {
        if (word.meaning.empty()) {
            word.meaning = listed(words.groups[word.text]);
        }
    }
    first.push_back({"help", "Explain a command"});
    words.groups[""] = std::move(first);
    return words;
}

}  // namespace minarai::cli
