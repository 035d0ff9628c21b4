// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "runs/evaluation.h"
#include "table.h"

namespace minarai::cli {
namespace {

class BenchPredict : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "bench predict"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Measure how many images a trained run answers in a second";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "Evaluates the run on a folder in each precision, from the files to the "
            "probabilities, and compares accuracy and loss.");
        arguments.positional("RUN", m_run, "The folder of the run.");
        arguments.positional("DIR", m_folder, "An ImageFolder with the run's classes.");
        arguments.example("minarai bench predict run1 flowers", "float32 and automatic.");
        arguments.example("minarai bench predict run1 flowers --json",
                          "images_per_s, accuracy and loss of each precision, for a script.");
    }

    Result<int> run(Context& context) override {
        MN_TRY(runs::readRunInfo(fromUtf8(m_run)));
        const std::stop_token stop = context.stopToken();
        MN_ASSIGN(const auto engine, context.engine());
        Json document = Json::object();
        Table table({"asked for", "in force", ">images/s", ">accuracy", ">loss"});
        for (const char* precision : {"fp32", "auto"}) {
            runs::EvaluateOptions options;
            options.dataFolder = fromUtf8(m_folder);
            options.part = "all";
            options.device = context.device();
            options.threads = context.threads();
            options.precision = precision;
            MN_ASSIGN(const runs::Evaluation evaluation,
                      runs::evaluateRun(fromUtf8(m_run), options, *engine,
                                        context.report().progress(precision), stop));
            const double rate = static_cast<double>(evaluation.images.size()) /
                                (evaluation.seconds > 0 ? evaluation.seconds : 1e-9);
            document[precision] = Json{{"images_per_s", rate},
                                       {"precision", evaluation.precision},
                                       {"accuracy", evaluation.accuracy},
                                       {"loss", evaluation.loss}};
            table.row({precision, evaluation.precision, fmt::format("{:.1f}", rate),
                       percentText(evaluation.accuracy), lossText(evaluation.loss)});
        }
        context.report().clear();
        if (context.json()) {
            context.printJson(document);
        } else {
            context.print(table.text());
        }
        return kExitSuccess;
    }

  private:
    std::string m_run;
    std::string m_folder;
};

}  // namespace

std::unique_ptr<Command> makeBenchPredict() {
    return std::make_unique<BenchPredict>();
}

}  // namespace minarai::cli
