// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/phases.h"

#include <algorithm>
#include <charconv>
#include <system_error>

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

std::size_t phaseAt(const std::vector<Phase>& phases, std::int64_t epoch) {
    std::size_t index = 0;
    for (std::int64_t left = epoch; index + 1 < phases.size() && left >= phases[index].epochs;
         ++index) {
        left -= phases[index].epochs;
    }
    return index;
}

}  // namespace minarai::train
