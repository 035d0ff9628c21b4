// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
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
// Of a turn, at least.
constexpr std::int64_t kTurnSteps = 2;
constexpr std::int64_t kTurnMs = 500;

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

/// A run on a thread of its own that takes turns with the caller, so that both meet the same
/// weather of the machine. Counts its steps, without the first ones and without validation: those
/// of the first epoch, which decodes the images, and of the later ones, which find them in the
/// cache.
class RunInTurns {
  public:
    RunInTurns(runs::TrainRequest request, const engine::Engine& engine, double seconds,
               std::int64_t imagesOfStep)
        : m_request(std::move(request)),
          m_engine(engine),
          m_seconds(seconds),
          m_imagesOfStep(imagesOfStep) {}
    RunInTurns(const RunInTurns&) = delete;
    RunInTurns& operator=(const RunInTurns&) = delete;
    ~RunInTurns() { join(); }

    /// Runs until the first steps are done, which do not count.
    void start() {
        m_thread = std::thread([this] {
            Result<train::RunEnded> outcome =
                runs::trainRun(m_request, m_engine, m_stop.get_token(), m_control,
                               [this](const train::Event& event) { receive(event); });
            const std::lock_guard lock(m_mutex);
            m_outcome = std::move(outcome);
            m_changed.notify_all();
        });
        waitForPause();
    }

    /// Some steps; false when there have been enough, or the run has ended.
    bool takeTurn() {
        m_control.setPaused(false);
        waitForPause();
        const std::lock_guard lock(m_mutex);
        return !m_outcome && !isEnough();
    }

    /// Stops and waits; the outcome of the run.
    const Result<train::RunEnded>& finish() {
        join();
        return *m_outcome;
    }

    /// From any thread.
    void stop() { (void)m_stop.request_stop(); }

    // Between turns.

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
    // On the run's thread.
    void receive(const train::Event& event) {
        if (const auto* started = std::get_if<train::RunStarted>(&event.payload)) {
            m_precision = started->precision;
            m_trainImages = started->trainImages;
        } else if (const auto* epoch = std::get_if<train::EpochFinished>(&event.payload)) {
            m_fromMs = event.timeMs;
            if (epoch->imagesPerSecond > 0) {
                m_waitedSeconds += epoch->loadingSeconds;
                m_epochSeconds += static_cast<double>(m_trainImages) / epoch->imagesPerSecond;
            }
        } else if (const auto* step = std::get_if<train::StepFinished>(&event.payload)) {
            receiveStep(*step, event.timeMs);
        } else if (const auto* pause = std::get_if<train::PauseChanged>(&event.payload)) {
            receivePause(pause->paused, event.timeMs);
        }
    }

    void receiveStep(const train::StepFinished& step, std::int64_t timeMs) {
        m_counts = step.globalStep > kWarmUp;
        if (m_counts) {
            m_counted = step.epoch == 1 ? &m_first : &m_later;
            ++m_counted->steps;
            const std::int64_t before = (step.step - 1) * m_imagesOfStep;
            m_counted->images += std::min(m_imagesOfStep, m_trainImages - before);
            m_counted->ms += timeMs - m_fromMs;
        }
        m_fromMs = timeMs;
        ++m_turnSteps;
        if (step.globalStep == kWarmUp ||
            (m_counts && m_turnSteps >= kTurnSteps && timeMs - m_turnMs >= kTurnMs)) {
            m_control.setPaused(true);
        }
    }

    void receivePause(bool isPaused, std::int64_t timeMs) {
        if (isPaused && m_counts) {
            m_counted->ms += timeMs - m_fromMs;  // what there was to do since the step
        }
        m_fromMs = timeMs;
        m_turnMs = timeMs;
        m_turnSteps = 0;
        const std::lock_guard lock(m_mutex);
        m_isPaused = isPaused;
        m_changed.notify_all();
    }

    void join() {
        stop();
        if (m_thread.joinable()) {
            m_thread.join();
        }
    }

    [[nodiscard]] bool isEnough() const {
        const Counted counted = all();
        return counted.steps >= kFewest && static_cast<double>(counted.ms) >= m_seconds * 1000;
    }

    /// Until the turn is over, or the run.
    void waitForPause() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_outcome || (m_isPaused && m_control.isPaused()); });
    }

    runs::TrainRequest m_request;
    const engine::Engine& m_engine;
    double m_seconds;
    std::int64_t m_imagesOfStep;
    train::TrainControl m_control;

    // The run's thread while it is its turn, the caller's in between.
    std::string m_precision;
    std::int64_t m_trainImages = 0;
    std::int64_t m_fromMs = 0;
    std::int64_t m_turnMs = 0;
    std::int64_t m_turnSteps = 0;
    bool m_counts = false;
    double m_waitedSeconds = 0;
    double m_epochSeconds = 0;
    Counted m_first;
    Counted m_later;
    Counted* m_counted = &m_first;

    mutable std::mutex m_mutex;  ///< guards what follows
    std::condition_variable m_changed;
    bool m_isPaused = false;
    std::optional<Result<train::RunEnded>> m_outcome;

    std::stop_source m_stop;
    std::thread m_thread;
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
            "the images per second with those of the same steps on random numbers, which take "
            "turns with the run's: what is missing goes into loading the images and into saving "
            "checkpoints.");
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
        const std::int64_t imagesOfStep =
            request.settings.integer("batch") * request.settings.integer("accumulate");
        MN_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
        request.runFolder = scratch.path() / "run";
        RunInTurns trained(request, *engine, static_cast<double>(m_seconds.value_or(15)),
                           imagesOfStep);
        const std::stop_callback interrupted(stop, [&trained] { trained.stop(); });
        context.report().line("training, in turn with the same steps on random numbers");
        trained.start();
        // The check of the precision looks at real images in a run.
        const std::string precision = trained.precision();
        if (!precision.empty()) {
            MN_TRY(train::settingsSchema().setText(request.settings, "precision", precision));
        }
        const Result<train::Measurement> pure = precision.empty()
                                                    ? fail(ErrorCode::Cancelled)
                                                    : measured(request, *engine, trained, stop);
        const Result<train::RunEnded>& ended = trained.finish();
        if (context.interrupted()) {
            return kExitInterrupted;
        }
        if (!ended) {
            return ended.error();
        }
        if (ended->error) {
            return *ended->error;
        }
        MN_ASSIGN(const train::Measurement possible, pure);
        report(context, trained, 1000 / possible.trainMs, possible.precision);
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

    /// The same steps on random numbers, a turn of them after each of the run's.
    Result<train::Measurement> measured(const runs::TrainRequest& request,
                                        const engine::Engine& engine, RunInTurns& trained,
                                        const std::stop_token& stop) const {
        using Clock = std::chrono::steady_clock;
        train::MeasureRequest pure;
        pure.settings = request.settings;
        pure.device = request.device;
        pure.threads = request.threads;
        pure.plainMean = true;
        std::int64_t steps = 0;
        std::int64_t ofTurn = kTurnSteps;  // the run begins
        bool isEnough = false;
        Clock::time_point began;
        pure.turn = [&]() {
            if (!isEnough && ofTurn >= kTurnSteps &&
                Clock::now() - began >= std::chrono::milliseconds(kTurnMs)) {
                isEnough = !trained.takeTurn();
                ofTurn = 0;
                began = Clock::now();
            }
            ++ofTurn;
            return ++steps <= kFewest || !isEnough;
        };
        const std::int64_t size = request.settings.integer("size");
        MN_ASSIGN(pure.model,
                  m_source.build(std::nullopt,
                                 size > 0 ? std::optional(std::pair(size, size)) : std::nullopt));
        return engine.measure(pure, stop);
    }

    void report(Context& context, const RunInTurns& watch, double possible,
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
