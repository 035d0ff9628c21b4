// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of events.jsonl, as the studio reads them while another machine writes.
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "fuzz/fuzz_folder.h"
#include "runs/event_follower.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minarai;
    fuzz::write(fuzz::folder() / "events.jsonl", {data, size});
    runs::EventFollower follower(fuzz::folder().path());
    const auto poll = follower.poll(
        [&](const runs::EventFollower::Found& found) {
            if (found.offset + found.bytes > size) {
                std::abort();
            }
            // What was read can be written and read again.
            if (!train::eventFromJson(train::eventToJson(found.event)) ||
                !runs::readEventAt(fuzz::folder().path(), found.offset, found.bytes)) {
                std::abort();
            }
        },
        true);
    if (!poll || poll->restarted) {
        std::abort();
    }
    return 0;
}
