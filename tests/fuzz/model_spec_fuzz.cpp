// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "spec/model_spec.h"
#include "spec/summary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minarai;
    const Json json = Json::parse(data, data + size, nullptr, false);
    const auto model = spec::modelSpecFromJson(json);
    if (!model) {
        return 0;
    }
    (void)spec::summarize(*model);
    (void)spec::stateDictLayout(*model);
    (void)spec::withInput(*model, 3, 64, 48);
    (void)spec::withClasses(*model, 7);
    // What was read can be written, and is the same when it is read again.
    const auto again = spec::modelSpecFromJson(spec::modelSpecToJson(*model));
    if (!again || *again != *model) {
        std::abort();
    }
    return 0;
}
