// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions laid over a catalog, and what they do to its problems.
#include "studio/session/review.h"

#include <gtest/gtest.h>

#include "studio/session/problem_fixes.h"

namespace minarai::studio {
namespace {

using dataset::Part;
using dataset::ProblemKind;

std::shared_ptr<const Project> project() {
    dataset::Catalog catalog;
    catalog.root = "/data";
    catalog.classes = {"cat", "dog"};
    catalog.hasParts = true;
    catalog.samples = {{"train/cat/a.png", 0, Part::Train, 0, 30, 3},
                       {"train/cat/b.png", 0, Part::Train, 0, 10, 1},
                       {"train/dog/c.png", 1, Part::Train, 0, 20, 2},
                       {"train/dog/d.png", 1, Part::Train, 0, 40, 4},
                       {"val/cat/e.png", 0, Part::Val, 0, 30, 5}};
    return makeProject(std::move(catalog));
}

std::shared_ptr<const Review> marked(std::initializer_list<std::pair<std::size_t, Mark>> marks) {
    std::vector<Mark> all(5);
    for (const auto& [sample, mark] : marks) {
        all[sample] = mark;
    }
    return makeReview(std::move(all), marks.size(), 0);
}

dataset::Problem pair(ProblemKind kind, const char* first, const char* other) {
    return dataset::makeProblem(kind, first,
                                Error(minarai::ErrorCode::DuplicateImage, {first, other}));
}

TEST(Review, TheAppliedCatalogLeavesOutAndRelabels) {
    const auto all = project();
    const auto review = marked({{0, {true, -1}}, {1, {false, 1}}});
    EXPECT_EQ(review->excluded, 1U);
    EXPECT_EQ(review->relabelled, 1U);
    EXPECT_EQ(review->edited, 2U);
    const dataset::Catalog applied = appliedCatalog(*all->catalog, *review);
    ASSERT_EQ(applied.samples.size(), 4U);
    // By part, then class, then path, as a scan would have sorted them.
    EXPECT_EQ(applied.samples[0].path, "train/cat/b.png");
    EXPECT_EQ(applied.samples[0].label, 1);
    EXPECT_EQ(applied.samples[1].path, "train/dog/c.png");
    EXPECT_EQ(applied.samples[3].path, "val/cat/e.png");
    EXPECT_EQ(appliedCounts(*all->catalog, *review), (std::vector<std::uint64_t>{1, 3}));
    EXPECT_EQ(all->catalog->samples.size(), 5U);
}

TEST(Review, AProblemIsSettledByADecisionAboutEitherImage) {
    const auto all = project();
    const auto problems = makeProblemList(
        *all, {pair(ProblemKind::Duplicate, "train/cat/b.png", "train/cat/a.png"),
               pair(ProblemKind::LabelConflict, "train/dog/c.png", "train/cat/a.png")});
    ASSERT_EQ(problems->samples.size(), 2U);
    EXPECT_EQ(problems->samples[0].first, 1);
    EXPECT_EQ(problems->samples[0].other, 0);
    const auto settled = [&](std::size_t problem, const std::shared_ptr<const Review>& review) {
        return isSettled(*problems, problem, *all->catalog, *review);
    };
    EXPECT_FALSE(settled(0, marked({})));
    EXPECT_TRUE(settled(0, marked({{1, {true, -1}}})));
    EXPECT_TRUE(settled(0, marked({{0, {true, -1}}})));
    EXPECT_FALSE(settled(1, marked({})));
    EXPECT_FALSE(settled(0, marked({{0, {false, -1, 1}}, {1, {false, -1, 2}}})));
    EXPECT_TRUE(settled(0, marked({{0, {false, -1, 1}}, {1, {false, -1, 1}}})));
    EXPECT_TRUE(settled(1, marked({{2, {false, 0}}}))) << "both are cats now";
    EXPECT_FALSE(settled(1, marked({{2, {false, 0}}, {0, {false, 1}}}))) << "swapped";
}

TEST(ProblemFixes, OneOfEachStaysAndTheSmallerFileGoes) {
    const auto all = project();
    // b is like a, e is like a: without b and e nothing is left over; a stays.
    const auto problems = makeProblemList(
        *all, {pair(ProblemKind::NearDuplicate, "train/cat/b.png", "train/cat/a.png"),
               pair(ProblemKind::NearDuplicate, "train/dog/c.png", "train/cat/b.png"),
               pair(ProblemKind::NearDuplicate, "val/cat/e.png", "train/dog/d.png")});
    const CatalogView view{all, problems, marked({}), nullptr};
    EXPECT_EQ(samplesToExclude(view, ProblemKind::NearDuplicate), (QVector<quint32>{1, 4}));
    EXPECT_TRUE(samplesToExclude(view, ProblemKind::Duplicate).isEmpty());
}

TEST(ProblemFixes, TheTwoImagesOfAConflictAreOneProblemToDecide) {
    const auto all = project();
    const auto problems =
        makeProblemList(*all,
                        {pair(ProblemKind::LabelConflict, "train/cat/a.png", "train/dog/d.png"),
                         pair(ProblemKind::LabelConflict, "train/dog/d.png", "train/cat/a.png"),
                         pair(ProblemKind::Duplicate, "train/cat/b.png", "train/cat/a.png")},
                        {{0, 3, true}});
    EXPECT_EQ(problemsOfKind(*problems, ProblemKind::LabelConflict).size(), 2U);
    EXPECT_EQ(
        problemsToDecide(*problems, *all->catalog, ProblemKind::LabelConflict),
        (std::vector<std::size_t>{problemsOfKind(*problems, ProblemKind::LabelConflict).front()}));
    EXPECT_EQ(problemsToDecide(*problems, *all->catalog, ProblemKind::Duplicate).size(), 1U);
}

TEST(ProblemFixes, EveryPairOfAChainOfConflictsStaysToBeDecided) {
    // a looks like d, d like e, e like c; each names the first one of the other class.
    const auto all = project();
    const auto problems =
        makeProblemList(*all,
                        {pair(ProblemKind::LabelConflict, "train/cat/a.png", "train/dog/d.png"),
                         pair(ProblemKind::LabelConflict, "train/dog/c.png", "val/cat/e.png"),
                         pair(ProblemKind::LabelConflict, "train/dog/d.png", "train/cat/a.png"),
                         pair(ProblemKind::LabelConflict, "val/cat/e.png", "train/dog/c.png")},
                        {{0, 3, false}, {3, 4, false}, {2, 4, false}});
    std::vector<std::int32_t> told;
    for (const std::size_t i :
         problemsToDecide(*problems, *all->catalog, ProblemKind::LabelConflict)) {
        told.push_back(problems->samples[i].first);
    }
    EXPECT_EQ(told, (std::vector<std::int32_t>{0, 2, 4})) << "d and e are told of by e alone";
}

TEST(ProblemFixes, OfALeakTheImageThatTrainsGoesAndOfAConflictBoth) {
    const auto all = project();
    const auto problems =
        makeProblemList(*all,
                        {pair(ProblemKind::Leak, "val/cat/e.png", "train/cat/a.png"),
                         pair(ProblemKind::LabelConflict, "train/dog/c.png", "train/cat/b.png")},
                        {{0, 4, true}, {1, 2, true}});
    const CatalogView view{all, problems, marked({}), nullptr};
    EXPECT_EQ(samplesToExclude(view, ProblemKind::Leak), (QVector<quint32>{0}));
    EXPECT_EQ(samplesToExclude(view, ProblemKind::LabelConflict), (QVector<quint32>{2, 1}));
    const std::vector<Part> parts{Part::Train, Part::Train, Part::Val, Part::Train, Part::Val};
    EXPECT_EQ(leaksOf(*problems, *marked({}), parts), 2U);
    EXPECT_EQ(leaksOf(*problems, *marked({{0, {true, -1}}}), parts), 1U);
}

}  // namespace
}  // namespace minarai::studio
