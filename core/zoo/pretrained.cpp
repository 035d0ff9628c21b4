// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "zoo/pretrained.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json.h"
#include "base/text.h"
#include "embedded/kPretrainedJson.h"

namespace minarai::zoo {

namespace {

constexpr const char* kTable = "pretrained_weights.json";
constexpr std::uint64_t kMaxFileBytes = std::uint64_t{16} << 30;
constexpr std::size_t kMaxEntries = 10'000;
constexpr std::uint64_t kMaxTableBytes = 1 << 24;

bool isPlain(std::string_view text, std::string_view extra) {
    return !text.empty() && text.size() <= 120 && text.front() != '.' &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      extra.find(c) != std::string_view::npos;
           });
}

bool isHash(std::string_view text) {
    return text.size() >= 8 && text.size() <= 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// https://host/folder/, nothing that could lead elsewhere. This computer may also be asked without
/// encryption.
bool isBase(std::string_view url) {
    for (const std::string_view scheme : {"https://", "http://127.0.0.1:"}) {
        if (url.starts_with(scheme) && url.ends_with('/') &&
            isPlain(url.substr(scheme.size()), "./-_:") &&
            url.find("..") == std::string_view::npos) {
            return true;
        }
    }
    return false;
}

Error badEntry(std::size_t index, std::string_view what) {
    return fail(ErrorCode::FileFormat, kTable, fmt::format("entry {}: {}", index, what));
}

std::string textAt(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// 0 for what is no whole number from 1 to most.
std::uint64_t countAt(const Json& json, const char* key, std::uint64_t most) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number_unsigned()) {
        return 0;
    }
    const auto value = found->get<std::uint64_t>();
    return value <= most ? value : 0;
}

double percentAt(const Json& json, const char* key) {
    const auto found = json.find(key);
    const double value = found != json.end() && found->is_number() ? found->get<double>() : -1;
    return std::isfinite(value) && value <= 100 ? value : -1;
}

bool readTriple(const Json& json, const char* key, double low, std::array<float, 3>& out) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_array() || found->size() != out.size()) {
        return false;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        const Json& value = (*found)[i];
        if (!value.is_number() || !(value.get<double>() >= low) || value.get<double>() > 10) {
            return false;
        }
        out[i] = value.get<float>();
    }
    return true;
}

Result<PretrainedWeights> readEntry(const Json& json, const std::string& base, std::size_t index) {
    if (!json.is_object()) {
        return badEntry(index, "it is no object");
    }
    PretrainedWeights entry;
    entry.name = textAt(json, "name");
    entry.arch = textAt(json, "arch");
    entry.file = textAt(json, "file");
    entry.formerFile = textAt(json, "former");
    entry.sha256 = textAt(json, "sha256");
    entry.recipe.interpolation = textAt(json, "interpolation");
    if (!isPlain(entry.name, "._") || !isPlain(entry.arch, "_")) {
        return badEntry(index, "its name is not plain");
    }
    if (!isPlain(entry.file, "._-") || !entry.file.ends_with(".pth") ||
        (!entry.formerFile.empty() && !isPlain(entry.formerFile, "._-"))) {
        return badEntry(index, "its file is not a plain .pth name");
    }
    if (!isHash(entry.sha256)) {
        return badEntry(index, "its hash is none");
    }
    entry.url = base + entry.file;
    const auto isDefault = json.find("default");
    entry.isDefault = isDefault != json.end() && isDefault->is_boolean() && isDefault->get<bool>();
    entry.bytes = countAt(json, "bytes", kMaxFileBytes);
    entry.parameters = static_cast<std::int64_t>(countAt(json, "parameters", kMaxFileBytes));
    entry.top1 = percentAt(json, "top1");
    entry.top5 = percentAt(json, "top5");
    entry.recipe.resize = static_cast<std::int64_t>(countAt(json, "resize", 4096));
    entry.recipe.crop = static_cast<std::int64_t>(countAt(json, "crop", 4096));
    if (entry.bytes == 0 || entry.parameters == 0 || entry.top1 < 0 || entry.top5 < 0 ||
        entry.recipe.resize == 0 || entry.recipe.crop == 0) {
        return badEntry(index, "a number is missing or out of range");
    }
    constexpr std::array<std::string_view, 3> kInterpolations{"nearest", "bilinear", "bicubic"};
    if (std::find(kInterpolations.begin(), kInterpolations.end(), entry.recipe.interpolation) ==
            kInterpolations.end() ||
        !readTriple(json, "mean", -10, entry.recipe.mean) ||
        !readTriple(json, "std", 1e-6, entry.recipe.std)) {
        return badEntry(index, "its recipe is not valid");
    }
    return entry;
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return result;
}

const Result<std::vector<PretrainedWeights>>& table() {
    static const auto read = []() -> Result<std::vector<PretrainedWeights>> {
        const char* own = std::getenv("MINARAI_WEIGHTS_TABLE");
        if (own == nullptr || *own == '\0') {
            return parsePretrained(embedded::kPretrainedJson);
        }
        MN_ASSIGN(const std::string text, readTextFile(own, kMaxTableBytes));
        auto entries = parsePretrained(text);
        if (!entries) {
            return fail(ErrorCode::FileFormat, own, entries.error().args.back());
        }
        return entries;
    }();
    return read;
}

}  // namespace

std::string_view PretrainedWeights::shortName() const {
    const std::string_view whole = name;
    return whole.substr(whole.find('.') + 1);
}

bool PretrainedWeights::fits(std::uint64_t fileBytes) const {
    // Files of old versions of PyTorch lack a few counters of batch normalisation.
    return fileBytes >= bytes - bytes / 100 && fileBytes <= largestFile();
}

Result<std::vector<PretrainedWeights>> parsePretrained(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        return fail(ErrorCode::JsonInvalid, kTable, "it cannot be parsed");
    }
    if (!json.is_object() || countAt(json, "version", 1) != 1 || !json.contains("weights") ||
        !json["weights"].is_array() || json["weights"].size() > kMaxEntries) {
        return fail(ErrorCode::FileFormat, kTable, "it is no table of weights of version 1");
    }
    const std::string base = textAt(json, "base");
    if (!isBase(base)) {
        return fail(ErrorCode::FileFormat, kTable, "its address is no plain https folder");
    }
    std::vector<PretrainedWeights> all;
    std::set<std::string> names;
    for (const Json& row : json["weights"]) {
        MN_ASSIGN(PretrainedWeights entry, readEntry(row, base, all.size()));
        if (!names.insert(lower(entry.name)).second || !names.insert(entry.file).second) {
            return badEntry(all.size(), "its name or file stands there twice");
        }
        all.push_back(std::move(entry));
    }
    return all;
}

const std::vector<PretrainedWeights>& pretrainedWeights() {
    static const std::vector<PretrainedWeights> none;
    return table() ? *table() : none;
}

Status pretrainedStatus() {
    return table() ? Status() : Status(table().error());
}

std::vector<const PretrainedWeights*> pretrainedFor(std::string_view arch) {
    std::vector<const PretrainedWeights*> found;
    for (const PretrainedWeights& entry : pretrainedWeights()) {
        if (entry.arch == arch) {
            found.push_back(&entry);
        }
    }
    std::stable_partition(found.begin(), found.end(),
                          [](const PretrainedWeights* entry) { return entry->isDefault; });
    return found;
}

const PretrainedWeights* defaultPretrained(std::string_view arch) {
    const auto all = pretrainedFor(arch);
    return all.empty() ? nullptr : all.front();
}

Result<const PretrainedWeights*> findPretrained(std::string_view name, std::string_view arch) {
    const std::string wanted = lower(name);
    std::vector<std::string_view> known;
    for (const PretrainedWeights& entry : pretrainedWeights()) {
        const bool isOfArch = arch.empty() || entry.arch == arch;
        const bool isShort = !arch.empty() && lower(entry.shortName()) == wanted;
        const bool isDefault =
            entry.isDefault && (wanted == entry.arch ||
                                (!arch.empty() && (wanted == "imagenet" || wanted == "default")));
        if (isOfArch && (lower(entry.name) == wanted || isShort || isDefault)) {
            return &entry;
        }
        if (entry.arch == arch) {
            known.push_back(entry.name);
        }
    }
    return fail(ErrorCode::WeightsUnknown, std::string(name.substr(0, 200)),
                known.empty() ? std::string(arch.empty() ? MN_TEXT("Error",
                                                                   "“minarai weights list” "
                                                                   "shows all there are")
                                                         : MN_TEXT("Error",
                                                                   "none are published for this "
                                                                   "architecture"))
                              : fmt::format("{}", fmt::join(known, ", ")));
}

const PretrainedWeights* findPretrainedFile(std::string_view fileName) {
    for (const PretrainedWeights& entry : pretrainedWeights()) {
        if (entry.file == fileName || (!fileName.empty() && entry.formerFile == fileName)) {
            return &entry;
        }
    }
    return nullptr;
}

std::optional<PublishedAccuracy> publishedAccuracy(std::string_view arch) {
    const PretrainedWeights* entry = defaultPretrained(arch);
    if (entry == nullptr) {
        return std::nullopt;
    }
    return PublishedAccuracy{entry->top1, entry->top5, std::string(entry->shortName())};
}

}  // namespace minarai::zoo
