// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/curve_chart.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <limits>

#include "await_timers.h"
#include "support/file_limit.h"
#include "widgets/charts/curve_series.h"
#include "widgets/theme/tokens.h"

namespace minarai::widgets {
namespace {

class CurveChartTest : public ::testing::Test {
  protected:
    void SetUp() override {
        chart.setSeries("train", SeriesRole::Training, "training");
        chart.setSeries("val", SeriesRole::Validation, "validation");
        chart.resize(500, 300);
        chart.show();
    }
    /// The chart draws at most some 30 times a second; this awaits the next time.
    static void settle() { awaitTimers(80); }
    /// A low curve with a value for each step, and one with a value for each epoch.
    void drawTenEpochs() {
        chart.setXSpan(0, 10);
        chart.setYSpan(0, 1);
        for (int step = 0; step <= 100; ++step) {
            chart.append("train", step / 10.0, 0.1);
        }
        for (int epoch = 1; epoch <= 10; ++epoch) {
            chart.append("val", epoch, 0.2);
        }
        settle();
    }
    QWidget* plot() const { return chart.findChild<QWidget*>(); }
    void moveTo(QPointF at, Qt::MouseButtons held = Qt::NoButton) const {
        QMouseEvent event(QEvent::MouseMove, at, plot()->mapToGlobal(at), Qt::NoButton, held,
                          Qt::NoModifier);
        QCoreApplication::sendEvent(plot(), &event);
    }
    void wheel(QPointF at, int delta, Qt::KeyboardModifiers keys = Qt::NoModifier) const {
        QWheelEvent event(at, plot()->mapToGlobal(at), QPoint(), QPoint(0, delta), Qt::NoButton,
                          keys, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(plot(), &event);
    }
    CurveChart chart{"Loss"};
};

double widthOf(QPointF range) {
    return range.y() - range.x();
}

TEST(NiceCeiling, Steps) {
    EXPECT_DOUBLE_EQ(niceCeiling(1.52), 1.6);
    EXPECT_DOUBLE_EQ(niceCeiling(1.0), 1.0);
    EXPECT_DOUBLE_EQ(niceCeiling(0.83), 1.0);
    EXPECT_DOUBLE_EQ(niceCeiling(29), 30);
    EXPECT_DOUBLE_EQ(niceCeiling(2.31e-4), 2.5e-4);
    EXPECT_DOUBLE_EQ(niceCeiling(0), 1);
    EXPECT_DOUBLE_EQ(niceCeiling(std::nan("")), 1);
}

TEST_F(CurveChartTest, KeepsFewPointsOfMany) {
    constexpr int kCount = 100'000;
    double sum = 0;
    for (int i = 0; i < kCount; ++i) {
        const double y = std::sin(i * 0.001) + (i % 2);
        chart.append("train", i, y);
        sum += y;
    }
    const QVector<QPointF> points = chart.points("train");
    EXPECT_LE(points.size(), CurveChart::kMaxPoints);
    EXPECT_GE(points.size(), CurveChart::kMaxPoints / 2 - 1);
    double mean = 0;
    for (qsizetype i = 0; i < points.size(); ++i) {
        mean += points[i].y();
        if (i > 0) {
            ASSERT_GT(points[i].x(), points[i - 1].x());
        }
        // Averaging takes the alternation away and leaves the curve.
        ASSERT_NEAR(points[i].y(), std::sin(points[i].x() * 0.001) + 0.5, 0.51);
    }
    EXPECT_NEAR(mean / static_cast<double>(points.size()), sum / kCount, 0.01);
    EXPECT_GT(points.last().x(), kCount - 100);

    QVector<QPointF> all;
    for (int i = 0; i < 9001; ++i) {
        all << QPointF(i, i);
    }
    chart.setPoints("val", all);
    EXPECT_LE(chart.points("val").size(), CurveChart::kMaxPoints);
    EXPECT_NEAR(chart.points("val").last().x(), 9000, 3);
}

TEST_F(CurveChartTest, LeavesOutWhatIsNotFinite) {
    chart.append("train", 0, 1);
    chart.append("train", 1, std::nan(""));
    chart.append("train", 2, std::numeric_limits<double>::infinity());
    chart.append("nobody", 2, 1);
    EXPECT_EQ(chart.points("train").size(), 1);
}

TEST_F(CurveChartTest, AxisGrowsInNiceStepsAndNeverShrinksByItself) {
    chart.setXSpan(0, 30);
    chart.append("train", 0, 1.52);
    settle();
    EXPECT_EQ(chart.xRange(), QPointF(0, 30));
    EXPECT_EQ(chart.yRange(), QPointF(0, 1.6));
    for (int epoch = 1; epoch < 20; ++epoch) {
        chart.append("train", epoch, 1.5 / epoch);
    }
    settle();
    EXPECT_EQ(chart.yRange(), QPointF(0, 1.6));
    chart.append("train", 20, 1.61);
    settle();
    EXPECT_EQ(chart.yRange(), QPointF(0, 2));
    chart.append("train", 31, 0.5);
    settle();
    EXPECT_EQ(chart.xRange(), QPointF(0, 40));
}

TEST_F(CurveChartTest, ALowChartHasFewerTicksSoThatTheirLabelsDoNotTouch) {
    chart.append("train", 1, 0.001);
    chart.append("train", 2, 0.001);
    chart.setXSpan(0, 10);
    // Right of the curve there is nothing but the lines of the grid.
    const auto lines = [this](int height) {
        chart.resize(500, height);
        settle();
        const QImage seen = chart.grab().toImage();
        const QRgb border = tokenColor(Token::Border, false).rgb();
        int count = 0;
        for (int y = 0; y < seen.height(); ++y) {
            const bool isLine = seen.pixelColor(400, y).rgb() == border;
            const bool wasLine = y > 0 && seen.pixelColor(400, y - 1).rgb() == border;
            count += isLine && !wasLine ? 1 : 0;
        }
        return count;
    };
    EXPECT_EQ(lines(300), 5) << "0, 0.00025, 0.0005, 0.00075, 0.001";
    EXPECT_EQ(lines(100), 3) << "0, 0.0005, 0.001";
}

TEST_F(CurveChartTest, AccuracyStaysBetweenZeroAndOne) {
    chart.setYSpan(0, 1);
    chart.append("val", 1, 0.3);
    chart.append("val", 2, 0.97);
    settle();
    EXPECT_EQ(chart.yRange(), QPointF(0, 1));
}

TEST_F(CurveChartTest, LogarithmicAxisLeavesOutZero) {
    chart.append("train", 0, 0);
    chart.append("train", 1, 1e-4);
    chart.append("train", 2, 0.02);
    settle();
    QTest::keyClick(&chart, Qt::Key_Home);
    chart.logAction()->trigger();
    settle();
    EXPECT_TRUE(chart.isLogarithmic());
    EXPECT_GT(chart.yRange().x(), 0);
    EXPECT_LE(chart.yRange().x(), 1e-4);
    EXPECT_GE(chart.yRange().y(), 0.02);
}

TEST_F(CurveChartTest, ZoomsWithTheKeyboardAndComesBack) {
    for (int i = 0; i <= 10; ++i) {
        chart.append("val", i, 1.0 / (i + 1));
    }
    settle();
    const QPointF full = chart.xRange();
    QTest::keyClick(&chart, Qt::Key_Plus);
    EXPECT_LT(chart.xRange().y() - chart.xRange().x(), full.y() - full.x());
    QTest::keyClick(&chart, Qt::Key_Home);
    EXPECT_EQ(chart.xRange(), full);
    QTest::keyClick(&chart, Qt::Key_Minus);
    EXPECT_EQ(chart.xRange(), full) << "there is nothing outside of the data to see";
}

TEST_F(CurveChartTest, ThePointerReadsBothCurves) {
    drawTenEpochs();
    // The curves are low: nothing but the readout has their colours in the upper third.
    const auto inked = [this](Token token) {
        const QImage seen = chart.grab().toImage();
        const QRgb color = tokenColor(token, false).rgb();
        int count = 0;
        for (int y = 0; y < seen.height() / 3; ++y) {
            for (int x = 0; x < seen.width(); ++x) {
                count += seen.pixelColor(x, y).rgb() == color ? 1 : 0;
            }
        }
        return count;
    };
    ASSERT_EQ(inked(Token::Training), 0);
    ASSERT_EQ(inked(Token::Validation), 0);
    QSignalSpy hovered(&chart, &CurveChart::hovered);
    moveTo({250, 150});
    ASSERT_EQ(hovered.count(), 1);
    const double x = hovered[0][0].toDouble();
    EXPECT_NEAR(x, 4.7, 0.5) << "the middle of the axis, but for its margin";
    EXPECT_NEAR(x * 10, std::round(x * 10), 1e-9) << "the nearest point";
    EXPECT_GT(inked(Token::Training), 0);
    EXPECT_GT(inked(Token::Validation), 0);
    EXPECT_EQ(chart.accessibleDescription(),
              QStringLiteral("training: 0.1000 at %1; validation: 0.2000 at 5").arg(x));
    moveTo({251, 20});
    EXPECT_LE(hovered.count(), 2);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(plot(), &leave);
    EXPECT_EQ(inked(Token::Training), 0);
    EXPECT_EQ(inked(Token::Validation), 0);
    EXPECT_EQ(chart.accessibleDescription(), "training: 0.1000 at 10; validation: 0.2000 at 10");
    // By the keyboard the epochs are read.
    QTest::keyClick(&chart, Qt::Key_Left);
    QTest::keyClick(&chart, Qt::Key_Left);
    EXPECT_EQ(chart.accessibleDescription(), "training: 0.1000 at 9; validation: 0.2000 at 9");
}

TEST_F(CurveChartTest, TheWheelZoomsAroundThePointerAndADoubleClickShowsEverything) {
    drawTenEpochs();
    const QPointF all(0, 10);
    const QPointF whole(0, 1);
    ASSERT_EQ(chart.xRange(), all);
    ASSERT_EQ(chart.yRange(), whole);
    const QPointF at(300, 150);
    QSignalSpy hovered(&chart, &CurveChart::hovered);
    moveTo(at);
    wheel(at, 3 * 120);
    EXPECT_NEAR(widthOf(chart.xRange()), 10 / std::pow(1.25, 3), 1e-6);
    EXPECT_EQ(chart.yRange(), whole);
    moveTo(at);
    EXPECT_EQ(hovered.count(), 1) << "what the pointer was on stays beneath it";
    wheel(at, 120, Qt::ControlModifier);
    EXPECT_NEAR(widthOf(chart.yRange()), 1 / 1.25, 1e-6);
    const QPointF zoomed = chart.xRange();
    chart.append("train", 10.0, 0.9);
    settle();
    EXPECT_EQ(chart.xRange(), zoomed) << "a new value takes nobody's view away";

    QTest::mousePress(plot(), Qt::LeftButton, {}, at.toPoint());
    moveTo(at + QPointF(60, 0), Qt::LeftButton);
    QTest::mouseRelease(plot(), Qt::LeftButton, {}, at.toPoint() + QPoint(60, 0));
    EXPECT_LT(chart.xRange().x(), zoomed.x()) << "earlier values are drawn into sight";
    EXPECT_NEAR(widthOf(chart.xRange()), widthOf(zoomed), 1e-6);
    QTest::mouseDClick(plot(), Qt::LeftButton, {}, at.toPoint());
    EXPECT_EQ(chart.xRange(), all);
    EXPECT_EQ(chart.yRange(), whole);
    wheel(at, -120);
    EXPECT_EQ(chart.xRange(), all) << "there is nothing outside of the data to see";
}

TEST_F(CurveChartTest, TheWheelZoomsALogarithmicAxisWithinIt) {
    for (int epoch = 1; epoch <= 10; ++epoch) {
        chart.append("val", epoch, std::pow(10, -epoch / 3.0));
    }
    chart.setLogarithmic(true);
    settle();
    const QPointF full = chart.yRange();
    for (int i = 0; i < 6; ++i) {
        wheel({250, 120}, 120, Qt::ControlModifier);
    }
    EXPECT_GT(chart.yRange().x(), full.x());
    EXPECT_LT(chart.yRange().y(), full.y());
    for (int i = 0; i < 40; ++i) {
        wheel({250, 20}, -120, Qt::ControlModifier);
    }
    EXPECT_NEAR(chart.yRange().x() / full.x(), 1, 1e-6);
    EXPECT_NEAR(chart.yRange().y() / full.y(), 1, 1e-6);
}

TEST_F(CurveChartTest, KeyboardOpensAPoint) {
    for (int i = 0; i <= 10; ++i) {
        chart.append("train", i, 2);
        chart.append("val", i, 1);
    }
    settle();
    QSignalSpy opened(&chart, &CurveChart::pointActivated);
    QTest::keyClick(&chart, Qt::Key_Left);
    QTest::keyClick(&chart, Qt::Key_Left);
    QTest::keyClick(&chart, Qt::Key_Return);
    ASSERT_EQ(opened.count(), 1);
    EXPECT_EQ(opened[0][0].toString(), "val");
    EXPECT_EQ(opened[0][1].toDouble(), 9);
}

TEST_F(CurveChartTest, ClickOnAPointOpensIt) {
    chart.setXSpan(0, 10);
    chart.setYSpan(0, 1);
    chart.append("val", 0, 0.0);
    chart.append("val", 5, 0.5);
    chart.append("val", 10, 0.0);
    settle();
    QSignalSpy opened(&chart, &CurveChart::pointActivated);
    QWidget* plot = chart.findChild<QWidget*>();
    ASSERT_NE(plot, nullptr);
    // Somewhere on the middle column the pointer meets the only point there.
    for (int y = 10; y < chart.height() - 30; y += 8) {
        for (int x = chart.width() / 2 - 30; x < chart.width() / 2 + 60; x += 10) {
            QTest::mouseClick(plot, Qt::LeftButton, {}, QPoint(x, y));
        }
    }
    ASSERT_GE(opened.count(), 1);
    EXPECT_EQ(opened[0][1].toDouble(), 5);
}

TEST_F(CurveChartTest, ExportsNumbersAndPictures) {
    QTemporaryDir folder;
    chart.setSeries("odd", SeriesRole::OtherRun, "run 9, \"fast\"");
    chart.append("train", 0, 1.5);
    chart.append("val", 1, 0.00039);
    chart.append("odd", 1, 2);
    const QString csv = folder.filePath("loss.csv");
    ASSERT_TRUE(chart.exportTo(csv));
    QFile file(csv);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_EQ(QString::fromUtf8(file.readAll()),
              "series,x,y\ntraining,0,1.5\nvalidation,1,3.9e-4\n\"run 9, \"\"fast\"\"\",1,2\n");

    ASSERT_TRUE(chart.exportTo(folder.filePath("loss.png")));
    EXPECT_EQ(QImage(folder.filePath("loss.png")).size(), QSize(1920, 1080));
    ASSERT_TRUE(chart.exportTo(folder.filePath("loss.pdf")));
    QFile pdf(folder.filePath("loss.pdf"));
    ASSERT_TRUE(pdf.open(QIODevice::ReadOnly));
    EXPECT_TRUE(pdf.readAll().startsWith("%PDF-"));
    ASSERT_TRUE(chart.exportTo(folder.filePath("loss.svg")));
    EXPECT_GT(QFile(folder.filePath("loss.svg")).size(), 500);

    const Status refused = chart.exportTo(folder.filePath("loss.doc"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::FileFormat);
    EXPECT_FALSE(chart.exportTo(folder.filePath("missing/loss.csv")));
    EXPECT_FALSE(chart.exportTo(folder.filePath("missing/loss.png")));
}

TEST_F(CurveChartTest, AFullDiskIsAnErrorForEveryKindOfFile) {
    QTemporaryDir folder;
    chart.append("train", 0, 1.5);
    chart.append("val", 1, 0.5);
    const tests::FileLimit disk;
    for (const char* ending : {"png", "pdf", "svg", "csv"}) {
        const QString file = folder.filePath(QStringLiteral("loss.") + QLatin1String(ending));
        if (!disk.set(20)) {
            GTEST_SKIP() << "the size of files cannot be limited here";
        }
        const Status written = chart.exportTo(file);
        disk.lift();
        EXPECT_FALSE(written) << ending;
        EXPECT_FALSE(QFile::exists(file)) << ending;
    }
    EXPECT_TRUE(QDir(folder.path()).isEmpty()) << "nothing is left behind";
}

TEST(Smoothing, IsTheDebiasedMeanOfTensorBoard) {
    // last = last * 0.6 + y * 0.4, divided by 1 - 0.6^n: by hand.
    const QVector<QPointF> points{{1, 1}, {2, 2}, {3, 4}};
    const QVector<QPointF> soft = smoothed(points, 0.6);
    ASSERT_EQ(soft.size(), 3);
    EXPECT_DOUBLE_EQ(soft[0].y(), 1);
    EXPECT_NEAR(soft[1].y(), (0.4 * 0.6 + 0.8) / (1 - 0.36), 1e-12);
    EXPECT_NEAR(soft[2].y(), ((0.4 * 0.6 + 0.8) * 0.6 + 1.6) / (1 - 0.216), 1e-12);
    EXPECT_EQ(smoothed(points, 0), points);
}

TEST_F(CurveChartTest, SmoothingLeavesTheDataAsTheyAre) {
    for (int i = 0; i < 20; ++i) {
        chart.append("train", i, i % 2);
    }
    const QVector<QPointF> before = chart.points("train");
    chart.setSmoothing(0.9);
    settle();
    EXPECT_DOUBLE_EQ(chart.smoothing(), 0.9);
    EXPECT_EQ(chart.points("train"), before);
    chart.setSmoothing(7);
    EXPECT_DOUBLE_EQ(chart.smoothing(), 0.99);
}

TEST_F(CurveChartTest, SmoothingTouchesNoCurveThatHasAValueForEachEpoch) {
    chart.setSeries("ghost", SeriesRole::OtherRun, "run 1");
    for (int epoch = 1; epoch <= 8; ++epoch) {
        chart.append("val", epoch, 1.0 / epoch);
        chart.append("ghost", epoch, 1.2 / epoch);
    }
    QTemporaryDir folder;
    // An export draws at once what the chart shows.
    const auto drawn = [&] {
        EXPECT_TRUE(chart.exportTo(folder.filePath("curves.png")));
        return QImage(folder.filePath("curves.png"));
    };
    const QImage plain = drawn();
    chart.setSmoothing(0.7);
    EXPECT_EQ(drawn(), plain) << "the thick line ends where the figure says";
    chart.setSmoothing(0);
    for (int step = 0; step < 40; ++step) {
        chart.append("train", step / 5.0, 1 + step % 2);
    }
    const QImage rough = drawn();
    chart.setSmoothing(0.7);
    EXPECT_NE(drawn(), rough);
}

TEST_F(CurveChartTest, AMovableMarkerIsDraggedAndSteppedOnALogarithmicAxis) {
    CurveChart range("Range test");
    range.setSeries("loss", SeriesRole::Validation, "loss");
    range.setXLogarithmic(true);
    range.setMarkerMovable(true);
    range.resize(500, 300);
    range.show();
    for (int i = 0; i <= 4; ++i) {
        range.append("loss", std::pow(10, i - 5), 1);
    }
    settle();
    EXPECT_DOUBLE_EQ(range.xRange().x(), 1e-5);
    EXPECT_DOUBLE_EQ(range.xRange().y(), 0.1);
    QSignalSpy moved(&range, &CurveChart::markerMoved);
    range.setMarker(1e-3);
    EXPECT_EQ(moved.count(), 0) << "only the user's doing is told";
    QTest::keyClick(&range, Qt::Key_Right);
    EXPECT_NEAR(*range.marker(), 1e-2, 1e-9);
    QTest::keyClick(&range, Qt::Key_Left);
    QTest::keyClick(&range, Qt::Key_Left);
    EXPECT_NEAR(*range.marker(), 1e-4, 1e-9);
    ASSERT_EQ(moved.count(), 3);

    // The marker's line is at a quarter of the axis: 1e-4 of 1e-5 to 1e-1.
    QWidget* plot = range.findChild<QWidget*>();
    QTest::mouseMove(plot, QPoint(5, 150));
    int grip = -1;
    for (int x = 40; x < 490 && grip < 0; x += 4) {
        QTest::mousePress(plot, Qt::LeftButton, {}, QPoint(x, 150));
        QTest::mouseMove(plot, QPoint(x + 40, 150));
        if (moved.count() > 3) {
            grip = x;
        }
        QTest::mouseRelease(plot, Qt::LeftButton, {}, QPoint(x + 40, 150));
    }
    ASSERT_GT(grip, 0) << "the line can be taken hold of";
    EXPECT_GT(*range.marker(), 1e-4);
    EXPECT_LT(*range.marker(), 1e-2);
}

TEST_F(CurveChartTest, TellsItsLastValues) {
    chart.append("train", 3, 0.5);
    chart.append("val", 3, 0.25);
    settle();
    EXPECT_EQ(chart.accessibleName(), "Loss");
    EXPECT_EQ(chart.accessibleDescription(), "training: 0.5000 at 3; validation: 0.2500 at 3");
}

}  // namespace
}  // namespace minarai::widgets
