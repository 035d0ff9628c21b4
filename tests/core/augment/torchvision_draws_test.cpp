// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "augment/policy_ops.h"
#include "augment/transform.h"
#include "torchvision_oracle.h"

namespace minarai::augment {
namespace {

/// Largest distance between the two empirical distribution functions.
double kolmogorovSmirnov(std::vector<double> a, std::vector<double> b) {
    // The magnitudes of policies are float32 whose last bit depends on the processor.
    for (std::vector<double>* values : {&a, &b}) {
        for (double& value : *values) {
            value = std::round(value * 1e3) / 1e3;
        }
        std::sort(values->begin(), values->end());
    }
    double worst = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        const double value = std::min(a[i], b[j]);
        while (i < a.size() && a[i] <= value) {
            ++i;
        }
        while (j < b.size() && b[j] <= value) {
            ++j;
        }
        worst = std::max(worst, std::fabs(static_cast<double>(i) / static_cast<double>(a.size()) -
                                          static_cast<double>(j) / static_cast<double>(b.size())));
    }
    return worst;
}

/// The name of a drawn operation as augment_warps.py numbers it, and its magnitude.
std::pair<double, double> opAt(const std::vector<PolicyOp>& ops, std::size_t at) {
    static const std::vector<std::string> kNames{
        "none",     "Identity",     "ShearX",   "ShearY",   "TranslateX", "TranslateY",
        "Rotate",   "Brightness",   "Color",    "Contrast", "Sharpness",  "Posterize",
        "Solarize", "AutoContrast", "Equalize", "Invert"};
    if (at >= ops.size()) {
        return {0, 0};
    }
    const auto place = std::find(kNames.begin(), kNames.end(), ops[at].name);
    return {static_cast<double>(place - kNames.begin()), ops[at].magnitude};
}

struct Draw {
    std::string_view key;
    std::string_view name;
    const char* params;
    int width;
    int height;
};

/// The series under their names in the oracle's manifest.
using Series = std::map<std::string, std::vector<double>>;

void addNumbers(Series& series, const std::string& key, const Params& drawn) {
    for (const auto& [argument, value] : drawn.entries()) {
        if (const auto* whole = std::get_if<std::int64_t>(&value)) {
            series[key + "." + argument].push_back(static_cast<double>(*whole));
        } else if (const auto* real = std::get_if<double>(&value)) {
            series[key + "." + argument].push_back(*real);
        }
    }
}

void addOrder(Series& series, const std::string& order) {
    const std::array<std::string, 4> names{"brightness", "contrast", "saturation", "hue"};
    for (std::size_t f = 0; f < names.size(); ++f) {
        const auto at = order.find(names[f]);
        const auto place =
            std::count(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(at), ',');
        series["jitter.order" + std::to_string(place)].push_back(static_cast<double>(f));
    }
}

void addOps(Series& series, const std::string& key, const std::vector<PolicyOp>& ops,
            std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) {
        const auto [op, magnitude] = opAt(ops, n);
        series[key + ".op" + std::to_string(n)].push_back(op);
        series[key + ".magnitude" + std::to_string(n)].push_back(magnitude);
    }
}

/// Everything that is not a number by itself.
void addOthers(Series& series, const std::string& key, const Params& drawn) {
    const auto addPart = [&](const char* name, const std::vector<double>& values, std::size_t at) {
        series[key + "." + name].push_back(values.at(at));
    };
    if (key == "flip") {
        series["flip.flip"].push_back(drawn.flag("flip") ? 1 : 0);
    } else if (key == "blur") {
        addPart("sigma", drawn.reals("sigma"), 0);
    } else if (key == "jitter") {
        addOrder(series, drawn.text("order"));
    } else if (key == "affine" || key == "ssr") {
        addPart("tx", drawn.reals("translate"), 0);
        addPart("ty", drawn.reals("translate"), 1);
        if (key == "affine") {
            addPart("sx", drawn.reals("shear"), 0);
            addPart("sy", drawn.reals("shear"), 1);
        }
    } else if (key == "perspective") {
        for (std::size_t n = 0; n < 8; ++n) {
            addPart(("p" + std::to_string(n)).c_str(), drawn.reals("endpoints"), n);
        }
    } else if (key == "dropout") {
        const std::vector<std::int64_t> holes = drawn.integers("holes");
        series["dropout.count"].push_back(static_cast<double>(holes.size()) / 4);
        const std::array<std::string, 4> names{"left", "top", "right", "bottom"};
        for (std::size_t n = 0; n < names.size(); ++n) {
            series["dropout." + names[n]].push_back(static_cast<double>(holes.at(n)));
        }
    } else if (key == "mix") {
        const std::string chains = drawn.text("chains");
        addPart("own", drawn.reals("weights"), 0);
        addPart("first", drawn.reals("weights"), 1);
        series["mix.count"].push_back(
            static_cast<double>(std::count(chains.begin(), chains.end(), ',') + 2));
        addOps(series, key, opsFromText(chains.substr(0, chains.find(';'))).value(), 1);
    } else if (drawn.has("ops") || drawn.entries().empty()) {
        addOps(series, key, opsFromText(drawn.text("ops")).value(), 2);
    }
}

}  // namespace

void compareDraws(const Oracle& oracle) {
    constexpr int kCount = 4000;
    Series ours;
    for (const Draw& one : std::vector<Draw>{
             {"crop", "RandomResizedCrop", "{}", 200, 150},
             {"narrow", "RandomResizedCrop", R"({"scale":[0.5,1.0]})", 300, 30},
             {"plaincrop", "RandomCrop", R"({"size":[100,120]})", 200, 150},
             {"rotation", "RandomRotation", R"({"degrees":15})", 10, 10},
             {"jitter", "ColorJitter",
              R"({"brightness":0.2,"contrast":1.5,"saturation":[0.5,0.9],"hue":0.1})", 10, 10},
             {"blur", "GaussianBlur", R"({"kernel_size":5})", 10, 10},
             {"flip", "RandomHorizontalFlip", "{}", 10, 10},
             {"affine", "RandomAffine",
              R"({"degrees":[-20,40],"translate":[0.1,0.3],"scale":[0.5,1.5],
                  "shear":[-5,5,-10,0]})",
              200, 150},
             {"perspective", "RandomPerspective", R"({"p":1})", 200, 150},
             {"erasing", "RandomErasing", R"({"p":1})", 200, 150},
             {"ssr", "ShiftScaleRotate", R"({"p":1})", 200, 150},
             {"dropout", "CoarseDropout",
              R"({"p":1,"min_holes":2,"max_holes":5,"min_height":4,"max_height":30,
                  "min_width":0.1,"max_width":0.2})",
              200, 150},
             {"imagenet", "AutoAugment", "{}", 200, 150},
             {"cifar10", "AutoAugment", R"({"policy":"cifar10"})", 200, 150},
             {"svhn", "AutoAugment", R"({"policy":"svhn"})", 200, 150},
             {"rand", "RandAugment", "{}", 200, 150},
             {"trivial", "TrivialAugmentWide", "{}", 200, 150},
             {"mix", "AugMix", R"({"mixture_width":2,"alpha":0.7})", 20, 15},
         }) {
        const Transform* transform = findTransform(one.name);
        const auto params = paramsFromJson(*transform, Json::parse(one.params));
        ASSERT_TRUE(params) << params.error().message();
        const std::string key(one.key);
        for (std::uint64_t n = 0; n < kCount; ++n) {
            Rng rng(mixSeed({99, stableHash(one.key), n}));
            const Params drawn = transform->draw(*params, one.width, one.height, rng);
            addNumbers(ours, key, drawn);
            addOthers(ours, key, drawn);
        }
    }

    for (const auto& [key, values] : oracle.manifest["draws"].items()) {
        ASSERT_EQ(ours[key].size(), static_cast<std::size_t>(kCount)) << key;
        const double distance = kolmogorovSmirnov(ours[key], values.get<std::vector<double>>());
        // Two samples of one distribution lie farther apart than this once in a thousand.
        const double limit =
            1.95 * std::sqrt(1.0 / kCount + 1.0 / static_cast<double>(values.size()));
        EXPECT_LT(distance, limit) << key;
        std::cout << key << ": " << distance << " (limit " << limit << ")\n";
    }
}

}  // namespace minarai::augment
