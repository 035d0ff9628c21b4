// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/fuzz_file.h"
#include "weights/zip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minarai;
    const weights::FileSource file = fuzz::fileOf(data, size);
    if (const auto directory = weights::readZipDirectory(file)) {
        for (const auto& [name, entry] : *directory) {
            fuzz::must(entry.size <= file.size());
            std::vector<std::uint8_t> bytes(entry.size);
            (void)weights::readZipEntry(file, entry, bytes);
        }
    }
    if (const auto layout = weights::readZipLayout(file)) {
        fuzz::checkLayout(file, *layout);
    }
    return 0;
}
