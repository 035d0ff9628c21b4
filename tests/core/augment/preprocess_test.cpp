// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <limits>

#include <nlohmann/json.hpp>

#include "augment/pipeline.h"
#include "test_pictures.h"

namespace minarai::augment {
namespace {

using test::noise;

TEST(PreprocessSpec, SurvivesJson) {
    PreprocessSpec spec;
    spec.channels = 1;
    spec.height = 28;
    spec.width = 30;
    spec.geometry = "crop";
    spec.resizeShortEdge = 32;
    spec.interpolation = image::Interpolation::Lanczos;
    spec.normalize = false;
    spec.mean = {0.1F, 1.0F / 3.0F, 0.3F};
    spec.std = {0.4F, 0.5F, 2.0F / 3.0F};
    const Json json = preprocessToJson(spec);
    const auto read = preprocessFromJson(Json::parse(json.dump()));
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(*read, spec);
    EXPECT_NE(json.dump().find("[0.1,"), std::string::npos) << json;
}

TEST(PreprocessSpec, MissingFieldsAreTheDefaults) {
    const auto read = preprocessFromJson(Json::object());
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, PreprocessSpec{});
}

TEST(PreprocessSpec, RefusesHostileValues) {
    for (const char* json :
         {R"({"height":0})", R"({"width":100000})", R"({"height":1e300})", R"({"channels":2})",
          R"({"channels":-1})", R"({"std":[0,1,1]})", R"({"std":[1,1]})", R"({"mean":["a"]})",
          R"({"mean":[1,1,1,1]})", R"({"geometry":"zoom"})", R"({"interpolation":"cubic"})",
          R"({"normalize":"maybe"})", R"({"colour":1})", "[]", "3"}) {
        EXPECT_FALSE(preprocessFromJson(Json::parse(json))) << json;
    }
}

TEST(Fit, GivesTheSizeForAnyShape) {
    PreprocessSpec spec;
    spec.height = 20;
    spec.width = 31;
    for (const char* geometry : {"stretch", "crop"}) {
        spec.geometry = geometry;
        for (const int shortEdge : {0, 8, 40}) {
            spec.resizeShortEdge = shortEdge;
            for (const auto& [width, height] :
                 std::vector<std::pair<int, int>>{{1, 1}, {500, 2}, {3, 400}, {64, 64}}) {
                const image::Image fitted = fit(noise(width, height, 1), spec);
                EXPECT_EQ(fitted.width, 31);
                EXPECT_EQ(fitted.height, 20);
            }
        }
    }
}

TEST(Fit, IsQuickForHairThinPictures) {
    // Filtering across first would take 224 x 3,000,000 pixels in between, 2 GB.
    PreprocessSpec spec;
    spec.resizeShortEdge = 256;
    for (const char* geometry : {"stretch", "crop"}) {
        spec.geometry = geometry;
        const image::Image fitted = fit(image::Image(1, 3'000'000), spec);
        EXPECT_EQ(fitted.width, 224);
        EXPECT_EQ(fitted.height, 224);
    }
}

TEST(Fit, AHairThinPictureLooksAsItShould) {
    image::Image picture(1, 400'000);
    for (int y = 0; y < picture.height; ++y) {
        picture.row(y)[0] = static_cast<std::uint8_t>(y / 1600);
    }
    PreprocessSpec spec;
    const image::Image fitted = fit(picture, spec);
    for (int y = 2; y < 222; ++y) {
        EXPECT_NEAR(fitted.row(y)[100 * 3], (y + 0.5) * 250 / 224, 1.5);
    }
}

TEST(ToTensor, LiesInPlanes) {
    PreprocessSpec spec;
    spec.height = 1;
    spec.width = 2;
    spec.normalize = false;
    image::Image picture(2, 1);
    picture.rgb = {0, 51, 102, 153, 204, 255};
    EXPECT_EQ(tensorSize(spec), 6U);
    const std::vector<float> tensor = preprocess(picture, spec);
    const std::vector<float> expected{0, 0.6F, 0.2F, 0.8F, 0.4F, 1.0F};
    EXPECT_EQ(tensor, expected);
}

}  // namespace
}  // namespace minarai::augment
