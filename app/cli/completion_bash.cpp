// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include <fmt/format.h>

#include "completion_words.h"

namespace minarai::cli {
namespace {

constexpr std::string_view kHead =
    R"(# Completion of minarai for bash. Load it with: source <(minarai completion bash)
_minarai() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local word command="" skip=0
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if ((skip)); then skip=0; continue; fi
        case $word in
            --threads|--seed|--device) skip=1 ;;
            -*) ;;
            *)
                case "$command $word" in
)";

constexpr std::string_view kMiddle = R"(                esac ;;
        esac
    done
    local words=""
    case "$command$previous" in
)";

constexpr std::string_view kTail = R"(    esac
    COMPREPLY=()
    if [[ -n $words && ( $current == -* || -z $command || " $words" != *" -"* ) ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    fi
}
complete -o default -F _minarai minarai
)";

std::string textsOf(const std::vector<CompletionWord>& words) {
    std::string texts;
    for (const CompletionWord& word : words) {
        texts += word.text + ' ';
    }
    return texts;
}

}  // namespace

std::string bashCompletion(const CompletionWords& words) {
    std::string recognise;
    std::string values;
    std::string groups;
    std::string options;
    for (const auto& [group, members] : words.groups) {
        if (!group.empty()) {
            recognise += fmt::format("                    \" {0}\") command=\"{0}\" ;;\n", group);
            groups +=
                fmt::format("        \"{0}{0}\") words=\"{1}\" ;;\n", group, textsOf(members));
        }
    }
    for (const CompletionCommand& command : words.commands) {
        const bool isShort = command.name.find(' ') == std::string::npos;
        recognise += fmt::format("                    \"{}{}\") command=\"{}\" ;;\n",
                                 isShort ? " " : "", command.name, command.name);
        std::string names;
        for (const OptionInfo& option : command.options) {
            names += option.names.back() + ' ';
            if (!option.choices.empty()) {
                values += fmt::format("        \"{}{}\") words=\"{}\" ;;\n", command.name,
                                      option.names.back(), fmt::join(option.choices, " "));
            }
        }
        options += fmt::format("        \"{}\"*) words=\"{}\" ;;\n", command.name, names);
    }
    return fmt::format("{}{}{}{}{}{}        *) words=\"{}--version --help\" ;;\n{}", kHead,
                       recognise, kMiddle, values, groups, options, textsOf(words.groups.at("")),
                       kTail);
}

}  // namespace minarai::cli
