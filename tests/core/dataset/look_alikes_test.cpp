// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of look-alikes, of which some images are left out.
#include "dataset/look_alikes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/dataset/tree.h"
#include "dataset/audit.h"
#include "dataset/groups.h"
#include "dataset/sample_set.h"
#include "image/decode.h"

namespace minarai::dataset {
namespace {

using testing::ElementsAre;

TEST(LookAlikes, EqualFilesStandForEachOther) {
    // 0, 3 and 5 are one file; 7 looks like it, 9 like 7.
    const LookAlikes alike({{0, 3, true}, {0, 5, true}, {0, 7, false}, {7, 9, false}});
    EXPECT_THAT(
        alike.pairs([](std::uint32_t) { return true; }),
        ElementsAre(LookAlike{0, 3, true}, LookAlike{0, 5, true}, LookAlike{0, 7, false},
                    LookAlike{3, 7, false}, LookAlike{5, 7, false}, LookAlike{7, 9, false}));
    EXPECT_THAT(alike.pairs([](std::uint32_t sample) { return sample != 0; }),
                ElementsAre(LookAlike{3, 5, true}, LookAlike{3, 7, false}, LookAlike{5, 7, false},
                            LookAlike{7, 9, false}));
    EXPECT_THAT(alike.pairs([](std::uint32_t sample) { return sample != 7; }),
                ElementsAre(LookAlike{0, 3, true}, LookAlike{0, 5, true}));
    EXPECT_THAT(alike.of(5),
                ElementsAre(LookAlike{5, 0, true}, LookAlike{5, 3, true}, LookAlike{5, 7, false}));
    EXPECT_TRUE(alike.of(1).empty());
    EXPECT_TRUE(LookAlikes().pairs([](std::uint32_t) { return true; }).empty());
}

/// What is left after an exclusion is what an audit of the others alone finds.
TEST(LookAlikes, AreThoseOfAnAuditOfWhatIsLeft) {
    const Tree tree;
    const auto write = [&](const std::string& name, std::size_t motif, std::uint64_t index) {
        const auto bytes = image::encodePng(drawSample(motif, index));
        tree.file(name, std::string(bytes.begin(), bytes.end()));
    };
    write("set/a/1.png", 0, 1);
    write("set/a/2.png", 0, 1);
    write("set/b/3.png", 0, 1);
    write("set/b/4.png", 3, 2);
    write("set/b/5.png", 3, 2);
    const auto catalog = scan(tree.root() / "set");
    ASSERT_TRUE(catalog);
    const auto whole = inspect(*catalog);
    ASSERT_TRUE(whole);
    const LookAlikes alike(whole->alike);
    for (std::size_t out = 0; out < catalog->samples.size(); ++out) {
        Catalog rest = *catalog;
        rest.samples.erase(rest.samples.begin() + static_cast<std::ptrdiff_t>(out));
        const auto report = inspect(rest);
        ASSERT_TRUE(report);
        auto pairs = alike.pairs([&](std::uint32_t sample) { return sample != out; });
        for (LookAlike& pair : pairs) {
            pair.a -= pair.a > out ? 1 : 0;
            pair.b -= pair.b > out ? 1 : 0;
        }
        EXPECT_EQ(groupsOfPairs(rest, pairs).ofSample, groupsOfPairs(rest, report->alike).ofSample)
            << "without " << catalog->samples[out].path;
    }
}

}  // namespace
}  // namespace minarai::dataset
