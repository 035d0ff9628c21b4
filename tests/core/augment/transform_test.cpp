// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/transform.h"

#include <gtest/gtest.h>

#include <cmath>

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
    EXPECT_EQ(defaults("RandomPerspective").real("distortion_scale"), 0.5);
    EXPECT_EQ(defaults("RandomPerspective").text("interpolation"), "bilinear");
    EXPECT_EQ(defaults("RandomErasing").reals("scale"), (std::vector<double>{0.02, 0.33}));
    EXPECT_EQ(defaults("RandomErasing").reals("ratio"), (std::vector<double>{0.3, 3.3}));
    EXPECT_EQ(defaults("AutoAugment").text("policy"), "imagenet");
    EXPECT_EQ(defaults("RandAugment").integer("num_ops"), 2);
    EXPECT_EQ(defaults("RandAugment").integer("magnitude"), 9);
    EXPECT_EQ(defaults("TrivialAugmentWide").integer("num_magnitude_bins"), 31);
    EXPECT_EQ(defaults("AugMix").integer("severity"), 3);
    EXPECT_EQ(defaults("AugMix").text("interpolation"), "bilinear");
    // albumentations':
    EXPECT_EQ(defaults("ShiftScaleRotate").reals("shift_limit"), std::vector<double>{0.0625});
    EXPECT_EQ(defaults("ShiftScaleRotate").text("border_mode"), "reflect_101");
    EXPECT_EQ(defaults("CoarseDropout").integer("max_holes"), 8);
    for (const Transform* transform : allTransforms()) {
        if (transform->schema().find("p") != nullptr) {
            EXPECT_EQ(transform->schema().defaults().real("p"),
                      transform->name() == "RandomGrayscale" ? 0.1 : 0.5)
                << transform->name();
        }
    }
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
    int count = 0;
    for (const Transform* transform : allTransforms()) {
        Params params = transform->schema().defaults();
        if (!params.has("p")) {
            continue;
        }
        ++count;
        int acted = 0;
        for (std::uint64_t seed = 0; seed < 400; ++seed) {
            Rng rng(seed);
            params.set("p", 0.0);
            EXPECT_TRUE(transform->draw(params, 40, 40, rng).entries().empty());
            params.set("p", 1.0);
            EXPECT_FALSE(transform->draw(params, 40, 40, rng).entries().empty())
                << transform->name();
            params.set("p", 0.3);
            acted += transform->draw(params, 40, 40, rng).entries().empty() ? 0 : 1;
        }
        EXPECT_NEAR(acted, 120, 37) << transform->name();  // four standard deviations
    }
    EXPECT_EQ(count, 13);
}

TEST(Transforms, ExtremeMapsReadNothingOutsideThePicture) {
    // Hair-thin pictures and extreme maps: nothing may be read outside the picture.
    for (const auto& [width, height] :
         std::vector<std::pair<int, int>>{{1, 1}, {1, 9}, {9, 1}, {2, 2}, {31, 17}}) {
        const image::Image picture = noise(width, height, 1);
        for (const char* mode : {"nearest", "bilinear", "bicubic"}) {
            for (const char* border : {"constant", "reflect_101", "reflect", "replicate", "wrap"}) {
                for (const double scale : {0.001, 1.0, 1000.0}) {
                    Params drawn;
                    drawn.set("angle", 33.0);
                    drawn.set("translate", std::vector<double>{-1e6, 7.5});
                    drawn.set("scale", scale);
                    drawn.set("interpolation", std::string(mode));
                    drawn.set("border_mode", std::string(border));
                    const Transform* transform = findTransform("ShiftScaleRotate");
                    const auto result =
                        applyDrawn(*transform, transform->schema().defaults(), drawn, picture);
                    ASSERT_TRUE(result) << result.error().message();
                    EXPECT_EQ(result->rgb.size(), picture.rgb.size());
                }
            }
            Params drawn;
            drawn.set("angle", 90.0);
            drawn.set("scale", 0.001);
            drawn.set("shear", std::vector<double>{90.0, 90.0});
            drawn.set("interpolation", std::string(mode));
            const Transform* affine = findTransform("RandomAffine");
            EXPECT_TRUE(applyDrawn(*affine, affine->schema().defaults(), drawn, picture));
        }
    }
}

TEST(RandomPerspective, AMapWithAHorizonInsideThePictureIsFilledBeyondIt) {
    const image::Image picture = noise(60, 40, 2);
    for (const char* mode : {"nearest", "bilinear", "bicubic"}) {
        const std::string drawn = std::string(R"({"startpoints":[[0,0],[59,0],[59,39],[0,39]],
                "endpoints":[[20,0],[40,0],[59,39],[0,20]],"fill":[1,2,3],"interpolation":")") +
                                  mode + "\"}";
        const auto result = run("RandomPerspective", drawn.c_str(), picture);
        ASSERT_TRUE(result) << result.error().message();
        EXPECT_EQ(result->row(0)[0], 1);
        EXPECT_EQ(result->row(0)[2], 3);
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
             {"RandomAffine", R"({"scale":0})", ErrorCode::SettingRange},
             {"RandomAffine", R"({"translate":[1]})", ErrorCode::SettingRange},
             {"RandomAffine", R"({"center":[1]})", ErrorCode::SettingRange},
             {"RandomPerspective", "{}", ErrorCode::SettingConflict},
             {"RandomPerspective", R"({"startpoints":[[0,0],[9,0],[9,9],[0,9]],
                "endpoints":[[0,0],[5,5],[9,9],[1,1]]})",
              ErrorCode::SettingConflict},
             {"RandomPerspective", R"({"startpoints":[[0,0],[9,0],[9,9]],"endpoints":[]})",
              ErrorCode::SettingRange},
             {"ShiftScaleRotate", R"({"border_mode":"black"})", ErrorCode::SettingChoice},
             {"RandomPosterize", R"({"bits":9})", ErrorCode::SettingRange},
             {"RandomSolarize", R"({"threshold":-1})", ErrorCode::SettingRange},
             {"RandomAdjustSharpness", R"({"sharpness_factor":-1})", ErrorCode::SettingRange},
             {"RandomErasing", R"({"i":0,"j":0,"h":3})", ErrorCode::SettingConflict},
             {"RandomErasing", R"({"i":0,"j":0,"h":3,"w":3,"v":[1,2]})", ErrorCode::SettingRange},
             {"CoarseDropout", R"({"holes":[[1,2,3]]})", ErrorCode::SettingRange},
             {"AutoAugment", R"({"ops":[["Rotates",3]]})", ErrorCode::SettingChoice},
             {"AutoAugment", R"({"ops":"Rotate x"})", ErrorCode::SettingRange},
             {"AutoAugment", R"({"ops":"Rotate 1e99"})", ErrorCode::SettingRange},
             {"AutoAugment", R"({"ops":[["Posterize",12]]})", ErrorCode::SettingRange},
             {"AutoAugment", R"({"ops":[["Posterize",-3]]})", ErrorCode::SettingRange},
             {"AutoAugment", R"({"ops":[["Contrast",-3]]})", ErrorCode::SettingRange},
             {"RandAugment", R"({"ops":{"Rotate":3}})", ErrorCode::SettingType},
             {"AugMix", R"({"chains":[[["Rotate",3]]],"weights":[1]})", ErrorCode::SettingConflict},
             {"AugMix", R"({"chains":[[["Blur"]]],"weights":[0.5,0.5]})", ErrorCode::SettingChoice},
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
             {"CenterCrop", R"({"antialias":true})"},
             {"RandomAffine", R"({"degrees":-1})"},
             {"RandomAffine", R"({"translate":[0.5]})"},
             {"RandomAffine", R"({"translate":[0.5,1.5]})"},
             {"RandomAffine", R"({"scale":[0.5]})"},
             {"RandomAffine", R"({"scale":[2,0.5]})"},
             {"RandomAffine", R"({"scale":[0,1]})"},
             {"RandomAffine", R"({"shear":[1,2,3]})"},
             {"RandomAffine", R"({"shear":[1,2,4,3]})"},
             {"RandomAffine", R"({"shear":-1})"},
             {"RandomPerspective", R"({"distortion_scale":1.5})"},
             {"RandomPerspective", R"({"fill":[1,2]})"},
             {"ShiftScaleRotate", R"({"scale_limit":1})"},
             {"ShiftScaleRotate", R"({"scale_limit":[-1,0]})"},
             {"ShiftScaleRotate", R"({"shift_limit":[0.2,0.1]})"},
             {"ShiftScaleRotate", R"({"value":[1,2]})"},
             {"RandomErasing", R"({"value":"noise"})"},
             {"RandomErasing", R"({"value":[1,2]})"},
             {"RandomErasing", R"({"value":"1,2,3,"})"},
             {"RandomErasing", R"({"value":"nan"})"},
             {"RandomErasing", R"({"scale":[0.3,0.1]})"},
             {"RandomErasing", R"({"ratio":[0,1]})"},
             {"CoarseDropout", R"({"min_holes":9})"},
             {"CoarseDropout", R"({"max_height":0})"},
             {"CoarseDropout", R"({"min_height":9})"},
             {"CoarseDropout", R"({"min_width":0.5})"},
             {"AutoAugment", R"({"policy":"mnist"})"},
             {"AutoAugment", R"({"fill":[1,2]})"},
             {"RandAugment", R"({"magnitude":31})"},
             {"RandAugment", R"({"num_magnitude_bins":1})"},
             {"AugMix", R"({"alpha":0})"},
             {"AugMix", R"({"severity":11})"},
             {"AugMix", R"({"interpolation":"bicubic"})"},
         }) {
        const auto params = paramsFromJson(*findTransform(name), Json::parse(json));
        EXPECT_FALSE(params) << name << " " << json;
    }
    const auto null = paramsFromJson(*findTransform("RandomRotation"),
                                     Json::parse(R"({"degrees":[-5,7],"center":null})"));
    ASSERT_TRUE(null) << "null is torchvision's None";
    EXPECT_TRUE(null->reals("center").empty());
}

TEST(ParamsFromJson, TakesArgumentsThatTorchvisionHasForTensorsAlone) {
    for (const auto& [name, json] : std::vector<std::pair<const char*, const char*>>{
             {"Resize", R"({"size":9,"antialias":true})"},
             {"Resize", R"({"size":9,"antialias":false})"},
             {"RandomResizedCrop", R"({"antialias":"warn"})"},
             {"RandomErasing", R"({"inplace":true})"}}) {
        const auto params = paramsFromJson(*findTransform(name), Json::parse(json));
        EXPECT_TRUE(params) << json << ": " << params.error().message();
    }
    const Transform& resize = *findTransform("Resize");
    const auto drawn = drawnFromJson(resize, resize.schema().defaults(),
                                     Json::parse(R"({"size":[9,8],"antialias":true})"));
    EXPECT_TRUE(drawn) << drawn.error().message();
}

TEST(ParamsFromJson, TakesErasingValuesAsTorchvisionWritesThem) {
    const Transform* erasing = findTransform("RandomErasing");
    for (const auto& [json, text] : std::vector<std::pair<const char*, const char*>>{
             {R"({"value":0})", "0"},
             {R"({"value":0.5})", "0.5"},
             {R"({"value":[0.5,-1,2]})", "0.5,-1,2"},
             {R"({"value":"random"})", "random"},
         }) {
        const auto params = paramsFromJson(*erasing, Json::parse(json));
        ASSERT_TRUE(params) << params.error().message();
        EXPECT_EQ(params->text("value"), text);
    }
}

TEST(RandomErasing, RandomIsNormalNoise) {
    const Transform* erasing = findTransform("RandomErasing");
    const auto params =
        paramsFromJson(*erasing, Json::parse(R"({"p":1,"value":"random","scale":[0.3,0.3]})"));
    ASSERT_TRUE(params);
    constexpr float kUntouched = 1000;
    double sum = 0;
    double squares = 0;
    double count = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng rng(seed);
        const Params drawn = erasing->draw(*params, 64, 48, rng);
        std::vector<float> tensor(std::size_t{3} * 64 * 48, kUntouched);
        erasing->applyToTensor(tensor.data(), 3, 48, 64, *params, drawn);
        std::vector<float> again(tensor.size(), kUntouched);
        erasing->applyToTensor(again.data(), 3, 48, 64, *params, drawn);
        EXPECT_EQ(again, tensor) << "the noise follows from what was drawn";
        for (const float value : tensor) {
            if (value != kUntouched) {
                sum += static_cast<double>(value);
                squares += static_cast<double>(value) * static_cast<double>(value);
                count += 1;
            }
        }
    }
    EXPECT_NEAR(count / (20.0 * 3 * 64 * 48), 0.3, 0.01);
    EXPECT_NEAR(sum / count, 0.0, 4 / std::sqrt(count));
    EXPECT_NEAR(squares / count, 1.0, 4 * std::sqrt(2 / count));
}

}  // namespace
}  // namespace minarai::augment
