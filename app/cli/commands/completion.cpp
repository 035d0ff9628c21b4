// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include <fmt/format.h>

#include "command.h"
#include "dispatch.h"

namespace minarai::cli {
namespace {

constexpr std::string_view kBashHead =
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

constexpr std::string_view kBashMiddle = R"(                esac ;;
        esac
    done
    local words=""
    case "$command$previous" in
)";

constexpr std::string_view kBashTail = R"(    esac
    COMPREPLY=()
    if [[ -n $words && ( $current == -* || -z $command || " $words" != *" -"* ) ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    fi
}
complete -o default -F _minarai minarai
)";

class Completion : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "completion"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Print a script that completes commands and options in the shell";
    }

    void define(Arguments& arguments) override {
        arguments.positional("SHELL", m_shell, "bash is known.");
        arguments.example("source <(minarai completion bash)", "For this shell.");
        arguments.example(
            "minarai completion bash > ~/.local/share/bash-completion/completions/minarai",
            "For all shells to come.");
    }

    Result<int> run(Context& context) override {
        if (m_shell != "bash") {
            throw UsageError(
                fmt::format("There is no completion for “{}”, only for bash.", m_shell));
        }
        context.print(bashScript());
        return kExitSuccess;
    }

  private:
    /// The names after which another word of the name follows, with those words.
    static std::map<std::string, std::string> groups() {
        std::map<std::string, std::string> words;
        for (const auto& command : allCommands()) {
            const std::string name(command->name());
            const std::size_t space = name.find(' ');
            if (space == std::string::npos) {
                words[""] += name + ' ';
                continue;
            }
            const std::string group = name.substr(0, space);
            if (!words.contains(group)) {
                words[""] += group + ' ';
            }
            words[group] += name.substr(space + 1) + ' ';
        }
        words[""] += "help --version --help";
        return words;
    }

    static std::string bashScript() {
        std::string recognise;
        std::string values;
        std::string options;
        for (const auto& [group, words] : groups()) {
            if (!group.empty()) {
                recognise +=
                    fmt::format("                    \" {}\") command=\"{}\" ;;\n", group, group);
            }
        }
        for (const auto& command : allCommands()) {
            const std::string name(command->name());
            const std::size_t space = name.find(' ');
            const std::string pattern = space == std::string::npos ? " " + name : name;
            recognise +=
                fmt::format("                    \"{}\") command=\"{}\" ;;\n", pattern, name);
            CommonOptions common;
            Arguments arguments(name);
            command->define(arguments);
            defineCommon(arguments, common);
            std::string words;
            for (const OptionInfo& option : arguments.options()) {
                if (option.positional) {
                    continue;
                }
                words += fmt::format("{} ", option.names.back());
                if (!option.choices.empty()) {
                    values += fmt::format("        \"{}{}\") words=\"{}\" ;;\n", name,
                                          option.names.back(), fmt::join(option.choices, " "));
                }
            }
            options += fmt::format("        \"{}\"*) words=\"{}\" ;;\n", name, words);
        }
        std::string groupWords;
        for (const auto& [group, words] : groups()) {
            if (!group.empty()) {
                groupWords += fmt::format("        \"{0}{0}\") words=\"{1}\" ;;\n", group, words);
            }
        }
        return fmt::format("{}{}{}{}{}{}        *) words=\"{}\" ;;\n{}", kBashHead, recognise,
                           kBashMiddle, values, groupWords, options, groups()[""], kBashTail);
    }

    std::string m_shell;
};

}  // namespace

std::unique_ptr<Command> makeCompletion() {
    return std::make_unique<Completion>();
}

}  // namespace minarai::cli
