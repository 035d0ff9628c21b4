// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "commands/run_text.h"
#include "runs/run_directory.h"
#include "table.h"

namespace minarai::cli {
namespace {

class RunsList : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "runs list"; }
    [[nodiscard]] std::string_view summary() const override {
        return "List the runs in a folder, the newest first";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "“--json” prints a list of runs, each with run, name, arch, data, state, epochs_done, "
            "best_epoch, val_accuracy, val_loss, created_ms and epochs[], its history.");
        arguments.positional("ROOT", m_root,
                             "The folder that holds the runs (default: the current one).");
        arguments.example("minarai runs list experiments", "One line a run.");
    }

    Result<int> run(Context& context) override {
        const std::string root = m_root.value_or(".");
        std::error_code error;
        if (!std::filesystem::is_directory(fromUtf8(root), error)) {
            return fail(ErrorCode::FolderMissing, root);
        }
        std::vector<Error> damaged;
        const std::vector<runs::RunEntry> entries = runs::listRuns(fromUtf8(root), &damaged);
        for (const Error& problem : damaged) {
            context.report().line(fmt::format("warning: {}", printable(problem.message())));
        }
        if (context.json()) {
            context.printJson(document(entries));
        } else if (entries.empty()) {
            context.print(fmt::format("There are no runs in “{}”.\n", printable(root)));
        } else {
            context.print(table(entries));
        }
        return kExitSuccess;
    }

  private:
    static Json document(const std::vector<runs::RunEntry>& entries) {
        Json list = Json::array();
        for (const runs::RunEntry& entry : entries) {
            const runs::RunInfo& info = entry.info;
            // A run that has no event yet has no epoch either.
            const auto history = runs::readHistory(entry.folder);
            list.push_back({{"run", toUtf8(entry.folder)},
                            {"name", info.name},
                            {"arch", info.arch},
                            {"data", info.dataName},
                            {"state", stateText(info, entry.folder)},
                            {"epochs_done", info.epochsDone},
                            {"best_epoch", info.bestEpoch},
                            {"val_accuracy", bestOrNull(info, info.bestValAccuracy)},
                            {"val_loss", bestOrNull(info, info.bestValLoss)},
                            {"created_ms", info.createdMs},
                            {"epochs", history ? epochsToJson(*history) : Json::array()}});
        }
        return list;
    }

    static std::string table(const std::vector<runs::RunEntry>& entries) {
        Table table({"run", "architecture", "data", "state", ">epochs", ">best", ">accuracy",
                     "begun (UTC)"});
        for (const runs::RunEntry& entry : entries) {
            const runs::RunInfo& info = entry.info;
            table.row({toUtf8(entry.folder), info.arch, info.dataName,
                       stateText(info, entry.folder), fmt::format("{}", info.epochsDone),
                       info.bestEpoch > 0 ? fmt::format("{}", info.bestEpoch) : "-",
                       info.bestEpoch > 0 ? percentText(info.bestValAccuracy) : "-",
                       timeText(info.createdMs)});
        }
        return table.text();
    }

    std::optional<std::string> m_root;
};

}  // namespace

std::unique_ptr<Command> makeRunsList() {
    return std::make_unique<RunsList>();
}

}  // namespace minarai::cli
