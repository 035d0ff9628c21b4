// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include <fmt/format.h>

#include "completion_words.h"

namespace minarai::cli {
namespace {

constexpr std::string_view kHead = R"(#compdef minarai
# Completion of minarai for zsh. Load it with: source <(minarai completion zsh)
_minarai() {
    local word command="" skip=0
    local -a candidates
    for word in "${(@)words[2,CURRENT-1]}"; do
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
    case "$command${words[CURRENT-1]}" in
)";

constexpr std::string_view kWords = R"(    esac
    case $command in
)";

constexpr std::string_view kOptions = R"(    esac
    if [[ $PREFIX != -* ]]; then
        _files
        return
    fi
    case $command in
)";

constexpr std::string_view kTail = R"(    esac
    _describe -o option candidates
}
if [[ ${funcstack[1]} == _minarai ]]; then
    _minarai "$@"
else
    compdef _minarai minarai
fi
)";

/// 'text:meaning' as _describe takes it.
std::string entry(const std::string& text, const std::string& meaning) {
    std::string quoted = " '";
    for (const char c : text + ':' + meaning) {
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return quoted + '\'';
}

}  // namespace

std::string zshCompletion(const CompletionWords& words) {
    std::string recognise;
    std::string values;
    std::string groups;
    std::string options;
    for (const auto& [group, members] : words.groups) {
        if (!group.empty()) {
            recognise += fmt::format("                    \" {0}\") command=\"{0}\" ;;\n", group);
        }
        std::string entries;
        for (const CompletionWord& word : members) {
            entries += entry(word.text, word.meaning);
        }
        if (group.empty()) {
            entries += entry("--version", "Print the version");
            entries += entry("--help", "Explain the program");
        }
        groups += fmt::format(
            "        \"{}\")\n            candidates=({} )\n"
            "            _describe command candidates\n            return ;;\n",
            group, entries);
    }
    for (const CompletionCommand& command : words.commands) {
        const bool isShort = command.name.find(' ') == std::string::npos;
        recognise += fmt::format("                    \"{}{}\") command=\"{}\" ;;\n",
                                 isShort ? " " : "", command.name, command.name);
        std::string entries;
        for (const OptionInfo& option : command.options) {
            entries += entry(option.names.back(), option.help);
            if (!option.choices.empty()) {
                values += fmt::format("        \"{}{}\") compadd -- {}; return ;;\n", command.name,
                                      option.names.back(), fmt::join(option.choices, " "));
            }
        }
        options += fmt::format("        \"{}\") candidates=({} ) ;;\n", command.name, entries);
    }
    return fmt::format("{}{}{}{}{}{}{}{}{}", kHead, recognise, kMiddle, values, kWords, groups,
                       kOptions, options, kTail);
}

}  // namespace minarai::cli
