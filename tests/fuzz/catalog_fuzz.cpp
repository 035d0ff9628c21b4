// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A catalog that was damaged or forged: the bytes say which places of a good one are overwritten.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

#include "dataset/catalog_store.h"
#include "fuzz/fuzz_file.h"
#include "fuzz/fuzz_folder.h"

namespace {

using namespace minarai;

std::filesystem::path pictures() {
    return fuzz::folder() / "pictures";
}

/// Where the good one lay.
std::filesystem::path makeCatalog() {
    for (const char* path : {"a/1.png", "a/2.png", "b/3.png", "b/4.png"}) {
        std::filesystem::create_directories((pictures() / path).parent_path());
        fuzz::write(pictures() / path, std::vector<std::uint8_t>{1});
    }
    auto store = dataset::CatalogStore::open(pictures(), fuzz::folder().path());
    fuzz::must(store.has_value());
    fuzz::must(store->exclude({"a/1.png"}).has_value());
    fuzz::must(store->relabel({"a/2.png"}, "b").has_value());
    fuzz::must(store->group({"b/3.png", "b/4.png"}, 1).has_value());
    return store->file();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::filesystem::path file = makeCatalog();
    static const std::vector<std::uint8_t> good = [] {
        std::ifstream stream(file, std::ios::binary);
        return std::vector<std::uint8_t>{std::istreambuf_iterator<char>(stream), {}};
    }();
    std::vector<std::uint8_t> bytes = good;
    // Three bytes of place and one of value each.
    for (std::size_t i = 0; i + 3 < size; i += 4) {
        const std::size_t place = (std::size_t{data[i]} << 16 | std::size_t{data[i + 1]} << 8 |
                                   std::size_t{data[i + 2]}) %
                                  bytes.size();
        bytes[place] = data[i + 3];
    }
    for (const auto& entry : std::filesystem::directory_iterator(file.parent_path())) {
        if (entry.path() != fuzz::folder() / "pictures") {
            std::filesystem::remove_all(entry.path());
        }
    }
    fuzz::write(file, bytes);
    auto store = dataset::CatalogStore::open(pictures(), fuzz::folder().path());
    if (!store) {
        return 0;
    }
    (void)store->findings();
    (void)store->problems();
    (void)store->statistics();
    while (store->undoSteps() > 0 && store->undo().has_value()) {
    }
    while (store->redoSteps() > 0 && store->redo().has_value()) {
    }
    const auto view = store->view();
    for (const dataset::Sample& sample : view.samples) {
        fuzz::must(sample.label >= 0 &&
                   static_cast<std::size_t>(sample.label) < view.classes.size());
    }
    return 0;
}
