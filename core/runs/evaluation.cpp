// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/evaluation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/parallel.h"
#include "dataset/catalog.h"
#include "dataset/decisions.h"
#include "loading/batch_loader.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostImages = 32;  ///< of a batch
/// Batches loaded before they are wanted; more would only take memory, as answering takes longer.
constexpr std::size_t kAhead = 2;

struct Images {
    fs::path root;
    std::vector<dataset::Item> items;
    std::uint64_t excluded = 0;
    std::uint64_t relabelled = 0;
};

std::string joined(const std::vector<std::string>& parts) {
    return fmt::format("{}", fmt::join(parts, ", "));
}

void append(std::vector<dataset::Item>& to, const std::vector<dataset::Item>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

Result<std::vector<dataset::Item>> partOf(const dataset::Split& split, const std::string& part,
                                          const std::string& where) {
    std::vector<dataset::Item> items;
    std::vector<std::string> present;
    const auto take = [&](const char* name, const std::vector<dataset::Item>& from) {
        if (!from.empty()) {
            present.emplace_back(name);
        }
        if (part == "all" || part == name) {
            append(items, from);
        }
    };
    take("train", split.train);
    take("val", split.val);
    take("test", split.test);
    if (items.empty()) {
        return fail(ErrorCode::SplitMissing, where, part, joined(present));
    }
    return items;
}

bool holdsAll(const dataset::Catalog& catalog, const dataset::Split& split) {
    std::unordered_set<std::string_view> paths;
    for (const dataset::Sample& sample : catalog.samples) {
        paths.insert(sample.path);
    }
    const auto isThere = [&](const dataset::Item& item) { return paths.count(item.path) > 0; };
    return std::all_of(split.train.begin(), split.train.end(), isThere) &&
           std::all_of(split.val.begin(), split.val.end(), isThere) &&
           std::all_of(split.test.begin(), split.test.end(), isThere);
}

/// Whether its parts are others than those of the folder.
bool drewItsOwn(const dataset::Split& split) {
    return split.kind != "folders" || split.testFraction > 0;
}

constexpr std::int32_t kUnknown = -1;

/// Of each class of the folder its number in the run.
std::vector<std::int32_t> labelsOf(const dataset::Catalog& catalog, const RunInfo& info) {
    std::vector<std::int32_t> labels;
    for (const std::string& name : catalog.classes) {
        const auto found = std::find(info.classes.begin(), info.classes.end(), name);
        labels.push_back(found == info.classes.end()
                             ? kUnknown
                             : static_cast<std::int32_t>(found - info.classes.begin()));
    }
    return labels;
}

/// What is measured is of one of the run's classes; other images may be of any.
Status refuseUnknown(const Images& images, const dataset::Catalog& catalog, const RunInfo& info) {
    const auto unknown =
        std::find_if(images.items.begin(), images.items.end(),
                     [](const dataset::Item& item) { return item.label == kUnknown; });
    if (unknown == images.items.end()) {
        return {};
    }
    const auto sample =
        std::find_if(catalog.samples.begin(), catalog.samples.end(),
                     [&](const dataset::Sample& each) { return each.path == unknown->path; });
    return fail(ErrorCode::UnknownClass,
                sample == catalog.samples.end()
                    ? unknown->path
                    : catalog.classes[static_cast<std::size_t>(sample->label)],
                toUtf8(catalog.root), joined(info.classes));
}

/// Lets the decisions count for the images of a folder that was scanned: whatever label an image
/// had in the run, it has the one in force now.
Status obey(Images& images, const dataset::Catalog& scanned, const dataset::ImageStates& states,
            const RunInfo& info) {
    const dataset::DecidedCatalog all = dataset::decided(scanned, states);
    const dataset::Catalog& decided = all.catalog;
    if (!states.empty() && all.absent == states.size()) {
        return fail(ErrorCode::FileFormat, toUtf8(scanned.root),
                    "none of the images that were decided about is in the folder");
    }
    const std::vector<std::int32_t> labels = labelsOf(decided, info);
    std::unordered_map<std::string_view, std::int32_t> now;
    for (const dataset::Sample& sample : decided.samples) {
        now.emplace(sample.path, labels[static_cast<std::size_t>(sample.label)]);
    }
    std::erase_if(images.items, [&](dataset::Item& item) {
        const auto state = states.find(item.path);
        const bool isDecided = state != states.end();
        const auto& classes = scanned.classes;
        if (isDecided &&
            std::binary_search(classes.begin(), classes.end(), state->second.className)) {
            ++images.relabelled;
        }
        if (isDecided && state->second.excluded) {
            ++images.excluded;
            return true;
        }
        if (const auto label = now.find(item.path); label != now.end()) {
            item.label = label->second;
        }
        return false;
    });
    return refuseUnknown(images, decided, info);
}

/// Images of another folder, with their labels in the run's numbering.
Result<Images> scannedImages(const fs::path& folder, const std::optional<std::string>& part,
                             const dataset::Catalog& catalog, const RunInfo& info) {
    const std::vector<std::int32_t> labels = labelsOf(catalog, info);
    dataset::Split split;
    for (const dataset::Sample& sample : catalog.samples) {
        const dataset::Item item{sample.path, labels[static_cast<std::size_t>(sample.label)], 0};
        switch (sample.part) {
            case dataset::Part::Train:
                split.train.push_back(item);
                break;
            case dataset::Part::Val:
                split.val.push_back(item);
                break;
            case dataset::Part::Test:
                split.test.push_back(item);
                break;
        }
    }
    Images images;
    images.root = catalog.root;
    if (!part && !catalog.hasParts) {
        append(images.items, split.train);
        return images;
    }
    if ((!catalog.hasParts || drewItsOwn(info.split)) && holdsAll(catalog, info.split)) {
        // The run's own images at another place: their parts are those of the run.
        MN_ASSIGN(images.items, partOf(info.split, part.value_or("val"), toUtf8(folder)));
        return images;
    }
    MN_ASSIGN(images.items, partOf(split, part.value_or("val"), toUtf8(folder)));
    return images;
}

bool sameFolder(const fs::path& a, const fs::path& b) {
    std::error_code error;
    return fs::equivalent(a, b, error) && !error;
}

Result<Images> chooseImages(const fs::path& runFolder, const RunInfo& info,
                            const EvaluateOptions& options, const std::stop_token& stop) {
    const auto own = dataFolder(info, runFolder);
    const bool isOwn = !options.dataFolder || (own && sameFolder(*own, *options.dataFolder));
    if (isOwn && !own) {
        return own.error();
    }
    const fs::path folder = isOwn ? *own : *options.dataFolder;
    std::optional<dataset::Catalog> scanned;
    if (!isOwn || options.decisions) {
        MN_ASSIGN(scanned, dataset::scan(folder, {}, stop));
    }
    Images images;
    if (isOwn) {
        images.root = *own;
        MN_ASSIGN(images.items,
                  partOf(info.split, options.part.value_or("val"), toUtf8(images.root)));
    } else {
        MN_ASSIGN(images, scannedImages(folder, options.part, *scanned, info));
    }
    if (options.decisions) {
        MN_TRY(obey(images, *scanned, *options.decisions, info));
        if (images.items.empty()) {
            return fail(ErrorCode::FileFormat, toUtf8(folder),
                        "the decisions leave out all images that were to be measured");
        }
    } else if (scanned) {
        MN_TRY(refuseUnknown(images, *scanned, info));
    }
    return images;
}

}  // namespace

Result<Evaluation> evaluateRun(const fs::path& runFolder, const EvaluateOptions& options,
                               const engine::Engine& engine, const ProgressCallback& progress,
                               const std::stop_token& stop) {
    MN_ASSIGN(const RunInfo info, readRunInfo(runFolder));
    MN_ASSIGN(const Images images, chooseImages(runFolder, info, options, stop));
    MN_ASSIGN(const auto predictor, openRunPredictor(runFolder, engine, options.device,
                                                     options.threads, options.precision));

    Evaluation evaluation;
    evaluation.classes = info.classes;
    evaluation.excludedImages = images.excluded;
    evaluation.relabelledImages = images.relabelled;
    const std::size_t classes = info.classes.size();
    evaluation.confusion = metrics::ConfusionMatrix(classes);
    metrics::RunningMean loss;
    metrics::RunningMean top5;
    std::vector<float> confidences;
    std::vector<std::uint8_t> correct;

    loading::LoaderOptions loaderOptions;
    loaderOptions.root = images.root;
    loaderOptions.preprocess = info.preprocess;
    loaderOptions.batchSize = loading::evenBatchSize(images.items.size(), kMostImages);
    loaderOptions.prefetch = kAhead;
    loaderOptions.workers = threadsOrAll(options.threads);
    loading::BatchLoader loader(loaderOptions, images.items);
    loader.startEpoch(0);
    const auto began = std::chrono::steady_clock::now();
    std::uint64_t done = 0;
    for (std::size_t i = 0; i < loader.batchesPerEpoch(); ++i) {
        auto batch = loader.next(stop);
        if (!batch && !stop.stop_requested()) {
            return fail(ErrorCode::OutOfMemory, MN_TEXT("Error", "the queue of batches"));
        }
        if (!batch) {
            return fail(ErrorCode::Cancelled);
        }
        if (batch->count > 0) {
            MN_ASSIGN(const auto logits, predictor->logits(batch->imagesNchw.data(), batch->count));
            const auto probabilities = predict::softmax(logits, classes);
            for (std::size_t row = 0; row < batch->count; ++row) {
                const std::span<const float> values(probabilities.data() + row * classes, classes);
                const auto truth = static_cast<std::size_t>(batch->labels[row]);
                const std::size_t best = metrics::topK(values, 1).front();
                evaluation.confusion.add(truth, best);
                top5.add(metrics::inTopK(values, truth, 5) ? 1 : 0, 1);
                loss.add(predict::crossEntropy({logits.data() + row * classes, classes}, truth), 1);
                confidences.push_back(values[best]);
                correct.push_back(best == truth ? 1 : 0);
                evaluation.images.push_back({images.items[batch->items[row]].path,
                                             static_cast<std::int32_t>(truth),
                                             std::vector<float>(values.begin(), values.end())});
            }
        }
        loader.recycle(*std::move(batch));
        done = std::min<std::uint64_t>((i + 1) * loaderOptions.batchSize, images.items.size());
        if (progress) {
            progress({done, images.items.size()});
        }
    }
    evaluation.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    evaluation.precision = predictor->precision();
    for (auto& problem : loader.takeProblems()) {
        evaluation.problems.push_back({std::move(problem.error), std::move(problem.path)});
    }
    if (auto notice = predictor->takeNotice()) {
        evaluation.problems.push_back({*std::move(notice), {}});
    }
    if (evaluation.images.empty()) {
        return fail(ErrorCode::TooManyBadImages, std::to_string(images.items.size()),
                    evaluation.problems.empty() ? std::string()
                                                : evaluation.problems.front().error.message());
    }
    evaluation.accuracy = evaluation.confusion.accuracy();
    evaluation.top5 = top5.value();
    evaluation.loss = loss.value();
    evaluation.ece = metrics::expectedCalibrationError(confidences, correct);
    evaluation.reports = metrics::classReports(evaluation.confusion);
    return evaluation;
}

Json evaluationToJson(const Evaluation& evaluation) {
    Json confusion = Json::array();
    Json classes = Json::array();
    const std::size_t count = evaluation.classes.size();
    for (std::size_t truth = 0; truth < count; ++truth) {
        Json row = Json::array();
        for (std::size_t predicted = 0; predicted < count; ++predicted) {
            row.push_back(evaluation.confusion.at(truth, predicted));
        }
        confusion.push_back(std::move(row));
        const metrics::ClassReport& report = evaluation.reports[truth];
        classes.push_back(Json{{"name", evaluation.classes[truth]},
                               {"precision", report.precision},
                               {"recall", report.recall},
                               {"f1", report.f1},
                               {"support", report.support}});
    }
    const auto averageJson = [](const metrics::Average& average) {
        return Json{
            {"precision", average.precision}, {"recall", average.recall}, {"f1", average.f1}};
    };
    Json predictions = Json::array();
    for (const EvaluatedImage& image : evaluation.images) {
        const std::size_t best = metrics::topK(image.probabilities, 1).front();
        predictions.push_back(
            Json{{"path", image.path},
                 {"label", evaluation.classes[static_cast<std::size_t>(image.label)]},
                 {"predicted", evaluation.classes[best]},
                 {"probabilities", image.probabilities}});
    }
    Json problems = Json::array();
    for (const train::Notice& problem : evaluation.problems) {
        problems.push_back(Json{{"path", problem.path}, {"error", problem.error.message()}});
    }
    return Json{{"accuracy", evaluation.accuracy},
                {"top5", evaluation.top5},
                {"loss", evaluation.loss},
                {"ece", evaluation.ece},
                {"images", evaluation.images.size()},
                {"precision", evaluation.precision},
                {"images_per_s", static_cast<double>(evaluation.images.size()) /
                                     std::max(evaluation.seconds, 1e-9)},
                {"macro", averageJson(metrics::macroAverage(evaluation.reports))},
                {"weighted", averageJson(metrics::weightedAverage(evaluation.reports))},
                {"confusion", std::move(confusion)},
                {"classes", std::move(classes)},
                {"predictions", std::move(predictions)},
                {"problems", std::move(problems)}};
}

Result<std::unique_ptr<predict::Predictor>> openRunPredictor(const fs::path& runFolder,
                                                             const engine::Engine& engine,
                                                             const std::string& device, int threads,
                                                             const std::string& precision) {
    MN_ASSIGN(const RunInfo info, readRunInfo(runFolder));
    predict::PredictorConfig config;
    MN_ASSIGN(config.model, readRunModel(runFolder));
    config.preprocess = info.preprocess;
    config.classes = info.classes;
    config.device = device;
    config.threads = threads;
    // Who trains in strict float32 wants the figures of the training back, to the last image.
    config.precision =
        precision == "auto" && info.settings.text("precision") == "fp32" ? "fp32" : precision;
    std::error_code error;
    for (const char* name : {"best.pth", "last.pth"}) {
        if (fs::exists(runFolder / name, error)) {
            config.weights = runFolder / name;
            return engine.openPredictor(std::move(config));
        }
    }
    return fail(ErrorCode::RunUntrained, toUtf8(runFolder));
}

}  // namespace minarai::runs
