// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Shrinking JPEGs while they are decoded: how far the network's picture is from the exact one.
#include <cmath>
#include <cstdlib>

#include "core/image/oracle.h"
#include "loader_fixture.h"
#include "support/promised.h"

namespace minarai::loading {
namespace {

class FastDecode : public BatchLoaderTest {
  protected:
    LoaderOptions fast() const {
        LoaderOptions given = options();
        given.preprocess.height = given.preprocess.width = 112;
        given.pipeline = *augment::presetPipeline("none", given.preprocess);
        given.fastDecode = true;
        return given;
    }
};

TEST_F(FastDecode, StaysWithinTheTolerance) {
    if (!image::pillowAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    ASSERT_TRUE(image::askPillow("photos '" + m_root.string() + "'"));
    const LoaderOptions given = fast();
    int photos = 0;
    for (const auto& entry : fs::directory_iterator(m_root)) {
        if (entry.path().extension() != ".jpg") {
            continue;
        }
        SCOPED_TRACE(entry.path().filename().string());
        const auto shrunk = image::decodeFile(entry.path(), decodeOptions(given));
        ASSERT_TRUE(shrunk);
        ASSERT_GE(std::min(shrunk->width, shrunk->height), kFastEdge * 112);
        ASSERT_LT(std::min(shrunk->width, shrunk->height), 2 * kFastEdge * 112);
        // Pillow: every pixel decoded, then Resize((112, 112)).
        auto exactName = entry.path();
        const image::Image exact = image::readPpm(exactName.replace_extension(".ppm"));
        ASSERT_EQ(exact.width, 112);
        const image::Image result = augment::fit(*shrunk, given.preprocess);
        double sum = 0;
        std::size_t far = 0;
        for (std::size_t i = 0; i < exact.rgb.size(); ++i) {
            const int difference = std::abs(int{result.rgb[i]} - int{exact.rgb[i]});
            sum += difference;
            far += difference > kFastFarLevels ? 1 : 0;
        }
        const auto values = static_cast<double>(exact.rgb.size());
        RecordProperty("mean", std::to_string(sum / values));
        EXPECT_LT(sum / values, kFastMeanLevels);
        EXPECT_LT(static_cast<double>(far) / values, 0.01);
        ++photos;
    }
    EXPECT_GE(photos, 6);

    const std::string name = "photo0.jpg";
    BatchLoader loader(given, {{name, 1, stableHash(name)}});
    const auto batch = loader.next();
    ASSERT_TRUE(batch);
    const auto shrunk = image::decodeFile(m_root / name, decodeOptions(given));
    ASSERT_TRUE(shrunk);
    EXPECT_TRUE(batch->imagesNchw == augment::preprocess(*shrunk, given.preprocess));
}

TEST_F(FastDecode, IsOffUnlessAskedForAndNeverForValidation) {
    LoaderOptions given = fast();
    EXPECT_GT(decodeOptions(given).atLeastShortEdge, 0);
    given.pipeline.reset();
    EXPECT_EQ(decodeOptions(given).atLeastShortEdge, 0);
    EXPECT_EQ(decodeOptions(options()).atLeastShortEdge, 0);
    EXPECT_FALSE(LoaderOptions().fastDecode);
}

}  // namespace
}  // namespace minarai::loading
