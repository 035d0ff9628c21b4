// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/measurement.h"
#include "base/json_number.h"

#include <cmath>
#include <exception>

#include <nlohmann/json.hpp>

namespace minarai::train {
namespace {

constexpr double kMostMs = 1e9;
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 50;

bool isTime(double ms) {
    return std::isfinite(ms) && ms > 0 && ms < kMostMs;
}

}  // namespace

std::int64_t measuredClasses(std::int64_t classes) {
    std::int64_t power = 10;
    while (power < classes && power < 1'000'000) {
        power *= 10;
    }
    return power;
}

Json measurementToJson(const Measurement& measurement) {
    return {{"train_ms", measurement.trainMs},
            {"eval_ms", measurement.evalMs},
            {"feature_ms", measurement.featureMs},
            {"feature_bytes", measurement.featureBytes},
            {"train_bytes", measurement.trainBytes},
            {"eval_bytes", measurement.evalBytes},
            {"batch", measurement.batch},
            {"step_batch", measurement.stepBatch},
            {"device", measurement.device},
            {"precision", measurement.precision},
            {"threads", measurement.threads}};
}

Result<Measurement> measurementFromJson(const Json& json) {
    Measurement result;
    try {
        result.trainMs = json.at("train_ms").get<double>();
        result.evalMs = json.at("eval_ms").get<double>();
        result.featureMs = json.at("feature_ms").get<double>();
        result.featureBytes = wholeNumber<std::uint64_t>(json.at("feature_bytes"));
        result.trainBytes = wholeNumber<std::uint64_t>(json.at("train_bytes"));
        result.evalBytes = wholeNumber<std::uint64_t>(json.at("eval_bytes"));
        result.batch = wholeNumber<std::int64_t>(json.at("batch"));
        result.stepBatch = wholeNumber<std::int64_t>(json.at("step_batch"));
        result.device = json.at("device").get<std::string>();
        result.precision = json.at("precision").get<std::string>();
        result.threads = wholeNumber<std::int64_t>(json.at("threads"));
    } catch (const std::exception& exception) {
        return fail(ErrorCode::FileFormat, MN_TEXT("Error", "a measurement"), exception.what());
    }
    const bool sensible = isTime(result.trainMs) && isTime(result.evalMs) &&
                          (result.featureMs == 0 || isTime(result.featureMs)) &&
                          result.featureBytes < kMostBytes && result.trainBytes < kMostBytes &&
                          result.evalBytes < kMostBytes && result.batch > 0 &&
                          result.stepBatch > 0 && result.threads > 0;
    if (!sensible) {
        return fail(ErrorCode::FileFormat, MN_TEXT("Error", "a measurement"),
                    MN_TEXT("Error", "its numbers make no sense"));
    }
    return result;
}

}  // namespace minarai::train
