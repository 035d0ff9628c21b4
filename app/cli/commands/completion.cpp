// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "command.h"
#include "completion_words.h"

namespace minarai::cli {
namespace {

class Completion : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "completion"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Print a script that completes commands and options in the shell";
    }

    void define(Arguments& arguments) override {
        arguments.positional("SHELL", m_shell, "bash, zsh or fish.");
        arguments.example("source <(minarai completion bash)", "For this shell; for zsh likewise.");
        arguments.example("minarai completion fish | source", "For this shell, if it is fish.");
        arguments.example(
            "minarai completion bash > ~/.local/share/bash-completion/completions/minarai",
            "For all shells to come.");
    }

    Result<int> run(Context& context) override {
        if (m_shell == "bash") {
            context.print(bashCompletion(completionWords()));
        } else if (m_shell == "zsh") {
            context.print(zshCompletion(completionWords()));
        } else if (m_shell == "fish") {
            context.print(fishCompletion(completionWords()));
        } else {
            throw UsageError(fmt::format(
                "There is no completion for “{}”, only for bash, zsh and fish.", m_shell));
        }
        return kExitSuccess;
    }

  private:
    std::string m_shell;
};

}  // namespace

std::unique_ptr<Command> makeCompletion() {
    return std::make_unique<Completion>();
}

}  // namespace minarai::cli
