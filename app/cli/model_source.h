// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// `--arch NAME | --spec FILE` as several commands take it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "arguments.h"
#include "base/error.h"
#include "spec/model_spec.h"

namespace minarai::cli {

struct ModelSource {
    std::optional<std::string> arch;
    std::optional<std::string> specFile;
    std::optional<std::int64_t> classes;

    void define(Arguments& arguments, bool withClasses);

    /// Throws UsageError unless exactly one of the two is given and the name is known.
    void check() const;

    /// The model for this input; the source's own channels, size and classes where not given.
    [[nodiscard]] Result<spec::ModelSpec> build(
        std::optional<std::int64_t> channels,
        std::optional<std::pair<std::int64_t, std::int64_t>> size) const;
};

/// Throws UsageError for a name that the zoo does not know.
void checkArchitecture(const std::string& name);

}  // namespace minarai::cli
