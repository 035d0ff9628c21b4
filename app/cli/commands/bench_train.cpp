// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <system_error>
#include <variant>

#include <stdlib.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "dataset/catalog.h"
#include "model_source.h"
#include "runs/training.h"
#include "settings_source.h"
#include "table.h"
#include "train/settings.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kWarmUp = 3;  ///< steps that are not counted
constexpr std::int64_t kFewest = 4;  ///< steps that are, at least

/// A folder below the system's for temporary files, gone with the object.
class ScratchFolder {
  public:
    static Result<ScratchFolder> make() {
        std::error_code error;
        std::string pattern = toUtf8(fs::temp_directory_path(error) / "minarai-bench-XXXXXX");
        if (error || ::mkdtemp(pattern.data()) == nullptr) {
            return fail(ErrorCode::WriteFailed, pattern, error.message());
        }
        return ScratchFolder(fromUtf8(pattern));
    }
    ScratchFolder(ScratchFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        if (!m_path.empty()) {
            fs::remove_all(m_path, ignored);
        }
    }

    [[nodiscard]] const fs::path& path() const { return m_path; }

  private:
    explicit ScratchFolder(fs::path path) : m_path(std::move(path)) {}

    fs::path m_path;
};

/// Images and the time from the end of one step, or of an epoch, to the end of the next step.
struct Counted {
    std::int64_t steps = 0;
    std::int64_t images = 0;
    std::int64_t ms = 0;

    [[nodiscard]] double rate() const {
        return ms > 0 ? 1000.0 * static_cast<double>(images) / static_cast<double>(ms) : 0.0;
    }
};

/// Counts the steps of a run, without its first ones and without validation: the first epoch, which
/// decodes the images, and the later ones, which find them in the cache.
class Stopwatch {
  public:
    Stopwatch(double seconds, std::int64_t imagesOfStep, std::stop_source& enough)
        : m_seconds(seconds), m_imagesOfStep(imagesOfStep), m_enough(enough) {}

    void receive(const train::Event& event) {
        if (const auto* started = std::get_if<train::RunStarted>(&event.payload)) {
            m_precision = started->precision;
            m_trainImages = started->trainImages;
        }
        if (const auto* epoch = std::get_if<train::EpochFinished>(&event.payload)) {
            m_fromMs = event.timeMs;
            if (epoch->imagesPerSecond > 0) {
                m_waitedSeconds += epoch->loadingSeconds;
                m_epochSeconds += static_cast<double>(m_trainImages) / epoch->imagesPerSecond;
            }
        }
        const auto* step = std::get_if<train::StepFinished>(&event.payload);
        if (step == nullptr || m_enough.stop_requested()) {
            return;
        }
        if (step->globalStep > kWarmUp) {
            Counted& counted = step->epoch == 1 ? m_first : m_later;
            ++counted.steps;
            const std::int64_t before = (step->step - 1) * m_imagesOfStep;
            counted.images += std::min(m_imagesOfStep, m_trainImages - before);
            counted.ms += event.timeMs - m_fromMs;
        }
        m_fromMs = event.timeMs;
        const Counted counted = all();
        if (counted.steps >= kFewest && static_cast<double>(counted.ms) >= m_seconds * 1000) {
            (void)m_enough.request_stop();
        }
    }

    [[nodiscard]] const Counted& firstEpoch() const { return m_first; }
    [[nodiscard]] const Counted& laterEpochs() const { return m_later; }
    [[nodiscard]] Counted all() const {
        return {m_first.steps + m_later.steps, m_first.images + m_later.images,
                m_first.ms + m_later.ms};
    }
    [[nodiscard]] const std::string& precision() const { return m_precision; }
    /// Of the time that whole epochs trained, the part that waited for images; none before the
    /// end of the first epoch.
    [[nodiscard]] std::optional<double> loadingShare() const {
        return m_epochSeconds > 0 ? std::optional(m_waitedSeconds / m_epochSeconds) : std::nullopt;
    }

  private:
    double m_seconds;
    std::int64_t m_imagesOfStep;
    std::stop_source& m_enough;
    std::string m_precision;
    std::int64_t m_trainImages = 0;
    std::int64_t m_fromMs = 0;
    double m_waitedSeconds = 0;
    double m_epochSeconds = 0;
    Counted m_first;
    Counted m_later;
};

class BenchTrain : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "bench train"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Measure how fast a network trains on a folder, and how fast it could";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "Trains on the folder for some seconds, in a run that is thrown away, and compares "
            "the images per second with those of the same steps on random numbers: what is "
            "missing goes into loading the images.");
        arguments.positional("DIR", m_folder, "The folder of images.");
        m_source.define(arguments, false);
        m_settings.define(arguments, "Settings of the training; may be given many times.");
        arguments.integer("--seconds", m_seconds, 1, 3600, "S",
                          "How long to measure (default 15).");
        arguments.example("minarai bench train flowers --arch resnet18",
                          "Images per second from the files to the weights.");
        arguments.example("minarai bench train flowers --arch resnet18 --set precision=fp32 --json",
                          "images_per_s, compute_images_per_s and their ratio, for a script.");
    }

    Result<int> run(Context& context) override {
        m_source.check();
        MN_ASSIGN(runs::TrainRequest request, makeRequest(context));
        const std::stop_token stop = context.stopToken();
        MN_ASSIGN(m_source.classes, classesOf(context, request.dataFolder, stop));
        MN_ASSIGN(const auto engine, context.engine());
        // Before and after, since machines grow warm and have other work to do.
        MN_ASSIGN(const train::Measurement before, measured(context, request, *engine, stop));
        std::stop_source enough;
        const std::stop_callback interrupted(stop, [&enough] { (void)enough.request_stop(); });
        const std::int64_t imagesOfStep =
            request.settings.integer("batch") * request.settings.integer("accumulate");
        Stopwatch watch(static_cast<double>(m_seconds.value_or(15)), imagesOfStep, enough);
        MN_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
        request.runFolder = scratch.path() / "run";
        train::TrainControl control;
        context.report().line("training");
        MN_ASSIGN(const train::RunEnded ended,
                  runs::trainRun(request, *engine, enough.get_token(), control,
                                 [&watch](const train::Event& event) { watch.receive(event); }));
        if (context.interrupted()) {
            return kExitInterrupted;
        }
        if (ended.error) {
            return *ended.error;
        }
        // The check of the precision looks at real images in a run and at random numbers here.
        MN_TRY(train::settingsSchema().setText(request.settings, "precision", watch.precision()));
        MN_ASSIGN(const train::Measurement after, measured(context, request, *engine, stop));
        const double ms = before.precision == after.precision ? (before.trainMs + after.trainMs) / 2
                                                              : after.trainMs;
        report(context, watch, 1000 / ms, after.precision);
        return kExitSuccess;
    }

  private:
    Result<runs::TrainRequest> makeRequest(const Context& context) const {
        runs::TrainRequest request;
        const ParamSchema& schema = train::settingsSchema();
        request.settings = schema.defaults();
        // Long enough for any measuring; the run is stopped.
        MN_TRY(schema.setText(request.settings, "epochs", "1000"));
        m_settings.apply(request.settings);
        MN_TRY(train::checkSettings(request.settings));
        request.dataFolder = fromUtf8(m_folder);
        request.device = context.device();
        request.threads = context.threads();
        if (m_source.arch) {
            request.arch = *m_source.arch;
        } else {
            MN_ASSIGN(request.spec, spec::readModelSpec(fromUtf8(*m_source.specFile)));
        }
        return request;
    }

    static Result<std::int64_t> classesOf(Context& context, const fs::path& folder,
                                          const std::stop_token& stop) {
        MN_ASSIGN(const dataset::Catalog catalog,
                  dataset::scan(folder, context.report().progress("Scanning"), stop));
        context.report().clear();
        return static_cast<std::int64_t>(catalog.classes.size());
    }

    /// The same steps on random numbers.
    Result<train::Measurement> measured(Context& context, const runs::TrainRequest& request,
                                        const engine::Engine& engine, const std::stop_token& stop) {
        train::MeasureRequest pure;
        pure.settings = request.settings;
        pure.device = request.device;
        pure.threads = request.threads;
        pure.seconds = static_cast<double>(m_seconds.value_or(15)) / 3;
        pure.plainMean = true;
        const std::int64_t size = request.settings.integer("size");
        MN_ASSIGN(pure.model,
                  m_source.build(std::nullopt,
                                 size > 0 ? std::optional(std::pair(size, size)) : std::nullopt));
        context.report().line("measuring on random numbers");
        return engine.measure(pure, stop);
    }

    void report(Context& context, const Stopwatch& watch, double possible,
                const std::string& precision) const {
        const Counted all = watch.all();
        const std::optional<double> waited = watch.loadingShare();
        if (context.json()) {
            context.printJson(Json{{"images_per_s", all.rate()},
                                   {"loading_share", waited ? Json(*waited) : Json()},
                                   {"first_epoch_images_per_s", watch.firstEpoch().rate()},
                                   {"later_images_per_s", watch.laterEpochs().rate()},
                                   {"compute_images_per_s", possible},
                                   {"compute_precision", precision},
                                   {"compute_classes", *m_source.classes},
                                   {"ratio", all.rate() / possible},
                                   {"steps", all.steps},
                                   {"seconds", static_cast<double>(all.ms) / 1000},
                                   {"precision", watch.precision()}});
            return;
        }
        context.print(fmt::format(
            "{:.1f} images/s from the files ({:.1f} in the first epoch, {:.1f} in later ones), "
            "{:.1f} images/s on random numbers: {} ({}, {} steps)\n",
            all.rate(), watch.firstEpoch().rate(), watch.laterEpochs().rate(), possible,
            percentText(all.rate() / possible), watch.precision(), all.steps));
        if (waited) {
            context.print(fmt::format("waiting for images took {} of the whole epochs\n",
                                      percentText(*waited)));
        }
    }

    std::string m_folder;
    ModelSource m_source;
    SettingsSource m_settings;
    std::optional<std::int64_t> m_seconds;
};

}  // namespace

std::unique_ptr<Command> makeBenchTrain() {
    return std::make_unique<BenchTrain>();
}

}  // namespace minarai::cli
