// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/count_list.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "studio/pages/problem_model.h"

namespace minarai::studio {
namespace {

using Tester = QAbstractItemModelTester;

TEST(CountModel, KeepsTheRulesOfModels) {
    CountModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    model.setRows({{"cats", 3, 0, true}, {"dogs", 6, 1, true}});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setRows({{"cats", 4, 0, true}, {"dogs", 8, 1, true}});
    EXPECT_EQ(changed.count(), 1);
    EXPECT_EQ(reset.count(), 0);
    EXPECT_DOUBLE_EQ(model.index(0).data(CountModel::ShareRole).toDouble(), 0.5);
    model.setRows({});
    EXPECT_EQ(model.rowCount(), 0);
}

TEST(CountList, AClickChoosesAndAnotherGivesUp) {
    CountModel model;
    model.setRows({{"cats", 3, 0, true}, {"dogs", 6, 1, true}});
    CountList list(&model, 5);
    list.resize(200, 100);
    list.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&list, 120'000));
    QSignalSpy chosen(&list, &CountList::chosen);
    const QPoint second = list.visualRect(model.index(1)).center();
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, second);
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, second);
    ASSERT_EQ(chosen.count(), 2);
    EXPECT_EQ(chosen[0][0].toInt(), 1);
    EXPECT_EQ(chosen[1][0].toInt(), -1);
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, second);
    QTest::keyClick(&list, Qt::Key_Escape);
    EXPECT_EQ(chosen.back()[0].toInt(), -1);
}

TEST(CountList, ARowThatOnlyTellsCannotBeChosen) {
    CountModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    model.setRows({{"unreadable", 3, 4}, {"of which cut off", 2, -1}, {"empty", 1, 5}});
    CountList list(&model, 5);
    list.resize(200, 100);
    list.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&list, 120'000));
    QSignalSpy chosen(&list, &CountList::chosen);
    const auto place = [&](int row) { return list.visualRect(model.index(row)).center(); };
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, place(0));
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, place(1));
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_EQ(list.currentIndex().row(), 0);
    QTest::keyClick(&list, Qt::Key_Down);
    ASSERT_EQ(chosen.count(), 2);
    EXPECT_EQ(chosen[1][0].toInt(), 2);
}

TEST(ProblemModel, KeepsTheRulesOfModels) {
    dataset::Catalog catalog;
    catalog.classes = {"cat"};
    catalog.samples = {{"cat/a.png", 0, dataset::Part::Train, 0, 0}};
    const auto project = makeProject(std::move(catalog));
    dataset::Problem empty;
    empty.kind = dataset::ProblemKind::Empty;
    empty.path = "cat/a.png";
    empty.error = fail(ErrorCode::ImageEmpty, "cat/a.png");
    ProblemModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    model.show(makeProblemList(*project, {empty}), dataset::ProblemKind::Empty);
    ASSERT_EQ(model.rowCount(), 1);
    EXPECT_EQ(model.index(0, ProblemModel::Path).data().toString(), "cat/a.png");
    EXPECT_TRUE(model.index(0, ProblemModel::Reason).data().toString().contains("cat/a.png"));
    model.show(nullptr, {});
    EXPECT_EQ(model.rowCount(), 0);
}

}  // namespace
}  // namespace minarai::studio
