// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "dataset/catalog.h"
#include "dataset/decisions.h"
#include "dataset/split.h"
#include "decisions_source.h"
#include "model_source.h"
#include "runs/forecast_basis.h"
#include "settings_source.h"
#include "spec/op.h"
#include "table.h"
#include "train/forecast.h"
#include "train/measurement_cache.h"
#include "train/phases.h"
#include "train/settings.h"
#include "train/training_plan.h"

namespace minarai::cli {
namespace {

class BenchCompute : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "bench compute"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Measure a network's time and memory on this machine";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "Runs a few training and validation steps on random images. The result is kept, so "
            "that the studio's model gallery need not measure again. With “--data” the time and "
            "memory of an epoch on that folder are forecast too.");
        m_source.define(arguments, true);
        arguments.text("--size", m_size, "N|HxW",
                       "Size of the images in pixels (default: the model's usual input).");
        arguments.integer("--batch", m_batch, 1, 4096, "N", "Images in one step (default 32).");
        arguments.choice("--precision", m_precision, {"auto", "fp32", "bf16"},
                         "Numbers to compute with (default auto).");
        m_settings.define(arguments,
                          "Other settings of the training, such as “optimizer=sgd”; may be given "
                          "many times.");
        arguments.flag("--profile", m_profile,
                       "Say where the time of a training step goes, operator by operator.");
        arguments.text("--data", m_data, "DIR", "A folder of images to forecast an epoch for.");
        m_decisions.define(arguments);
        arguments.example("minarai bench compute --arch resnet18 --size 128 --batch 32",
                          "Milliseconds an image, images per second, memory.");
        arguments.example("minarai bench compute --arch lite_cnn --size 64 --data flowers --json",
                          "With a forecast of an epoch on these images, for a script.");
        arguments.example("minarai bench compute --arch resnet18 --profile",
                          "Also what each operator takes, and how far the step is from the peak.");
    }

    Result<int> run(Context& context) override {
        m_source.check();
        if (m_decisions.isGiven() && !m_data) {
            throw UsageError("“--decisions” and “--catalog” are about the folder of “--data”.");
        }
        MN_ASSIGN(train::MeasureRequest request, makeRequest(context));
        const std::stop_token stop = context.stopToken();
        std::optional<runs::ForecastBasis> basis;
        if (m_data) {
            MN_ASSIGN(basis, prepareForecast(context, request, stop));
        }
        MN_ASSIGN(const auto engine, context.engine());
        context.report().line(fmt::format("measuring {}", request.model.name));
        const auto measured = engine->measure(request, stop);
        if (context.interrupted()) {
            return kExitInterrupted;
        }
        if (!measured) {
            return measured.error();
        }
        keep(context, request, *measured, engine->info().torchVersion);
        Json json = document(request, *measured);
        std::optional<train::Forecast> forecast;
        if (basis) {
            MN_TRY(runs::measurePhases(
                *engine, request, basis->work, stop, [&](const auto& ofPhase, const auto& costs) {
                    keep(context, ofPhase, costs, engine->info().torchVersion);
                }));
            forecast = train::forecast(*measured, basis->loading, basis->work);
            addForecast(json, *basis, *forecast);
        }
        std::optional<train::StepProfile> profile;
        if (m_profile) {
            context.report().line("watching the operators");
            request.seconds = kProfileSeconds;
            MN_ASSIGN(profile, engine->profileStep(request, stop));
            json["profile"] = train::stepProfileToJson(*profile);
        }
        if (context.json()) {
            context.printJson(json);
        } else {
            context.print(text(request, *measured, forecast) +
                          (profile ? profileText(*profile) : std::string()));
        }
        return kExitSuccess;
    }

  private:
    [[nodiscard]] Result<train::MeasureRequest> makeRequest(const Context& context) {
        train::MeasureRequest request;
        const ParamSchema& schema = train::settingsSchema();
        request.settings = schema.defaults();
        m_settings.apply(request.settings);
        if (!m_precision.empty()) {
            MN_TRY(schema.set(request.settings, "precision", m_precision));
        }
        if (m_batch) {
            MN_TRY(schema.set(request.settings, "batch", *m_batch));
        }
        MN_TRY(train::parsePhases(request.settings.text("phases")));
        train::applyPhases(request.settings);
        train::settleFreeze(request.settings, false);  // as the studio asks for it
        std::optional<std::pair<std::int64_t, std::int64_t>> size;
        if (m_size) {
            size = parseSize("--size", *m_size);
        } else if (request.settings.integer("size") > 0) {
            size = {request.settings.integer("size"), request.settings.integer("size")};
        }
        MN_ASSIGN(request.model, m_source.build(std::nullopt, size));
        request.settings.set("size", request.model.input[1]);
        MN_TRY(train::checkSettings(request.settings));
        request.device = context.device();
        request.threads = context.threads();
        return request;
    }

    Result<std::optional<runs::ForecastBasis>> prepareForecast(Context& context,
                                                               train::MeasureRequest& request,
                                                               const std::stop_token& stop) {
        if (request.model.input[1] != request.model.input[2]) {
            throw UsageError("“--data” needs a square “--size”.");
        }
        MN_ASSIGN(dataset::Catalog catalog,
                  dataset::scan(fromUtf8(*m_data), context.report().progress("Scanning"), stop));
        std::optional<dataset::Catalog> onDisk;
        if (m_decisions.isGiven()) {
            onDisk = catalog;
            MN_ASSIGN(dataset::DecidedCatalog decided,
                      m_decisions.obey(context, std::move(catalog)));
            catalog = std::move(decided.catalog);
        }
        context.report().clear();
        MN_ASSIGN(const dataset::Split split,
                  splitAsDecided(context, catalog, onDisk, train::splitPlan(request.settings)));
        m_source.classes =
            train::measuredClasses(static_cast<std::int64_t>(catalog.classes.size()));
        MN_ASSIGN(request.model, m_source.build(std::nullopt, std::pair(request.model.input[1],
                                                                        request.model.input[2])));
        const augment::PreprocessSpec preprocess =
            train::preprocessFor(request.settings, static_cast<int>(request.model.input[0]));
        MN_ASSIGN(auto basis,
                  runs::forecastBasis(catalog.root, split, request.settings, preprocess, stop));
        return std::optional(basis);
    }

    /// A cache that cannot be written costs a measurement another time, nothing more.
    static void keep(Context& context, const train::MeasureRequest& request,
                     const train::Measurement& measured, const std::string& torchVersion) {
        train::MeasurementCache cache(train::measurementFile());
        const Status kept = cache.store(
            train::measurementKey(train::measuredModelText(request.model), request, torchVersion),
            measured);
        if (!kept) {
            context.report().line(kept.error().message());
        }
    }

    static Json document(const train::MeasureRequest& request, const train::Measurement& measured) {
        Json json = {{"model", request.model.name}, {"input", request.model.input}};
        json.update(train::measurementToJson(measured));
        json["train_images_per_s"] = 1000 / measured.trainMs;
        json["eval_images_per_s"] = 1000 / measured.evalMs;
        return json;
    }

    static void addForecast(Json& json, const runs::ForecastBasis& basis,
                            const train::Forecast& forecast) {
        json["forecast"] = {{"train_images", basis.work.trainImages},
                            {"val_images", basis.work.valImages},
                            {"decode_ms", basis.loading.decodeMs},
                            {"augment_ms", basis.loading.augmentMs},
                            {"fit_ms", basis.loading.fitMs},
                            {"tensor_ms", basis.loading.tensorMs},
                            {"first_epoch_seconds", forecast.firstEpochSeconds},
                            {"epoch_seconds", forecast.epochSeconds},
                            {"compute_seconds", forecast.computeSeconds},
                            {"memory_bytes", forecast.memoryBytes},
                            {"estimated", forecast.isScaled}};
    }

    static std::string text(const train::MeasureRequest& request,
                            const train::Measurement& measured,
                            const std::optional<train::Forecast>& forecast) {
        Table table({"", ">training", ">inference"});
        table.row({"milliseconds an image", fmt::format("{:.2f}", measured.trainMs),
                   fmt::format("{:.2f}", measured.evalMs)});
        table.row({"images per second", fmt::format("{:.1f}", 1000 / measured.trainMs),
                   fmt::format("{:.1f}", 1000 / measured.evalMs)});
        table.row({"memory", bytesText(static_cast<std::int64_t>(measured.trainBytes)),
                   bytesText(static_cast<std::int64_t>(measured.evalBytes))});
        std::string text =
            fmt::format("{}, input {}, batch {}, {}, {}, {}\n{}", request.model.name,
                        spec::shapeText({request.model.input.begin(), request.model.input.end()}),
                        measured.batch, measured.precision, measured.device,
                        counted(measured.threads, "thread", "threads"), table.text());
        if (measured.stepBatch < measured.batch) {
            text += fmt::format("measured with {} images a step, which takes seconds already\n",
                                measured.stepBatch);
        }
        if (forecast) {
            text += fmt::format("an epoch: about {}, the first one about {}; memory: about {}{}\n",
                                durationText(forecast->epochSeconds),
                                durationText(forecast->firstEpochSeconds),
                                bytesText(static_cast<std::int64_t>(forecast->memoryBytes)),
                                forecast->isScaled ? " (estimated from the image sizes)" : "");
        }
        return text;
    }

    static std::string profileText(const train::StepProfile& profile) {
        Table table({"operator", ">calls", ">ms a step", ">share"});
        double others = 0;
        std::size_t shown = 0;
        for (const train::OperatorTime& one : profile.operators) {
            if (!one.computes) {
                continue;
            }
            if (shown++ < kOperatorsShown) {
                table.row({one.name, fmt::format("{:.0f}", one.calls),
                           fmt::format("{:.2f}", one.ms), percentText(one.ms / profile.stepMs)});
            } else {
                others += one.ms;
            }
        }
        table.row({"others that compute", "", fmt::format("{:.2f}", others),
                   percentText(others / profile.stepMs)});
        table.row({"outside of them", "", fmt::format("{:.2f}", profile.overheadMs),
                   percentText(profile.overheadMs / profile.stepMs)});
        std::string text = fmt::format(
            "\na step of {} images, {}: {:.1f} ms, {:.1f} ms while the operators are watched\n{}",
            profile.batch, profile.precision, profile.plainMs, profile.stepMs, table.text());
        if (profile.stepMacs > 0) {
            text += fmt::format(
                "{:.1f} G multiply-adds a second; a product of large matrices reaches {:.1f} G: "
                "{} (as many are counted as plain sums take; Winograd's take fewer)\n",
                profile.stepMacs / profile.plainMs / 1e6, profile.peakMacs / 1e9,
                percentText(profile.peakShare()));
        }
        return text;
    }

    static constexpr double kProfileSeconds = 4;
    static constexpr std::size_t kOperatorsShown = 14;

    ModelSource m_source;
    bool m_profile = false;
    std::optional<std::string> m_size;
    std::optional<std::int64_t> m_batch;
    std::string m_precision;  ///< empty: as the settings say
    SettingsSource m_settings;
    std::optional<std::string> m_data;
    DecisionsSource m_decisions;
};

}  // namespace

std::unique_ptr<Command> makeBenchCompute() {
    return std::make_unique<BenchCompute>();
}

}  // namespace minarai::cli
