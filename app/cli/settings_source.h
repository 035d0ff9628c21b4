// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// `--set KEY=VALUE ...` as several commands take it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "base/error.h"
#include "base/param_spec.h"

namespace minarai::cli {

struct SettingsSource {
    std::vector<std::string> given;

    void define(Arguments& arguments, std::string help);

    /// Keys and values in the order given. Throws UsageError for a word that is no KEY=VALUE.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> pairs() const;

    /// Sets them all. Throws UsageError as pairs() does, and for unknown names and values that
    /// cannot be.
    void apply(Params& settings) const;
};

/// SettingRange unless the setting is one of its choices or names a file: a misspelt choice is no
/// file. A file that is missing is no wrong usage.
Status checkChoiceOrFile(const Params& settings, const char* name);

}  // namespace minarai::cli
