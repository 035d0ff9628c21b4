// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/catalog_query.h"

#include <gtest/gtest.h>

#include <utility>

namespace minarai::studio {
namespace {

std::shared_ptr<const Project> smallProject() {
    dataset::Catalog catalog;
    catalog.root = "/data";
    catalog.classes = {"cat", "dog"};
    catalog.samples = {{"cat/a.png", 0, dataset::Part::Train, 0, 30, 3},
                       {"cat/b.png", 0, dataset::Part::Train, 0, 10, 1},
                       {"dog/A2.png", 1, dataset::Part::Train, 0, 20, 2},
                       {"dog/ü.png", 1, dataset::Part::Train, 0, 40, 4}};
    return makeProject(std::move(catalog));
}

QVector<quint32> find(const CatalogQuery& query) {
    const auto project = smallProject();
    dataset::Problem empty;
    empty.kind = dataset::ProblemKind::Empty;
    empty.path = "dog/A2.png";
    dataset::Problem folder;
    folder.kind = dataset::ProblemKind::EmptyClass;
    folder.path = "bird";
    const auto problems = makeProblemList(*project, {folder, empty});
    return runQuery(query, {project, problems, nullptr, nullptr}, {});
}

TEST(CatalogQuery, FindsByNameInAnyCaseAndByClass) {
    EXPECT_EQ(find({}), (QVector<quint32>{0, 1, 2, 3}));
    EXPECT_EQ(find({.text = "A"}), (QVector<quint32>{0, 1, 2}));  // "cat" has one, too
    EXPECT_EQ(find({.text = "a2"}), (QVector<quint32>{2}));
    EXPECT_EQ(find({.text = "Ü"}), (QVector<quint32>{3}));
    EXPECT_EQ(find({.text = "dog"}), (QVector<quint32>{2, 3}));
    EXPECT_EQ(find({.text = "x"}), QVector<quint32>());
}

TEST(CatalogQuery, NarrowsToAClassAndAProblem) {
    EXPECT_EQ(find({.label = 1}), (QVector<quint32>{2, 3}));
    EXPECT_EQ(find({.problem = dataset::ProblemKind::Empty}), (QVector<quint32>{2}));
    EXPECT_EQ(find({.label = 0, .problem = dataset::ProblemKind::Empty}), QVector<quint32>());
    EXPECT_EQ(find({.problem = dataset::ProblemKind::EmptyClass}), QVector<quint32>());
}

TEST(CatalogQuery, Sorts) {
    using Sort = CatalogQuery::Sort;
    EXPECT_EQ(find({.sort = Sort::Name}), (QVector<quint32>{2, 0, 1, 3}));
    EXPECT_EQ(find({.sort = Sort::Newest}), (QVector<quint32>{3, 0, 2, 1}));
    EXPECT_EQ(find({.sort = Sort::Largest}), (QVector<quint32>{3, 0, 2, 1}));
    EXPECT_EQ(find({.sort = Sort::Smallest}), (QVector<quint32>{1, 2, 0, 3}));
}

TEST(CatalogQuery, NarrowsToAPartEditsAndProblems) {
    const auto project = smallProject();
    dataset::Problem empty;
    empty.kind = dataset::ProblemKind::Empty;
    empty.path = "dog/A2.png";
    const auto problems = makeProblemList(*project, {empty});
    std::vector<Mark> marks(4);
    marks[0].label = 1;
    marks[3].excluded = true;
    const auto review = makeReview(marks, 2, 0);
    const auto parts = std::make_shared<const std::vector<dataset::Part>>(std::vector{
        dataset::Part::Val, dataset::Part::Train, dataset::Part::Train, dataset::Part::Val});
    const auto ask = [&](const CatalogQuery& query) {
        return runQuery(query, {project, problems, review, parts}, {});
    };
    using Edits = CatalogQuery::Edits;
    using Problems = CatalogQuery::Problems;
    using Sort = CatalogQuery::Sort;
    EXPECT_EQ(ask({.part = dataset::Part::Val}), (QVector<quint32>{0}))
        << "an excluded one has none";
    EXPECT_EQ(ask({.label = 1}), (QVector<quint32>{0, 2, 3})) << "the class in force";
    EXPECT_EQ(ask({.text = "dog"}), (QVector<quint32>{0, 2, 3}));
    EXPECT_EQ(ask({.edits = Edits::Edited}), (QVector<quint32>{0, 3}));
    EXPECT_EQ(ask({.edits = Edits::Excluded}), (QVector<quint32>{3}));
    EXPECT_EQ(ask({.edits = Edits::Relabelled}), (QVector<quint32>{0}));
    EXPECT_EQ(ask({.edits = Edits::Untouched}), (QVector<quint32>{1, 2}));
    EXPECT_EQ(ask({.problems = Problems::With}), (QVector<quint32>{2}));
    EXPECT_EQ(ask({.problems = Problems::Without}), (QVector<quint32>{0, 1, 3}));
    EXPECT_EQ(ask({.sort = Sort::Oldest}), (QVector<quint32>{1, 2, 0, 3}));
    EXPECT_EQ(ask({.sort = Sort::Problem}), (QVector<quint32>{2, 0, 1, 3}));
    EXPECT_FALSE(CatalogQuery{.sort = Sort::Oldest}.isFiltering());
    EXPECT_TRUE(CatalogQuery{.edits = Edits::Edited}.isFiltering());
}

/// Of a run that knew the classes in another order and validated on all images but cat/b.png.
std::shared_ptr<const runs::CatalogPredictions> predictionsFor(const Project& project) {
    auto result = std::make_shared<train::ValidationResult>();
    result->items = {0, 1, 2};
    result->predictions = {{1, 1, 0.6F, 0.6F}, {0, 1, 0.97F, 0.03F}, {0, 0, 0.8F, 0.8F}};
    runs::BestPredictions run;
    run.epoch = 1;
    run.classes = {"dog", "cat"};
    run.paths = {"cat/a.png", "dog/A2.png", "dog/ü.png"};
    run.result = result;
    return std::make_shared<const runs::CatalogPredictions>(std::move(run), *project.catalog);
}

TEST(CatalogQuery, NarrowsToWhatARunSaidAndSortsByIt) {
    const auto project = smallProject();
    const auto problems = makeProblemList(*project, {});
    const auto said = predictionsFor(*project);
    const auto ask = [&](const CatalogQuery& query, std::shared_ptr<const Review> review = {}) {
        return runQuery(query, {project, problems, std::move(review), nullptr, said}, {});
    };
    using Answers = CatalogQuery::Answers;
    using Sort = CatalogQuery::Sort;
    EXPECT_EQ(ask({.predicted = 0}), (QVector<quint32>{0, 2}));
    EXPECT_EQ(ask({.predicted = 1}), (QVector<quint32>{3}));
    EXPECT_EQ(ask({.answers = Answers::Right}), (QVector<quint32>{0, 3}));
    EXPECT_EQ(ask({.answers = Answers::Wrong}), (QVector<quint32>{2}));
    EXPECT_EQ(ask({.answers = Answers::Missing}), (QVector<quint32>{1}));
    EXPECT_EQ(ask({.predicted = 0, .answers = Answers::Right}), (QVector<quint32>{0}));
    EXPECT_EQ(ask({.confidence = ConfidenceRange{0.5F, 0.8F}}), (QVector<quint32>{0}));
    EXPECT_EQ(ask({.confidence = ConfidenceRange{0.8F, 0.95F}}), (QVector<quint32>{3}));
    EXPECT_EQ(ask({.confidence = ConfidenceRange{}}), (QVector<quint32>{0, 2, 3}));
    EXPECT_EQ(ask({.sort = Sort::Prediction}), (QVector<quint32>{0, 2, 3, 1}));
    EXPECT_EQ(ask({.sort = Sort::LeastSure}), (QVector<quint32>{0, 3, 2, 1}));
    EXPECT_EQ(ask({.sort = Sort::MostSure}), (QVector<quint32>{2, 3, 0, 1}));
    EXPECT_EQ(ask({.sort = Sort::Loss}), (QVector<quint32>{2, 0, 3, 1}));

    // What it said of dog/A2.png is right once that is a cat, and its loss the smallest.
    std::vector<Mark> marks(4);
    marks[2].label = 0;
    const auto review = makeReview(marks, 1, 0);
    EXPECT_EQ(ask({.answers = Answers::Wrong}, review), QVector<quint32>());
    EXPECT_EQ(ask({.answers = Answers::Right}, review), (QVector<quint32>{0, 2, 3}));
    EXPECT_EQ(ask({.sort = Sort::Loss}, review), (QVector<quint32>{0, 3, 2, 1}));

    EXPECT_FALSE(CatalogQuery{.sort = Sort::Loss}.isFiltering());
    EXPECT_TRUE(CatalogQuery{.sort = Sort::Loss}.asksPredictions());
    EXPECT_TRUE(CatalogQuery{.answers = Answers::Missing}.isFiltering());
    EXPECT_TRUE(CatalogQuery{.answers = Answers::Missing}.asksPredictions());
    EXPECT_TRUE(CatalogQuery{.predicted = 0}.asksPredictions());
    EXPECT_TRUE(CatalogQuery{.confidence = ConfidenceRange{}}.asksPredictions());
    EXPECT_FALSE(CatalogQuery{.sort = Sort::Problem}.asksPredictions());
}

TEST(CatalogQuery, WithoutARunNothingIsPredicted) {
    using Answers = CatalogQuery::Answers;
    EXPECT_EQ(find({.predicted = 0}), QVector<quint32>());
    EXPECT_EQ(find({.answers = Answers::Wrong}), QVector<quint32>());
    EXPECT_EQ(find({.answers = Answers::Missing}), (QVector<quint32>{0, 1, 2, 3}));
    EXPECT_EQ(find({.sort = CatalogQuery::Sort::Loss}), (QVector<quint32>{0, 1, 2, 3}));
}

TEST(ProblemList, TellsOfASamplesFirstProblemAndOfEachOnce) {
    const auto project = smallProject();
    dataset::Problem empty;
    empty.kind = dataset::ProblemKind::Empty;
    empty.path = "dog/A2.png";
    const auto list = makeProblemList(*project, {empty, empty});
    EXPECT_EQ(list->problems.size(), 1U);
    EXPECT_EQ(list->firstOfSample, (std::vector<std::int32_t>{-1, -1, 0, -1}));
}

}  // namespace
}  // namespace minarai::studio
