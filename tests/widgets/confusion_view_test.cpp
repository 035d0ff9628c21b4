// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/confusion_view.h"

#include <gtest/gtest.h>

#include <QPixmap>
#include <QSignalSpy>
#include <QTest>

#include "support/processor_clock.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

metrics::ConfusionMatrix flowers() {
    constexpr int kCounts[5][5] = {
        {18, 1, 0, 0, 1}, {1, 20, 0, 1, 0}, {0, 0, 17, 0, 5}, {0, 2, 0, 20, 0}, {1, 0, 3, 0, 20}};
    metrics::ConfusionMatrix matrix(5);
    for (std::size_t t = 0; t < 5; ++t) {
        for (std::size_t p = 0; p < 5; ++p) {
            for (int i = 0; i < kCounts[t][p]; ++i) {
                matrix.add(t, p);
            }
        }
    }
    return matrix;
}

const QStringList kNames{"daisy", "dandelion", "roses", "sunflowers", "tulips"};

class ConfusionViewTest : public ::testing::Test {
  protected:
    void SetUp() override {
        view.resize(400, 360);
        view.setMatrix(flowers(), kNames);
        view.show();
        QTest::qWait(1);
    }
    ConfusionView view;
};

TEST_F(ConfusionViewTest, ClickSelectsAndOpens) {
    QSignalSpy selected(&view, &ConfusionView::cellSelected);
    QSignalSpy opened(&view, &ConfusionView::cellActivated);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.cellRect({2, 4}).center());
    ASSERT_EQ(opened.count(), 1);
    EXPECT_EQ(opened[0][0].toInt(), 2);
    EXPECT_EQ(opened[0][1].toInt(), 4);
    ASSERT_EQ(selected.count(), 1);
    EXPECT_EQ(view.selectedCell(), (ConfusionCell{2, 4}));
}

TEST_F(ConfusionViewTest, ArrowsMoveAndEnterOpens) {
    QSignalSpy opened(&view, &ConfusionView::cellActivated);
    QTest::keyClick(&view, Qt::Key_Right);
    EXPECT_EQ(view.selectedCell(), (ConfusionCell{0, 0}));
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Down);
    EXPECT_EQ(view.selectedCell(), (ConfusionCell{1, 1}));
    QTest::keyClick(&view, Qt::Key_Up);
    QTest::keyClick(&view, Qt::Key_Up);
    QTest::keyClick(&view, Qt::Key_Left);
    EXPECT_EQ(view.selectedCell(), (ConfusionCell{0, 0}));
    QTest::keyClick(&view, Qt::Key_End);
    QTest::keyClick(&view, Qt::Key_Return);
    ASSERT_EQ(opened.count(), 1);
    EXPECT_EQ(opened[0][0].toInt(), 4);
}

TEST_F(ConfusionViewTest, SaysWhatACellMeans) {
    EXPECT_EQ(view.cellText({2, 4}), "✗ truth roses, predicted tulips: 5 (23 % of roses)");
    EXPECT_EQ(view.cellText({0, 0}), "✓ truth daisy, predicted daisy: 18 (90 % of daisy)");
    view.setMode(ConfusionView::Mode::ByColumn);
    EXPECT_EQ(view.cellText({2, 4}),
              "✗ truth roses, predicted tulips: 5 (19 % of all predicted tulips)");
    EXPECT_TRUE(view.accessibleDescription().contains("95 of 110 right"))
        << view.accessibleDescription().toStdString();
}

TEST_F(ConfusionViewTest, ColoursSayRightWrongAndBlank) {
    const QColor blank = Theme::of(&view).color(Token::Hover);
    EXPECT_EQ(view.cellColor({0, 2}), blank);
    EXPECT_GT(view.cellColor({0, 0}).blue(), view.cellColor({0, 0}).red());
    EXPECT_GT(view.cellColor({2, 4}).red(), view.cellColor({2, 4}).blue());
    // More wrong answers, stronger colour.
    EXPECT_LT(view.cellColor({2, 4}).blue(), view.cellColor({0, 1}).blue());
}

TEST_F(ConfusionViewTest, TextReadsOnEveryCellInBothModes) {
    auto& theme = const_cast<Theme&>(Theme::of());
    for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
        theme.setMode(mode);
        for (int share = 0; share <= 100; ++share) {
            metrics::ConfusionMatrix matrix(2);
            for (int i = 0; i < 100; ++i) {
                matrix.add(0, i < share ? 0 : 1);
            }
            view.setMatrix(matrix, {"a", "b"});
            for (int predicted = 0; predicted < 2; ++predicted) {
                const ConfusionCell cell{0, predicted};
                EXPECT_GE(contrastRatio(view.cellColor(cell), view.cellTextColor(cell)), 4.5)
                    << share << " % at " << predicted;
            }
        }
    }
    theme.setMode(Theme::Mode::Light);
}

TEST_F(ConfusionViewTest, SelectionStaysWhenNewNumbersArrive) {
    view.setSelectedCell(ConfusionCell{2, 4});
    view.setMatrix(flowers(), kNames);
    EXPECT_EQ(view.selectedCell(), (ConfusionCell{2, 4}));
    view.setMatrix(metrics::ConfusionMatrix(3), {});
    EXPECT_EQ(view.selectedCell(), std::nullopt);
    view.setSelectedCell(ConfusionCell{3, 0});
    EXPECT_EQ(view.selectedCell(), std::nullopt);
}

TEST_F(ConfusionViewTest, SmallCellsHaveNumbers) {
    metrics::ConfusionMatrix matrix(20);
    for (std::size_t i = 0; i < 20; ++i) {
        for (int k = 0; k < 8; ++k) {
            matrix.add(i, i);
        }
    }
    view.setMatrix(matrix, {});
    const QImage seen = view.viewport()->grab().toImage();
    for (int i = 0; i < 20; ++i) {
        const QRect cell = view.cellRect({i, i});
        ASSERT_GE(cell.height(), 14);
        ASSERT_LT(cell.height(), 18);
        const QRgb ground = view.cellColor({i, i}).rgb();
        int inked = 0;
        for (int y = cell.top() + 3; y < cell.bottom() - 3; ++y) {
            for (int x = cell.left() + 3; x < cell.right() - 3; ++x) {
                inked += seen.pixel(x, y) != ground ? 1 : 0;
            }
        }
        EXPECT_GT(inked, 8) << i;
    }
}

TEST_F(ConfusionViewTest, CellsAreWiderThanHighWhereThereIsRoomBesideThem) {
    view.resize(280, 220);
    view.setMatrix(metrics::ConfusionMatrix(8),
                   {"checker", "circle", "cross", "ring", "square", "star", "stripes", "triangle"});
    const QRect first = view.cellRect({0, 0});
    const QRect last = view.cellRect({7, 7});
    EXPECT_GT(first.width(), first.height());
    EXPECT_LE(first.width(), 2 * first.height());
    EXPECT_EQ(view.cellAt(last.center()), (ConfusionCell{7, 7}));
    EXPECT_EQ(view.cellAt(view.cellRect({2, 5}).center()), (ConfusionCell{2, 5}));
    // The rest beside them is less than a column.
    const int beside = view.viewport()->width() - 1 - last.right();
    EXPECT_LT(beside, first.width());
    // In a high and narrow place they stay square.
    view.resize(200, 500);
    const QRect narrow = view.cellRect({0, 0});
    EXPECT_EQ(narrow.width(), narrow.height());
}

TEST_F(ConfusionViewTest, ThousandClassesStayQuickAndReachable) {
    metrics::ConfusionMatrix matrix(1000);
    for (std::size_t i = 0; i < 1000; ++i) {
        for (std::size_t k = 0; k < 50; ++k) {
            matrix.add(i, (i * 7 + k * k * k) % 1000);
            matrix.add(i, i);
        }
    }
    view.setMatrix(matrix, {});
    const tests::ProcessorClock clock;
    for (int i = 0; i < 5; ++i) {
        static_cast<void>(view.grab());
    }
    EXPECT_LT(clock.milliseconds() / 5, 100);
    QTest::keyClick(&view, Qt::Key_End);
    EXPECT_EQ(view.selectedCell(), (ConfusionCell{999, 999}));
    EXPECT_FALSE(view.cellRect({999, 999}).isEmpty());
    EXPECT_TRUE(view.cellRect({0, 0}).isEmpty());
    EXPECT_EQ(view.cellAt(view.cellRect({999, 999}).center()), (ConfusionCell{999, 999}));
}

TEST(ConfusionViewEmpty, SurvivesNothing) {
    ConfusionView view;
    view.setEmptyText("Nothing yet");
    view.setMatrix({}, {"a"});
    QTest::keyClick(&view, Qt::Key_Down);
    EXPECT_FALSE(view.grab().isNull());
    EXPECT_EQ(view.accessibleDescription(), "Nothing yet");
    EXPECT_EQ(view.cellAt({10, 10}), std::nullopt);
}

}  // namespace
}  // namespace minarai::widgets
