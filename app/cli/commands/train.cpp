// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_problem.h"
#include "command.h"
#include "commands/train_trials.h"
#include "dataset/split_file.h"
#include "decisions_source.h"
#include "model_source.h"
#include "runs/folds.h"
#include "runs/run_directory.h"
#include "runs/training.h"
#include "runs/trials.h"
#include "settings_source.h"
#include "train/settings.h"
#include "train/world.h"
#include "train_report.h"
#include "weights_source.h"
#include "zoo/zoo.h"

namespace minarai::cli {
namespace {

/// A config file: {"settings":{...},"arch":...} or the settings alone.
struct Config {
    Json settings = Json::object();
    std::optional<std::string> arch;
};

/// A run.json is a config file, too: it holds the split of all images.
constexpr std::uint64_t kMaxConfigBytes = std::uint64_t{1} << 30;

Result<Config> readConfig(const std::string& file) {
    MN_ASSIGN(const std::string text, readTextFile(fromUtf8(file), kMaxConfigBytes));
    if (isNestedDeeply(text)) {
        return fail(ErrorCode::JsonInvalid, file, "it is nested too deeply");
    }
    Json json;
    try {
        json = Json::parse(text);
    } catch (const std::exception& exception) {
        return fail(ErrorCode::JsonInvalid, file, jsonProblem(exception));
    }
    if (!json.is_object()) {
        return fail(ErrorCode::FileFormat, file, "it must hold one object with settings");
    }
    Config config;
    if (!json.contains("settings")) {
        config.settings = json;
        if (const auto arch = json.find("arch"); arch != json.end() && arch->is_string()) {
            config.arch = arch->get<std::string>();
            config.settings.erase("arch");
        }
        return config;
    }
    if (!json["settings"].is_object()) {
        return fail(ErrorCode::FileFormat, file, "“settings” must be an object");
    }
    config.settings = json["settings"];
    if (json.contains("arch")) {
        if (!json["arch"].is_string()) {
            return fail(ErrorCode::FileFormat, file, "“arch” must be the name of an architecture");
        }
        config.arch = json["arch"].get<std::string>();
    }
    return config;
}

/// A script that nobody watches does not wait for ever for a disk that stays full: what the last
/// checkpoint holds can be resumed.
void limitPatience(train::TrainControl& control) {
    if (::isatty(STDERR_FILENO) != 1) {
        control.setPatience(std::chrono::minutes(2));
    }
}

class Train : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "train"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Train a network on a folder of images";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "DIR is an ImageFolder. The run's folder receives the settings, the history and the "
            "weights (best.pth, last.pth). Ctrl-C stops after the batch, saves and exits with 130; "
            "“--resume” goes on from there, also after a crash. With “--json” the last line of "
            "stdout is one document with run, reason, best_epoch, val_accuracy, val_loss, epochs, "
            "images_per_s, seconds and weights (what was taken of “--weights”). Several processes "
            "that torchrun starts (“torchrun --no_python --nproc_per_node N minarai train ...”) "
            "train one run together: each takes “batch” images a step, rank 0 alone writes and "
            "prints, and the cores of a machine are shared unless “--threads” says otherwise.");
        arguments.positional("DIR", m_folder,
                             "The folder of images; may be left out with “--resume”.");
        arguments.text("-o,--out", m_out, "RUN", "The folder of the run; new or empty.");
        m_model.define(arguments, false);
        arguments.text(
            "--config", m_config, "FILE",
            "A JSON object with settings, or {\"settings\":{...},\"arch\":...}, such as a "
            "run's run.json; “--arch” and “--spec” go before its architecture.");
        m_settings.define(arguments,
                          "Settings, one or several; goes before “--config” and may be given many "
                          "times. “minarai train --explain” lists them all.");
        arguments.text("--weights", m_weights, "FILE|NAME",
                       fmt::format("Weights to begin with. {} A last layer for other classes is "
                                   "replaced.",
                                   kWeightsHelp));
        arguments.flag("--weights-partial", m_partialWeights,
                       "Take of “--weights” what fits by name and shape and leave the other layers "
                       "as they are: for an edited copy of the network that the file is of.");
        arguments.text("--freeze", m_freeze, "POLICY",
                       "Layers that keep their weights: auto (all but the head where only the head "
                       "is new and one process trains), none, early, most, all_but_head or "
                       "upto:NAME; the same as “--set freeze=POLICY”.");
        m_decisions.define(arguments);
        arguments.flag("--resume", m_resume, "Go on with the run in “--out”.");
        arguments.text("--data", m_data, "DIR",
                       "The same as DIR: where the images of a run are now, if they moved.");
        arguments.integer("--folds", m_folds, 2, 100, "N",
                          "Cross-validation: trains N runs into RUN/fold-1 to RUN/fold-N, each "
                          "validating on another part of the images, and prints mean and spread.");
        arguments.flag("--find-rate", m_findRate,
                       "Only try learning rates: a short training whose rate grows each step. "
                       "Writes nothing and needs no “--out”.");
        arguments.flag("--dry-run", m_dryRun,
                       "Only try one batch: shapes, memory, time of an epoch, and whether the "
                       "network can learn it by heart. Writes nothing and needs no “--out”.");
        arguments.flag("--explain", m_explain,
                       "Print every setting with its range and default, and do nothing else.");
        arguments.example("minarai train flowers --out run1 --arch resnet18 --set epochs=20",
                          "Twenty epochs with the other settings at their defaults.");
        arguments.example(
            "minarai train flowers --out run2 --arch lite_cnn --set size=64 "
            "learning_rate=0.002 --seed 3 --json",
            "Small images, for a script.");
        arguments.example("minarai train --out run1 --resume", "Go on with an interrupted run.");
        arguments.example("minarai train flowers --out run3 --arch resnet18 --decisions",
                          "With the labels and without the images as decided in the studio.");
        arguments.example("minarai train flowers --arch resnet18 --find-rate",
                          "Which learning rates work, before the run.");
        arguments.example("minarai train flowers --out cv --arch resnet18 --folds 5",
                          "Five runs, each validated on another fifth.");
        arguments.example("minarai train flowers --out run3 --arch resnet18 --set split=parts.json",
                          "The split that “minarai data split” saved, or that of another run "
                          "(split=run1/run.json).");
    }

    Result<int> run(Context& context) override {
        if (m_explain) {
            explain(context);
            return kExitSuccess;
        }
        Result<int> code = trainRun(context);
        if (!code && isAboutSettings(code.error().code)) {
            throw UsageError(context.spoken(code.error().message()));
        }
        return code;
    }

  private:
    Result<int> trainRun(Context& context) {
        MN_ASSIGN(const std::optional<train::World> world, train::worldFromEnvironment());
        const bool isFirst = !world || world->isFirst();
        if (!isFirst) {
            context.speakAs(world->rank);
        }
        if (world && (m_folds || m_findRate || m_dryRun)) {
            throw UsageError(context.spoken(
                "“--folds”, “--find-rate” and “--dry-run” are work for one process: run them "
                "without torchrun."));
        }
        MN_ASSIGN(runs::TrainRequest request, makeRequest(context));
        request.world = world;
        request.measuring = measuring(context.report());
        if (m_weights) {
            const WeightsTarget target = targetOf(request);
            MN_ASSIGN(request.weights, isFirst ? resolveWeights(context, *m_weights, target)
                                               : nameWeights(*m_weights, target));
        }
        const std::stop_token stop = context.stopToken();
        MN_TRY(obeyDecisions(context, request, stop));
        MN_ASSIGN(const auto engine, context.engine());
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled);
        }
        if (m_findRate) {
            return findRate(context, request, *engine, stop);
        }
        if (m_dryRun) {
            return dryRun(context, request, *engine, stop);
        }
        if (m_folds) {
            return trainFolds(context, request, *engine, stop);
        }
        train::TrainControl control;
        limitPatience(control);
        TrainReport report(context.report());
        std::atomic<bool> trains = false;
        const std::stop_callback told(stop, [&context, &trains] {
            if (trains) {
                context.report().line(
                    "stopping after this batch; press Ctrl-C again to end at once");
            }
        });
        MN_ASSIGN(const train::RunEnded ended,
                  runs::trainRun(request, *engine, stop, control, [&](const train::Event& event) {
                      trains = true;
                      if (world && std::holds_alternative<train::RunStarted>(event.payload)) {
                          context.report().line(
                              fmt::format("{} processes train together, {} of them here",
                                          world->size, world->localSize));
                      }
                      report.receive(event);
                  }));
        if (ended.reason == train::EndReason::Failed) {
            return ended.error.value_or(Error(ErrorCode::Internal, {"the run failed"}));
        }
        if (!isFirst) {
            return exitCodeOf(ended);
        }
        if (context.json()) {
            context.printJson(endToJson(ended, *m_out, report.weights()));
        } else {
            context.print(endText(ended, *m_out));
        }
        return exitCodeOf(ended);
    }

    /// A new bar for each fold that is measured.
    static ProgressCallback measuring(Reporter& reporter) {
        return [&reporter, bar = ProgressCallback()](const Progress& now) mutable {
            if (!bar || now.done <= 1) {
                bar = reporter.progress("Measuring colours");
            }
            bar(now);
            if (now.done == now.total) {
                reporter.clear();
            }
        };
    }

    static int exitCodeOf(const train::RunEnded& ended) {
        return ended.reason == train::EndReason::Stopped ? kExitInterrupted : kExitSuccess;
    }

    static Result<int> findRate(Context& context, const runs::TrainRequest& request,
                                const engine::Engine& engine, const std::stop_token& stop) {
        const train::RangeTestRequest range;
        train::RangePoint last;
        const auto more = [&last] {
            return fmt::format("learning rate {:.2g}, loss {:.4f}", last.rate, last.loss);
        };
        const ProgressCallback progress = context.report().progress("Step", {.more = more});
        std::uint64_t steps = 0;
        MN_ASSIGN(const train::RangeTest test,
                  runs::findRate(request, engine, range, stop, [&](const train::RangePoint& point) {
                      last = point;
                      progress({++steps, static_cast<std::uint64_t>(range.steps)});
                  }));
        context.report().clear();
        if (context.json()) {
            context.printJson(train::rangeTestToJson(test));
        } else {
            context.print(rangeTestText(test));
        }
        return kExitSuccess;
    }

    static Result<int> dryRun(Context& context, const runs::TrainRequest& request,
                              const engine::Engine& engine, const std::stop_token& stop) {
        context.report().line("trying one batch");
        MN_ASSIGN(const train::Preflight preflight, runs::preflight(request, engine, stop));
        if (context.json()) {
            context.printJson(train::preflightToJson(preflight));
        } else {
            context.print(preflightText(preflight));
        }
        return kExitSuccess;
    }

    Result<int> trainFolds(Context& context, const runs::TrainRequest& request,
                           const engine::Engine& engine, const std::stop_token& stop) const {
        train::TrainControl control;
        limitPatience(control);
        TrainReport report(context.report());
        std::int64_t current = 0;
        MN_ASSIGN(const runs::FoldSummary summary,
                  runs::trainFolds(request, *m_folds, engine, stop, control,
                                   [&](std::int64_t fold, const train::Event& event) {
                                       if (fold != current) {
                                           current = fold;
                                           context.report().line(
                                               fmt::format("fold {} of {}", fold, *m_folds));
                                       }
                                       report.receive(event);
                                   }));
        if (context.json()) {
            context.printJson(runs::foldSummaryToJson(summary));
        } else {
            context.print(foldsText(summary));
        }
        const bool complete = static_cast<std::int64_t>(summary.results.size()) == *m_folds;
        return complete ? kExitSuccess : kExitInterrupted;
    }

    static void explain(Context& context) {
        if (context.json()) {
            context.printJson(train::settingsSchema().referenceJson());
        } else {
            context.print(train::settingsSchema().reference());
        }
    }

    static Status assign(runs::TrainRequest& request, const std::string& key,
                         const std::string& text) {
        MN_TRY(train::settingsSchema().setText(request.settings, key, text));
        request.changedSettings.push_back(key);
        return {};
    }

    Status takeSettings(runs::TrainRequest& request, const Context& context,
                        std::optional<std::string>& configArch) const {
        request.settings = train::settingsSchema().defaults();
        if (m_config) {
            MN_ASSIGN(Config config, readConfig(*m_config));
            configArch = std::move(config.arch);
            for (const auto& [key, value] : config.settings.items()) {
                MN_TRY(train::settingsSchema().setJson(request.settings, key, value));
                request.changedSettings.push_back(key);
            }
        }
        if (context.seed()) {
            MN_TRY(assign(request, "seed", std::to_string(*context.seed())));
        }
        if (m_freeze) {
            MN_TRY(assign(request, "freeze", *m_freeze));
        }
        for (const auto& [key, value] : m_settings.pairs()) {
            MN_TRY(assign(request, key, value));
        }
        MN_TRY(checkChoiceOrFile(request.settings, "augment"));
        MN_TRY(checkChoiceOrFile(request.settings, "split"));
        return train::checkSettings(request.settings);
    }

    Result<runs::TrainRequest> makeRequest(const Context& context) {
        const bool isTrial = m_findRate || m_dryRun;
        if (isTrial && (m_resume || m_folds)) {
            throw UsageError(
                "“--find-rate” and “--dry-run” try a new run: they do not go with "
                "“--resume” or “--folds”.");
        }
        if (!m_out && !isTrial) {
            throw UsageError("“minarai train” needs “--out RUN”.");
        }
        if (m_data) {
            if (m_folder) {
                throw UsageError("“--data” and DIR are the same: give one of them.");
            }
            m_folder = m_data;
        }
        if (m_partialWeights && !m_weights && !m_resume) {
            throw UsageError("“--weights-partial” says how “--weights” are taken: give both.");
        }
        runs::TrainRequest request;
        std::optional<std::string> configArch;
        MN_TRY(takeSettings(request, context, configArch));
        request.runFolder = fromUtf8(m_out.value_or(std::string()));
        request.device = context.device();
        request.threads = context.threads();
        request.resume = m_resume;
        request.partialWeights = m_partialWeights;
        if (m_folder) {
            request.dataFolder = fromUtf8(*m_folder);
        }
        if (!m_model.specFile && !m_model.arch) {
            m_model.arch = configArch;
        }
        std::error_code ignored;
        if (m_resume && std::filesystem::exists(request.runFolder / "run.json", ignored)) {
            MN_TRY(checkSameModel(request));
            return request;
        }
        if (m_resume && !m_folder) {
            return fail(ErrorCode::RunMissing, toUtf8(request.runFolder));
        }
        if (!m_folder) {
            throw UsageError("“minarai train” needs DIR, the folder of images.");
        }
        m_model.check();
        if (m_model.arch) {
            request.arch = *m_model.arch;
        } else {
            request.arch.clear();
            MN_ASSIGN(request.spec, spec::readModelSpec(fromUtf8(*m_model.specFile)));
        }
        return request;
    }

    /// The folder as decided, for a new run. One that goes on keeps those of its beginning.
    Status obeyDecisions(Context& context, runs::TrainRequest& request,
                         const std::stop_token& stop) const {
        if (!m_decisions.isGiven()) {
            return {};
        }
        std::error_code ignored;
        if (m_resume && std::filesystem::exists(request.runFolder / "run.json", ignored)) {
            MN_ASSIGN(const runs::RunInfo info, runs::readRunInfo(request.runFolder));
            context.report().line(decisionsText(info.excludedImages, info.relabelledImages) +
                                  ", as when the run began");
            return {};
        }
        MN_ASSIGN(dataset::Catalog scanned,
                  dataset::scan(request.dataFolder, context.report().progress("Scanning"), stop));
        const dataset::Catalog onDisk = scanned;
        MN_ASSIGN(dataset::DecidedCatalog decided, m_decisions.obey(context, std::move(scanned)));
        request.catalog = std::make_shared<const dataset::Catalog>(std::move(decided.catalog));
        request.excludedImages = decided.excluded;
        request.relabelledImages = decided.relabelled;
        const dataset::SplitPlan plan = train::splitPlan(request.settings);
        if (plan.kind == dataset::SplitKind::File && !m_folds) {
            // It may name images that were left out, or with the class that they had.
            MN_ASSIGN(dataset::Split split,
                      dataset::readSplitFile(fromUtf8(plan.file), *request.catalog, &onDisk));
            request.split = std::make_shared<const dataset::Split>(std::move(split));
        }
        return {};
    }

    /// What the name of published weights is looked up for.
    static WeightsTarget targetOf(const runs::TrainRequest& request) {
        if (request.spec) {
            return weightsTarget(*request.spec);
        }
        if (request.resume && zoo::find(request.arch) == nullptr) {
            if (const auto model = runs::readRunModel(request.runFolder)) {
                return weightsTarget(*model);
            }
        }
        return WeightsTarget{request.arch};
    }

    /// A repeated command line may name the model again, but not another one.
    [[nodiscard]] Status checkSameModel(runs::TrainRequest& request) const {
        MN_ASSIGN(const runs::RunInfo info, runs::readRunInfo(request.runFolder));
        if (m_model.arch && *m_model.arch != info.arch) {
            checkArchitecture(*m_model.arch);
            return fail(ErrorCode::ResumeChanged, "the architecture");
        }
        request.arch = info.arch;
        return {};
    }

    std::optional<std::string> m_folder;
    std::optional<std::string> m_data;
    std::optional<std::string> m_out;
    ModelSource m_model;
    std::optional<std::string> m_config;
    SettingsSource m_settings;
    DecisionsSource m_decisions;
    std::optional<std::string> m_weights;
    std::optional<std::string> m_freeze;
    std::optional<std::int64_t> m_folds;
    bool m_partialWeights = false;
    bool m_findRate = false;
    bool m_dryRun = false;
    bool m_resume = false;
    bool m_explain = false;
};

}  // namespace

std::unique_ptr<Command> makeTrain() {
    return std::make_unique<Train>();
}

}  // namespace minarai::cli
