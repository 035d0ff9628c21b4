// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <numeric>
#include <optional>
#include <regex>

#include <fmt/format.h>

#include "command.h"
#include "table.h"

namespace minarai::cli {
namespace {

/// One line on stderr, whatever the sentence holds.
void complain(std::string_view sentence) {
    const std::string line = fmt::format("minarai: {}\n", printable(sentence));
    (void)std::fwrite(line.data(), 1, line.size(), stderr);
}

/// The sentence with the hint where to read on, still one sentence.
void complainUsage(std::string sentence, std::string_view page) {
    if (sentence.ends_with('.')) {
        sentence.pop_back();
    }
    complain(fmt::format("{} (see “minarai help{}{}”).", sentence, page.empty() ? "" : " ", page));
}

std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row.back();
}

std::string unknownCommand(std::string_view given,
                           const std::vector<std::unique_ptr<Command>>& commands) {
    std::string_view nearest;
    std::size_t distance = 3;  // further away it is another word
    for (const auto& command : commands) {
        const std::size_t d = editDistance(given, command->name());
        if (d < distance) {
            distance = d;
            nearest = command->name();
        }
    }
    if (nearest.empty()) {
        return fmt::format("There is no command “{}”.", given);
    }
    return fmt::format("There is no command “{}”; did you mean “{}”?", given, nearest);
}

/// The words in front of and inside a command's name, apart from the command itself.
struct Call {
    Command* command = nullptr;      ///< none: help or version
    std::vector<std::string> words;  ///< what the command is to parse
    bool help = false;
    bool version = false;
};

bool takesValue(const std::string& word) {
    return word == "--threads" || word == "--seed" || word == "--device";
}

bool isCommon(const std::string& word) {
    static constexpr const char* kNames[] = {"--json", "--quiet",  "-q",     "--threads",
                                             "--seed", "--device", "--help", "-h"};
    const std::string name = word.substr(0, word.find('='));
    return std::any_of(std::begin(kNames), std::end(kNames),
                       [&](const char* known) { return name == known; });
}

/// Throws UsageError.
Call resolve(const std::vector<std::string>& words,
             const std::vector<std::unique_ptr<Command>>& commands) {
    Call call;
    std::string name;
    std::size_t at = 0;
    while (at < words.size() && call.command == nullptr) {
        const std::string& word = words[at++];
        if (word == "--version" || word == "-V") {
            call.version = true;
            return call;
        }
        if (word.starts_with('-') && word.size() > 1) {
            if (!isCommon(word)) {
                throw UsageError(fmt::format("There is no option “{}” before the command.", word));
            }
            call.help = call.help || word == "--help" || word == "-h";
            call.words.push_back(word);
            if (takesValue(word) && at < words.size()) {
                call.words.push_back(words[at++]);
            }
            continue;
        }
        name += name.empty() ? word : " " + word;
        const auto exact = std::find_if(commands.begin(), commands.end(),
                                        [&](const auto& each) { return each->name() == name; });
        if (exact != commands.end()) {
            call.command = exact->get();
            break;
        }
        const bool isGroup = std::any_of(commands.begin(), commands.end(), [&](const auto& each) {
            return each->name().starts_with(name + ' ');
        });
        if (!isGroup) {
            throw UsageError(unknownCommand(name, commands));
        }
    }
    if (call.command == nullptr && !call.help) {
        if (name.empty()) {
            throw UsageError("A command is missing.");
        }
        std::vector<std::string_view> members;
        for (const auto& command : commands) {
            if (command->name().starts_with(name + ' ')) {
                members.push_back(command->name().substr(name.size() + 1));
            }
        }
        throw UsageError(
            fmt::format("“minarai {}” needs one of {}.", name, fmt::join(members, ", ")));
    }
    call.words.insert(call.words.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
                      words.end());
    return call;
}

std::string overview(const std::vector<std::unique_ptr<Command>>& commands,
                     std::string_view group) {
    std::string text =
        "Usage: minarai COMMAND [ARGUMENTS] [OPTIONS]\n\n"
        "Teaches a computer to tell images apart, from a folder of images in class folders.\n\n"
        "Commands:\n";
    for (const auto& command : commands) {
        if (group.empty() || command->name().starts_with(fmt::format("{} ", group))) {
            text += fmt::format("  {:<16} {}\n", command->name(), command->summary());
        }
    }
    if (group.empty()) {
        text += fmt::format("  {:<16} {}\n", "help", "Explain a command: minarai help COMMAND");
    }
    CommonOptions options;
    Arguments common("COMMAND");
    common.beginCommon();
    defineCommon(common, options);
    const std::string page = common.helpText("");
    text += page.substr(page.find("\nOptions of every command"));
    if (group.empty()) {
        text +=
            "  --version, -V           Print the version.\n\n"
            "Exit codes: 0 success, 1 failure (one sentence on stderr), 2 wrong usage, 130 "
            "interrupted.\n\n"
            "First steps:\n"
            "  minarai data sample shapes\n"
            "  minarai train shapes --out run1 --arch lite_cnn\n"
            "  minarai predict run1 shapes\n";
    }
    return text;
}

void prepare(Command& command, Arguments& arguments, CommonOptions& options) {
    command.define(arguments);
    arguments.beginCommon();
    defineCommon(arguments, options);
}

std::string helpPage(Command& command) {
    CommonOptions options;
    Arguments arguments{std::string(command.name())};
    prepare(command, arguments, options);
    return arguments.helpText(command.summary());
}

/// `minarai help [COMMAND]`.
int showHelp(const std::vector<std::string>& words,
             const std::vector<std::unique_ptr<Command>>& commands, Output& output) {
    std::string name;
    for (const std::string& word : words) {
        if (!word.starts_with('-')) {
            name += name.empty() ? word : " " + word;
        }
    }
    const bool isGroup = std::any_of(commands.begin(), commands.end(), [&](const auto& each) {
        return each->name().starts_with(name + ' ');
    });
    if (name.empty() || isGroup) {
        output.write(overview(commands, name));
        return kExitSuccess;
    }
    for (const auto& command : commands) {
        if (command->name() == name) {
            output.write(helpPage(*command));
            return kExitSuccess;
        }
    }
    throw UsageError(unknownCommand(name, commands));
}

void checkDevice(const CommonOptions& options) {
    static const std::regex known("auto|cpu|cuda(:[0-9]{1,3})?");
    if (options.device && !std::regex_match(*options.device, known)) {
        throw UsageError(
            fmt::format("“--device” takes auto, cpu, cuda or cuda:N, not “{}”.", *options.device));
    }
}

int runCommand(Command& command, const std::vector<std::string>& words, Output& output,
               Interrupts& interrupts) {
    CommonOptions options;
    Arguments arguments{std::string(command.name())};
    prepare(command, arguments, options);
    arguments.parse(words);
    if (options.help) {
        output.write(arguments.helpText(command.summary()));
        return kExitSuccess;
    }
    arguments.checkRequired();
    checkDevice(options);
    Context context(options, output, interrupts);
    const Result<int> code = command.run(context);
    context.report().clear();
    if (code) {
        return *code;
    }
    if (code.error().code == ErrorCode::Cancelled && interrupts.requested()) {
        complain(context.spoken(kInterruptedSentence));
        return kExitInterrupted;
    }
    complain(context.spoken(code.error().message()));
    return kExitFailure;
}

}  // namespace

void defineCommon(Arguments& arguments, CommonOptions& options) {
    arguments.flag("--json", options.json, "Print the result as one JSON document on stdout.");
    arguments.flag("-q,--quiet", options.quiet, "No progress and no log on stderr.");
    arguments.integer("--threads", options.threads, 0, 1024, "N",
                      "Threads to compute and to load images with; 0 takes all (default).");
    arguments.integer("--seed", options.seed, 0, 9007199254740991, "N",
                      "Where something is drawn at random: the same number draws the same.");
    arguments.text("--device", options.device, "DEVICE",
                   "auto (default), cpu, cuda or cuda:N, where a network computes.");
    arguments.flag("-h,--help", options.help, "Explain the command.");
}

std::string commandOf(const std::vector<std::string>& words) {
    try {
        const auto commands = allCommands();
        const Call call = resolve(words, commands);
        return call.command != nullptr ? std::string(call.command->name()) : std::string();
    } catch (const std::exception&) {
        return {};  // dispatch() says what is wrong
    }
}

int dispatch(const std::vector<std::string>& words, Interrupts& interrupts) {
    const auto commands = allCommands();
    Output output;
    std::string page;
    int exitCode = kExitFailure;
    try {
        if (!words.empty() && words.front() == "help") {
            exitCode = showHelp({words.begin() + 1, words.end()}, commands, output);
        } else {
            const Call call = resolve(words, commands);
            if (call.version) {
                output.write(fmt::format("minarai {}\n", MINARAI_VERSION));
                exitCode = kExitSuccess;
            } else if (call.command == nullptr) {
                exitCode = showHelp({}, commands, output);
            } else {
                page = call.command->name();
                exitCode = runCommand(*call.command, call.words, output, interrupts);
            }
        }
    } catch (const UsageError& error) {
        complainUsage(error.what(), page);
        return kExitUsage;
    } catch (const std::bad_alloc&) {
        complain(fail(ErrorCode::OutOfMemory, "this command").message());
        return kExitFailure;
    } catch (const std::exception& error) {
        complain(fail(ErrorCode::Internal, error.what()).message());
        return kExitFailure;
    }
    if (const Status written = output.status(); !written && exitCode == kExitSuccess) {
        complain(written.error().message());
        return kExitFailure;
    }
    return exitCode;
}

}  // namespace minarai::cli
