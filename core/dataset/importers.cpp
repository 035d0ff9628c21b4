// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/importers.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <new>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/files.h"
#include "base/parallel.h"
#include "dataset/draft_folder.h"
#include "dataset/import_parts.h"
#include "dataset/names.h"
#include "image/decode.h"

namespace minarai::dataset {

namespace {

namespace fs = std::filesystem;

using Bytes = std::vector<std::uint8_t>;

void appendBig32(Bytes& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

void appendChunk(Bytes& bytes, std::string_view type, const Bytes& content) {
    appendBig32(bytes, static_cast<std::uint32_t>(content.size()));
    const std::size_t begin = bytes.size();
    bytes.insert(bytes.end(), type.begin(), type.end());
    bytes.insert(bytes.end(), content.begin(), content.end());
    appendBig32(bytes, static_cast<std::uint32_t>(::crc32(
                           0, bytes.data() + begin, static_cast<uInt>(bytes.size() - begin))));
}

/// An 8-bit grey PNG (image::encodePng writes colour).
Bytes encodeGreyPng(const std::uint8_t* pixels, int width, int height) {
    using namespace std::string_view_literals;
    const auto row = static_cast<std::size_t>(width);
    Bytes filtered;
    filtered.reserve((row + 1) * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
        filtered.push_back(0);  // no filter: best for drawings
        filtered.insert(filtered.end(), pixels + static_cast<std::size_t>(y) * row,
                        pixels + static_cast<std::size_t>(y + 1) * row);
    }
    auto size = ::compressBound(static_cast<uLong>(filtered.size()));
    Bytes packed(size);
    if (::compress2(packed.data(), &size, filtered.data(), static_cast<uLong>(filtered.size()),
                    Z_DEFAULT_COMPRESSION) != Z_OK) {
        throw std::bad_alloc();
    }
    packed.resize(size);

    constexpr auto kMagic = "\x89PNG\r\n\x1A\n"sv;
    Bytes bytes(kMagic.begin(), kMagic.end());
    Bytes header;
    appendBig32(header, static_cast<std::uint32_t>(width));
    appendBig32(header, static_cast<std::uint32_t>(height));
    header.insert(header.end(), {8, 0, 0, 0, 0});
    appendChunk(bytes, "IHDR", header);
    appendChunk(bytes, "IDAT", packed);
    appendChunk(bytes, "IEND", {});
    return bytes;
}

Bytes encode(const ImportPart& part, std::size_t index) {
    const auto area = static_cast<std::size_t>(part.width) * static_cast<std::size_t>(part.height);
    const std::uint8_t* pixels =
        part.pixels.data() + index * area * static_cast<std::size_t>(part.planes);
    if (part.planes == 1) {
        return encodeGreyPng(pixels, part.width, part.height);
    }
    image::Image picture(part.width, part.height);
    for (std::size_t i = 0; i < area; ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            picture.rgb[i * 3 + c] = pixels[c * area + i];
        }
    }
    return image::encodePng(picture);
}

/// Without a flush for each of very many files: the draft is flushed as a whole.
Status writePlain(const fs::path& path, const Bytes& bytes) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) {
        return writeError(path, errno);
    }
    std::size_t written = 0;
    int failure = 0;
    while (written < bytes.size() && failure == 0) {
        const ssize_t got = ::write(fd, bytes.data() + written, bytes.size() - written);
        if (got >= 0) {
            written += static_cast<std::size_t>(got);
        } else if (errno != EINTR) {
            failure = errno;
        }
    }
    if (::close(fd) != 0 && failure == 0) {
        failure = errno;
    }
    return failure == 0 ? Status{} : Status(writeError(path, failure));
}

Status writePart(const ImportPart& part, const std::vector<std::string>& classes,
                 const fs::path& folder, const std::function<void()>& onImage,
                 const std::stop_token& stop, int threads) {
    std::vector<bool> used(classes.size());
    for (const std::uint8_t label : part.labels) {
        used[label] = true;
    }
    for (std::size_t label = 0; label < classes.size(); ++label) {
        if (used[label]) {
            MN_TRY(makeFolder(folder / part.name / classes[label]));
        }
    }
    std::mutex mutex;
    std::optional<Error> failure;
    std::stop_source ending;
    const std::stop_callback forward(stop, [&] { ending.request_stop(); });
    parallelFor(
        part.labels.size(), threadsOrAll(threads),
        [&](std::size_t i) {
            const auto path =
                folder / part.name / classes[part.labels[i]] / fmt::format("{:05}.png", i + 1);
            const Status written = writePlain(path, encode(part, i));
            const std::lock_guard lock(mutex);
            if (!written) {
                failure = failure ? failure : written.error();
                ending.request_stop();
                return;
            }
            onImage();
        },
        ending.get_token());
    if (failure) {
        return *failure;
    }
    return stop.stop_requested() ? Status(fail(ErrorCode::Cancelled)) : Status{};
}

Result<ImportSet> readSet(ImportFormat format, const fs::path& source,
                          const std::stop_token& stop) {
    const bool mnist = format == ImportFormat::Mnist || format == ImportFormat::FashionMnist;
    return mnist ? readMnist(format, source, stop) : readCifar(format, source, stop);
}

}  // namespace

std::optional<ImportFormat> importFormatFromName(std::string_view name) {
    const auto found = std::find(kImportFormats.begin(), kImportFormats.end(), name);
    if (found == kImportFormats.end()) {
        return std::nullopt;
    }
    return static_cast<ImportFormat>(found - kImportFormats.begin());
}

std::optional<ImportFormat> detectImport(const fs::path& source) {
    std::string name = toUtf8(source);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto holds = [&](std::initializer_list<const char*> folders,
                           std::initializer_list<const char*> files) {
        std::error_code ignored;
        for (const char* folder : folders) {
            for (const char* file : files) {
                const fs::path path = (*folder == '\0' ? source : source / folder) / file;
                if (fs::is_regular_file(path, ignored) ||
                    fs::is_regular_file(fs::path(path) += ".gz", ignored)) {
                    return true;
                }
            }
        }
        return false;
    };
    if (name.ends_with("cifar-10-binary.tar.gz") ||
        holds({"", "cifar-10-batches-bin"},
              {"data_batch_1.bin", "test_batch.bin", "cifar-10-binary.tar"})) {
        return ImportFormat::Cifar10;
    }
    if (name.ends_with("cifar-100-binary.tar.gz") || holds({""}, {"cifar-100-binary.tar"}) ||
        holds({"cifar-100-binary"}, {"train.bin", "test.bin"}) ||
        (holds({""}, {"train.bin", "test.bin"}) && holds({""}, {"fine_label_names.txt"}))) {
        return ImportFormat::Cifar100;
    }
    const auto files = {"train-images-idx3-ubyte", "train-images.idx3-ubyte",
                        "t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"};
    if (holds({"FashionMNIST/raw"}, files)) {
        return ImportFormat::FashionMnist;
    }
    if (holds({"", "raw", "MNIST/raw"}, files)) {
        return name.find("fashion") != std::string::npos ? ImportFormat::FashionMnist
                                                         : ImportFormat::Mnist;
    }
    return std::nullopt;
}

Result<Imported> importDataset(ImportFormat format, const fs::path& source, const fs::path& folder,
                               const ProgressCallback& progress, const std::stop_token& stop,
                               int threads) {
    try {
        MN_ASSIGN(const fs::path target, newOrEmptyFolder(folder));
        MN_ASSIGN(const ImportSet set, readSet(format, source, stop));
        Imported imported;
        imported.classes = set.classes;
        imported.missing = set.missing;
        std::uint64_t total = 0;
        for (const ImportPart& part : set.parts) {
            (part.name == "train" ? imported.train : imported.test) = part.labels.size();
            total += part.labels.size();
        }
        MN_ASSIGN(DraftFolder draft, DraftFolder::begin(target));
        std::uint64_t done = 0;
        const auto onImage = [&] {
            ++done;
            if (progress) {
                progress(Progress{done, total});
            }
        };
        for (const ImportPart& part : set.parts) {
            const Status written =
                writePart(part, set.classes, draft.path(), onImage, stop, threads);
            if (!written) {
                return draft.asKept(written.error());
            }
        }
        MN_TRY(draft.keep());
        return imported;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, shownName(toUtf8(source)));
    }
}

}  // namespace minarai::dataset
