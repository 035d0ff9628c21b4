// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/fuzz_file.h"
#include "weights/unpickler.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minarai;
    weights::Unpickler pickle({data, size}, "fuzz");
    // A legacy file holds five pickles in a row.
    for (int i = 0; i < 5; ++i) {
        if (!pickle.load()) {
            return 0;
        }
        fuzz::must(pickle.position() <= size);
    }
    return 0;
}
