// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "zoo/zoo.h"

#include <algorithm>

#include <fmt/format.h>

#include "zoo/families.h"

namespace minarai::zoo {

namespace {

const std::vector<Entry>& entries() {
    static const std::vector<Entry> kEntries = [] {
        std::vector<Entry> all;
        for (auto family :
             {teachingEntries, alexnetEntries, vggEntries, squeezenetEntries, resnetEntries,
              densenetEntries, inceptionEntries, mobilenetEntries, mobilenetV3Entries,
              shufflenetEntries, efficientnetEntries, regnetEntries, convnextEntries, vitEntries,
              swinEntries, maxvitEntries}) {
            for (Entry& entry : family()) {
                all.push_back(std::move(entry));
            }
        }
        return all;
    }();
    return kEntries;
}

const Entry* findEntry(std::string_view name) {
    const auto found = std::find_if(entries().begin(), entries().end(),
                                    [&](const Entry& entry) { return entry.about.name == name; });
    return found == entries().end() ? nullptr : &*found;
}

Error unknown(std::string_view name) {
    std::vector<std::string_view> known;
    for (const Entry& entry : entries()) {
        known.push_back(entry.about.name);
    }
    return fail(ErrorCode::UnknownArchitecture, name.substr(0, 100),
                fmt::format("{}", fmt::join(known, ", ")));
}

Status checkRange(const char* what, std::int64_t value, std::int64_t high) {
    if (value < 1 || value > high) {
        return fail(ErrorCode::SettingRange, what, std::to_string(value),
                    fmt::format("from 1 to {}", high));
    }
    return {};
}

}  // namespace

const std::vector<Architecture>& architectures() {
    static const std::vector<Architecture> kAll = [] {
        std::vector<Architecture> all;
        for (const Entry& entry : entries()) {
            all.push_back(entry.about);
        }
        return all;
    }();
    return kAll;
}

const Architecture* find(std::string_view name) {
    const Entry* entry = findEntry(name);
    return entry == nullptr ? nullptr : &entry->about;
}

Result<spec::ModelSpec> build(std::string_view name, std::int64_t classes, std::int64_t channels,
                              std::int64_t height, std::int64_t width) {
    const Entry* entry = findEntry(name);
    if (entry == nullptr) {
        return unknown(name);
    }
    MN_TRY(checkRange("classes", classes, 1'000'000));
    MN_TRY(checkRange("channels", channels, 4096));
    MN_TRY(checkRange("height", height, 65536));
    MN_TRY(checkRange("width", width, 65536));
    GraphWriter graph(name, channels, height, width);
    std::string output = entry->write(graph, classes);
    return std::move(graph).finish(std::move(output));
}

Result<spec::ModelSpec> build(std::string_view name) {
    const Architecture* about = find(name);
    if (about == nullptr) {
        return unknown(name);
    }
    return build(name, about->classes, about->channels, about->size, about->size);
}

}  // namespace minarai::zoo
