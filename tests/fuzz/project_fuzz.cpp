// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON files that a run and a project keep: run.json with its split, and the queue.
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "fuzz/fuzz_folder.h"
#include "runs/run_directory.h"
#include "runs/run_queue.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minarai;
    const Json json = Json::parse(data, data + size, nullptr, false);
    if (const auto info = runs::runInfoFromJson(json, "fuzz")) {
        for (const auto* items : {&info->split.train, &info->split.val, &info->split.test}) {
            for (const dataset::Item& item : *items) {
                if (item.label < 0 || item.path.starts_with('/') ||
                    item.path.find("../") != std::string::npos) {
                    std::abort();
                }
            }
        }
        if (!runs::runInfoFromJson(runs::runInfoToJson(*info), "fuzz")) {
            std::abort();
        }
    }
    fuzz::write(fuzz::folder() / "queue.json", {data, size});
    (void)runs::readQueue(fuzz::folder().path());
    return 0;
}
