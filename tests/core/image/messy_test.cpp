// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Odd, broken and hostile files as they occur in the world, each with what is expected of it.
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "core/image/oracle.h"
#include "image/decode.h"
#include "support/places.h"
#include "support/promised.h"

namespace minarai::image {
namespace {

const std::filesystem::path kFolder =
    std::filesystem::path(tests::sourceFolder()) / ".." / "shared" / "data" / "messy";

struct Row {
    std::string file;
    std::string uprightSize;
    std::string what;
    std::string expected;
};

std::vector<Row> manifest() {
    std::vector<Row> rows;
    std::ifstream in(kFolder / "manifest.tsv");
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::vector<std::string> cells;
        std::istringstream parts(line);
        for (std::string cell; std::getline(parts, cell, '\t');) {
            cells.push_back(cell);
        }
        if (cells.size() >= 10) {
            rows.push_back({cells[0], cells[5], cells[8], cells[9]});
        }
    }
    return rows;
}

std::filesystem::path locate(const std::string& file) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kFolder)) {
        if (entry.path().filename() == file) {
            return entry.path();
        }
    }
    return {};
}

class Messy : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(kFolder / "manifest.tsv")) {
            GTEST_SKIP() << "the shared data is absent";
        }
    }
};

TEST_F(Messy, EachFileAsTheManifestSays) {
    const std::vector<Row> rows = manifest();
    ASSERT_GT(rows.size(), 60U);
    for (const Row& row : rows) {
        SCOPED_TRACE(row.file + ": " + row.what);
        const auto path = locate(row.file);
        ASSERT_FALSE(path.empty());
        if (row.expected == "skip") {
            EXPECT_FALSE(hasImageExtension(path));
            continue;
        }
        EXPECT_TRUE(hasImageExtension(path));
        const Result<Image> image = decodeFile(path);
        if (row.expected == "reject") {
            EXPECT_FALSE(image.has_value());
        }
        if (row.expected == "decode") {
            ASSERT_TRUE(image.has_value()) << image.error().message();
            const auto info = probeFile(path);
            ASSERT_TRUE(info.has_value()) << info.error().message();
            EXPECT_EQ(std::to_string(image->width) + "x" + std::to_string(image->height),
                      row.uprightSize);
            EXPECT_EQ(info->width, image->width);
            EXPECT_EQ(info->height, image->height);
        }
        if (!image) {
            std::cout << row.expected << "  " << image.error().message() << "\n";
            EXPECT_NE(image.error().message().find(row.file), std::string::npos);
        }
    }
}

TEST_F(Messy, CutJpegsAreCalledSo) {
    for (const char* file :
         {"cut_95.jpg", "progressive_cut_70.jpg", "truncated_jpeg.jpg", "header_only.jpg"}) {
        const auto image = decodeFile(locate(file));
        ASSERT_FALSE(image.has_value()) << file;
        EXPECT_EQ(image.error().code, ErrorCode::ImageTruncated) << file;
    }
}

TEST_F(Messy, PixelsAsPillow) {
    if (!pillowAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    const TempFolder inputs;
    const TempFolder outputs;
    std::set<std::string> files;
    for (const Row& row : manifest()) {
        if (row.expected == "decode") {
            std::filesystem::copy(locate(row.file), inputs.path() / row.file);
            files.insert(row.file);
        }
    }
    ASSERT_TRUE(
        askPillow("decode '" + inputs.path().string() + "' '" + outputs.path().string() + "'"));
    // OpenJPEG rounds 16 bits in its own way.
    const std::map<std::string, int> allowed{{"16bit.cropped.jp2", 1}};
    int compared = 0;
    for (const std::string& file : files) {
        const Image expected = readPpm(outputs.path() / (file + ".ppm"));
        if (expected.empty()) {
            std::cout << "Pillow has no answer for " << file << "\n";
            continue;
        }
        const auto image = decodeFile(inputs.path() / file);
        ASSERT_TRUE(image.has_value()) << image.error().message();
        const int difference = largestDifference(*image, expected);
        const auto limit = allowed.find(file);
        EXPECT_GE(difference, 0) << file;
        EXPECT_LE(difference, limit == allowed.end() ? 0 : limit->second) << file;
        ++compared;
    }
    EXPECT_GT(compared, 35);
}

}  // namespace
}  // namespace minarai::image
