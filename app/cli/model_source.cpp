// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_source.h"

#include <algorithm>
#include <utility>

#include "base/files.h"
#include "spec/summary.h"
#include "zoo/zoo.h"

namespace minarai::cli {

void checkArchitecture(const std::string& name) {
    if (zoo::find(name) != nullptr) {
        return;
    }
    std::string known;
    for (const zoo::Architecture& each : zoo::architectures()) {
        known += known.empty() ? each.name : ", " + each.name;
    }
    throw UsageError(fail(ErrorCode::UnknownArchitecture, name, known).message());
}

void ModelSource::define(Arguments& arguments, bool withClasses) {
    arguments.text("--arch", arch, "NAME", "A known architecture, as “minarai models” lists them.");
    arguments.text("--spec", specFile, "FILE",
                   "A model of your own: a ModelSpec file such as a run's model.json.");
    if (withClasses) {
        arguments.integer("--classes", classes, 1, 1000000, "N",
                          "Number of classes (default: the architecture's own).");
    }
}

void ModelSource::check() const {
    if (arch && specFile) {
        throw UsageError("“--arch” and “--spec” exclude each other.");
    }
    if (!arch && !specFile) {
        throw UsageError("Either “--arch NAME” or “--spec FILE” is needed.");
    }
    if (arch) {
        checkArchitecture(*arch);
    }
}

Result<spec::ModelSpec> ModelSource::build(
    std::optional<std::int64_t> channels,
    std::optional<std::pair<std::int64_t, std::int64_t>> size) const {
    if (arch) {
        const zoo::Architecture& known = *zoo::find(*arch);
        const auto [height, width] = size.value_or(std::pair(known.size, known.size));
        return zoo::build(*arch, classes.value_or(known.classes), channels.value_or(known.channels),
                          height, width);
    }
    MN_ASSIGN(spec::ModelSpec model, spec::readModelSpec(fromUtf8(*specFile)));
    if (channels || size) {
        const std::int64_t c = channels.value_or(model.input[0]);
        const auto [height, width] = size.value_or(std::pair(model.input[1], model.input[2]));
        MN_ASSIGN(model, spec::withInput(std::move(model), c, height, width));
    }
    if (classes) {
        MN_ASSIGN(model, spec::withClasses(std::move(model), *classes));
    }
    return model;
}

}  // namespace minarai::cli
