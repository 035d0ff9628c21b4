// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "decisions_source.h"
#include "runs/evaluation.h"
#include "table.h"

namespace minarai::cli {
namespace {

constexpr std::size_t kMatrixClasses = 12;  // wider matrices do not fit a terminal

class Evaluate : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "evaluate"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Measure a trained run on its validation images or on another folder";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "Uses the best weights of the run and the same preprocessing as in training. The run's "
            "own images have the labels that they had in training; with “--decisions” those "
            "decided in the studio since.");
        arguments.positional("RUN", m_run, "The folder of the run.");
        arguments.text("--data", m_data, "DIR",
                       "Another ImageFolder with the same classes; all its images are measured if "
                       "it has no parts (default: the run's own images).");
        arguments.choice(
            "--split", m_split, {"train", "val", "test", "all"},
            "Which part to measure (default: val; all of a --data folder without parts).");
        m_decisions.define(arguments);
        arguments.choice("--precision", m_precision, {"auto", "fp32", "bf16"},
                         "Numbers to compute with (default auto: bfloat16 where it is faster and "
                         "keeps the probabilities of the first batch within 0.02; float32 for a "
                         "run that was trained with precision=fp32).");
        arguments.example("minarai evaluate run1", "Metrics of the validation images.");
        arguments.example("minarai evaluate run1 --data new_photos --split all --json",
                          "accuracy, top5, loss, ece, confusion, classes and every prediction.");
    }

    Result<int> run(Context& context) override {
        MN_ASSIGN(const runs::RunInfo info, runs::readRunInfo(fromUtf8(m_run)));
        runs::EvaluateOptions options;
        if (m_data) {
            options.dataFolder = fromUtf8(*m_data);
        }
        if (!m_split.empty()) {
            options.part = m_split;
        }
        if (m_decisions.isGiven()) {
            MN_ASSIGN(const auto folder, options.dataFolder
                                             ? Result<std::filesystem::path>(*options.dataFolder)
                                             : runs::dataFolder(info, fromUtf8(m_run)));
            MN_ASSIGN(dataset::Decisions decisions, m_decisions.read(folder));
            options.decisions = std::move(decisions.states);
        }
        options.device = context.device();
        options.threads = context.threads();
        options.precision = m_precision;
        const std::stop_token stop = context.stopToken();
        MN_ASSIGN(const auto engine, context.engine());
        MN_ASSIGN(const runs::Evaluation evaluation,
                  runs::evaluateRun(fromUtf8(m_run), options, *engine,
                                    context.report().progress("Evaluating"), stop));
        for (const train::Notice& problem : evaluation.problems) {
            context.report().line(fmt::format("warning: {}", problem.error.message()));
        }
        if (options.decisions) {
            context.report().line(
                decisionsText(evaluation.excludedImages, evaluation.relabelledImages) +
                " among those measured");
        }
        if (context.json()) {
            Json json = runs::evaluationToJson(evaluation);
            if (options.decisions) {
                json["decisions"] =
                    decisionsDocument(evaluation.excludedImages, evaluation.relabelledImages);
            }
            context.printJson(json);
        } else {
            context.print(table(evaluation));
        }
        return kExitSuccess;
    }

  private:
    static std::string table(const runs::Evaluation& evaluation) {
        std::string text = fmt::format(
            "{}: accuracy {}, top-5 {}, loss {}, calibration error {}\n\n",
            counted(static_cast<std::int64_t>(evaluation.images.size()), "image", "images"),
            percentText(evaluation.accuracy), percentText(evaluation.top5),
            lossText(evaluation.loss), percentText(evaluation.ece));
        Table classes({"class", ">precision", ">recall", ">F1", ">images"});
        for (std::size_t i = 0; i < evaluation.reports.size(); ++i) {
            const metrics::ClassReport& report = evaluation.reports[i];
            classes.row({evaluation.classes.at(i), percentText(report.precision),
                         percentText(report.recall), percentText(report.f1),
                         groupedNumber(static_cast<std::int64_t>(report.support))});
        }
        const metrics::Average macro = metrics::macroAverage(evaluation.reports);
        classes.row({"(mean)", percentText(macro.precision), percentText(macro.recall),
                     percentText(macro.f1), ""});
        text += classes.text();
        return evaluation.classes.size() <= kMatrixClasses ? text + '\n' + matrix(evaluation)
                                                           : text;
    }

    static std::string matrix(const runs::Evaluation& evaluation) {
        std::vector<std::string> headings{"true \\ predicted"};
        for (const std::string& name : evaluation.classes) {
            headings.push_back('>' + printable(name));
        }
        Table table(headings);
        for (std::size_t truth = 0; truth < evaluation.classes.size(); ++truth) {
            std::vector<std::string> cells{evaluation.classes[truth]};
            for (std::size_t predicted = 0; predicted < evaluation.classes.size(); ++predicted) {
                const std::uint32_t count = evaluation.confusion.at(truth, predicted);
                cells.push_back(count == 0 ? "." : groupedNumber(count));
            }
            table.row(std::move(cells));
        }
        return table.text();
    }

    std::string m_run;
    std::optional<std::string> m_data;
    std::string m_split;
    DecisionsSource m_decisions;
    std::string m_precision = "auto";
};

}  // namespace

std::unique_ptr<Command> makeEvaluate() {
    return std::make_unique<Evaluate>();
}

}  // namespace minarai::cli
