// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/transform.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "test_pictures.h"

namespace minarai::augment {
namespace {

using test::coordinates;
using test::noise;

Result<image::Image> run(std::string_view name, const char* drawnJson, const image::Image& picture,
                         const char* paramsJson = "{}") {
    const Transform* transform = findTransform(name);
    MN_ASSIGN(const Params params, paramsFromJson(*transform, Json::parse(paramsJson)));
    MN_ASSIGN(const Params drawn, drawnFromJson(*transform, params, Json::parse(drawnJson)));
    return applyDrawn(*transform, params, drawn, picture);
}

TEST(Transforms, AreFoundByNameAndDescribeThemselves) {
    EXPECT_EQ(findTransform("RandomFlip"), nullptr);
    for (const Transform* transform : allTransforms()) {
        EXPECT_EQ(findTransform(transform->name()), transform);
        EXPECT_FALSE(transform->schema().specs().empty()) << transform->name();
        for (const ParamSchema* schema : {&transform->schema(), &transform->drawnSchema()}) {
            for (const ParamSpec& spec : schema->specs()) {
                EXPECT_FALSE(spec.label.empty()) << transform->name() << " " << spec.name;
                EXPECT_FALSE(spec.description.empty()) << transform->name() << " " << spec.name;
            }
        }
        EXPECT_TRUE(transform->check(transform->schema().defaults())) << transform->name();
        for (const std::string& name : transform->requiredDrawn()) {
            EXPECT_NE(transform->drawnSchema().find(name), nullptr) << name;
        }
    }
}

TEST(Transforms, DefaultsAreTorchvisions) {
    const auto defaults = [](std::string_view name) {
        return findTransform(name)->schema().defaults();
    };
    EXPECT_EQ(defaults("RandomResizedCrop").reals("scale"), (std::vector<double>{0.08, 1.0}));
    EXPECT_EQ(defaults("RandomResizedCrop").reals("ratio"),
              (std::vector<double>{3.0 / 4.0, 4.0 / 3.0}));
    EXPECT_EQ(defaults("RandomHorizontalFlip").real("p"), 0.5);
    EXPECT_EQ(defaults("RandomGrayscale").real("p"), 0.1);
    EXPECT_EQ(defaults("RandomRotation").text("interpolation"), "nearest");
    EXPECT_EQ(defaults("GaussianBlur").reals("sigma"), (std::vector<double>{0.1, 2.0}));
    EXPECT_EQ(defaults("Resize").text("interpolation"), "bilinear");
}

TEST(Transforms, DrawnValuesOfAnyPictureCanBeApplied) {
    for (const Transform* transform : allTransforms()) {
        for (const auto& [width, height] :
             std::vector<std::pair<int, int>>{{1, 1}, {1, 60}, {90, 2}, {33, 47}, {300, 200}}) {
            const image::Image picture = noise(width, height, 5);
            Params params = transform->schema().defaults();
            if (params.has("brightness")) {
                params.set("brightness", std::vector<double>{0.5});
            }
            for (std::uint64_t seed = 0; seed < 6; ++seed) {
                Rng rng(seed);
                const Params drawn = transform->draw(params, width, height, rng);
                if (drawn.entries().empty()) {
                    continue;
                }
                const auto checked = applyDrawn(*transform, params, drawn, picture);
                ASSERT_TRUE(checked) << transform->name() << ": " << checked.error().message();
                EXPECT_EQ(*checked, transform->apply(picture, params, drawn));
                Rng again(seed);
                EXPECT_EQ(transform->draw(params, width, height, again), drawn);
            }
        }
    }
}

TEST(Transforms, ProbabilityZeroNeverActsAndOneAlways) {
    for (const char* name : {"RandomHorizontalFlip", "RandomVerticalFlip", "RandomGrayscale"}) {
        const Transform* transform = findTransform(name);
        Params params;
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            Rng rng(seed);
            params.set("p", 0.0);
            EXPECT_TRUE(transform->draw(params, 4, 4, rng).entries().empty());
            params.set("p", 1.0);
            EXPECT_FALSE(transform->draw(params, 4, 4, rng).entries().empty());
        }
    }
}

TEST(RandomCrop, PadsAPictureThatIsTooSmall) {
    const Transform* crop = findTransform("RandomCrop");
    const auto params = paramsFromJson(*crop, Json::parse(R"({"size":[6,8]})"));
    ASSERT_TRUE(params);
    Rng rng(1);
    const image::Image result =
        crop->apply(coordinates(4, 9), *params, crop->draw(*params, 4, 9, rng));
    ASSERT_EQ(result.width, 8);
    ASSERT_EQ(result.height, 6);
    EXPECT_EQ(result.row(0)[2 * 3 + 2], 255) << "the picture stands in the middle";
    EXPECT_EQ(result.row(0)[1 * 3 + 2], 0);
    EXPECT_EQ(result.row(0)[6 * 3 + 2], 0);
}

TEST(Resize, ByTheShorterEdgeStaysBoundedForHairThinPictures) {
    const auto result = run("Resize", R"({"size":256})", image::Image(1, 1'000'000));
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->width, 256);
    EXPECT_EQ(result->height, 256 * 64);
}

TEST(RandomRotation, ExpandStaysBoundedForHairThinPictures) {
    const auto result =
        run("RandomRotation", R"({"angle":45,"expand":true})", image::Image(2'000'000, 1));
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->width, 2'000'000);
    EXPECT_EQ(result->height, 1);
}

TEST(DrawnFromJson, TakesTheContractsExamples) {
    const image::Image picture = noise(300, 260, 3);
    EXPECT_TRUE(run("RandomRotation", R"({"angle":15})", picture));
    const auto crop =
        run("RandomResizedCrop",
            R"({"top":10,"left":20,"height":100,"width":120,"size":[224,224]})", picture);
    ASSERT_TRUE(crop);
    EXPECT_EQ(crop->width, 224);
    const auto both = run("ColorJitter",
                          R"({"brightness":1.2,"hue":0.05,"order":["brightness","hue"]})", picture);
    const auto turned = run(
        "ColorJitter", R"({"brightness":1.2,"hue":0.05,"order":["hue","brightness"]})", picture);
    ASSERT_TRUE(both && turned);
    EXPECT_NE(*both, *turned) << "the order matters";
    // torchvision's fn_idx: 0 brightness, 1 contrast, 2 saturation, 3 hue; what is not given is
    // passed over.
    EXPECT_EQ(*run("ColorJitter", R"({"brightness":1.2,"hue":0.05,"order":[1,3,2,0]})", picture),
              *turned);
    EXPECT_EQ(*run("ColorJitter", R"({"brightness":1.2,"hue":0.05,"order":[0,3]})", picture),
              *both);
    EXPECT_TRUE(run("GaussianBlur", R"({"kernel_size":[5,5],"sigma":[1.0,1.0]})", picture));
}

TEST(DrawnFromJson, RefusesWhatMakesNoSense) {
    const image::Image picture = noise(20, 20, 3);
    struct Case {
        const char* name;
        const char* drawn;
        ErrorCode code;
    };
    for (const Case& one : std::vector<Case>{
             {"RandomRotation", "{}", ErrorCode::SettingConflict},
             {"RandomRotation", R"({"angle":"much"})", ErrorCode::SettingType},
             {"RandomRotation", R"({"angel":15})", ErrorCode::UnknownSetting},
             {"RandomRotation", R"({"angle":15,"interpolation":"lanczos"})",
              ErrorCode::SettingChoice},
             {"RandomRotation", R"({"angle":15,"center":[3]})", ErrorCode::SettingRange},
             {"RandomRotation", R"({"angle":15,"fill":[1,2]})", ErrorCode::SettingRange},
             {"RandomResizedCrop", R"({"top":0,"left":0,"height":0,"width":5})",
              ErrorCode::SettingRange},
             {"RandomResizedCrop", R"({"top":0,"left":0,"height":5})", ErrorCode::SettingConflict},
             {"RandomResizedCrop", R"({"top":0,"left":0,"height":200000,"width":200000})",
              ErrorCode::SettingRange},
             {"RandomCrop", R"({"top":0,"left":0,"height":200000,"width":200000})",
              ErrorCode::SettingRange},
             {"RandomCrop", R"({"top":1000000000000000000,"left":0,"height":2,"width":2})",
              ErrorCode::SettingRange},
             {"Resize", R"({"size":[100000,3]})", ErrorCode::SettingRange},
             {"Resize", R"({"size":0})", ErrorCode::SettingRange},
             {"Resize", R"({"size":30,"max_size":20})", ErrorCode::SettingConflict},
             {"ColorJitter", R"({"hue":0.7})", ErrorCode::SettingRange},
             {"ColorJitter", R"({"hue":0.1,"order":["hue","hue"]})", ErrorCode::SettingConflict},
             {"ColorJitter", R"({"hue":0.1,"order":["brightness"]})", ErrorCode::SettingConflict},
             {"ColorJitter", R"({"hue":0.1,"order":["colour"]})", ErrorCode::SettingChoice},
             {"GaussianBlur", R"({"kernel_size":[4,4]})", ErrorCode::SettingRange},
             {"GaussianBlur", R"([1])", ErrorCode::SettingType},
         }) {
        const auto result = run(one.name, one.drawn, picture);
        ASSERT_FALSE(result) << one.name << " " << one.drawn;
        EXPECT_EQ(result.error().code, one.code)
            << one.name << " " << one.drawn << ": " << result.error().message();
    }
}

TEST(ParamsFromJson, RefusesWhatMakesNoSense) {
    for (const auto& [name, json] : std::vector<std::pair<const char*, const char*>>{
             {"RandomResizedCrop", R"({"scale":[0.9,0.1]})"},
             {"RandomResizedCrop", R"({"ratio":[2]})"},
             {"RandomResizedCrop", R"({"size":[1,2,3]})"},
             {"RandomRotation", R"({"degrees":-5})"},
             {"RandomRotation", R"({"degrees":[5,-5]})"},
             {"RandomHorizontalFlip", R"({"p":1.5})"},
             {"RandomCrop", R"({"padding":[1,2,3]})"},
             {"ColorJitter", R"({"brightness":[1.2,0.8]})"},
             {"ColorJitter", R"({"hue":-0.1})"},
             {"GaussianBlur", R"({"sigma":[2,1]})"},
             {"Grayscale", R"({"num_output_channels":2})"},
             {"Resize", R"("224")"},
         }) {
        const auto params = paramsFromJson(*findTransform(name), Json::parse(json));
        EXPECT_FALSE(params) << name << " " << json;
    }
    const auto null = paramsFromJson(*findTransform("RandomRotation"),
                                     Json::parse(R"({"degrees":[-5,7],"center":null})"));
    ASSERT_TRUE(null) << "null is torchvision's None";
    EXPECT_TRUE(null->reals("center").empty());
}

}  // namespace
}  // namespace minarai::augment
