// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of very many images: how long it takes to scan it, to open its catalog the first time
// and again, to split it and to load the first batches, and how much memory each step leaves.
//
//   catalog_bench [IMAGES [CLASSES]]      100000 and 1000000, 10; the images are links to a few
//                                         pictures
//
// Ends with 1 where a known folder takes more than half a second for 100,000 images, or where more
// memory is taken than the fixed part and what an image may have.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "base/error.h"
#include "dataset/catalog_store.h"
#include "dataset/sample_set.h"
#include "dataset/split.h"
#include "image/decode.h"
#include "loading/batch_loader.h"

namespace {

namespace fs = std::filesystem;
using namespace minarai;
using Clock = std::chrono::steady_clock;

double residentMegabytes() {
    std::ifstream statm("/proc/self/statm");
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    statm >> total >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

constexpr double kKnownMsPerImage = 0.005;
constexpr double kFixedMegabytes = 300;
constexpr double kBytesPerImage = 1500;

class Step {
  public:
    explicit Step(const char* name) : m_name(name) {}
    ~Step() {
        std::printf("  %-34s %9.1f ms, %7.1f MB resident\n", m_name, ms(), residentMegabytes());
    }
    [[nodiscard]] double ms() const {
        return std::chrono::duration<double, std::milli>(Clock::now() - m_start).count();
    }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

  private:
    const char* m_name;
    Clock::time_point m_start = Clock::now();
};

void writeFolder(const fs::path& folder, std::size_t images, std::size_t classes) {
    constexpr std::size_t kPictures = 200;
    fs::create_directories(folder / "pictures");
    for (std::size_t i = 0; i < kPictures; ++i) {
        const auto bytes = image::encodePng(dataset::drawSample(i % 8, i));
        std::ofstream(folder / "pictures" / (std::to_string(i) + ".png"), std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
    }
    for (std::size_t c = 0; c < classes; ++c) {
        fs::create_directories(folder / "set" / ("class_" + std::to_string(c)));
    }
    for (std::size_t i = 0; i < images; ++i) {
        const auto target = folder / "pictures" / (std::to_string(i % kPictures) + ".png");
        const auto link = folder / "set" / ("class_" + std::to_string(i % classes)) /
                          ("image_" + std::to_string(i) + ".png");
        if (::symlink(target.c_str(), link.c_str()) != 0) {
            throw std::runtime_error("a link cannot be made");
        }
    }
}

template <typename T>
T need(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().message());
    }
    return std::move(*result);
}

bool measure(const fs::path& folder, std::size_t images, std::size_t classes) {
    writeFolder(folder, images, classes);
    const fs::path set = folder / "set";
    const fs::path catalogs = folder / "catalogs";
    std::printf("%zu images in %zu classes, %.1f MB resident\n", images, classes,
                residentMegabytes());
    {
        const Step step("scan");
        (void)need(dataset::scan(set));
    }
    {
        const Step step("open, not known yet");
        (void)need(dataset::CatalogStore::open(set, catalogs));
    }
    double knownMs = 0;
    {
        const Step step("open, known");
        (void)need(dataset::CatalogStore::open(set, catalogs));
        knownMs = step.ms();
    }
    fs::remove(set / "class_0" / "image_0.png");
    std::ofstream(set / "class_1" / "new.png") << "x";
    auto store = [&] {
        const Step step("open, two changes");
        return need(dataset::CatalogStore::open(set, catalogs));
    }();
    if (store.changes().added.size() != 1 || store.changes().removed.size() != 1) {
        throw std::runtime_error("the changes were not noticed");
    }
    {
        const Step step("exclude one image");
        if (!store.exclude({store.scanned()->samples[7].path})) {
            throw std::runtime_error("no edit");
        }
    }
    const auto split = [&] {
        const Step step("split");
        return need(dataset::makeSplit(*store.scanned(), 0.2, 7));
    }();
    {
        dataset::SplitPlan plan;
        plan.kind = dataset::SplitKind::Grouped;
        plan.groupPattern = "_(\\d*)\\d.png";
        const Step step("split by name pattern");
        (void)need(dataset::makeSplit(*store.scanned(), plan));
    }
    {
        const Step step("load the first 20 batches of 32");
        loading::LoaderOptions options;
        options.root = store.scanned()->root;
        options.preprocess.height = options.preprocess.width = 64;
        options.shuffle = true;
        loading::BatchLoader loader(options, split.train);
        for (int i = 0; i < 20; ++i) {
            if (!loader.next()) {
                throw std::runtime_error("no batch");
            }
        }
    }
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const double megabytes = static_cast<double>(usage.ru_maxrss) * 1024 / 1e6;
    std::printf("  at most %.1f MB resident; catalog of %.1f MB\n", megabytes,
                static_cast<double>(fs::file_size(store.file())) / 1e6);
    const auto count = static_cast<double>(images);
    return knownMs <= kKnownMsPerImage * count &&
           megabytes <= kFixedMegabytes + kBytesPerImage * count / 1e6;
}

/// In a folder that is gone afterwards.
bool measureOnce(std::size_t images, std::size_t classes) {
    std::string folder = (fs::temp_directory_path() / "minarai_catalog_XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        return false;
    }
    bool isGood = false;
    try {
        isGood = measure(folder, images, classes);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return isGood;
}

}  // namespace

int main(int argc, char** argv) {
    const auto number = [&](int at, std::size_t otherwise) {
        return argc > at ? static_cast<std::size_t>(std::max(2, std::atoi(argv[at]))) : otherwise;
    };
    if (argc > 1) {
        return measureOnce(number(1, 100'000), number(2, 10)) ? 0 : 1;
    }
    const bool isGood = measureOnce(100'000, 10);
    return measureOnce(1'000'000, 10) && isGood ? 0 : 1;
}
