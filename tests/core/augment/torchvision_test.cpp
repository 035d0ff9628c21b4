// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every transform against torchvision on PIL pictures (tests/oracle/augment_oracle.py).
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>

#include <nlohmann/json.hpp>

#include "augment/auto_augment_tables.h"
#include "augment/pipeline.h"
#include "augment/policy_ops.h"
#include "support/places.h"
#include "support/promised.h"
#include "support/temp_folder.h"
#include "torchvision_oracle.h"

namespace minarai::augment {
namespace {

/// How many values differ by more than `tolerance`, and by how much the worst does.
struct Difference {
    int largest = 0;
    std::size_t outliers = 0;
};

Difference differenceOf(const image::Image& a, const image::Image& b, int tolerance) {
    Difference difference;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) {
        const int here = std::abs(int{a.rgb[i]} - int{b.rgb[i]});
        difference.largest = std::max(difference.largest, here);
        difference.outliers += here > tolerance ? 1 : 0;
    }
    return difference;
}

void compareFunctions(const Oracle& oracle) {
    struct Worst {
        int cases = 0;
        int largest = 0;
        double outliers = 0;  // share of the values that may differ by more than the tolerance
    };
    std::map<std::string, Worst> worst;
    for (const Json& one : oracle.manifest["apply"]) {
        const std::string name = one["op"];
        const std::string about = name + " " + one["params"].dump() + " " + one["drawn"].dump();
        const Transform* transform = findTransform(name);
        ASSERT_NE(transform, nullptr) << name;
        const auto params = paramsFromJson(*transform, one["params"]);
        ASSERT_TRUE(params) << about << ": " << params.error().message();
        const auto drawn = drawnFromJson(*transform, *params, one["drawn"]);
        ASSERT_TRUE(drawn) << about << ": " << drawn.error().message();
        const image::Image source = oracle.picture(one["in"]);
        const image::Image expected = oracle.picture(one["out"]);
        ASSERT_FALSE(source.empty());
        const auto result = applyDrawn(*transform, *params, *drawn, source);
        ASSERT_TRUE(result) << about << ": " << result.error().message();
        ASSERT_EQ(result->width, expected.width) << about;
        ASSERT_EQ(result->height, expected.height) << about;
        const Difference difference = differenceOf(*result, expected, one["tolerance"].get<int>());
        const double share =
            static_cast<double>(difference.outliers) / static_cast<double>(expected.rgb.size());
        EXPECT_LE(share, one["outliers"].get<double>())
            << about << " on " << one["in"] << ": up to " << difference.largest;
        Worst& here = worst[name];
        ++here.cases;
        here.largest = std::max(here.largest, difference.largest);
        here.outliers = std::max(here.outliers, share);
    }
    for (const auto& [name, figures] : worst) {
        std::cout << name << ": " << figures.cases << " cases, largest difference "
                  << figures.largest << ", outliers " << figures.outliers << "\n";
    }
    EXPECT_EQ(worst.size(), allTransforms().size());
}

void compareTensors(const Oracle& oracle) {
    float worst = 0;
    for (const Json& one : oracle.manifest["tensors"]) {
        const auto spec = preprocessFromJson(one["preprocess"]);
        ASSERT_TRUE(spec) << spec.error().message();
        const std::vector<float> tensor = preprocess(oracle.picture(one["in"]), *spec);
        const std::string bytes = oracle.bytes(one["out"]);
        ASSERT_EQ(bytes.size(), tensor.size() * sizeof(float)) << one["preprocess"];
        std::vector<float> expected(tensor.size());
        std::memcpy(expected.data(), bytes.data(), bytes.size());
        for (std::size_t i = 0; i < tensor.size(); ++i) {
            worst = std::max(worst, std::fabs(tensor[i] - expected[i]));
        }
        ASSERT_LE(worst, 1e-7F) << one["preprocess"];
    }
    std::cout << oracle.manifest["tensors"].size() << " tensors, largest difference " << worst
              << "\n";
}

void compareErased(const Oracle& oracle) {
    const Transform* erasing = findTransform("RandomErasing");
    for (const Json& one : oracle.manifest["erased"]) {
        const auto spec = preprocessFromJson(one["preprocess"]);
        const auto params = paramsFromJson(*erasing, one["params"]);
        ASSERT_TRUE(spec && params) << one;
        const auto drawn = drawnFromJson(*erasing, *params, one["drawn"]);
        ASSERT_TRUE(drawn) << drawn.error().message();
        std::vector<float> tensor(tensorSize(*spec));
        toTensor(oracle.picture(one["in"]), *spec, tensor.data());
        erasing->applyToTensor(tensor.data(), spec->channels, spec->height, spec->width, *params,
                               *drawn);
        const std::string bytes = oracle.bytes(one["out"]);
        ASSERT_EQ(bytes.size(), tensor.size() * sizeof(float)) << one;
        for (std::size_t i = 0; i < tensor.size(); ++i) {
            float expected = 0;
            std::memcpy(&expected, bytes.data() + i * sizeof(float), sizeof(float));
            ASSERT_NEAR(tensor[i], expected, 1e-6) << one;
        }
    }
    EXPECT_GE(oracle.manifest["erased"].size(), 5U);
}

void compareTables(const Oracle& oracle) {
    const std::map<std::string, PolicySpace> kinds{
        {"AutoAugment", PolicySpace::AutoAugment},
        {"RandAugment", PolicySpace::RandAugment},
        {"TrivialAugmentWide", PolicySpace::TrivialAugmentWide},
        {"AugMix", PolicySpace::AugMix},
        {"AugMixWithoutColour", PolicySpace::AugMixWithoutColour}};
    for (const Json& one : oracle.manifest["tables"]["spaces"]) {
        const auto space =
            augmentationSpace(kinds.at(one["space"]), one["bins"], one["width"], one["height"]);
        ASSERT_EQ(space.size(), one["entries"].size()) << one["space"];
        for (std::size_t i = 0; i < space.size(); ++i) {
            const Json& expected = one["entries"][i];
            EXPECT_EQ(space[i].name, expected[0].get<std::string>());
            EXPECT_EQ(space[i].isSigned, expected[2].get<bool>()) << space[i].name;
            ASSERT_EQ(space[i].magnitudes.size(), expected[1].size()) << space[i].name;
            for (std::size_t m = 0; m < space[i].magnitudes.size(); ++m) {
                // torch's last bit depends on the processor.
                const double value = expected[1][m];
                EXPECT_NEAR(space[i].magnitudes[m], value, 2e-7 * (1 + std::fabs(value)))
                    << one["space"] << " " << space[i].name << " " << m;
            }
        }
    }
    for (const auto& [name, pairs] : oracle.manifest["tables"]["learned"].items()) {
        const auto& learned = autoAugmentPolicies(name);
        ASSERT_EQ(learned.size(), pairs.size()) << name;
        for (std::size_t i = 0; i < learned.size(); ++i) {
            for (std::size_t o = 0; o < 2; ++o) {
                EXPECT_EQ(learned[i][o].name, pairs[i][o][0].get<std::string>());
                EXPECT_EQ(learned[i][o].probability, pairs[i][o][1].get<double>());
                EXPECT_EQ(learned[i][o].bin,
                          pairs[i][o][2].is_null() ? 0 : pairs[i][o][2].get<int>());
            }
        }
    }
}

/// One test, since starting the oracle takes longer than all comparisons.
TEST(Torchvision, AgreesInPixelsTensorsTablesAndDistributions) {
    const tests::TempFolder folder;
    const std::string command = "/usr/bin/python3 " + tests::sourceFolder() +
                                "/tests/oracle/augment_oracle.py " + folder.path().string();
    const int status = std::system(command.c_str());
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127)) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    std::ifstream file(folder.path() / "manifest.json");
    const Oracle oracle{folder.path(), Json::parse(file, nullptr, false)};
    ASSERT_TRUE(oracle.manifest.is_object()) << "the oracle failed";
    compareFunctions(oracle);
    compareTensors(oracle);
    compareErased(oracle);
    compareTables(oracle);
    compareDraws(oracle);
}

}  // namespace
}  // namespace minarai::augment
