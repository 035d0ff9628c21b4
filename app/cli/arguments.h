// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a command takes, described once: parsing, help text and shell completion come from it.
//
// A face for CLI11 that keeps its headers in one .cpp and words wrong usage as one sentence.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/error.h"

namespace minarai::cli {

/// Wrong usage: exit code 2. what() is one sentence with its full stop.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct OptionInfo {
    std::vector<std::string> names;  ///< "-o", "--out"; a positional has its value name alone
    std::string valueName;           ///< "FILE"; empty for a flag
    std::string help;
    std::vector<std::string> choices;
    bool positional = false;
    bool required = false;
    bool repeated = false;
    bool common = false;  ///< listed under the options of every command
};

/// Not thread-safe. The targets must outlive parse().
class Arguments {
  public:
    explicit Arguments(std::string command);
    ~Arguments();
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    /// names as in "-q,--quiet".
    void flag(const std::string& names, bool& target, std::string help);
    void text(const std::string& names, std::optional<std::string>& target, std::string valueName,
              std::string help);
    void integer(const std::string& names, std::optional<std::int64_t>& target, std::int64_t low,
                 std::int64_t high, std::string valueName, std::string help);
    void choice(const std::string& names, std::string& target, std::vector<std::string> values,
                std::string help);
    /// May be given several times. The word behind the option is its value; those right behind it
    /// are values too as long as `joins` says so, all others are what they would be anywhere.
    void list(const std::string& name, std::vector<std::string>& target, std::string valueName,
              std::string help, std::function<bool(const std::string& word)> joins);

    void positional(const std::string& name, std::string& target, std::string help);
    void positional(const std::string& name, std::optional<std::string>& target, std::string help);
    /// At least one; the only positionals of the command.
    void positionals(const std::string& name, std::vector<std::string>& target, std::string help);

    /// Options added from now on belong to every command.
    void beginCommon() { m_common = true; }

    void describe(std::string paragraph) { m_description = std::move(paragraph); }
    void example(std::string commandLine, std::string meaning);

    /// Throws UsageError. Required positionals are not checked: see checkRequired().
    void parse(const std::vector<std::string>& words);
    /// Throws UsageError when a required positional is missing.
    void checkRequired() const;

    [[nodiscard]] const std::vector<OptionInfo>& options() const { return m_options; }
    /// The page that `minarai help COMMAND` prints.
    [[nodiscard]] std::string helpText(std::string_view summary) const;

  private:
    struct Parser;
    struct List {
        std::string name;
        std::function<bool(const std::string& word)> joins;
    };
    /// "--set a=1 b=2" as "--set a=1 --set b=2".
    [[nodiscard]] std::vector<std::string> withListsApart(
        const std::vector<std::string>& words) const;
    /// What CLI11 left over: paths, or wrong usage.
    void takeExtras(const std::vector<std::string>& extras);
    OptionInfo& record(const std::string& names, std::string valueName, std::string help);

    std::string m_command;
    std::string m_description;
    std::vector<OptionInfo> m_options;
    std::vector<List> m_lists;
    std::vector<std::pair<std::string, std::string>> m_examples;
    std::vector<std::pair<std::string, const std::string*>> m_required;
    std::vector<std::pair<std::string, const std::vector<std::string>*>> m_requiredLists;
    std::vector<std::string>* m_rest = nullptr;  ///< where positionals() go
    bool m_common = false;
    std::unique_ptr<Parser> m_parser;
};

/// Whether an error is about a value that cannot be: wrong usage, wherever it is found out.
bool isAboutSettings(ErrorCode code);

/// "224", "128x96" (height first) as {height, width}. Throws UsageError naming the option.
std::pair<std::int64_t, std::int64_t> parseSize(const std::string& option, const std::string& text);

/// text wrapped at `width` columns, each line after `indent` spaces, the first one without.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

}  // namespace minarai::cli
