// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "commands/run_text.h"
#include "reporter.h"
#include "runs/run_directory.h"
#include "table.h"
#include "train/settings.h"

namespace minarai::cli {
namespace {

struct Row {
    std::string name;
    Json a;
    Json b;
};

/// Text as it is, other values as JSON.
std::string cellText(const Json& value) {
    if (value.is_null()) {
        return "-";
    }
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/// A result as the other commands word it.
std::string resultText(std::string_view name, const Json& value) {
    if (!value.is_number_float()) {
        return cellText(value);
    }
    const double number = value.get<double>();
    if (name.ends_with("accuracy")) {
        return percentText(number);
    }
    if (name.ends_with("loss")) {
        return lossText(number);
    }
    return name == "seconds" ? durationText(number) : fmt::format("{:.1f}", number);
}

Json rowsToJson(const std::vector<Row>& rows) {
    Json list = Json::array();
    for (const Row& row : rows) {
        list.push_back({{"name", row.name}, {"a", row.a}, {"b", row.b}});
    }
    return list;
}

class RunsDiff : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "runs diff"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Compare two runs: the settings that differ, the results side by side";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "“--json” prints a, b, settings[{name,a,b}], metrics[{name,a,b}] and epochs[], the "
            "history of both: each epoch says in “run” whether it is of a or of b.");
        arguments.positional("A", m_a, "The folder of a run.");
        arguments.positional("B", m_b, "The folder of another run.");
        arguments.example("minarai runs diff run1 run2", "What was changed and what came of it.");
    }

    Result<int> run(Context& context) override {
        MN_ASSIGN(const runs::RunInfo a, runs::readRunInfo(fromUtf8(m_a)));
        MN_ASSIGN(const runs::RunInfo b, runs::readRunInfo(fromUtf8(m_b)));
        MN_ASSIGN(const runs::RunHistory historyA, runs::readHistory(fromUtf8(m_a)));
        MN_ASSIGN(const runs::RunHistory historyB, runs::readHistory(fromUtf8(m_b)));
        const std::vector<Row> settings = differences(a, b);
        const std::vector<Row> metrics = results(a, historyA, b, historyB);
        if (context.json()) {
            Json json;
            json["a"] = m_a;
            json["b"] = m_b;
            json["settings"] = rowsToJson(settings);
            json["metrics"] = rowsToJson(metrics);
            json["epochs"] = Json::array();
            for (const auto& [run, history] :
                 {std::pair("a", &historyA), std::pair("b", &historyB)}) {
                for (Json& epoch : epochsToJson(*history)) {
                    epoch["run"] = run;
                    json["epochs"].push_back(std::move(epoch));
                }
            }
            context.printJson(json);
            return kExitSuccess;
        }
        Table table({"", ">" + printable(m_a), ">" + printable(m_b)});
        for (const Row& row : settings) {
            table.row({row.name, cellText(row.a), cellText(row.b)});
        }
        Table outcome({"", ">" + printable(m_a), ">" + printable(m_b)});
        for (const Row& row : metrics) {
            outcome.row({row.name, resultText(row.name, row.a), resultText(row.name, row.b)});
        }
        context.print(settings.empty() ? "All settings are the same.\n" : table.text());
        context.print('\n' + outcome.text());
        return kExitSuccess;
    }

  private:
    static std::vector<Row> differences(const runs::RunInfo& a, const runs::RunInfo& b) {
        std::vector<Row> rows;
        const auto compare = [&](std::string name, Json left, Json right) {
            if (left != right) {
                rows.push_back({std::move(name), std::move(left), std::move(right)});
            }
        };
        compare("arch", a.arch, b.arch);
        compare("data", a.dataName, b.dataName);
        compare("classes", a.classes.size(), b.classes.size());
        compare("train_images", a.split.train.size(), b.split.train.size());
        compare("val_images", a.split.val.size(), b.split.val.size());
        compare("initial_weights", a.initialWeights, b.initialWeights);
        const Json left = train::settingsSchema().toJson(a.settings);
        const Json right = train::settingsSchema().toJson(b.settings);
        for (const ParamSpec& spec : train::settingsSchema().specs()) {
            compare(spec.name, left.value(spec.name, Json()), right.value(spec.name, Json()));
        }
        return rows;
    }

    static std::vector<Row> results(const runs::RunInfo& a, const runs::RunHistory& historyA,
                                    const runs::RunInfo& b, const runs::RunHistory& historyB) {
        const auto last = [](const runs::RunHistory& history, auto member) {
            return history.epochs.empty() ? Json(nullptr) : Json(history.epochs.back().*member);
        };
        const auto seconds = [](const runs::RunHistory& history) {
            double sum = 0;
            for (const train::EpochFinished& epoch : history.epochs) {
                sum += epoch.seconds;
            }
            return sum;
        };
        using Epoch = train::EpochFinished;
        return {
            {"epochs", a.epochsDone, b.epochsDone},
            {"best_epoch", a.bestEpoch, b.bestEpoch},
            {"val_accuracy", bestOrNull(a, a.bestValAccuracy), bestOrNull(b, b.bestValAccuracy)},
            {"val_loss", bestOrNull(a, a.bestValLoss), bestOrNull(b, b.bestValLoss)},
            {"last_train_loss", last(historyA, &Epoch::trainLoss),
             last(historyB, &Epoch::trainLoss)},
            {"last_train_accuracy", last(historyA, &Epoch::trainAccuracy),
             last(historyB, &Epoch::trainAccuracy)},
            {"seconds", seconds(historyA), seconds(historyB)},
            {"images_per_s", last(historyA, &Epoch::imagesPerSecond),
             last(historyB, &Epoch::imagesPerSecond)},
        };
    }

    std::string m_a;
    std::string m_b;
};

}  // namespace

std::unique_ptr<Command> makeRunsDiff() {
    return std::make_unique<RunsDiff>();
}

}  // namespace minarai::cli
