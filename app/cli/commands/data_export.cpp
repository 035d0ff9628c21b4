// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "dataset/cleaned_copy.h"
#include "decisions_source.h"
#include "table.h"

namespace minarai::cli {
namespace {

class DataExport : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "data export"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Copy a folder of images as it was cleaned in the studio";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "Copies every image that was not left out to OUT, below the folder of the class that "
            "it was given. An image whose name is taken there gets a number. DIR stays as it is, "
            "and nothing is in OUT before everything is.");
        arguments.positional("DIR", m_folder, "The folder of images.");
        arguments.text("-o,--out", m_out, "OUT", "The folder to write; new or empty.");
        m_decisions.define(arguments);
        arguments.flag("--dry-run", m_dryRun, "Only say what would be copied. Writes nothing.");
        arguments.example("minarai data export flowers --out cleaned --decisions",
                          "The cleaned set as an ImageFolder for any program.");
        arguments.example("minarai data export flowers --decisions --dry-run --json",
                          "classes, images, renumbered, bytes and decisions beforehand.");
    }

    Result<int> run(Context& context) override {
        if (!m_decisions.isGiven()) {
            throw UsageError(
                "“minarai data export” copies what was decided: give “--decisions” or “--catalog "
                "FILE”.");
        }
        if (!m_out && !m_dryRun) {
            throw UsageError("“minarai data export” needs “--out OUT”.");
        }
        const std::stop_token stop = context.stopToken();
        MN_ASSIGN(dataset::Catalog scanned,
                  dataset::scan(fromUtf8(m_folder), context.report().progress("Scanning"), stop));
        MN_ASSIGN(const dataset::DecidedCatalog decided,
                  m_decisions.obey(context, std::move(scanned)));
        const dataset::CopyPlan plan = dataset::planCopy(decided.catalog);
        if (!m_dryRun) {
            MN_TRY(dataset::writeCopy(plan, fromUtf8(*m_out), context.report().progress("Copying"),
                                      stop));
            context.report().clear();
        }
        if (context.json()) {
            context.printJson(document(plan, decided));
        } else {
            context.print(table(plan));
        }
        return kExitSuccess;
    }

  private:
    [[nodiscard]] Json document(const dataset::CopyPlan& plan,
                                const dataset::DecidedCatalog& decided) const {
        Json classes = Json::array();
        for (const auto& [name, count] : plan.classes) {
            classes.push_back({{"name", name}, {"count", count}});
        }
        Json json;
        json["folder"] = m_dryRun ? Json(nullptr) : Json(*m_out);
        json["classes"] = std::move(classes);
        json["images"] = plan.images.size();
        json["renumbered"] = plan.renumbered;
        json["bytes"] = plan.bytes;
        json["decisions"] = decisionsDocument(decided.excluded, decided.relabelled);
        return json;
    }

    [[nodiscard]] std::string table(const dataset::CopyPlan& plan) const {
        Table classes({"class", ">images"});
        for (const auto& [name, count] : plan.classes) {
            classes.row({name, groupedNumber(static_cast<std::int64_t>(count))});
        }
        std::string text = classes.text();
        text += fmt::format(
            "\n{}, {}", counted(static_cast<std::int64_t>(plan.images.size()), "image", "images"),
            bytesText(static_cast<std::int64_t>(plan.bytes)));
        if (plan.renumbered > 0) {
            text += fmt::format(", {} with a number since the name was taken",
                                groupedNumber(static_cast<std::int64_t>(plan.renumbered)));
        }
        return text + (m_dryRun ? std::string("; nothing was written.\n")
                                : fmt::format(", are in “{}”.\n", printable(*m_out)));
    }

    std::string m_folder;
    std::optional<std::string> m_out;
    DecisionsSource m_decisions;
    bool m_dryRun = false;
};

}  // namespace

std::unique_ptr<Command> makeDataExport() {
    return std::make_unique<DataExport>();
}

}  // namespace minarai::cli
