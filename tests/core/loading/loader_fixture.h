// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the loader share.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/rng.h"
#include "image/decode.h"
#include "loading/batch_loader.h"

namespace minarai::loading {

namespace fs = std::filesystem;

/// A folder of small PNG pictures, each of another size.
class BatchLoaderTest : public ::testing::Test {
  protected:
    void SetUp() override {
        m_root = fs::temp_directory_path() / ("minarai-loader-" + std::to_string(::getpid()));
        fs::create_directories(m_root);
    }
    void TearDown() override { fs::remove_all(m_root); }

    std::vector<dataset::Item> writePictures(std::size_t count) const {
        std::vector<dataset::Item> items;
        for (std::size_t i = 0; i < count; ++i) {
            image::Image picture(20 + static_cast<int>(i % 5), 18 + static_cast<int>(i % 7));
            Rng rng(i);
            for (std::uint8_t& value : picture.rgb) {
                value = static_cast<std::uint8_t>(rng.below(256));
            }
            const std::string name = "picture" + std::to_string(i) + ".png";
            EXPECT_TRUE(writeFileAtomically(m_root / name, image::encodePng(picture)));
            items.push_back({name, static_cast<std::int32_t>(i % 3), stableHash(name)});
        }
        return items;
    }

    LoaderOptions options() const {
        LoaderOptions options;
        options.root = m_root;
        options.preprocess.height = 16;
        options.preprocess.width = 12;
        options.batchSize = 4;
        options.shuffle = true;
        options.prefetch = 2;
        options.seed = 11;
        options.pipeline = *augment::presetPipeline("strong", options.preprocess);
        return options;
    }

    fs::path m_root;
};

inline std::vector<Batch> drain(BatchLoader& loader) {
    std::vector<Batch> batches;
    while (auto batch = loader.next()) {
        batches.push_back(std::move(*batch));
    }
    return batches;
}

}  // namespace minarai::loading
