// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/phases.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include <nlohmann/json.hpp>

#include "spec/summary.h"

namespace minarai::train {
namespace {

constexpr std::size_t kMaxText = 2000;
constexpr std::size_t kMaxPhases = 64;
constexpr std::int64_t kSmallestSize = 8;
constexpr std::int64_t kLargestSize = 1024;
constexpr std::int64_t kMostEpochs = 100000;
constexpr double kHighestRate = 100;

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes the text up to the next separator off the front of `rest`.
std::string_view takePart(std::string_view& rest, char separator) {
    const std::string_view part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return trimmed(part);
}

template <typename T>
bool readNumber(std::string_view text, T& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

std::optional<Phase> readPhase(std::string_view text) {
    Phase phase;
    const bool numbers = readNumber(takePart(text, ':'), phase.size) &&
                         readNumber(takePart(text, ':'), phase.epochs);
    if (!numbers || phase.size < kSmallestSize || phase.size > kLargestSize || phase.epochs < 1 ||
        phase.epochs > kMostEpochs) {
        return std::nullopt;
    }
    if (!text.empty()) {
        double rate = 0;
        if (!readNumber(trimmed(text), rate) || !(rate > 0 && rate <= kHighestRate)) {
            return std::nullopt;
        }
        phase.rate = rate;
    }
    return phase;
}

}  // namespace

Result<std::vector<Phase>> parsePhases(std::string_view text) {
    std::vector<Phase> phases;
    std::string_view rest = trimmed(text);
    bool good = text.size() <= kMaxText;
    std::int64_t epochs = 0;
    while (good && !rest.empty()) {
        const auto phase = readPhase(takePart(rest, ','));
        good = phase.has_value() && phases.size() < kMaxPhases;
        if (good) {
            phases.push_back(*phase);
            epochs += phase->epochs;
        }
    }
    if (!good || epochs > kMostEpochs) {
        return fail(ErrorCode::SettingRange, "phases", std::string(text.substr(0, 80)),
                    MN_TEXT("Error",
                            "size:epochs or size:epochs:rate for each phase, such as “64:5, "
                            "128:3, 224:2:0.0005”, with sizes from 8 to 1024"));
    }
    return phases;
}

std::vector<Phase> phasesOf(const Params& settings) {
    return parsePhases(settings.text("phases")).value_or(std::vector<Phase>{});
}

std::vector<std::int64_t> otherSizes(const Params& settings) {
    std::vector<std::int64_t> sizes;
    for (const Phase& phase : phasesOf(settings)) {
        if (phase.size != settings.integer("size") &&
            std::find(sizes.begin(), sizes.end(), phase.size) == sizes.end()) {
            sizes.push_back(phase.size);
        }
    }
    return sizes;
}

void applyPhases(Params& settings) {
    const std::vector<Phase> phases = phasesOf(settings);
    if (phases.empty()) {
        return;
    }
    std::int64_t epochs = 0;
    for (const Phase& phase : phases) {
        epochs += phase.epochs;
    }
    settings.set("epochs", epochs);
    settings.set("size", phases.back().size);
}

Status checkPhases(const spec::ModelSpec& model, const std::vector<Phase>& phases) {
    MN_ASSIGN(const auto wanted, spec::stateDictLayout(model));
    for (const Phase& phase : phases) {
        MN_ASSIGN(const spec::ModelSpec resized,
                  spec::withInput(model, model.input[0], phase.size, phase.size));
        MN_ASSIGN(const auto layout, spec::stateDictLayout(resized));
        const bool same = std::equal(layout.begin(), layout.end(), wanted.begin(), wanted.end(),
                                     [](const spec::TensorSpec& a, const spec::TensorSpec& b) {
                                         return a.name == b.name && a.shape == b.shape;
                                     });
        if (!same) {
            return fail(ErrorCode::SettingConflict,
                        MN_TEXT("Error",
                                "“phases” needs a network that takes images of any size; the "
                                "weights of this one depend on it"));
        }
    }
    return {};
}

augment::PreprocessSpec resizedPreprocess(const augment::PreprocessSpec& full, std::int64_t size) {
    augment::PreprocessSpec phase = full;
    phase.resizeShortEdge =
        static_cast<int>(std::lround(static_cast<double>(full.resizeShortEdge) *
                                     static_cast<double>(size) / std::max(full.height, 1)));
    phase.height = phase.width = static_cast<int>(size);
    return phase;
}

Result<augment::Pipeline> resizedPipeline(const augment::Pipeline& pipeline,
                                          const augment::PreprocessSpec& full,
                                          const augment::PreprocessSpec& phase) {
    if (const auto preset = augment::presetPipeline(pipeline.name, full);
        preset && augment::pipelineToJson(*preset) == augment::pipelineToJson(pipeline)) {
        return augment::presetPipeline(pipeline.name, phase);
    }
    const double factor = static_cast<double>(phase.height) / std::max(full.height, 1);
    augment::Pipeline resized = pipeline;
    for (augment::Step& step : resized.steps) {
        std::vector<std::int64_t> size = step.params.integers("size");
        for (std::int64_t& edge : size) {
            edge = std::max<std::int64_t>(std::lround(static_cast<double>(edge) * factor), 1);
        }
        if (!size.empty()) {
            step.params.set("size", size);
        }
    }
    return resized;
}

std::size_t phaseAt(const std::vector<Phase>& phases, std::int64_t epoch) {
    std::size_t index = 0;
    for (std::int64_t left = epoch; index + 1 < phases.size() && left >= phases[index].epochs;
         ++index) {
        left -= phases[index].epochs;
    }
    return index;
}

}  // namespace minarai::train
