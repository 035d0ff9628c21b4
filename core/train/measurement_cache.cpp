// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/measurement_cache.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_number.h"
#include "base/parallel.h"
#include "base/rng.h"
#include "train/feature_cut.h"

namespace minarai::train {
namespace {

constexpr int kFileVersion = 5;
constexpr std::uint64_t kMostFileBytes = 8U << 20;

std::string machineText() {
    std::ifstream file("/proc/cpuinfo");
    std::string line;
    std::string processor = "unknown processor";
    while (std::getline(file, line)) {
        const auto colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) {
            processor = line.substr(colon + 2);
            break;
        }
    }
    return fmt::format("{}, {} threads", processor, hardwareThreads());
}

Json keyToJson(const MeasurementKey& key) {
    return {{"model", key.model},     {"batch", key.batch},      {"precision", key.precision},
            {"updates", key.updates}, {"device", key.device},    {"threads", key.threads},
            {"machine", key.machine}, {"versions", key.versions}};
}

MeasurementKey keyFromJson(const Json& json) {
    MeasurementKey key;
    key.model = json.at("model").get<std::string>();
    key.batch = wholeNumber<std::int64_t>(json.at("batch"));
    key.precision = json.at("precision").get<std::string>();
    key.updates = json.at("updates").get<std::string>();
    key.device = json.at("device").get<std::string>();
    key.threads = wholeNumber<int>(json.at("threads"));
    key.machine = json.at("machine").get<std::string>();
    key.versions = json.at("versions").get<std::string>();
    return key;
}

}  // namespace

std::string measuredModelText(const spec::ModelSpec& model) {
    spec::ModelSpec measured = model;
    measured.places.clear();  // how it is drawn costs no time
    return fmt::format("{} {}×{}×{} {:016x}", model.name, model.input[0], model.input[1],
                       model.input[2], stableHash(spec::modelSpecToJson(measured).dump()));
}

MeasurementKey measurementKey(std::string modelText, const MeasureRequest& request,
                              const std::string& torchVersion) {
    MeasurementKey key;
    key.model = std::move(modelText);
    key.batch = request.settings.integer("batch");
    key.precision = request.settings.text("precision");
    key.updates = request.settings.text("optimizer");
    if (const std::string freeze = request.settings.text("freeze"); !freeze.empty()) {
        key.updates += ", " + freeze;
        const bool once = request.settings.text("feature_cache") == "auto" &&
                          mayUseFeatures(request.settings).has_value();
        key.updates += once ? ", features" : "";
    }
    if (request.settings.text("kernels") == "torch") {
        key.updates += ", PyTorch's kernels";
    }
    key.device = request.device;
    key.threads = request.threads;
    key.machine = machineText();
    key.versions = fmt::format("minarai {}, LibTorch {}", MINARAI_VERSION, torchVersion);
    return key;
}

std::filesystem::path measurementFile() {
    const auto folder = [](const char* variable) {
        const char* value = std::getenv(variable);
        return std::filesystem::path(value == nullptr ? "" : value);
    };
    std::filesystem::path cache = folder("XDG_CACHE_HOME");
    if (!cache.is_absolute()) {
        cache = folder("HOME") / ".cache";
    }
    return cache / "minarai" / "measurements.json";
}

void MeasurementCache::read() {
    m_read = true;
    m_entries.clear();
    const auto text = readTextFile(m_file, kMostFileBytes);
    if (!text) {
        return;
    }
    const Json json = Json::parse(*text, nullptr, false);
    if (!json.is_object() || !json.contains("measurements") ||
        json.value("version", Json()) != Json(kFileVersion) || !json["measurements"].is_array()) {
        return;
    }
    for (const Json& entry : json["measurements"]) {
        try {
            auto measurement = measurementFromJson(entry.at("result"));
            if (measurement) {
                m_entries.push_back({keyFromJson(entry.at("key")), *std::move(measurement)});
            }
        } catch (const std::exception&) {
            continue;  // a damaged entry costs one new measurement
        }
    }
}

std::optional<Measurement> MeasurementCache::find(const MeasurementKey& key) {
    if (!m_read) {
        read();
    }
    const auto found = std::find_if(m_entries.rbegin(), m_entries.rend(),
                                    [&](const Entry& entry) { return entry.key == key; });
    return found == m_entries.rend() ? std::nullopt : std::optional(found->measurement);
}

Status MeasurementCache::store(const MeasurementKey& key, const Measurement& measurement) {
    read();
    std::erase_if(m_entries, [&](const Entry& entry) { return entry.key == key; });
    m_entries.push_back({key, measurement});
    if (m_entries.size() > kMost) {
        m_entries.erase(m_entries.begin(), m_entries.end() - kMost);
    }
    Json list = Json::array();
    for (const Entry& entry : m_entries) {
        list.push_back(
            {{"key", keyToJson(entry.key)}, {"result", measurementToJson(entry.measurement)}});
    }
    const Json json = {{"version", kFileVersion}, {"measurements", std::move(list)}};
    MN_TRY(makeFolder(m_file.parent_path()));
    return writeFileAtomically(m_file, std::string_view(json.dump(1) + "\n"));
}

}  // namespace minarai::train
