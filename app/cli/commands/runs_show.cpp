// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "commands/run_text.h"
#include "commands/train_trials.h"
#include "runs/fold_summary.h"
#include "runs/run_directory.h"
#include "table.h"
#include "train/settings.h"

namespace minarai::cli {
namespace {

class RunsShow : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "runs show"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show a run: its settings, the history of its epochs, its cross-validation";
    }

    void define(Arguments& arguments) override {
        arguments.positional("RUN", m_run, "The folder of the run or of a cross-validation.");
        arguments.example("minarai runs show run1", "Settings and one line an epoch.");
        arguments.example("minarai runs show cv",
                          "What the folds of “train --folds” have in common.");
    }

    Result<int> run(Context& context) override {
        auto folds = runs::readFolds(fromUtf8(m_run));
        std::error_code ignored;
        if (!std::filesystem::exists(fromUtf8(m_run) / "run.json", ignored) &&
            !(folds && !*folds)) {
            return showFolds(context, folds);
        }
        if (!folds) {
            context.report().line(fmt::format("warning: {}", printable(folds.error().message())));
            folds = std::optional<runs::FoldSummary>();
        }
        MN_ASSIGN(const runs::RunInfo info, runs::readRunInfo(fromUtf8(m_run)));
        MN_ASSIGN(const runs::RunHistory history, runs::readHistory(fromUtf8(m_run)));
        if (context.json()) {
            Json shown = document(info, history);
            if (*folds) {
                shown["folds"] = runs::foldSummaryToJson(**folds);
            }
            context.printJson(shown);
        } else {
            context.print(text(info, history) +
                          (*folds ? "\nCross-validation:\n" + foldsText(**folds) : std::string()));
        }
        return kExitSuccess;
    }

  private:
    /// A folder that holds the folds and is no run itself.
    static Result<int> showFolds(Context& context,
                                 const Result<std::optional<runs::FoldSummary>>& folds) {
        if (!folds) {
            return folds.error();
        }
        if (context.json()) {
            context.printJson(Json{{"folds", runs::foldSummaryToJson(**folds)}});
        } else {
            context.print(foldsText(**folds));
        }
        return kExitSuccess;
    }

    [[nodiscard]] Json document(const runs::RunInfo& info, const runs::RunHistory& history) const {
        Json json;
        json["run"] = m_run;
        json["id"] = info.id;
        json["name"] = info.name;
        json["state"] = stateText(info, fromUtf8(m_run));
        json["created_ms"] = info.createdMs;
        json["arch"] = info.arch;
        json["data"] = info.dataName;
        json["classes"] = info.classes;
        json["images"] = {{"train", info.split.train.size()},
                          {"val", info.split.val.size()},
                          {"test", info.split.test.size()}};
        json["settings"] = train::settingsSchema().toJson(info.settings);
        json["seed"] = info.seed;
        json["initial_weights"] = info.initialWeights;
        json["weights_partial"] = info.partialWeights;
        json["only_head_is_new"] = info.onlyHeadIsNew;
        const Json saved = runs::runInfoToJson(info);
        json["versions"] = saved.value("versions", Json());
        json["machine"] = saved.value("machine", Json());
        json["best_epoch"] = info.bestEpoch;
        json["val_accuracy"] = bestOrNull(info, info.bestValAccuracy);
        json["val_loss"] = bestOrNull(info, info.bestValLoss);
        json["epochs_done"] = info.epochsDone;
        json["epochs"] = epochsToJson(history);
        json["notices"] = Json::array();
        for (const train::Notice& notice : history.notices) {
            json["notices"].push_back({{"path", notice.path}, {"error", notice.error.message()}});
        }
        json["broken_lines"] = history.brokenLines;
        return json;
    }

    [[nodiscard]] std::string text(const runs::RunInfo& info,
                                   const runs::RunHistory& history) const {
        Table facts({"run", m_run});
        facts.row({"state", stateText(info, fromUtf8(m_run))});
        facts.row({"architecture", info.arch});
        facts.row({"data", fmt::format("{}, {} classes, {} to train, {} to validate", info.dataName,
                                       info.classes.size(), info.split.train.size(),
                                       info.split.val.size())});
        facts.row({"begun", timeText(info.createdMs) + " UTC"});
        for (const ParamSpec& spec : train::settingsSchema().specs()) {
            const ParamValue* value = info.settings.find(spec.name);
            if (value != nullptr && train::settingsSchema().applies(spec, info.settings)) {
                facts.row({spec.name, ParamSchema::valueText(*value)});
            }
        }
        std::string out = facts.text();
        for (const train::Notice& notice : history.notices) {
            out += fmt::format("warning: {}\n", printable(notice.error.message()));
        }
        if (history.epochs.empty()) {
            return out + "\nNo epoch is complete yet.\n";
        }
        Table epochs({">epoch", ">train loss", ">accuracy", ">val. loss", ">accuracy", ">rate",
                      ">time", ">images/s", ""});
        for (const train::EpochFinished& epoch : history.epochs) {
            epochs.row({fmt::format("{}", epoch.epoch), lossText(epoch.trainLoss),
                        percentText(epoch.trainAccuracy), lossText(epoch.valLoss),
                        percentText(epoch.valAccuracy), fmt::format("{:.3g}", epoch.learningRate),
                        durationText(epoch.seconds), fmt::format("{:.1f}", epoch.imagesPerSecond),
                        epoch.epoch == info.bestEpoch ? "best" : ""});
        }
        return fmt::format("{}\n{}", out, epochs.text());
    }

    std::string m_run;
};

}  // namespace

std::unique_ptr<Command> makeRunsShow() {
    return std::make_unique<RunsShow>();
}

}  // namespace minarai::cli
