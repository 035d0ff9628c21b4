// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include "table.h"

namespace minarai::cli {
namespace {

constexpr std::size_t kHelpWidth = 96;
constexpr std::size_t kHelpColumn = 26;

std::vector<std::string> splitNames(const std::string& names) {
    return CLI::detail::split(names, ',');
}

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || text.empty() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::string optionLine(const OptionInfo& option) {
    std::string left = fmt::format("  {}", fmt::join(option.names, ", "));
    if (!option.positional && !option.valueName.empty()) {
        left += ' ' + option.valueName;
    }
    if (left.size() + 2 > kHelpColumn) {
        left += '\n' + std::string(kHelpColumn, ' ');
    } else {
        left.resize(kHelpColumn, ' ');
    }
    return left + wrapped(option.help, kHelpColumn, kHelpWidth) + '\n';
}

std::string section(std::string_view title, const std::vector<OptionInfo>& options, bool positional,
                    bool common) {
    std::string text;
    for (const OptionInfo& option : options) {
        if (option.positional == positional && option.common == common) {
            text += optionLine(option);
        }
    }
    return text.empty() ? text : fmt::format("\n{}:\n{}", title, text);
}

}  // namespace

struct Arguments::Parser {
    CLI::App app;
};

Arguments::Arguments(std::string command)
    : m_command(std::move(command)), m_parser(std::make_unique<Parser>()) {
    m_parser->app.set_help_flag();
    m_parser->app.allow_extras();  // worded here, not by CLI11
}

Arguments::~Arguments() = default;

OptionInfo& Arguments::record(const std::string& names, std::string valueName, std::string help) {
    OptionInfo& info = m_options.emplace_back();
    info.names = splitNames(names);
    info.valueName = std::move(valueName);
    info.help = std::move(help);
    info.common = m_common;
    return info;
}

void Arguments::flag(const std::string& names, bool& target, std::string help) {
    record(names, {}, std::move(help));
    m_parser->app.add_flag(names, target)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void Arguments::text(const std::string& names, std::optional<std::string>& target,
                     std::string valueName, std::string help) {
    record(names, std::move(valueName), std::move(help));
    m_parser->app
        .add_option_function<std::string>(names, [&target](const std::string& v) { target = v; })
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void Arguments::integer(const std::string& names, std::optional<std::int64_t>& target,
                        std::int64_t low, std::int64_t high, std::string valueName,
                        std::string help) {
    const std::string name = record(names, std::move(valueName), std::move(help)).names.back();
    m_parser->app
        .add_option_function<std::string>(
            names,
            [&target, low, high, name](const std::string& given) {
                const auto value = wholeNumber(given);
                if (!value || *value < low || *value > high) {
                    throw UsageError(
                        fmt::format("“{}” takes a whole number from {} to {}, not “{}”.", name, low,
                                    high, given));
                }
                target = value;
            })
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void Arguments::choice(const std::string& names, std::string& target,
                       std::vector<std::string> values, std::string help) {
    OptionInfo& info = record(names, fmt::format("{}", fmt::join(values, "|")), std::move(help));
    info.choices = values;
    const std::string name = info.names.back();
    m_parser->app
        .add_option_function<std::string>(
            names,
            [&target, name, known = std::move(values)](const std::string& given) {
                if (std::find(known.begin(), known.end(), given) == known.end()) {
                    throw UsageError(fmt::format("“{}” cannot be “{}”: choose one of {}.", name,
                                                 given, fmt::join(known, ", ")));
                }
                target = given;
            })
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void Arguments::list(const std::string& name, std::vector<std::string>& target,
                     std::string valueName, std::string help,
                     std::function<bool(const std::string& word)> joins) {
    record(name, std::move(valueName), std::move(help)).repeated = true;
    m_lists.push_back({name, std::move(joins)});
    m_parser->app.add_option(name, target)->allow_extra_args(false);
}

void Arguments::positional(const std::string& name, std::string& target, std::string help) {
    OptionInfo& info = record(name, name, std::move(help));
    info.positional = true;
    info.required = true;
    m_parser->app.add_option(name, target);
    m_required.emplace_back(name, &target);
}

void Arguments::positional(const std::string& name, std::optional<std::string>& target,
                           std::string help) {
    record(name, name, std::move(help)).positional = true;
    m_parser->app.add_option_function<std::string>(
        name, [&target](const std::string& given) { target = given; });
}

void Arguments::positionals(const std::string& name, std::vector<std::string>& target,
                            std::string help) {
    OptionInfo& info = record(name, name, std::move(help));
    info.positional = true;
    info.required = true;
    info.repeated = true;
    m_rest = &target;  // not CLI11's: it would take the brackets off a name such as "[cats]"
    m_requiredLists.emplace_back(name, &target);
}

void Arguments::example(std::string commandLine, std::string meaning) {
    m_examples.emplace_back(std::move(commandLine), std::move(meaning));
}

std::vector<std::string> Arguments::withListsApart(const std::vector<std::string>& words) const {
    std::vector<std::string> apart;
    const auto mark = std::find(words.begin(), words.end(), "--");
    auto word = words.begin();
    while (word != mark) {
        apart.push_back(*word++);
        const std::string& option = apart.back();
        const auto list = std::find_if(m_lists.begin(), m_lists.end(), [&](const List& each) {
            return option == each.name || option.starts_with(each.name + '=');
        });
        if (list == m_lists.end()) {
            continue;
        }
        if (option == list->name && word != mark) {
            apart.push_back(*word++);
        }
        while (word != mark && list->joins(*word)) {
            apart.push_back(list->name);
            apart.push_back(*word++);
        }
    }
    apart.insert(apart.end(), mark, words.end());
    return apart;
}

void Arguments::parse(const std::vector<std::string>& words) {
    try {
        // CLI11 takes the words from the back.
        std::vector<std::string> reversed = withListsApart(words);
        std::reverse(reversed.begin(), reversed.end());
        m_parser->app.parse(std::move(reversed));
    } catch (const CLI::ArgumentMismatch& error) {
        const std::string what = error.what();
        throw UsageError(fmt::format("“{}” needs a value.", what.substr(0, what.find(':'))));
    } catch (const CLI::Error& error) {
        throw UsageError(fmt::format("The arguments cannot be understood ({}).", error.what()));
    }
    takeExtras(m_parser->app.remaining());
}

void Arguments::takeExtras(const std::vector<std::string>& extras) {
    const auto mark = std::find(extras.begin(), extras.end(), "--");
    for (auto word = extras.begin(); word != mark; ++word) {
        if (word->size() > 1 && word->front() == '-') {
            throw UsageError(fmt::format("“minarai {}” has no option “{}”.", m_command,
                                         word->substr(0, word->find('='))));
        }
    }
    for (auto word = extras.begin(); word != extras.end(); ++word) {
        if (word == mark) {
            continue;
        }
        if (m_rest == nullptr) {
            throw UsageError(
                fmt::format("“minarai {}” does not take the argument “{}”.", m_command, *word));
        }
        m_rest->push_back(*word);
    }
}

void Arguments::checkRequired() const {
    for (const auto& [name, target] : m_required) {
        if (target->empty()) {
            throw UsageError(fmt::format("“minarai {}” needs {}.", m_command, name));
        }
    }
    for (const auto& [name, target] : m_requiredLists) {
        if (target->empty()) {
            throw UsageError(fmt::format("“minarai {}” needs {}.", m_command, name));
        }
    }
}

std::string Arguments::helpText(std::string_view summary) const {
    std::string usage = fmt::format("Usage: minarai {}", m_command);
    for (const OptionInfo& option : m_options) {
        if (option.positional) {
            const std::string more = option.repeated ? " ..." : "";
            usage += option.required ? fmt::format(" {}{}", option.valueName, more)
                                     : fmt::format(" [{}{}]", option.valueName, more);
        }
    }
    std::string text = fmt::format("{} [OPTIONS]\n\n{}\n", usage, wrapped(summary, 0, kHelpWidth));
    if (!m_description.empty()) {
        text += fmt::format("\n{}\n", wrapped(m_description, 0, kHelpWidth));
    }
    text += section("Arguments", m_options, true, false);
    text += section("Options", m_options, false, false);
    text += section("Options of every command", m_options, false, true);
    if (!m_examples.empty()) {
        text += "\nExamples:\n";
        for (const auto& [commandLine, meaning] : m_examples) {
            text += fmt::format("  {}\n      {}\n", commandLine, wrapped(meaning, 6, kHelpWidth));
        }
    }
    return text;
}

bool isAboutSettings(ErrorCode code) {
    return code == ErrorCode::UnknownSetting || code == ErrorCode::SettingType ||
           code == ErrorCode::SettingRange || code == ErrorCode::SettingChoice ||
           code == ErrorCode::SettingConflict || code == ErrorCode::SplitFold;
}

std::pair<std::int64_t, std::int64_t> parseSize(const std::string& option,
                                                const std::string& text) {
    const std::size_t cross = text.find('x');
    const auto height = wholeNumber(std::string_view(text).substr(0, cross));
    const auto width =
        cross == std::string::npos ? height : wholeNumber(std::string_view(text).substr(cross + 1));
    constexpr std::int64_t kLargest = 8192;
    if (!height || !width || *height < 1 || *width < 1 || *height > kLargest || *width > kLargest) {
        throw UsageError(fmt::format(
            "“{}” takes a size such as 224 or 128x96 (height x width) of 1 to {} pixels, not “{}”.",
            option, kLargest, text));
    }
    return {*height, *width};
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
    std::string out;
    std::size_t column = indent;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        const std::string_view word = text.substr(begin, end - begin);
        if (column > indent && column + 1 + displayWidth(word) > width) {
            out += '\n' + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            out += ' ';
            ++column;
        }
        out += word;
        column += displayWidth(word);
        begin = end + 1;
    }
    return out;
}

}  // namespace minarai::cli
