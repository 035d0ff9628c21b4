// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/fuzz_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minarai;
    const weights::FileSource file = fuzz::fileOf(data, size);
    if (const auto layout = weights::readLegacyLayout(file)) {
        fuzz::checkLayout(file, *layout);
    }
    return 0;
}
