// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A split file of a stranger's: what is taken has every image of the folder once, as it is
// labelled.
#include <set>

#include <nlohmann/json.hpp>

#include "dataset/split_file.h"
#include "fuzz/fuzz_file.h"

namespace {

using namespace minarai;

dataset::Catalog makeCatalog() {
    dataset::Catalog catalog;
    catalog.root = "pictures";
    catalog.classes = {"a", "b"};
    for (const char* path : {"a/1.png", "a/2.png", "b/3.png", "b/4.png"}) {
        dataset::Sample sample;
        sample.path = path;
        sample.label = path[0] == 'a' ? 0 : 1;
        catalog.samples.push_back(sample);
    }
    return catalog;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const dataset::Catalog catalog = makeCatalog();
    const Json json = Json::parse(data, data + size, nullptr, false);
    const auto split = dataset::splitFromFileJson(json, "parts.json", catalog);
    if (!split) {
        (void)split.error().message();
        return 0;
    }
    std::set<std::string> paths;
    for (const auto* part : {&split->train, &split->val, &split->test}) {
        for (const dataset::Item& item : *part) {
            fuzz::must(paths.insert(item.path).second);
            fuzz::must(item.label == (item.path[0] == 'a' ? 0 : 1));
        }
    }
    fuzz::must(paths.size() == catalog.samples.size());
    const Json written = dataset::splitFileToJson(*split, catalog.classes);
    fuzz::must(
        dataset::splitFromFileJson(Json::parse(written.dump()), "parts.json", catalog).has_value());
    return 0;
}
