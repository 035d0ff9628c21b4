// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/tree.h"
#include "dataset/catalog.h"
#include "dataset/sample_set.h"
#include "image/decode.h"
#include "support/places.h"

namespace minarai::dataset {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string picture(std::uint64_t index) {
    const auto bytes = image::encodePng(drawSample(0, index));
    return {bytes.begin(), bytes.end()};
}

std::vector<Problem> auditOf(const Tree& tree, const AuditOptions& options = {}) {
    const auto catalog = scan(tree.root());
    EXPECT_TRUE(catalog.has_value());
    auto problems = audit(*catalog, options);
    EXPECT_TRUE(problems.has_value());
    return *problems;
}

TEST(Audit, FindsEveryKind) {
    const Tree tree;
    tree.file("train/a/1.png", picture(1));
    tree.file("train/a/1_again.png", picture(1));
    tree.file("train/a/2.png", picture(2));
    tree.file("train/a/3.png", picture(3));
    tree.file("train/b/2_too.png", picture(2));
    tree.file("train/b/cut.png", picture(4).substr(0, 900));
    tree.file("train/b/empty.jpg", "");
    tree.file("train/b/text.jpg", "no image at all");
    tree.file("train/b/named.jpg", picture(5));
    tree.file("val/a/3_val.png", picture(3));
    tree.file("val/b/6.png", picture(6));
    const auto problems = auditOf(tree);
    EXPECT_THAT(namesOf(problems),
                ElementsAre("unreadable train/b/cut.png", "unreadable train/b/text.jpg",
                            "empty train/b/empty.jpg", "extension train/b/named.jpg",
                            "duplicate train/a/1_again.png", "label_conflict train/a/2.png",
                            "label_conflict train/b/2_too.png", "leak val/a/3_val.png"));
    EXPECT_THAT(problems[3].detail, HasSubstr("PNG"));
    EXPECT_THAT(problems[4].detail, HasSubstr("“train/a/1.png”"));
    EXPECT_THAT(problems[5].detail, HasSubstr("“train/b/2_too.png”"));
    EXPECT_THAT(problems[7].detail, HasSubstr("“train/a/3.png”"));
    EXPECT_EQ(problems[0].error.code, ErrorCode::ImageTruncated);
    EXPECT_EQ(problems[0].error.message(), problems[0].detail);
    EXPECT_TRUE(excludesImage(problems[0].kind));
    EXPECT_TRUE(excludesImage(problems[2].kind));
    EXPECT_FALSE(excludesImage(problems[4].kind));
}

TEST(Audit, WithoutPartsThereIsNoLeak) {
    const Tree tree;
    tree.file("a/1.png", picture(1));
    tree.file("a/2.png", picture(1));
    tree.file("a/3.png", picture(1));
    tree.file("b/4.png", picture(1));
    tree.file("b/5.png", picture(1));
    EXPECT_THAT(
        namesOf(auditOf(tree)),
        ElementsAre("duplicate a/2.png", "duplicate a/3.png", "duplicate b/5.png",
                    "label_conflict a/1.png", "label_conflict a/2.png", "label_conflict a/3.png",
                    "label_conflict b/4.png", "label_conflict b/5.png"));
}

TEST(Audit, OptionsSwitchPartsOff) {
    const Tree tree;
    tree.file("a/1.png", picture(1));
    tree.file("a/2.png", picture(1));
    tree.file("b/damaged.png", "no image");
    AuditOptions options;
    options.decode = false;
    EXPECT_THAT(namesOf(auditOf(tree, options)), ElementsAre("duplicate a/2.png"));
    options = {};
    options.duplicates = false;
    options.nearDuplicates = false;
    EXPECT_THAT(namesOf(auditOf(tree, options)), ElementsAre("unreadable b/damaged.png"));
}

TEST(Audit, VanishedFileIsUnreadable) {
    const Tree tree;
    tree.file("a/1.png", picture(1));
    tree.file("b/2.png", picture(2));
    const auto catalog = scan(tree.root());
    std::filesystem::remove(tree.root() / "b/2.png");
    const auto problems = audit(*catalog);
    ASSERT_TRUE(problems.has_value());
    EXPECT_THAT(namesOf(*problems), ElementsAre("unreadable b/2.png"));
    EXPECT_EQ(problems->front().error.code, ErrorCode::FileMissing);
}

TEST(Audit, ProgressAndCancel) {
    const Tree tree;
    for (int i = 0; i < 40; ++i) {
        tree.file("a/" + std::to_string(i) + ".png", picture(static_cast<std::uint64_t>(i)));
    }
    const auto catalog = scan(tree.root());
    std::uint64_t last = 0;
    const auto whole = audit(*catalog, {}, [&](const Progress& p) {
        EXPECT_EQ(p.done, last + 1);
        EXPECT_EQ(p.total, 40U);
        last = p.done;
    });
    EXPECT_TRUE(whole.has_value());
    EXPECT_EQ(last, 40U);
    std::stop_source source;
    const auto stopped = audit(
        *catalog, {},
        [&](const Progress& p) {
            if (p.done == 5) {
                source.request_stop();
            }
        },
        source.get_token());
    ASSERT_FALSE(stopped.has_value());
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

TEST(Audit, RealDuplicatesAmongTheFlowers) {
    const auto folder =
        std::filesystem::path(tests::sourceFolder()) / ".." / "shared" / "data" / "flowers";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "the shared data is absent";
    }
    const auto catalog = scan(folder);
    ASSERT_TRUE(catalog.has_value());
    EXPECT_EQ(catalog->samples.size(), 550U);
    AuditOptions options;
    options.decode = false;
    const auto problems = audit(*catalog, options);
    ASSERT_TRUE(problems.has_value());
    std::vector<std::string> kinds;
    for (const Problem& problem : *problems) {
        const std::string folderName = problem.path.substr(0, problem.path.find('/'));
        kinds.push_back(std::string(problemKindName(problem.kind)) + " " + folderName);
    }
    EXPECT_THAT(kinds, ElementsAre("duplicate sunflowers", "duplicate sunflowers",
                                   "label_conflict roses", "label_conflict tulips"));
}

}  // namespace
}  // namespace minarai::dataset
