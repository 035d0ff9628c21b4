// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "decisions_source.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "dataset/split_file.h"
#include "table.h"

namespace minarai::cli {

void DecisionsSource::define(Arguments& arguments) {
    arguments.flag("--decisions", wanted,
                   "Obey what was decided about the folder in the studio: classes that were "
                   "changed, images left out, images kept together. Without it the folder counts "
                   "as it is on disk.");
    arguments.text("--catalog", catalog, "FILE",
                   "Obey the decisions in this catalog of the studio's, such as one of another "
                   "machine, in place of the folder's own.");
}

Result<dataset::Decisions> DecisionsSource::read(const std::filesystem::path& folder) const {
    if (catalog) {
        return dataset::readDecisionsOf(fromUtf8(*catalog));
    }
    auto decisions = dataset::readDecisions(folder);
    if (!decisions && decisions.error().code == ErrorCode::FileMissing) {
        return fail(ErrorCode::FileFormat, toUtf8(folder),
                    "no decisions about it are kept on this machine; open it in the studio first, "
                    "name a catalog with “--catalog FILE”, or leave “--decisions” out");
    }
    return decisions;
}

Result<dataset::DecidedCatalog> DecisionsSource::obey(Context& context,
                                                      dataset::Catalog scanned) const {
    MN_ASSIGN(const dataset::Decisions decisions, read(scanned.root));
    dataset::DecidedCatalog decided = dataset::decided(std::move(scanned), decisions.states);
    if (!decisions.states.empty() && decided.absent == decisions.states.size()) {
        return fail(ErrorCode::FileFormat, catalog ? *catalog : toUtf8(decided.catalog.root),
                    "none of the images that were decided about is in the folder; the catalog "
                    "belongs to “" +
                        decisions.folder + "”");
    }
    context.report().clear();
    std::string text = decisionsText(decided.excluded, decided.relabelled);
    if (decided.absent > 0) {
        text += fmt::format(
            "; {} about what is not in the folder any more",
            counted(static_cast<std::int64_t>(decided.absent), "decision", "decisions"));
    }
    context.report().line(text);
    return decided;
}

Result<dataset::Split> splitAsDecided(Context& context, const dataset::Catalog& catalog,
                                      const std::optional<dataset::Catalog>& onDisk,
                                      const dataset::SplitPlan& plan) {
    if (plan.kind == dataset::SplitKind::File && onDisk) {
        return dataset::readSplitFile(fromUtf8(plan.file), catalog, &*onDisk);
    }
    return dataset::makeSplit(catalog, plan, context.report().progress("Comparing images"),
                              context.stopToken());
}

std::string decisionsText(std::uint64_t excluded, std::uint64_t relabelled) {
    return fmt::format("Decisions: {} left out, {} with another class",
                       counted(static_cast<std::int64_t>(excluded), "image", "images"),
                       groupedNumber(static_cast<std::int64_t>(relabelled)));
}

Json decisionsDocument(std::uint64_t excluded, std::uint64_t relabelled) {
    return Json{{"excluded", excluded}, {"relabelled", relabelled}};
}

}  // namespace minarai::cli
