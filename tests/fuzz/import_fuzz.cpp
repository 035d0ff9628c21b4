// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The first byte says which file of which data set the rest is; the other files are good ones.
#include <cstring>
#include <vector>

#include "dataset/importers.h"
#include "fuzz/fuzz_folder.h"

namespace {

using Bytes = std::vector<std::uint8_t>;

/// Two pictures of 2x2 pixels, or their labels.
const Bytes kPictures{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8};
const Bytes kLabels{0, 0, 8, 1, 0, 0, 0, 2, 3, 9};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minarai;
    if (size == 0) {
        return 0;
    }
    const std::span<const std::uint8_t> rest(data + 1, size - 1);
    const auto source = fuzz::folder() / "source";
    const auto target = fuzz::folder() / "target";
    std::filesystem::remove_all(source);
    std::filesystem::remove_all(target);
    std::filesystem::create_directories(source);
    auto format = dataset::ImportFormat::Mnist;
    switch (data[0] % 5) {
        case 0:
            fuzz::write(source / "train-images-idx3-ubyte", rest);
            fuzz::write(source / "train-labels-idx1-ubyte", kLabels);
            break;
        case 1:
            fuzz::write(source / "train-images-idx3-ubyte", kPictures);
            fuzz::write(source / "train-labels-idx1-ubyte", rest);
            break;
        case 2:
            format = dataset::ImportFormat::Cifar10;
            fuzz::write(source / "data_batch_1.bin", rest);
            break;
        case 3:
            format = dataset::ImportFormat::Cifar100;
            fuzz::write(source / "train.bin", rest);
            fuzz::write(source / "test.bin", rest);
            break;
        default:
            format = dataset::ImportFormat::Cifar10;
            fuzz::write(source / "cifar-10-binary.tar.gz", rest);
            break;
    }
    if (data[0] % 5 < 2) {
        fuzz::write(source / "t10k-images-idx3-ubyte", kPictures);
        fuzz::write(source / "t10k-labels-idx1-ubyte", kLabels);
    }
    (void)dataset::detectImport(source);
    (void)dataset::importDataset(format, source, target);
    return 0;
}
