// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "augment/pipeline.h"
#include "augment/torchvision_code.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minarai;
    const Json json = Json::parse(data, data + size, nullptr, false);
    augment::PreprocessSpec preprocess;
    preprocess.height = 8;
    preprocess.width = 8;
    const auto pipeline = augment::pipelineFromJson(json, &preprocess);
    if (!pipeline) {
        return 0;
    }
    (void)augment::torchvisionCode(*pipeline, preprocess);
    // What was read can be written, and is the same when it is read again.
    const auto again = augment::pipelineFromJson(augment::pipelineToJson(*pipeline));
    if (!again || *again != *pipeline) {
        std::abort();
    }
    return 0;
}
