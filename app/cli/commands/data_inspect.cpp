// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "dataset/audit.h"
#include "decisions_source.h"
#include "statistics_text.h"
#include "table.h"

namespace minarai::cli {
namespace {

constexpr std::array kParts{dataset::Part::Train, dataset::Part::Val, dataset::Part::Test};

std::size_t countOf(const dataset::Catalog& catalog, dataset::Part part) {
    return static_cast<std::size_t>(
        std::count_if(catalog.samples.begin(), catalog.samples.end(),
                      [&](const dataset::Sample& sample) { return sample.part == part; }));
}

/// The unreadable ones whose end is missing.
std::size_t countCutOff(const std::vector<dataset::Problem>& problems) {
    return static_cast<std::size_t>(
        std::count_if(problems.begin(), problems.end(), [](const dataset::Problem& problem) {
            return problem.error.code == ErrorCode::ImageTruncated;
        }));
}

class DataInspect : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "data inspect"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Count the classes of a folder of images and list what is wrong with it";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "DIR is an ImageFolder: one folder for each class (“DIR/cats/1.jpg”), or the same "
            "below "
            "“train”, “val” and “test”. Every image is opened to find damaged files, files with a "
            "wrong extension, duplicates, pictures that look nearly the same, and pictures unlike "
            "all others in size, brightness or sharpness. A file whose end is missing is never "
            "taken "
            "as half a picture: it is unreadable, and counted as cut off. Nothing in the folder is "
            "changed.");
        arguments.positional("DIR", m_folder, "The folder of images.");
        arguments.flag("--no-audit", m_noAudit, "Only scan the folders; do not open the images.");
        arguments.flag("--statistics", m_statistics,
                       "Add the mean and standard deviation of each colour.");
        m_decisions.define(arguments);
        arguments.example("minarai data inspect flowers", "Counts and problems as a table.");
        arguments.example("minarai data inspect flowers --no-audit --json",
                          "At once, for a script: classes, splits, images, ignored, problems.");
    }

    Result<int> run(Context& context) override {
        const std::stop_token stop = context.stopToken();
        MN_ASSIGN(dataset::Catalog catalog,
                  dataset::scan(fromUtf8(m_folder), context.report().progress("Scanning"), stop));
        if (m_noAudit && m_statistics) {
            throw UsageError(
                "“--statistics” needs the images to be opened; leave “--no-audit” out.");
        }
        Json decisions;
        if (m_decisions.isGiven()) {
            MN_ASSIGN(dataset::DecidedCatalog decided,
                      m_decisions.obey(context, std::move(catalog)));
            decisions = decisionsDocument(decided.excluded, decided.relabelled);
            catalog = std::move(decided.catalog);
        }
        std::vector<dataset::Problem> problems = catalog.problems;
        std::optional<dataset::DataStatistics> statistics;
        if (!m_noAudit) {
            dataset::AuditOptions options;
            options.threads = static_cast<unsigned>(context.threads());
            MN_ASSIGN(dataset::AuditReport report,
                      dataset::inspect(catalog, options,
                                       context.report().progress("Opening images"), stop));
            addNew(report.problems, problems);
            if (m_statistics) {
                statistics = report.statistics;
            }
        }
        if (context.json()) {
            Json json = document(catalog, problems);
            if (statistics) {
                json["statistics"] = statisticsDocument(*statistics, catalog.hasParts);
            }
            if (!decisions.is_null()) {
                json["decisions"] = decisions;
            }
            context.printJson(json);
        } else {
            context.print(table(catalog, problems));
            if (statistics) {
                context.print("\n" + statisticsText(*statistics, catalog.hasParts));
            }
        }
        return kExitSuccess;
    }

  private:
    /// Those that the scan did not tell of yet.
    static void addNew(std::vector<dataset::Problem>& found,
                       std::vector<dataset::Problem>& problems) {
        const std::size_t scanned = problems.size();
        for (dataset::Problem& problem : found) {
            const auto end = problems.begin() + static_cast<std::ptrdiff_t>(scanned);
            const bool known =
                std::any_of(problems.begin(), end, [&](const dataset::Problem& other) {
                    return other.kind == problem.kind && other.path == problem.path &&
                           other.detail == problem.detail;
                });
            if (!known) {
                problems.push_back(std::move(problem));
            }
        }
    }

    static Json document(const dataset::Catalog& catalog,
                         const std::vector<dataset::Problem>& problems) {
        Json json;
        json["classes"] = Json::array();
        const std::vector<std::uint64_t> counts = catalog.classCounts();
        for (std::size_t i = 0; i < catalog.classes.size(); ++i) {
            json["classes"].push_back({{"name", catalog.classes[i]}, {"count", counts.at(i)}});
        }
        for (const dataset::Part part : kParts) {
            const std::size_t count = catalog.hasParts ? countOf(catalog, part) : 0;
            json["splits"][std::string(dataset::partName(part))] =
                count > 0 ? Json(count) : Json(nullptr);
        }
        json["images"] = catalog.samples.size();
        json["ignored"] = catalog.ignoredFiles;
        json["truncated"] = countCutOff(problems);
        json["problems"] = Json::array();
        for (const dataset::Problem& problem : problems) {
            Json entry = {{"path", problem.path},
                          {"kind", dataset::problemKindName(problem.kind)},
                          {"detail", problem.detail}};
            if (!problem.other.empty()) {
                entry["other"] = problem.other;
            }
            if (problem.error.code != ErrorCode::Internal) {
                entry["reason"] = errorId(problem.error.code);
            }
            json["problems"].push_back(std::move(entry));
        }
        return json;
    }

    static std::string table(const dataset::Catalog& catalog,
                             const std::vector<dataset::Problem>& problems) {
        Table classes({"class", ">images"});
        const std::vector<std::uint64_t> counts = catalog.classCounts();
        for (std::size_t i = 0; i < catalog.classes.size(); ++i) {
            classes.row({catalog.classes[i], groupedNumber(static_cast<std::int64_t>(counts[i]))});
        }
        std::string text = classes.text();
        text += fmt::format(
            "\n{} in {}",
            counted(static_cast<std::int64_t>(catalog.samples.size()), "image", "images"),
            counted(static_cast<std::int64_t>(catalog.classes.size()), "class", "classes"));
        if (catalog.hasParts) {
            for (const dataset::Part part : kParts) {
                text += fmt::format(", {} {}", dataset::partName(part), countOf(catalog, part));
            }
        }
        text += fmt::format("; {} passed over.\n",
                            counted(static_cast<std::int64_t>(catalog.ignoredFiles),
                                    "other file was", "other files were"));
        if (problems.empty()) {
            return text + "No problems were found.\n";
        }
        Table list({"problem", "path", "detail"});
        for (const dataset::Problem& problem : problems) {
            list.row({std::string(dataset::problemKindName(problem.kind)), problem.path,
                      problem.detail});
        }
        const std::size_t cutOff = countCutOff(problems);
        return fmt::format(
            "{}\n{}{}:\n{}", text,
            counted(static_cast<std::int64_t>(problems.size()), "problem", "problems"),
            cutOff > 0 ? fmt::format(", {} cut off",
                                     counted(static_cast<std::int64_t>(cutOff), "image", "images"))
                       : std::string(),
            list.text());
    }

    std::string m_folder;
    bool m_noAudit = false;
    bool m_statistics = false;
    DecisionsSource m_decisions;
};

}  // namespace

std::unique_ptr<Command> makeDataInspect() {
    return std::make_unique<DataInspect>();
}

}  // namespace minarai::cli
