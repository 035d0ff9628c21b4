// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One command of `minarai`: what it takes and what it does. One file each under commands/.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "arguments.h"
#include "base/error.h"
#include "context.h"

namespace minarai::cli {

inline constexpr int kExitSuccess = 0;
inline constexpr int kExitFailure = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitInterrupted = 130;

/// Made for one call of the program: define() once, then run() once.
class Command {
  public:
    virtual ~Command() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;     ///< "train", "data inspect"
    [[nodiscard]] virtual std::string_view summary() const = 0;  ///< one line of the overview

    /// Declares options and positionals, bound to members, and the examples of the help.
    virtual void define(Arguments& arguments) = 0;

    /// The exit code, or the one sentence that goes to stderr (exit 1). Throws UsageError for what
    /// only shows once the arguments are seen together (exit 2).
    virtual Result<int> run(Context& context) = 0;
};

/// All commands in the order of the overview.
std::vector<std::unique_ptr<Command>> allCommands();

std::unique_ptr<Command> makeDataInspect();
std::unique_ptr<Command> makeDataImport();
std::unique_ptr<Command> makeDataExport();
std::unique_ptr<Command> makeDataSplit();
std::unique_ptr<Command> makeDataStatistics();
std::unique_ptr<Command> makeDataSample();
std::unique_ptr<Command> makeModels();
std::unique_ptr<Command> makeSummary();
std::unique_ptr<Command> makePreprocess();
std::unique_ptr<Command> makeTransform();
std::unique_ptr<Command> makeForward();
std::unique_ptr<Command> makeTrain();
std::unique_ptr<Command> makeEvaluate();
std::unique_ptr<Command> makePredict();
std::unique_ptr<Command> makeRunsList();
std::unique_ptr<Command> makeRunsShow();
std::unique_ptr<Command> makeRunsDiff();
std::unique_ptr<Command> makeWeightsList();
std::unique_ptr<Command> makeWeightsFetch();
std::unique_ptr<Command> makeBenchCompute();
std::unique_ptr<Command> makeBenchTrain();
std::unique_ptr<Command> makeBenchPredict();
std::unique_ptr<Command> makeBenchLoader();
std::unique_ptr<Command> makeCompletion();

}  // namespace minarai::cli
