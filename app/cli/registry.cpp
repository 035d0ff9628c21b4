// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

namespace minarai::cli {

std::vector<std::unique_ptr<Command>> allCommands() {
    std::vector<std::unique_ptr<Command>> commands;
    for (const auto make :
         {makeDataInspect, makeDataSplit,    makeDataStatistics, makeDataImport,   makeDataExport,
          makeDataSample,  makeModels,       makeSummary,        makeTransform,    makePreprocess,
          makeForward,     makeTrain,        makeEvaluate,       makePredict,      makeRunsList,
          makeRunsShow,    makeRunsDiff,     makeWeightsList,    makeWeightsFetch, makeBenchCompute,
          makeBenchTrain,  makeBenchPredict, makeBenchLoader,    makeCompletion}) {
        commands.push_back(make());
    }
    return commands;
}

}  // namespace minarai::cli
