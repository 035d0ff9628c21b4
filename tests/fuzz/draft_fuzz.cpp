// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "spec/diagnosis.h"
#include "spec/draft_file.h"
#include "spec/graph.h"
#include "spec/layout.h"
#include "spec/outline.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minarai;
    const Json json = Json::parse(data, data + size, nullptr, false);
    const auto draft = spec::draftFromJson(json);
    if (!draft) {
        return 0;
    }
    // What the composer does with it, circles and open ends included.
    (void)spec::diagnose(*draft);
    (void)spec::layOut(spec::outline(*draft, {}));
    (void)spec::layOut(spec::outline(*draft, spec::readableGroups(*draft, 2)));
    auto sorted = *draft;
    (void)spec::sortGraph(sorted);
    // What was read can be written, and is the same when it is read again.
    const auto again = spec::draftFromJson(spec::draftToJson(*draft));
    if (!again || *again != *draft) {
        std::abort();
    }
    return 0;
}
