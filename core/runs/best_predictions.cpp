// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/best_predictions.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_problem.h"
#include "base/text.h"
#include "metrics/cross_entropy.h"
#include "runs/event_follower.h"
#include "runs/run_directory.h"

namespace minarai::runs {
namespace {

constexpr std::string_view kStep = R"({"type":"step_finished")";
constexpr std::string_view kEpoch = R"({"type":"epoch_finished")";
constexpr std::string_view kStarted = R"({"type":"run_started")";

/// The number of the epoch that a line tells of, from its beginning: the rest of it is long.
std::optional<std::int64_t> epochOf(std::string_view line) {
    constexpr std::string_view kKey = R"("epoch":)";
    constexpr std::size_t kHead = 512;
    const std::string_view head = line.substr(0, kHead);
    const auto found = head.find(kKey);
    if (found == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view digits = head.substr(found + kKey.size());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end != digits.data() + digits.size() ? std::optional(number)
                                                                        : std::nullopt;
}

struct Place {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

/// Where the newest word about an epoch stands.
Result<std::optional<Place>> findEpoch(const std::filesystem::path& runFolder, std::int64_t epoch,
                                       const std::stop_token& stop) {
    const auto path = runFolder / "events.jsonl";
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return readError(path, errno);
    }
    std::optional<Place> found;
    std::uint64_t offset = 0;
    for (std::string line; std::getline(file, line); offset += line.size() + 1) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled);
        }
        const std::string_view text = line;
        if (file.eof() || text.starts_with(kStep)) {
            continue;  // a line without an end was cut by a crash
        }
        if (text.starts_with(kEpoch)) {
            if (epochOf(text) == epoch) {
                found = Place{offset, line.size()};
            }
        } else if (text.starts_with(kStarted)) {
            const Json json = jsonOrDiscarded(line);
            const auto event = json.is_discarded()
                                   ? Result<train::Event>(fail(ErrorCode::Internal, "no event"))
                                   : train::eventFromJson(json);
            const auto* started = event ? std::get_if<train::RunStarted>(&event->payload) : nullptr;
            if (started != nullptr && started->firstEpoch <= epoch) {
                found.reset();  // it is lived through again
            }
        }
    }
    return found;
}

Error missing() {
    return fail(ErrorCode::FileFormat, "events.jsonl",
                MN_TEXT("Error", "one of its epochs is missing"));
}

std::vector<std::int32_t> placesIn(const std::vector<std::string>& classes,
                                   const std::vector<std::string>& others) {
    std::unordered_map<std::string_view, std::int32_t> places;
    for (std::size_t i = 0; i < others.size(); ++i) {
        places.emplace(others[i], static_cast<std::int32_t>(i));
    }
    std::vector<std::int32_t> found;
    found.reserve(classes.size());
    for (const std::string& name : classes) {
        const auto place = places.find(name);
        found.push_back(place == places.end() ? -1 : place->second);
    }
    return found;
}

}  // namespace

Result<BestPredictions> readBestPredictions(const std::filesystem::path& runFolder,
                                            const std::stop_token& stop) {
    MN_ASSIGN(RunInfo info, readRunInfo(runFolder));
    BestPredictions run;
    run.epoch = info.bestEpoch;
    MN_ASSIGN(const std::optional<Place> place, findEpoch(runFolder, run.epoch, stop));
    if (!place) {
        return missing();
    }
    MN_ASSIGN(const train::Event event, readEventAt(runFolder, place->offset, place->bytes));
    const auto* epoch = std::get_if<train::EpochFinished>(&event.payload);
    if (epoch == nullptr || !epoch->validation || epoch->epoch != run.epoch) {
        return missing();
    }
    run.result = epoch->validation;
    const auto classes = static_cast<std::int64_t>(info.classes.size());
    for (const train::Prediction& prediction : run.result->predictions) {
        if (prediction.predicted >= classes || prediction.label >= classes) {
            return fail(ErrorCode::FileFormat, "events.jsonl",
                        MN_TEXT("Error", "it predicts classes that its run does not have"));
        }
    }
    run.classes = std::move(info.classes);
    run.paths.reserve(info.split.val.size());
    for (dataset::Item& item : info.split.val) {
        run.paths.push_back(std::move(item.path));
    }
    return run;
}

CatalogPredictions::CatalogPredictions(BestPredictions run, const dataset::Catalog& catalog)
    : m_run(std::move(run)),
      m_rows(catalog.samples.size(), kNone),
      m_toCatalog(placesIn(m_run.classes, catalog.classes)),
      m_toRun(placesIn(catalog.classes, m_run.classes)) {
    std::unordered_map<std::string_view, std::uint32_t> rows;
    rows.reserve(m_run.result->items.size());
    for (std::size_t row = 0; row < m_run.result->items.size(); ++row) {
        const std::uint32_t item = m_run.result->items[row];
        if (item < m_run.paths.size()) {
            rows.emplace(m_run.paths[item], static_cast<std::uint32_t>(row));
        }
    }
    for (std::size_t i = 0; i < catalog.samples.size(); ++i) {
        if (const auto row = rows.find(catalog.samples[i].path); row != rows.end()) {
            m_rows[i] = row->second;
            ++m_count;
        }
    }
    m_run.paths = {};
}

bool CatalogPredictions::has(std::uint32_t sample) const {
    return sample < m_rows.size() && m_rows[sample] != kNone;
}

const train::Prediction& CatalogPredictions::said(std::uint32_t sample) const {
    return m_run.result->predictions[m_rows[sample]];
}

std::int32_t CatalogPredictions::predicted(std::uint32_t sample) const {
    return m_toCatalog[static_cast<std::size_t>(said(sample).predicted)];
}

const std::string& CatalogPredictions::predictedName(std::uint32_t sample) const {
    return m_run.classes[static_cast<std::size_t>(said(sample).predicted)];
}

float CatalogPredictions::confidence(std::uint32_t sample) const {
    return said(sample).confidence;
}

std::optional<double> CatalogPredictions::loss(std::uint32_t sample, std::int32_t label) const {
    const auto place = static_cast<std::size_t>(label);
    const std::int32_t truth = place < m_toRun.size() ? m_toRun[place] : -1;
    if (truth < 0) {
        return std::nullopt;
    }
    const train::Prediction& prediction = said(sample);
    if (truth == prediction.label) {
        return metrics::crossEntropy(static_cast<double>(prediction.truthProbability));
    }
    if (truth == prediction.predicted) {
        return metrics::crossEntropy(static_cast<double>(prediction.confidence));
    }
    const std::vector<train::Answer> answers = m_run.result->answers(m_rows[sample]);
    const auto answer = std::find_if(answers.begin(), answers.end(),
                                     [truth](const auto& each) { return each.label == truth; });
    return answer == answers.end()
               ? std::nullopt
               : std::optional(metrics::crossEntropy(static_cast<double>(answer->probability)));
}

}  // namespace minarai::runs
