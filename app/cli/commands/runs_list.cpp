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
        const std::vector<runs::RunEntry> entries = runs::listRuns(fromUtf8(root));
        Json list = Json::array();
        Table table({"run", "architecture", "data", "state", ">epochs", ">best", ">accuracy",
                     "begun (UTC)"});
        for (const runs::RunEntry& entry : entries) {
            const runs::RunInfo& info = entry.info;
            const std::string state = stateText(info, entry.folder);
            list.push_back({{"run", toUtf8(entry.folder)},
                            {"name", info.name},
                            {"arch", info.arch},
                            {"data", info.dataName},
                            {"state", state},
                            {"epochs", info.epochsDone},
                            {"best_epoch", info.bestEpoch},
                            {"val_accuracy", bestOrNull(info, info.bestValAccuracy)},
                            {"val_loss", bestOrNull(info, info.bestValLoss)},
                            {"created_ms", info.createdMs}});
            table.row({toUtf8(entry.folder), info.arch, info.dataName, state,
                       fmt::format("{}", info.epochsDone),
                       info.bestEpoch > 0 ? fmt::format("{}", info.bestEpoch) : "-",
                       info.bestEpoch > 0 ? percentText(info.bestValAccuracy) : "-",
                       timeText(info.createdMs)});
        }
        if (context.json()) {
            context.printJson(list);
        } else if (entries.empty()) {
            context.print(fmt::format("There are no runs in “{}”.\n", printable(root)));
        } else {
            context.print(table.text());
        }
        return kExitSuccess;
    }

  private:
    std::optional<std::string> m_root;
};

}  // namespace

std::unique_ptr<Command> makeRunsList() {
    return std::make_unique<RunsList>();
}

}  // namespace minarai::cli
