// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every transform against torchvision on PIL pictures (tests/oracle/augment_oracle.py).
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

#include <nlohmann/json.hpp>

#include "augment/pipeline.h"

namespace minarai::augment {
namespace {

namespace fs = std::filesystem;

class Torchvision : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        s_folder = fs::temp_directory_path() / ("minarai-augment-" + std::to_string(::getpid()));
        fs::create_directories(s_folder);
        const std::string command = "/usr/bin/python3 " MINARAI_SOURCE_DIR
                                    "/tests/oracle/augment_oracle.py " +
                                    s_folder.string();
        const int status = std::system(command.c_str());
        s_missing = WIFEXITED(status) && (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127);
        std::ifstream file(s_folder / "manifest.json");
        s_manifest = Json::parse(file, nullptr, false);
    }
    static void TearDownTestSuite() { fs::remove_all(s_folder); }

    void SetUp() override {
        if (s_missing) {
            GTEST_SKIP() << "python3-torchvision is not installed";
        }
        ASSERT_TRUE(s_manifest.is_object()) << "the oracle failed";
    }

    static std::string bytesOf(const Json& name) {
        std::ifstream file(s_folder / name.get<std::string>(), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    /// Binary PPM as Pillow writes it.
    static image::Image readPpm(const Json& name) {
        const std::string bytes = bytesOf(name);
        int width = 0;
        int height = 0;
        int used = 0;
        if (std::sscanf(bytes.c_str(), "P6 %d %d 255%n", &width, &height, &used) != 2) {
            return {};
        }
        image::Image picture(width, height);
        std::memcpy(picture.rgb.data(), bytes.data() + used + 1, picture.rgb.size());
        return picture;
    }

    static void compareFunctions();
    static void compareTensors();
    static void compareDraws();

    inline static fs::path s_folder;
    inline static Json s_manifest;
    inline static bool s_missing = false;
};

int maxDifference(const image::Image& a, const image::Image& b) {
    int worst = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) {
        worst = std::max(worst, std::abs(int{a.rgb[i]} - int{b.rgb[i]}));
    }
    return worst;
}

void Torchvision::compareFunctions() {
    std::map<std::string, std::pair<int, int>> worst;  // cases, largest difference
    for (const Json& one : s_manifest["apply"]) {
        const std::string name = one["op"];
        const std::string about = name + " " + one["params"].dump() + " " + one["drawn"].dump();
        const Transform* transform = findTransform(name);
        ASSERT_NE(transform, nullptr) << name;
        const auto params = paramsFromJson(*transform, one["params"]);
        ASSERT_TRUE(params) << about << ": " << params.error().message();
        const auto drawn = drawnFromJson(*transform, *params, one["drawn"]);
        ASSERT_TRUE(drawn) << about << ": " << drawn.error().message();
        const image::Image source = readPpm(one["in"]);
        const image::Image expected = readPpm(one["out"]);
        ASSERT_FALSE(source.empty());
        const auto result = applyDrawn(*transform, *params, *drawn, source);
        ASSERT_TRUE(result) << about << ": " << result.error().message();
        ASSERT_EQ(result->width, expected.width) << about;
        ASSERT_EQ(result->height, expected.height) << about;
        const int difference = maxDifference(*result, expected);
        EXPECT_LE(difference, one["tolerance"].get<int>()) << about << " on " << one["in"];
        auto& [cases, largest] = worst[name];
        ++cases;
        largest = std::max(largest, difference);
    }
    for (const auto& [name, figures] : worst) {
        std::cout << name << ": " << figures.first << " cases, largest difference "
                  << figures.second << "\n";
    }
    EXPECT_EQ(worst.size(), allTransforms().size());
}

void Torchvision::compareTensors() {
    float worst = 0;
    for (const Json& one : s_manifest["tensors"]) {
        const auto spec = preprocessFromJson(one["preprocess"]);
        ASSERT_TRUE(spec) << spec.error().message();
        const std::vector<float> tensor = preprocess(readPpm(one["in"]), *spec);
        const std::string bytes = bytesOf(one["out"]);
        ASSERT_EQ(bytes.size(), tensor.size() * sizeof(float)) << one["preprocess"];
        std::vector<float> expected(tensor.size());
        std::memcpy(expected.data(), bytes.data(), bytes.size());
        for (std::size_t i = 0; i < tensor.size(); ++i) {
            worst = std::max(worst, std::fabs(tensor[i] - expected[i]));
        }
        ASSERT_LE(worst, 1e-7F) << one["preprocess"];
    }
    std::cout << s_manifest["tensors"].size() << " tensors, largest difference " << worst << "\n";
}

/// Largest distance between the two empirical distribution functions.
double kolmogorovSmirnov(std::vector<double> a, std::vector<double> b) {
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
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

void Torchvision::compareDraws() {
    constexpr int kCount = 4000;
    std::map<std::string, std::vector<double>> ours;
    const auto collect = [&](const std::string& key, std::string_view name, const char* json,
                             int width, int height) {
        const Transform* transform = findTransform(name);
        const auto params = paramsFromJson(*transform, Json::parse(json));
        ASSERT_TRUE(params) << params.error().message();
        for (int n = 0; n < kCount; ++n) {
            Rng rng(mixSeed({99, stableHash(key), static_cast<std::uint64_t>(n)}));
            const Params drawn = transform->draw(*params, width, height, rng);
            for (const auto& [argument, value] : drawn.entries()) {
                if (const auto* whole = std::get_if<std::int64_t>(&value)) {
                    ours[key + "." + argument].push_back(static_cast<double>(*whole));
                } else if (const auto* real = std::get_if<double>(&value)) {
                    ours[key + "." + argument].push_back(*real);
                }
            }
            if (key == "flip") {
                ours["flip.flip"].push_back(drawn.flag("flip") ? 1 : 0);
            }
            if (key == "blur") {
                ours["blur.sigma"].push_back(drawn.reals("sigma").at(0));
            }
            if (key == "jitter") {
                const std::string order = drawn.text("order");
                const std::array<std::string, 4> names{"brightness", "contrast", "saturation",
                                                       "hue"};
                for (std::size_t f = 0; f < names.size(); ++f) {
                    const auto at = order.find(names[f]);
                    const auto place = std::count(
                        order.begin(), order.begin() + static_cast<std::ptrdiff_t>(at), ',');
                    ours["jitter.order" + std::to_string(place)].push_back(static_cast<double>(f));
                }
            }
        }
    };
    collect("crop", "RandomResizedCrop", "{}", 200, 150);
    collect("narrow", "RandomResizedCrop", R"({"scale":[0.5,1.0]})", 300, 30);
    collect("plaincrop", "RandomCrop", R"({"size":[100,120]})", 200, 150);
    collect("rotation", "RandomRotation", R"({"degrees":15})", 10, 10);
    collect("jitter", "ColorJitter",
            R"({"brightness":0.2,"contrast":1.5,"saturation":[0.5,0.9],"hue":0.1})", 10, 10);
    collect("blur", "GaussianBlur", R"({"kernel_size":5})", 10, 10);
    collect("flip", "RandomHorizontalFlip", "{}", 10, 10);

    // Two samples of one distribution lie farther apart than this once in a thousand.
    const double limit = 1.95 * std::sqrt(2.0 / kCount);
    for (const auto& [key, values] : s_manifest["draws"].items()) {
        ASSERT_EQ(ours[key].size(), static_cast<std::size_t>(kCount)) << key;
        const double distance = kolmogorovSmirnov(ours[key], values.get<std::vector<double>>());
        EXPECT_LT(distance, limit) << key;
        std::cout << key << ": " << distance << " (limit " << limit << ")\n";
    }
}

/// One test, since starting the oracle takes longer than all comparisons.
TEST_F(Torchvision, AgreesInPixelsTensorsAndDistributions) {
    compareFunctions();
    compareTensors();
    compareDraws();
}

}  // namespace
}  // namespace minarai::augment
