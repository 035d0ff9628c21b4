// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// IDX files (LeCun, Cortes and Burges, "The MNIST database of handwritten digits").
#include <optional>
#include <utility>

#include "base/text.h"
#include "dataset/import_parts.h"

namespace minarai::dataset {

namespace {

constexpr std::size_t kClasses = 10;
constexpr std::uint64_t kMaxEdge = 4096;
constexpr std::uint64_t kMaxImages = 10'000'000;

const std::vector<std::string>& classNames(ImportFormat format) {
    static const std::vector<std::string> digits{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    // "T-shirt/top" cannot be the name of a folder.
    static const std::vector<std::string> clothes{"T-shirt_top", "Trouser",   "Pullover", "Dress",
                                                  "Coat",        "Sandal",    "Shirt",    "Sneaker",
                                                  "Bag",         "Ankle boot"};
    return format == ImportFormat::Mnist ? digits : clothes;
}

std::uint64_t big32(const std::vector<std::uint8_t>& bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8 | bytes[at + i];
    }
    return value;
}

/// The dimensions that the header of unsigned bytes tells, and that the file has exactly that much.
Result<std::vector<std::uint64_t>> readHeader(const ImportFile& file, std::size_t dimensions) {
    const std::size_t head = 4 + 4 * dimensions;
    const auto have = [&] { return std::to_string(file.bytes.size()); };
    if (file.bytes.size() >= 4 && big32(file.bytes, 0) != 0x800 + dimensions) {
        return fail(ErrorCode::FileFormat, file.shownName,
                    dimensions == 3 ? MN_TEXT("Dataset", "it is no IDX file of pictures")
                                    : MN_TEXT("Dataset", "it is no IDX file of labels"));
    }
    if (file.bytes.size() < head) {
        return fail(ErrorCode::ImportTruncated, file.shownName, have(), std::to_string(head));
    }
    std::vector<std::uint64_t> sizes;
    std::uint64_t product = 1;
    for (std::size_t i = 0; i < dimensions; ++i) {
        sizes.push_back(big32(file.bytes, 4 + 4 * i));
        const std::uint64_t most = i == 0 ? kMaxImages : kMaxEdge;
        if (sizes.back() < 1 || sizes.back() > most) {
            return fail(ErrorCode::FileFormat, file.shownName,
                        MN_TEXT("Dataset", "its header tells of impossible sizes"));
        }
        product *= sizes.back();
    }
    if (file.bytes.size() < head + product) {
        return fail(ErrorCode::ImportTruncated, file.shownName, have(),
                    std::to_string(head + product));
    }
    if (file.bytes.size() > head + product) {
        return fail(ErrorCode::ImportTooLong, file.shownName,
                    std::to_string(file.bytes.size() - head - product));
    }
    MN_TRY(checkWhole(file));
    return sizes;
}

/// Hyphen or dot before "idx": both are in use.
Result<std::optional<ImportFile>> findIdx(const ImportFiles& files, const std::string& stem,
                                          const std::string& ending) {
    MN_ASSIGN(auto file, files.find(stem + "-" + ending));
    return file ? Result<std::optional<ImportFile>>(std::move(file))
                : files.find(stem + "." + ending);
}

Result<std::optional<ImportPart>> readPart(const ImportFiles& files, const std::string& name,
                                           const std::string& prefix) {
    MN_ASSIGN(auto images, findIdx(files, prefix + "-images", "idx3-ubyte"));
    MN_ASSIGN(auto labels, findIdx(files, prefix + "-labels", "idx1-ubyte"));
    if (!images && !labels) {
        return std::optional<ImportPart>();
    }
    if (!images) {
        MN_ASSIGN(images, files.get(prefix + "-images-idx3-ubyte"));
    }
    if (!labels) {
        MN_ASSIGN(labels, files.get(prefix + "-labels-idx1-ubyte"));
    }
    MN_ASSIGN(const auto sizes, readHeader(*images, 3));
    MN_ASSIGN(const auto count, readHeader(*labels, 1));
    if (sizes[0] != count[0]) {
        return fail(ErrorCode::ImportCount, images->shownName, std::to_string(sizes[0]),
                    labels->shownName, std::to_string(count[0]));
    }
    ImportPart part;
    part.name = name;
    part.height = static_cast<int>(sizes[1]);
    part.width = static_cast<int>(sizes[2]);
    part.labels.assign(labels->bytes.begin() + 8, labels->bytes.end());
    MN_TRY(checkLabels(labels->shownName, part.labels, kClasses));
    images->bytes.erase(images->bytes.begin(), images->bytes.begin() + 16);
    part.pixels = std::move(images->bytes);
    return std::optional(std::move(part));
}

}  // namespace

Result<ImportSet> readMnist(ImportFormat format, const std::filesystem::path& source,
                            const std::stop_token& stop) {
    const std::string set = format == ImportFormat::Mnist ? "MNIST" : "FashionMNIST";
    MN_ASSIGN(const ImportFiles files,
              ImportFiles::open(
                  source, {"", "raw", set + "/raw"},
                  {"train-images-idx3-ubyte", "train-images.idx3-ubyte", "train-labels-idx1-ubyte",
                   "t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"},
                  "", stop));
    ImportSet imported;
    imported.classes = classNames(format);
    const std::pair<const char*, const char*> parts[] = {{"train", "train"}, {"test", "t10k"}};
    for (const auto& [name, prefix] : parts) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled);
        }
        MN_ASSIGN(auto part, readPart(files, name, prefix));
        if (part) {
            imported.parts.push_back(std::move(*part));
        } else {
            imported.missing.push_back(std::string(prefix) + "-images-idx3-ubyte");
        }
    }
    return imported;
}

}  // namespace minarai::dataset
