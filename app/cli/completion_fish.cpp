// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include <fmt/format.h>

#include "completion_words.h"

namespace minarai::cli {
namespace {

constexpr std::string_view kHead =
    R"(# Completion of minarai for fish. Load it with: minarai completion fish | source
function __minarai_command
    set -l command
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case --threads --seed --device
                set skip 1
            case '-*'
            case '*'
                switch "$command $word"
)";

constexpr std::string_view kMiddle = R"(                end
        end
    end
    echo "$command"
end
function __minarai_is
    test (__minarai_command) = "$argv[1]"
end
)";

/// In single quotes as fish reads them.
std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    return out + '\'';
}

/// complete(1) where the command is this one.
std::string completeIn(const std::string& command) {
    return fmt::format("complete -c minarai -n \"__minarai_is '{}'\"", command);
}

std::string optionLine(const std::string& command, const OptionInfo& option) {
    std::string line = completeIn(command);
    for (const std::string& name : option.names) {
        line += name.rfind("--", 0) == 0 ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    if (!option.choices.empty()) {
        line += fmt::format(" -x -a '{}'", fmt::join(option.choices, " "));
    } else if (!option.valueName.empty()) {
        line += " -r";
    }
    return line + " -d " + quoted(option.help) + '\n';
}

}  // namespace

std::string fishCompletion(const CompletionWords& words) {
    std::string recognise;
    std::string lines;
    const auto known = [&recognise](const std::string& before, const std::string& name) {
        recognise += fmt::format(
            "                    case '{}{}'\n                        set command '{}'\n", before,
            name, name);
    };
    for (const auto& [group, members] : words.groups) {
        if (!group.empty()) {
            known(" ", group);
        }
        for (const CompletionWord& word : members) {
            lines += fmt::format("{} -f -a {} -d {}\n", completeIn(group), word.text,
                                 quoted(word.meaning));
        }
    }
    lines += completeIn("") + " -l version -d 'Print the version'\n";
    lines += completeIn("") + " -l help -d 'Explain the program'\n";
    for (const CompletionCommand& command : words.commands) {
        known(command.name.find(' ') == std::string::npos ? " " : "", command.name);
        for (const OptionInfo& option : command.options) {
            lines += optionLine(command.name, option);
        }
    }
    return fmt::format("{}{}{}{}", kHead, recognise, kMiddle, lines);
}

}  // namespace minarai::cli
