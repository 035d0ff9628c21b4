// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/near_duplicates.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/python.h"
#include "core/dataset/tree.h"
#include "dataset/audit.h"
#include "dataset/sample_set.h"
#include "image/decode.h"
#include "image/resample.h"
#include "support/promised.h"

namespace minarai::dataset {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string bytesOf(const image::Image& picture) {
    const auto bytes = image::encodePng(picture);
    return {bytes.begin(), bytes.end()};
}

image::Image drawn(std::uint64_t index) {
    return drawSample(index % sampleClasses().size(), index);
}

std::vector<Problem> problemsOf(const Tree& tree) {
    const auto catalog = scan(tree.root());
    EXPECT_TRUE(catalog.has_value());
    AuditOptions options;
    options.outliers = false;
    const auto problems = audit(*catalog, options);
    EXPECT_TRUE(problems.has_value());
    return problems.value_or(std::vector<Problem>());
}

TEST(NearDuplicates, FindsResizedAndCroppedOnes) {
    std::vector<Signature> signatures;
    for (std::uint64_t i = 0; i < 60; ++i) {
        signatures.push_back(lookAt(drawn(i)).signature);
    }
    signatures.push_back(lookAt(image::resize(drawn(7), 47, 40)).signature);
    signatures.push_back(lookAt(image::crop(drawn(30), 2, 1, 60, 61)).signature);
    const auto pairs = findNearDuplicates(signatures, 2);
    ASSERT_TRUE(pairs.has_value());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
    for (const NearPair& pair : *pairs) {
        found.emplace_back(pair.a, pair.b);
        EXPECT_GT(pair.likeness, 0.95F);
        EXPECT_LE(pair.likeness, 1.0001F);
    }
    EXPECT_THAT(found, ElementsAre(std::pair(7U, 60U), std::pair(30U, 61U)));
    EXPECT_EQ(*findNearDuplicates(signatures, 1), *pairs);
}

TEST(NearDuplicates, PicturesOfOneColourHaveNone) {
    image::Image white(40, 30);
    std::fill(white.rgb.begin(), white.rgb.end(), std::uint8_t{255});
    const std::vector<Signature> signatures(5, lookAt(white).signature);
    EXPECT_THAT(*findNearDuplicates(signatures, 2), IsEmpty());
    EXPECT_THAT(*findNearDuplicates(std::span<const Signature>(), 2), IsEmpty());
}

TEST(NearDuplicates, StopsWhenAsked) {
    const std::vector<Signature> signatures(500, lookAt(drawn(1)).signature);
    std::stop_source source;
    source.request_stop();
    const auto pairs = findNearDuplicates(signatures, 2, {}, source.get_token());
    ASSERT_FALSE(pairs.has_value());
    EXPECT_EQ(pairs.error().code, ErrorCode::Cancelled);
}

TEST(Audit, NearDuplicatesByClassAndPart) {
    const Tree tree;
    for (std::uint64_t i = 0; i < 12; ++i) {
        tree.file("train/a/" + std::to_string(i) + ".png", bytesOf(drawn(i)));
        tree.file("train/b/" + std::to_string(i) + ".png", bytesOf(drawn(i + 40)));
    }
    tree.file("train/a/same.png", bytesOf(image::resize(drawn(3), 50, 50)));
    tree.file("train/b/other.png", bytesOf(image::resize(drawn(5), 48, 48)));
    tree.file("val/a/later.png", bytesOf(image::crop(drawn(8), 1, 1, 62, 62)));
    tree.file("val/b/new.png", bytesOf(drawn(90)));
    const auto problems = problemsOf(tree);
    EXPECT_THAT(namesOf(problems),
                ElementsAre("near_duplicate train/a/same.png", "label_conflict train/a/5.png",
                            "label_conflict train/b/other.png", "leak val/a/later.png"));
    EXPECT_EQ(problems.at(0).error.code, ErrorCode::NearDuplicateImage);
    EXPECT_THAT(problems.at(0).detail, HasSubstr("“train/a/3.png”"));
    EXPECT_EQ(problems.at(1).error.code, ErrorCode::NearDuplicateConflict);
    EXPECT_THAT(problems.at(1).detail, HasSubstr("“train/b/other.png”"));
    EXPECT_EQ(problems.at(3).error.code, ErrorCode::NearDuplicateLeak);
    EXPECT_THAT(problems.at(3).detail, HasSubstr("“train/a/8.png”"));
}

TEST(Audit, EqualFilesStandForEachOtherAmongNearDuplicates) {
    const Tree tree;
    for (std::uint64_t i = 0; i < 10; ++i) {
        tree.file("train/a/" + std::to_string(i) + ".png", bytesOf(drawn(i)));
        tree.file("train/b/" + std::to_string(i) + ".png", bytesOf(drawn(i + 40)));
    }
    tree.file("train/b/4_again.png", bytesOf(drawn(44)));
    tree.file("val/b/4_small.png", bytesOf(image::resize(drawn(44), 40, 40)));
    tree.file("val/a/new.png", bytesOf(drawn(90)));
    EXPECT_THAT(namesOf(problemsOf(tree)),
                ElementsAre("duplicate train/b/4_again.png", "leak val/b/4_small.png"));
    const auto catalog = scan(tree.root());
    const auto report = inspect(*catalog);
    ASSERT_TRUE(report.has_value());
    EXPECT_EQ(report->alike.size(), 3U);  // one equal, and both with the small one
}

/// Copies that Pillow makes of real photos; 95 % of them have to be found, and 95 % of what is
/// found has to be right.
class MadeCopies : public testing::TestWithParam<std::string> {};

TEST_P(MadeCopies, AreFoundAndLittleElse) {
    const auto folder = sharedData(GetParam());
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "the shared data is absent";
    }
    if (!pythonAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    const Tree tree;
    ASSERT_EQ(askPython("dataset_oracle.py",
                        "copies '" + folder.string() + "' '" + tree.root().string() + "' 300 100"),
              "");
    std::map<std::string, std::string> sourceOf;
    std::ifstream list(tree.root() / "pairs.tsv");
    for (std::string line; std::getline(list, line);) {
        sourceOf.emplace(line.substr(0, line.find('\t')), line.substr(line.find('\t') + 1));
    }
    ASSERT_EQ(sourceOf.size(), 100U);
    const auto catalog = scan(tree.root() / "set");
    ASSERT_TRUE(catalog.has_value());
    const auto report = inspect(*catalog);
    ASSERT_TRUE(report.has_value());
    std::set<std::string> found;
    double right = 0;
    double wrong = 0;
    for (const auto& [a, b, same] : report->alike) {
        const std::string& first = catalog->samples[a].path;
        const std::string& second = catalog->samples[b].path;
        const bool firstIsCopy = sourceOf.contains(first);
        const bool secondIsCopy = sourceOf.contains(second);
        if (!firstIsCopy && !secondIsCopy) {
            continue;  // what the set itself repeats
        }
        const std::string& copy = firstIsCopy ? first : second;
        const std::string& other = firstIsCopy ? second : first;
        if (sourceOf.at(copy) == other) {
            found.insert(copy);
            right += 1;
        } else {
            wrong += 1;
        }
    }
    EXPECT_GE(static_cast<double>(found.size()), 0.95 * static_cast<double>(sourceOf.size()));
    EXPECT_GE(right, 0.95 * (right + wrong)) << wrong << " wrong pairs";
}

INSTANTIATE_TEST_SUITE_P(Sets, MadeCopies, testing::Values("flowers", "cifar10"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace minarai::dataset
