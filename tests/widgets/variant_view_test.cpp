// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/variant_view.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

namespace minarai::widgets {
namespace {

QVector<VariantItem> items(int count, const QColor& colour) {
    QVector<VariantItem> result(count);
    for (int i = 0; i < count; ++i) {
        result[i].picture = QImage(64, 64, QImage::Format_RGB32);
        result[i].picture.fill(colour);
        result[i].toolTip = QStringLiteral("Epoch %1").arg(i + 1);
        result[i].description = QStringLiteral("Variant %1").arg(i + 1);
    }
    return result;
}

class VariantViewTest : public ::testing::Test {
  protected:
    VariantModel model;
    VariantView view;

    void SetUp() override {
        view.setVariantModel(&model);
        view.resize(420, 420);
        view.show();
        model.setItems(items(16, Qt::red));
        QTest::qWait(0);
    }
};

TEST_F(VariantViewTest, AllPicturesAreInSightAtAnySizeAndShape) {
    for (const QSize size : {QSize(420, 420), QSize(900, 300), QSize(260, 700), QSize(940, 770)}) {
        for (const QSize shape : {QSize(1, 1), QSize(224, 112), QSize(64, 128)}) {
            view.resize(size);
            view.setShape(shape);
            QTest::qWait(0);
            const QRect seen = view.viewport()->rect();
            for (int row = 0; row < 16; ++row) {
                EXPECT_TRUE(seen.contains(view.visualRect(model.index(row))))
                    << size.width() << "x" << size.height() << " row " << row;
            }
            EXPECT_EQ(view.verticalScrollBar()->maximum(), 0);
            const QSize picture = view.pictureSize();
            EXPECT_NEAR(static_cast<double>(picture.width()) / picture.height(),
                        static_cast<double>(shape.width()) / shape.height(), 0.05);
            // A third of the room at least is pictures.
            EXPECT_GT(16.0 * picture.width() * picture.height() /
                          (static_cast<double>(size.width()) * size.height()),
                      0.33);
        }
    }
}

TEST_F(VariantViewTest, AnotherSetKeepsTheChosenRowAndIsPainted) {
    const QAbstractItemModelTester tester(&model);
    view.setCurrentVariant(5);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setItems(items(16, Qt::blue));
    EXPECT_EQ(resets.count(), 0);
    EXPECT_EQ(view.currentIndex().row(), 5);
    const QImage shown = view.viewport()->grab().toImage();
    EXPECT_EQ(shown.pixelColor(view.visualRect(model.index(9)).center()), QColor(Qt::blue));
    model.setItems({});
    EXPECT_EQ(resets.count(), 1);
}

TEST_F(VariantViewTest, KeysGoFromPictureToPictureAndEnterOpens) {
    QSignalSpy opened(&view, &VariantView::variantActivated);
    QSignalSpy currents(&view, &VariantView::currentVariantChanged);
    view.setFocus();
    view.setCurrentVariant(0);
    currents.clear();
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Down);
    EXPECT_EQ(view.currentIndex().row(), 5) << "four in a row";
    QTest::keyClick(&view, Qt::Key_Return);
    ASSERT_EQ(opened.count(), 1);
    EXPECT_EQ(opened[0][0].toInt(), 5);
    EXPECT_EQ(currents.count(), 2);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                      view.visualRect(model.index(10)).center());
    EXPECT_EQ(view.currentIndex().row(), 10);
}

TEST_F(VariantViewTest, CaptionsTakeRoomAndTheSizeIsTold) {
    QSignalSpy sizes(&view, &VariantView::pictureSizeChanged);
    const QSize before = view.pictureSize();
    view.setCaptionLines(1);
    const QSize withOne = view.pictureSize();
    EXPECT_LT(withOne.height(), before.height());
    EXPECT_EQ(sizes.count(), 1);
    view.setCaptionLines(2);
    EXPECT_LT(view.pictureSize().height(), withOne.height());
    view.setCaptionLines(0);
    EXPECT_EQ(view.pictureSize(), before);
}

}  // namespace
}  // namespace minarai::widgets
