// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "dataset/decisions.h"
#include "dataset/split.h"
#include "dataset/split_file.h"
#include "decisions_source.h"
#include "settings_source.h"
#include "table.h"
#include "train/settings.h"

namespace minarai::cli {
namespace {

/// Images of each class in train, val and test.
using PartCounts = std::vector<std::array<std::int64_t, 3>>;

class DataSplit : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "data split"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show which images of a folder would train, validate and test";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "The split that “minarai train” would make of the same settings: “split”, "
            "“validation_fraction”, “test_fraction”, “group_pattern”, “folds”, “fold” and “seed” "
            "(see “minarai train --explain”). With “--out” it is saved, and “minarai train --set "
            "split=FILE” uses it as often as you like; otherwise nothing is written.");
        arguments.positional("DIR", m_folder, "The folder of images.");
        arguments.text("-o,--out", m_out, "FILE",
                       "The file of the split to write, such as parts.json.");
        m_settings.define(arguments, "Settings, as for “minarai train”.");
        m_decisions.define(arguments);
        arguments.example("minarai data split flowers --set validation_fraction=0.1",
                          "A tenth of each class validates.");
        arguments.example(
            "minarai data split scans --set split=grouped --set 'group_pattern=^(p\\d+)_' --json",
            "All images of a patient in one part; the lists of images for a script.");
        arguments.example("minarai data split flowers --set split=kfold fold=2",
                          "The second of five folds.");
        arguments.example(
            "minarai data split flowers --set validation_fraction=0.15 test_fraction=0.15 --out "
            "parts.json",
            "A split with a test part, for several runs.");
        arguments.example("minarai data split flowers --decisions --out parts.json",
                          "Of the images that were not left out, with the classes they were "
                          "given; for “minarai train --decisions”.");
    }

    Result<int> run(Context& context) override {
        const auto settings = takeSettings(context);
        if (!settings && isAboutSettings(settings.error().code)) {
            throw UsageError(settings.error().message());
        }
        if (!settings) {
            return settings.error();
        }
        const std::stop_token stop = context.stopToken();
        MN_ASSIGN(dataset::Catalog catalog,
                  dataset::scan(fromUtf8(m_folder), context.report().progress("Scanning"), stop));
        std::optional<dataset::Catalog> onDisk;
        Json decisions;
        if (m_decisions.isGiven()) {
            onDisk = catalog;
            MN_ASSIGN(dataset::DecidedCatalog decided,
                      m_decisions.obey(context, std::move(catalog)));
            decisions = decisionsDocument(decided.excluded, decided.relabelled);
            catalog = std::move(decided.catalog);
        }
        MN_ASSIGN(const dataset::Split split,
                  splitAsDecided(context, catalog, onDisk, train::splitPlan(*settings)));
        context.report().clear();
        if (m_out) {
            MN_TRY(dataset::writeSplitFile(fromUtf8(*m_out), split, catalog.classes));
        }
        if (context.json()) {
            Json json = document(catalog, split);
            if (m_out) {
                json["file"] = *m_out;
            }
            if (!decisions.is_null()) {
                json["decisions"] = decisions;
            }
            context.printJson(json);
        } else {
            context.print(
                table(catalog, split) +
                (m_out ? fmt::format("Saved as {}.\n", printable(*m_out)) : std::string()));
        }
        return kExitSuccess;
    }

  private:
    [[nodiscard]] Result<Params> takeSettings(const Context& context) const {
        const ParamSchema& schema = train::settingsSchema();
        Params settings = schema.defaults();
        if (context.seed()) {
            MN_TRY(schema.setText(settings, "seed", std::to_string(*context.seed())));
        }
        m_settings.apply(settings);
        MN_TRY(checkChoiceOrFile(settings, "split"));
        MN_TRY(train::checkSettings(settings));
        return settings;
    }

    static PartCounts countsOf(const dataset::Catalog& catalog, const dataset::Split& split) {
        PartCounts counts(catalog.classes.size());
        const auto add = [&](const std::vector<dataset::Item>& items, std::size_t part) {
            for (const dataset::Item& item : items) {
                ++counts[static_cast<std::size_t>(item.label)][part];
            }
        };
        add(split.train, 0);
        add(split.val, 1);
        add(split.test, 2);
        return counts;
    }

    static Json document(const dataset::Catalog& catalog, const dataset::Split& split) {
        const PartCounts counts = countsOf(catalog, split);
        Json classes = Json::array();
        for (std::size_t i = 0; i < counts.size(); ++i) {
            classes.push_back({{"name", catalog.classes[i]},
                               {"train", counts[i][0]},
                               {"val", counts[i][1]},
                               {"test", counts[i][2]}});
        }
        Json json = dataset::splitToJson(split);
        json["classes"] = std::move(classes);
        json["images"] = {
            {"train", split.train.size()}, {"val", split.val.size()}, {"test", split.test.size()}};
        return json;
    }

    static std::string table(const dataset::Catalog& catalog, const dataset::Split& split) {
        Table table({"class", ">train", ">val", ">test"});
        const PartCounts counts = countsOf(catalog, split);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            table.row({catalog.classes[i], groupedNumber(counts[i][0]), groupedNumber(counts[i][1]),
                       groupedNumber(counts[i][2])});
        }
        const auto number = [](std::uint64_t value) {
            return groupedNumber(static_cast<std::int64_t>(value));
        };
        table.row({"all", number(split.train.size()), number(split.val.size()),
                   number(split.test.size())});
        std::string text = table.text() + fmt::format("\nSplit: {}", split.kind);
        if (split.folds > 0) {
            text += fmt::format(", fold {} of {}", split.fold, split.folds);
        }
        text += fmt::format(", seed {}.\n", split.seed);
        if (!split.groupPattern.empty()) {
            text +=
                fmt::format("{} of several images, kept together.\n",
                            counted(static_cast<std::int64_t>(split.groups), "group", "groups"));
        }
        if (split.ungrouped > 0) {
            text +=
                fmt::format("The pattern does not fit {}, which stand alone.\n",
                            counted(static_cast<std::int64_t>(split.ungrouped), "name", "names"));
        }
        return text;
    }

    std::string m_folder;
    std::optional<std::string> m_out;
    SettingsSource m_settings;
    DecisionsSource m_decisions;
};

}  // namespace

std::unique_ptr<Command> makeDataSplit() {
    return std::make_unique<DataSplit>();
}

}  // namespace minarai::cli
