// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/event.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "base/json_number.h"
#include "base/json_problem.h"

namespace minarai::train {
namespace {

/// Of the event stream. New keys and types of events do not raise it: readers pass over them.
constexpr int kEventsVersion = 1;

/// JSON knows no infinity; null stands for what is not finite.
Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

double numberOr(const Json& json, const char* key, double otherwise) {
    const auto found = json.find(key);
    return found == json.end() || !found->is_number() ? otherwise : found->get<double>();
}

/// Probabilities to four digits: the stream stays small and reads well. Below 0.1 the first four
/// that are not 0: an image's loss is the logarithm of one.
double rounded(float probability) {
    const auto exact = static_cast<double>(probability);
    double parts = 1e4;
    while (exact > 0 && exact * parts < 1000) {
        parts *= 10;
    }
    return std::round(exact * parts) / parts;
}

Json errorToJson(const Error& error) {
    return Json{{"code", std::string(errorId(error.code))},
                {"args", error.args},
                {"message", error.message()}};
}

Error errorFromJson(const Json& json) {
    const auto id = json.at("code").get<std::string>();
    constexpr auto kCount = static_cast<int>(ErrorCode::Internal) + 1;
    for (int i = 0; i < kCount; ++i) {
        if (errorId(static_cast<ErrorCode>(i)) == id) {
            return Error(static_cast<ErrorCode>(i),
                         json.at("args").get<std::vector<std::string>>());
        }
    }
    return Error(ErrorCode::Internal, {json.value("message", id)});
}

weights::LoadReport weightsFromJson(const Json& json) {
    using Names = std::vector<std::string>;
    using Shape = std::vector<std::int64_t>;
    weights::LoadReport report;
    report.file = json.at("file").get<std::string>();
    report.taken = json.at("taken").get<Names>();
    report.missing = json.at("missing").get<Names>();
    report.unexpected = json.at("unexpected").get<Names>();
    for (const Json& each : json.at("shape_differs")) {
        report.shapeDiffers.push_back({each.at("name").get<std::string>(),
                                       each.at("file").get<Shape>(),
                                       each.at("model").get<Shape>()});
    }
    report.headReplaced = json.at("head_replaced").get<bool>();
    report.head = json.at("head").get<std::string>();
    report.fileClasses = wholeNumber<std::int64_t>(json.at("file_classes"));
    report.partial = json.value("partial", false);
    return report;
}

Json validationToJson(const ValidationResult& result) {
    Json counts = Json::array();
    const std::size_t classes = result.confusion.classes();
    for (std::size_t truth = 0; truth < classes; ++truth) {
        for (std::size_t predicted = 0; predicted < classes; ++predicted) {
            if (const auto count = result.confusion.at(truth, predicted); count > 0) {
                counts.push_back(Json{truth, predicted, count});
            }
        }
    }
    Json labels = Json::array();
    Json predicted = Json::array();
    Json confidence = Json::array();
    Json truthProbability = Json::array();
    for (const Prediction& prediction : result.predictions) {
        labels.push_back(prediction.label);
        predicted.push_back(prediction.predicted);
        confidence.push_back(rounded(prediction.confidence));
        truthProbability.push_back(rounded(prediction.truthProbability));
    }
    Json json{{"classes", classes},
              {"confusion", std::move(counts)},
              {"items", result.items},
              {"labels", std::move(labels)},
              {"predicted", std::move(predicted)},
              {"confidence", std::move(confidence)},
              {"truth_probability", std::move(truthProbability)}};
    if (!result.top.empty()) {
        json["top"] =
            Json{{"count", result.top.count},
                 {"classes", toBase64(std::span<const std::uint16_t>(result.top.classes))},
                 {"in_65535", toBase64(std::span<const std::uint16_t>(result.top.in65535))}};
    }
    return json;
}

/// A file of an older version has none.
TopAnswers topFromJson(const Json& validation, std::size_t images, std::size_t classes) {
    TopAnswers top;
    const auto found = validation.find("top");
    if (found == validation.end()) {
        return top;
    }
    top.count = found->at("count").get<std::size_t>();
    const auto labels = numbersFromBase64(found->at("classes").get_ref<const std::string&>());
    const auto shares = numbersFromBase64(found->at("in_65535").get_ref<const std::string&>());
    const bool fits = top.count >= 1 && top.count <= TopAnswers::kMost && labels && shares &&
                      labels->size() == images * top.count && shares->size() == labels->size();
    if (!fits || std::any_of(labels->begin(), labels->end(),
                             [classes](std::uint16_t label) { return label >= classes; })) {
        throw std::runtime_error("the top answers");
    }
    top.classes = *labels;
    top.in65535 = *shares;
    return top;
}

std::shared_ptr<const ValidationResult> validationFromJson(const Json& json, double loss,
                                                           double accuracy) {
    constexpr std::size_t kMostClasses = 100000;
    auto result = std::make_shared<ValidationResult>();
    const auto classes = wholeNumber<std::size_t>(json.at("classes"));
    const auto& labels = json.at("labels");
    if (classes == 0 || classes > kMostClasses) {
        throw std::runtime_error("the number of classes");
    }
    result->items = wholeNumbers<std::uint32_t>(json.at("items"));
    const auto predicted = wholeNumbers<std::int32_t>(json.at("predicted"));
    const auto confidence = json.at("confidence").get<std::vector<float>>();
    const auto truth = json.at("truth_probability").get<std::vector<float>>();
    if (labels.size() != predicted.size() || confidence.size() != predicted.size() ||
        truth.size() != predicted.size() || result->items.size() != predicted.size()) {
        throw std::runtime_error("lists of different lengths");
    }
    const bool keepMatrix = classes <= 5000;  // a hostile file must not take gigabytes
    result->confusion = metrics::ConfusionMatrix(keepMatrix ? classes : 1);
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        Prediction prediction;
        prediction.label = wholeNumber<std::int32_t>(labels.at(i));
        prediction.predicted = predicted[i];
        prediction.confidence = confidence[i];
        prediction.truthProbability = truth[i];
        const auto inside = [&](std::int32_t c) {
            return c >= 0 && static_cast<std::size_t>(c) < classes;
        };
        if (!inside(prediction.label) || !inside(prediction.predicted)) {
            throw std::runtime_error("a class out of range");
        }
        if (keepMatrix) {
            result->confusion.add(static_cast<std::size_t>(prediction.label),
                                  static_cast<std::size_t>(prediction.predicted));
        }
        result->predictions.push_back(prediction);
    }
    result->top = topFromJson(json, predicted.size(), classes);
    result->loss = loss;
    result->accuracy = accuracy;
    return result;
}

struct ToJson {
    Json& json;

    void operator()(const RunStarted& e) const {
        json["type"] = "run_started";
        json["version"] = kEventsVersion;
        json["classes"] = e.classes;
        json["train_images"] = e.trainImages;
        json["val_images"] = e.valImages;
        json["parameters"] = e.parameters;
        json["trainable"] = e.trainable;
        json["epochs"] = e.epochs;
        json["steps_per_epoch"] = e.stepsPerEpoch;
        json["first_epoch"] = e.firstEpoch;
        json["first_step"] = e.firstStep;
        json["device"] = e.device;
        json["precision"] = e.precision;
        json["threads"] = e.threads;
        if (e.weights) {
            json["weights"] = weights::loadReportToJson(*e.weights);
        }
    }
    void operator()(const StepFinished& e) const {
        json["type"] = "step_finished";
        json["epoch"] = e.epoch;
        json["step"] = e.step;
        json["steps_per_epoch"] = e.stepsPerEpoch;
        json["global_step"] = e.globalStep;
        json["loss"] = number(e.loss);
        json["epoch_loss"] = number(e.epochLoss);
        json["epoch_accuracy"] = number(e.epochAccuracy);
        json["learning_rate"] = number(e.learningRate);
        json["images_per_s"] = number(e.imagesPerSecond);
        json["seconds_left"] = number(e.secondsLeft);
    }
    void operator()(const ValidationProgress& e) const {
        json["type"] = "validation_progress";
        json["epoch"] = e.epoch;
        json["done"] = e.done;
        json["total"] = e.total;
        if (e.features) {
            json["features"] = true;
        }
    }
    void operator()(const EpochFinished& e) const {
        json["type"] = "epoch_finished";
        json["epoch"] = e.epoch;
        json["train_loss"] = number(e.trainLoss);
        json["train_accuracy"] = number(e.trainAccuracy);
        json["val_loss"] = number(e.valLoss);
        json["val_accuracy"] = number(e.valAccuracy);
        json["learning_rate"] = number(e.learningRate);
        json["seconds"] = number(e.seconds);
        json["images_per_s"] = number(e.imagesPerSecond);
        json["is_best"] = e.isBest;
        json["best_epoch"] = e.bestEpoch;
        json["best_val_accuracy"] = number(e.bestValAccuracy);
        json["loading_seconds"] = number(e.loadingSeconds);
        if (e.validation) {
            json["validation"] = validationToJson(*e.validation);
        }
    }
    void operator()(const Notice& e) const {
        json["type"] = "notice";
        json["path"] = e.path;
        json["error"] = errorToJson(e.error);
    }
    void operator()(const CheckpointSaved& e) const {
        json["type"] = "checkpoint_saved";
        json["epoch"] = e.epoch;
        json["step"] = e.step;
    }
    void operator()(const PauseChanged& e) const {
        json["type"] = "pause_changed";
        json["paused"] = e.paused;
    }
    void operator()(const RunEnded& e) const {
        json["type"] = "run_ended";
        json["reason"] = std::string(endReasonName(e.reason));
        if (e.error) {
            json["error"] = errorToJson(*e.error);
        }
        json["epochs"] = e.epochs;
        json["best_epoch"] = e.bestEpoch;
        json["best_val_accuracy"] = number(e.bestValAccuracy);
        json["best_val_loss"] = number(e.bestValLoss);
        json["seconds"] = number(e.seconds);
        json["images_per_s"] = number(e.imagesPerSecond);
    }
};

Payload payloadFromJson(const std::string& type, const Json& json) {
    const auto whole = [&](const char* key) { return wholeNumber<std::int64_t>(json.at(key)); };
    const auto real = [&](const char* key) { return numberOr(json, key, std::nan("")); };
    if (type == "run_started") {
        RunStarted e;
        e.classes = json.at("classes").get<std::vector<std::string>>();
        e.trainImages = whole("train_images");
        e.valImages = whole("val_images");
        e.parameters = whole("parameters");
        e.trainable = whole("trainable");
        e.epochs = whole("epochs");
        e.stepsPerEpoch = whole("steps_per_epoch");
        e.firstEpoch = whole("first_epoch");
        e.firstStep = whole("first_step");
        e.device = json.at("device").get<std::string>();
        e.precision = json.at("precision").get<std::string>();
        e.threads = whole("threads");
        if (json.contains("weights")) {
            e.weights = weightsFromJson(json.at("weights"));
        }
        return e;
    }
    if (type == "step_finished") {
        StepFinished e;
        e.epoch = whole("epoch");
        e.step = whole("step");
        e.stepsPerEpoch = whole("steps_per_epoch");
        e.globalStep = whole("global_step");
        e.loss = real("loss");
        e.epochLoss = real("epoch_loss");
        e.epochAccuracy = real("epoch_accuracy");
        e.learningRate = real("learning_rate");
        e.imagesPerSecond = real("images_per_s");
        e.secondsLeft = real("seconds_left");
        return e;
    }
    if (type == "validation_progress") {
        return ValidationProgress{whole("epoch"), whole("done"), whole("total"),
                                  json.value("features", false)};
    }
    if (type == "epoch_finished") {
        EpochFinished e;
        e.epoch = whole("epoch");
        e.trainLoss = real("train_loss");
        e.trainAccuracy = real("train_accuracy");
        e.valLoss = real("val_loss");
        e.valAccuracy = real("val_accuracy");
        e.learningRate = real("learning_rate");
        e.seconds = real("seconds");
        e.imagesPerSecond = real("images_per_s");
        e.isBest = json.at("is_best").get<bool>();
        e.bestEpoch = whole("best_epoch");
        e.bestValAccuracy = real("best_val_accuracy");
        e.loadingSeconds = real("loading_seconds");
        if (const auto found = json.find("validation"); found != json.end()) {
            e.validation = validationFromJson(*found, e.valLoss, e.valAccuracy);
        }
        return e;
    }
    if (type == "notice") {
        return Notice{errorFromJson(json.at("error")), json.at("path").get<std::string>()};
    }
    if (type == "checkpoint_saved") {
        return CheckpointSaved{whole("epoch"), whole("step")};
    }
    if (type == "pause_changed") {
        return PauseChanged{json.at("paused").get<bool>()};
    }
    if (type == "run_ended") {
        RunEnded e;
        const auto reason = json.at("reason").get<std::string>();
        e.reason = EndReason::Failed;
        for (const EndReason each :
             {EndReason::Completed, EndReason::EarlyStopped, EndReason::Stopped}) {
            if (endReasonName(each) == reason) {
                e.reason = each;
            }
        }
        if (const auto found = json.find("error"); found != json.end()) {
            e.error = errorFromJson(*found);
        }
        e.epochs = whole("epochs");
        e.bestEpoch = whole("best_epoch");
        e.bestValAccuracy = real("best_val_accuracy");
        e.bestValLoss = real("best_val_loss");
        e.seconds = real("seconds");
        e.imagesPerSecond = real("images_per_s");
        return e;
    }
    throw std::runtime_error("unknown type " + type);
}

}  // namespace

void TopAnswers::add(std::span<const float> probabilities) {
    constexpr std::size_t kClasses = std::size_t{65536};
    if (classes.empty()) {
        count = probabilities.size() > kClasses ? 0 : std::min(kMost, probabilities.size());
    }
    if (count == 0) {
        return;
    }
    for (const std::size_t label : metrics::topK(probabilities, count)) {
        const double share = std::clamp(static_cast<double>(probabilities[label]), 0.0, 1.0);
        classes.push_back(static_cast<std::uint16_t>(label));
        in65535.push_back(static_cast<std::uint16_t>(std::lround(share * 65535)));
    }
}

std::vector<Answer> ValidationResult::answers(std::size_t image) const {
    if (image >= predictions.size()) {
        return {};
    }
    if (top.empty() || top.classes.size() != predictions.size() * top.count) {
        return {{predictions[image].predicted, predictions[image].confidence}};
    }
    std::vector<Answer> all;
    for (std::size_t i = image * top.count; i < (image + 1) * top.count; ++i) {
        all.push_back({top.classes[i], static_cast<float>(top.in65535[i]) / 65535.0F});
    }
    return all;
}

std::int64_t nowMs() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string_view endReasonName(EndReason reason) {
    switch (reason) {
        case EndReason::Completed:
            return "completed";
        case EndReason::EarlyStopped:
            return "early_stopped";
        case EndReason::Stopped:
            return "stopped";
        case EndReason::Failed:
            return "failed";
    }
    return "failed";
}

Json eventToJson(const Event& event) {
    Json json = Json::object();
    json["type"] = "";
    json["run"] = event.runId;
    json["time_ms"] = event.timeMs;
    std::visit(ToJson{json}, event.payload);
    return json;
}

Result<Event> eventFromJson(const Json& json) {
    try {
        Event event;
        event.runId = json.at("run").get<std::string>();
        event.timeMs = wholeNumber<std::int64_t>(json.at("time_ms"));
        event.payload = payloadFromJson(json.at("type").get<std::string>(), json);
        return event;
    } catch (const std::exception& error) {
        return fail(ErrorCode::FileFormat, "events.jsonl", jsonProblem(error));
    }
}

}  // namespace minarai::train
