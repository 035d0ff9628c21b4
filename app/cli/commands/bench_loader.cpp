// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/parallel.h"
#include "base/rng.h"
#include "command.h"
#include "dataset/catalog.h"
#include "dataset/split.h"
#include "loading/batch_loader.h"
#include "loading/free_memory.h"
#include "loading/loading_parts.h"
#include "table.h"
#include "train/settings.h"

namespace minarai::cli {
namespace {

/// One pass over all the images.
struct Pass {
    double seconds = 0;
    std::size_t images = 0;

    [[nodiscard]] double rate() const { return static_cast<double>(images) / seconds; }
};

class BenchLoader : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "bench loader"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Measure how fast this machine loads and varies the images of a folder";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "Loads every image of an ImageFolder as training does, several times: the first pass "
            "decodes all files, the later ones find in the cache what fits into it. Then says "
            "where the time goes, on one thread.");
        arguments.positional("DIR", m_folder, "The folder of images.");
        arguments.integer("--size", m_size, 1, 4096, "N", "Edge of the images (default 224).");
        arguments.integer("--batch", m_batch, 1, 4096, "N", "Images in a batch (default 32).");
        arguments.integer("--workers", m_workers, 1, 64, "N",
                          "Loader threads (default: one for each core).");
        arguments.text("--augment", m_augment, "NAME|FILE",
                       "none, standard, strong or a pipeline file (default standard).");
        arguments.integer("--epochs", m_epochs, 1, 1000, "N",
                          "Passes over the images (default 3).");
        arguments.integer("--cache", m_cacheMb, 0, 1048576, "MB",
                          "Memory for decoded images (default: as in training).");
        arguments.flag("--fast-decode", m_fastDecode,
                       "Shrink large JPEG images while they are decoded.");
        arguments.example("minarai bench loader flowers", "Images per second, and the parts.");
        arguments.example("minarai bench loader flowers --workers 2 --cache 0 --json",
                          "Without the cache, for a script.");
    }

    Result<int> run(Context& context) override {
        const std::stop_token stop = context.stopToken();
        MN_ASSIGN(dataset::Catalog catalog,
                  dataset::scan(fromUtf8(m_folder), context.report().progress("Scanning"), stop));
        context.report().clear();
        MN_ASSIGN(const loading::LoaderOptions options, makeOptions(context, catalog));
        const auto items =
            std::make_shared<const std::vector<dataset::Item>>(itemsOf(std::move(catalog)));

        loading::BatchLoader loader(options, items);
        std::vector<Pass> passes;
        const auto epochs = m_epochs.value_or(3);
        std::size_t unreadable = 0;
        for (std::int64_t epoch = 0; epoch < epochs && !stop.stop_requested(); ++epoch) {
            context.report().line(fmt::format("pass {} of {}", epoch + 1, epochs));
            passes.push_back(pass(loader, static_cast<std::uint64_t>(epoch), stop));
            unreadable += loader.takeProblems().size();
        }
        if (context.interrupted()) {
            return kExitInterrupted;
        }
        context.report().line("measuring the parts");
        MN_ASSIGN(const loading::LoadingParts parts,
                  loading::measureParts(options, *items, kPartImages, stop));
        const Figures figures{passes, parts, options, loader.cacheUse(), items->size(), unreadable};
        if (context.json()) {
            context.printJson(document(figures));
        } else {
            context.print(text(figures));
        }
        return kExitSuccess;
    }

  private:
    static constexpr std::size_t kPartImages = 400;

    struct Figures {
        const std::vector<Pass>& passes;
        const loading::LoadingParts& parts;
        const loading::LoaderOptions& options;
        loading::PictureCache::Use cache;
        std::size_t images = 0;
        std::size_t unreadable = 0;

        /// Images per second of the passes after the first, together; nothing with one pass.
        [[nodiscard]] std::optional<double> laterRate() const {
            if (passes.size() < 2) {
                return std::nullopt;
            }
            const Pass later = std::accumulate(
                passes.begin() + 1, passes.end(), Pass{}, [](Pass sum, const Pass& one) {
                    return Pass{sum.seconds + one.seconds, sum.images + one.images};
                });
            return later.rate();
        }
    };

    Result<loading::LoaderOptions> makeOptions(const Context& context,
                                               const dataset::Catalog& catalog) const {
        loading::LoaderOptions options;
        options.root = catalog.root;
        options.preprocess.height = options.preprocess.width =
            static_cast<int>(m_size.value_or(224));
        auto pipeline = augment::pipelineFor(m_augment.value_or("standard"), options.preprocess);
        if (!pipeline && isAboutSettings(pipeline.error().code)) {
            throw UsageError(pipeline.error().message());
        }
        MN_ASSIGN(options.pipeline, std::move(pipeline));
        options.batchSize = static_cast<std::size_t>(m_batch.value_or(32));
        options.shuffle = true;
        options.workers = m_workers
                              ? static_cast<unsigned>(*m_workers)
                              : (context.threads() > 0 ? static_cast<unsigned>(context.threads())
                                                       : hardwareThreads());
        options.seed = static_cast<std::uint64_t>(context.seed().value_or(0));
        const std::int64_t cacheMb =
            m_cacheMb.value_or(train::settingsSchema().defaults().integer("cache_mb"));
        options.cacheBytes = loading::cacheBudget(static_cast<std::uint64_t>(cacheMb) << 20);
        options.fastDecode = m_fastDecode;
        return options;
    }

    static std::vector<dataset::Item> itemsOf(dataset::Catalog catalog) {
        std::vector<dataset::Item> items;
        items.reserve(catalog.samples.size());
        for (dataset::Sample& sample : catalog.samples) {
            const std::uint64_t id = stableHash(sample.path);
            items.push_back({std::move(sample.path), sample.label, id});
        }
        return items;
    }

    static Pass pass(loading::BatchLoader& loader, std::uint64_t epoch,
                     const std::stop_token& stop) {
        const auto begin = std::chrono::steady_clock::now();
        Pass result;
        loader.startEpoch(epoch);
        while (auto batch = loader.next(stop)) {
            result.images += batch->count;
            loader.recycle(*std::move(batch));
        }
        result.seconds = std::max(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), 1e-9);
        return result;
    }

    static Json document(const Figures& figures) {
        Json json = {{"images", figures.images},
                     {"unreadable", figures.unreadable},
                     {"size", figures.options.preprocess.width},
                     {"batch", figures.options.batchSize},
                     {"workers", figures.options.workers},
                     {"pipeline", figures.options.pipeline->name},
                     {"fast_decode", figures.options.fastDecode},
                     {"first_images_per_s", figures.passes.front().rate()},
                     {"later_images_per_s", nullptr},
                     {"cache",
                      {{"budget_bytes", figures.options.cacheBytes},
                       {"bytes", figures.cache.bytes},
                       {"images", figures.cache.pictures}}}};
        if (const auto later = figures.laterRate()) {
            json["later_images_per_s"] = *later;
        }
        json["passes"] = Json::array();
        for (const Pass& pass : figures.passes) {
            json["passes"].push_back(
                {{"seconds", pass.seconds},
                 {"images", pass.images},
                 {"images_per_s", pass.rate()},
                 {"ms", pass.seconds * 1000 /
                            static_cast<double>(std::max<std::size_t>(pass.images, 1))}});
        }
        json["parts"] = Json::array();
        for (const loading::LoadingPart& part : figures.parts) {
            json["parts"].push_back({{"name", part.name}, {"ms", part.ms}});
        }
        return json;
    }

    static std::string text(const Figures& figures) {
        std::string text = fmt::format(
            "{}, {} px, pipeline “{}”, batches of {}, {}\n",
            counted(static_cast<std::int64_t>(figures.images), "image", "images"),
            figures.options.preprocess.width, figures.options.pipeline->name,
            figures.options.batchSize,
            counted(static_cast<std::int64_t>(figures.options.workers), "thread", "threads"));
        Table passes({"pass", ">seconds", ">images/s", ">ms an image"});
        for (std::size_t i = 0; i < figures.passes.size(); ++i) {
            const Pass& pass = figures.passes[i];
            passes.row({std::to_string(i + 1), fmt::format("{:.2f}", pass.seconds),
                        fmt::format("{:.0f}", pass.rate()),
                        fmt::format("{:.3f}", 1000 / pass.rate())});
        }
        text += passes.text();
        text += fmt::format(
            "cache: {} in {} of at most {}\n",
            counted(static_cast<std::int64_t>(figures.cache.pictures), "image", "images"),
            bytesText(static_cast<std::int64_t>(figures.cache.bytes)),
            bytesText(static_cast<std::int64_t>(figures.options.cacheBytes)));
        if (figures.unreadable > 0) {
            text += fmt::format(
                "{} could not be read.\n",
                counted(static_cast<std::int64_t>(figures.unreadable), "image", "images"));
        }
        Table parts({"part", ">ms an image", ">share"});
        double sum = 0;
        for (const loading::LoadingPart& part : figures.parts) {
            sum += part.ms;
        }
        for (const loading::LoadingPart& part : figures.parts) {
            parts.row({part.name, fmt::format("{:.3f}", part.ms),
                       percentText(part.ms / std::max(sum, 1e-9))});
        }
        return text + "\n" + parts.text();
    }

    std::string m_folder;
    std::optional<std::int64_t> m_size;
    std::optional<std::int64_t> m_batch;
    std::optional<std::int64_t> m_workers;
    std::optional<std::string> m_augment;
    std::optional<std::int64_t> m_epochs;
    std::optional<std::int64_t> m_cacheMb;
    bool m_fastDecode = false;
};

}  // namespace

std::unique_ptr<Command> makeBenchLoader() {
    return std::make_unique<BenchLoader>();
}

}  // namespace minarai::cli
