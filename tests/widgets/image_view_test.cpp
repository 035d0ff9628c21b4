// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/image/image_view.h"

#include <gtest/gtest.h>

#include <QTest>
#include <QWheelEvent>

namespace minarai::widgets {
namespace {

QImage picture(int width, int height) {
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::darkGreen);
    return image;
}

void wheel(ImageView& view, QPointF at, int delta) {
    QWheelEvent event(at, view.mapToGlobal(at), QPoint(), QPoint(0, delta), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&view, &event);
}

TEST(ImageView, FitsUntilItIsZoomed) {
    ImageView view;
    view.resize(400, 300);
    view.setImage(picture(800, 600));
    EXPECT_TRUE(view.isFitted());
    EXPECT_DOUBLE_EQ(view.zoom(), 0.5);
    view.resize(800, 600);
    view.show();
    EXPECT_DOUBLE_EQ(view.zoom(), 1.0);
}

TEST(ImageView, TheWheelKeepsThePointUnderThePointer) {
    ImageView view;
    view.resize(400, 300);
    view.show();
    view.setImage(picture(800, 600));
    const QPointF at(300, 100);
    const QPointF before = view.toImage(at);
    wheel(view, at, 120 * 5);
    EXPECT_GT(view.zoom(), 1.0);
    EXPECT_NEAR(view.toImage(at).x(), before.x(), 0.5);
    EXPECT_NEAR(view.toImage(at).y(), before.y(), 0.5);
}

TEST(ImageView, KeysZoomFitAndShowPixels) {
    ImageView view;
    view.resize(400, 300);
    view.show();
    view.setImage(picture(800, 600));
    QTest::keyClick(&view, Qt::Key_1);
    EXPECT_DOUBLE_EQ(view.zoom(), 1.0);
    EXPECT_FALSE(view.isFitted());
    QTest::keyClick(&view, Qt::Key_Plus);
    EXPECT_DOUBLE_EQ(view.zoom(), 1.25);
    QTest::keyClick(&view, Qt::Key_0);
    EXPECT_TRUE(view.isFitted());
    QTest::keyClick(&view, Qt::Key_Z);
    EXPECT_DOUBLE_EQ(view.zoom(), 1.0);
    QTest::keyClick(&view, Qt::Key_F);
    EXPECT_TRUE(view.isFitted());
    QTest::keyClick(&view, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(view.isFitted()) << "which undoes";
    for (int i = 0; i < 60; ++i) {
        QTest::keyClick(&view, Qt::Key_Plus);
    }
    EXPECT_LE(view.zoom(), 64.0);
    for (int i = 0; i < 90; ++i) {
        QTest::keyClick(&view, Qt::Key_Minus);
    }
    EXPECT_DOUBLE_EQ(view.zoom(), 0.5);
}

TEST(ImageView, DraggingNeverLosesThePicture) {
    ImageView view;
    view.resize(400, 300);
    view.show();
    view.setImage(picture(800, 600));
    view.showActualSize();
    QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(200, 150));
    QTest::mouseMove(&view, QPoint(390, 290));
    for (int i = 0; i < 20; ++i) {
        QMouseEvent move(QEvent::MouseMove, QPointF(i % 2 == 0 ? 390 : 391, 5000),
                         view.mapToGlobal(QPointF(390, 5000)), Qt::NoButton, Qt::LeftButton,
                         Qt::NoModifier);
        QCoreApplication::sendEvent(&view, &move);
    }
    QTest::mouseRelease(&view, Qt::LeftButton);
    EXPECT_GE(view.toWidget(QPointF(800, 600)).y(), 300 - 1e-6);
    EXPECT_LE(view.toWidget(QPointF(0, 0)).y(), 1e-6);
}

TEST(ImageView, VariantsOfOneSizeKeepThePlace) {
    ImageView view;
    view.resize(400, 300);
    view.show();
    view.setImage(picture(800, 600));
    view.setZoom(2, {10, 10});
    const QPointF corner = view.toImage({0, 0});
    view.setImage(picture(800, 600));
    EXPECT_DOUBLE_EQ(view.zoom(), 2);
    EXPECT_EQ(view.toImage({0, 0}), corner);
    view.setImage(picture(640, 480));
    EXPECT_TRUE(view.isFitted());
}

TEST(ImageView, TellsThePixelsOfAPictureThatHasFewerInMemory) {
    ImageView view;
    view.resize(400, 300);
    view.setImage(picture(800, 600), QSize(1600, 1200));
    EXPECT_EQ(view.accessibleDescription(), "1600 × 1200 pixels, shown at 25 %")
        << "400 of 1600 pixels";
    view.setImage(picture(800, 600));
    EXPECT_EQ(view.accessibleDescription(), "800 × 600 pixels, shown at 50 %");
}

TEST(ImageView, SurvivesNothingAndExtremes) {
    ImageView view;
    view.resize(200, 100);
    view.show();
    EXPECT_FALSE(view.grab().isNull());
    QTest::keyClick(&view, Qt::Key_Plus);
    QTest::mouseDClick(&view, Qt::LeftButton);
    for (const QSize size : {QSize(1, 1), QSize(20000, 1), QSize(1, 20000)}) {
        view.setImage(picture(size.width(), size.height()));
        EXPECT_FALSE(view.grab().isNull());
        view.showActualSize();
        EXPECT_FALSE(view.grab().isNull());
    }
    view.setImage({});
    EXPECT_FALSE(view.grab().isNull());
}

}  // namespace
}  // namespace minarai::widgets
