// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings_source.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "base/files.h"
#include "train/settings.h"

namespace minarai::cli {
namespace {

/// A word behind a setting that is one more of them, and not the command's path. A misspelt name
/// is a setting too, so that the sentence is about the name; a path that exists is a path.
bool isSetting(const std::string& word) {
    const std::string name = word.substr(0, word.find('='));
    if (name.empty() || name.size() == word.size()) {
        return false;
    }
    if (train::settingsSchema().find(name) != nullptr) {
        return true;
    }
    const bool isPlain = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    std::error_code ignored;
    return isPlain && !std::filesystem::exists(fromUtf8(word), ignored);
}

}  // namespace

void SettingsSource::define(Arguments& arguments, std::string help) {
    arguments.list("--set", given, "KEY=VALUE ...", std::move(help), isSetting);
}

std::vector<std::pair<std::string, std::string>> SettingsSource::pairs() const {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const std::string& setting : given) {
        const std::size_t equals = setting.find('=');
        if (equals == 0 || equals == std::string::npos) {
            throw UsageError(fmt::format("“--set” takes KEY=VALUE, not “{}”.", setting));
        }
        pairs.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    }
    return pairs;
}

void SettingsSource::apply(Params& settings) const {
    for (const auto& [key, value] : pairs()) {
        const Status set = train::settingsSchema().setText(settings, key, value);
        if (!set) {
            throw UsageError(set.error().message());
        }
    }
}

Status checkChoiceOrFile(const Params& settings, const char* name) {
    const ParamSpec& spec = *train::settingsSchema().find(name);
    const std::string given = settings.text(name);
    std::error_code ignored;
    const bool isFile = given.find('/') != std::string::npos || given.ends_with(".json") ||
                        std::filesystem::exists(fromUtf8(given), ignored);
    const bool known =
        std::any_of(spec.choices.begin(), spec.choices.end(),
                    [&](const ParamChoice& choice) { return choice.value == given; });
    if (!known && !isFile) {
        return fail(ErrorCode::SettingRange, name, fmt::format("“{}”", given),
                    ParamSchema::rangeText(spec));
    }
    return {};
}

}  // namespace minarai::cli
