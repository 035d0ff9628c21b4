// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/split_file.h"

#include <algorithm>
#include <array>
#include <exception>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_problem.h"
#include "base/text.h"
#include "dataset/names.h"

namespace minarai::dataset {

namespace {

constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 29;

/// Tells which image of the file does not fit.
Error misfit(const std::string& file, std::string_view path, const char* reason) {
    return fail(ErrorCode::FileFormat, file + ": " + shownName(path), reason);
}

/// An error of splitFromJson() with the name of the file in it.
Error named(Error error, const std::string& file) {
    if (error.code == ErrorCode::FileFormat && !error.args.empty()) {
        error.args.front() =
            error.args.front() == "split" ? file : file + ": " + error.args.front();
    }
    return error;
}

/// For each class of the file its number in the folder; -1 for one that the folder does not have.
Result<std::vector<std::int32_t>> labelsOf(const Json& json, const std::string& file,
                                           const Catalog& catalog) {
    const auto classes = json.find("classes");
    const bool fits =
        classes != json.end() && classes->is_array() &&
        std::all_of(classes->begin(), classes->end(), [](const Json& c) { return c.is_string(); });
    if (!fits) {
        return fail(ErrorCode::FileFormat, file,
                    MN_TEXT("Dataset", "it needs the names of the classes in “classes”"));
    }
    std::vector<std::int32_t> labels;
    for (const Json& each : *classes) {
        const auto found = std::find(catalog.classes.begin(), catalog.classes.end(),
                                     each.get_ref<const std::string&>());
        labels.push_back(found == catalog.classes.end()
                             ? -1
                             : static_cast<std::int32_t>(found - catalog.classes.begin()));
    }
    return labels;
}

/// Brings the images of a file together with those of a folder.
class Fitting {
  public:
    Fitting(const std::string& file, std::vector<std::int32_t> labels, const Catalog& catalog,
            const Catalog* onDisk)
        : m_file(file),
          m_labels(std::move(labels)),
          m_catalog(catalog),
          m_isReviewed(onDisk != nullptr) {
        for (const Sample& sample : catalog.samples) {
            m_samples.emplace(sample.path, &sample);
        }
        if (onDisk != nullptr) {
            for (const Sample& sample : onDisk->samples) {
                m_onDisk.insert(sample.path);
            }
        }
    }

    /// Gives the items the catalog's labels; those that were left out are taken away.
    Status fit(std::vector<Item>& items) {
        std::vector<Item> kept;
        kept.reserve(items.size());
        for (Item& item : items) {
            const auto found = m_samples.find(item.path);
            if (found == m_samples.end()) {
                if (m_onDisk.contains(item.path)) {
                    continue;
                }
                return misfit(m_file, item.path,
                              MN_TEXT("Dataset", "the folder has no such image"));
            }
            const Sample& sample = *found->second;
            if (!m_isReviewed && m_labels[static_cast<std::size_t>(item.label)] != sample.label) {
                return misfit(m_file, item.path,
                              MN_TEXT("Dataset", "the folder gives the image another class"));
            }
            item.label = sample.label;
            m_seen.insert(sample.path);
            kept.push_back(std::move(item));
        }
        items = std::move(kept);
        return {};
    }

    /// Whether every image of the catalog came.
    [[nodiscard]] Status checkWhole() const {
        const auto missing = std::find_if(
            m_catalog.samples.begin(), m_catalog.samples.end(),
            [&](const Sample& sample) { return !m_seen.contains(std::string_view(sample.path)); });
        if (missing != m_catalog.samples.end()) {
            return misfit(m_file, missing->path,
                          MN_TEXT("Dataset",
                                  "this image of the folder is in no part of the split; draw and "
                                  "save the split again"));
        }
        return {};
    }

  private:
    const std::string& m_file;
    std::vector<std::int32_t> m_labels;
    const Catalog& m_catalog;
    bool m_isReviewed;
    std::unordered_map<std::string_view, const Sample*> m_samples;
    std::unordered_set<std::string_view> m_onDisk;
    std::unordered_set<std::string_view> m_seen;
};

bool isKnownKind(std::string_view kind) {
    constexpr auto kKinds = std::to_array<std::string_view>(
        {"folders", "stratified", "grouped", "kfold", "grouped_kfold", "file"});
    return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

Status checkVersion(const Json& json, const std::string& file) {
    const auto version = json.is_object() ? json.find("version") : json.end();
    if (version == json.end() || !version->is_number_unsigned()) {
        return fail(ErrorCode::FileFormat, file, MN_TEXT("Dataset", "it is no split of Minarai"));
    }
    const auto number = version->get<std::uint64_t>();
    if (number > kSplitFileVersion) {
        return fail(ErrorCode::VersionTooNew, file, std::to_string(number));
    }
    return {};
}

}  // namespace

Json splitFileToJson(const Split& split, const std::vector<std::string>& classes) {
    Json json;
    json["version"] = kSplitFileVersion;
    json["classes"] = classes;
    json["split"] = splitToJson(split);
    return json;
}

Result<Split> splitFromFileJson(const Json& json, const std::string& name, const Catalog& catalog,
                                const Catalog* onDisk) {
    MN_TRY(checkVersion(json, name));
    MN_ASSIGN(std::vector<std::int32_t> labels, labelsOf(json, name, catalog));
    const auto found = json.find("split");
    if (found == json.end()) {
        return fail(ErrorCode::FileFormat, name, MN_TEXT("Dataset", "it is no split of Minarai"));
    }
    auto read = splitFromJson(*found, labels.size());
    if (!read) {
        return named(read.error(), name);
    }
    Split split = *std::move(read);
    if (!isKnownKind(split.kind)) {
        split.kind = "file";
    }
    Fitting fitting(name, std::move(labels), catalog, onDisk);
    MN_TRY(fitting.fit(split.train));
    MN_TRY(fitting.fit(split.val));
    MN_TRY(fitting.fit(split.test));
    MN_TRY(fitting.checkWhole());
    MN_TRY(checkSplit(catalog, split));
    return split;
}

Status writeSplitFile(const std::filesystem::path& path, const Split& split,
                      const std::vector<std::string>& classes) {
    return writeFileAtomically(path, splitFileToJson(split, classes).dump(1) + "\n");
}

Result<Split> readSplitFile(const std::filesystem::path& path, const Catalog& catalog,
                            const Catalog* onDisk) {
    MN_ASSIGN(const std::string text, readTextFile(path, kMaxBytes));
    if (isNestedDeeply(text)) {
        return fail(ErrorCode::JsonInvalid, toUtf8(path),
                    MN_TEXT("Spec", "it is nested too deeply"));
    }
    Json json;
    try {
        json = Json::parse(text);
    } catch (const std::exception& exception) {
        return fail(ErrorCode::JsonInvalid, toUtf8(path), jsonProblem(exception));
    }
    return splitFromFileJson(json, toUtf8(path), catalog, onDisk);
}

}  // namespace minarai::dataset
