// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/catalog_query.h"

#include <gtest/gtest.h>

namespace minarai::studio {
namespace {

std::shared_ptr<const Project> smallProject() {
    dataset::Catalog catalog;
    catalog.root = "/data";
    catalog.classes = {"cat", "dog"};
    catalog.samples = {{"cat/a.png", 0, dataset::Part::Train, 30, 3},
                       {"cat/b.png", 0, dataset::Part::Train, 10, 1},
                       {"dog/A2.png", 1, dataset::Part::Train, 20, 2},
                       {"dog/ü.png", 1, dataset::Part::Train, 40, 4}};
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
    return runQuery(query, *project, *problems, {});
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
