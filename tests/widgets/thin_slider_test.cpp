// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/thin_slider.h"

#include <gtest/gtest.h>

#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include "widgets/charts/smoothing_button.h"

namespace minarai::widgets {
namespace {

class EpochSliderTest : public ::testing::Test {
  protected:
    void SetUp() override {
        slider.resize(218, 24);  // 200 px of track
        slider.show();
    }
    EpochSlider slider;
    QSignalSpy chosen{&slider, &EpochSlider::epochChosen};
};

TEST_F(EpochSliderTest, KeysGoFromEpochToEpochWhateverTheirNumbers) {
    EXPECT_EQ(slider.epoch(), 0);
    EXPECT_FALSE(slider.isEnabled());
    slider.setEpochs({1, 2, 5, 9});
    EXPECT_EQ(slider.epoch(), 9) << "the newest one";
    EXPECT_EQ(chosen.count(), 0);
    QTest::keyClick(&slider, Qt::Key_Left);
    EXPECT_EQ(slider.epoch(), 5);
    QTest::keyClick(&slider, Qt::Key_Home);
    EXPECT_EQ(slider.epoch(), 1);
    QTest::keyClick(&slider, Qt::Key_End);
    ASSERT_EQ(chosen.count(), 3);
    EXPECT_EQ(chosen[2][0].toLongLong(), 9);
    slider.setEpoch(2);
    EXPECT_EQ(chosen.count(), 3) << "only the user's doing is told";
    slider.setEpochs({1, 2, 5, 9, 10});
    EXPECT_EQ(slider.epoch(), 2) << "stays where it was";
    slider.setEpochs({1});
    EXPECT_EQ(slider.epoch(), 1);
    EXPECT_FALSE(slider.isEnabled());
}

TEST_F(EpochSliderTest, AClickOnTheTrackGoesThereAndADragFollows) {
    slider.setEpochs({1, 2, 3, 4, 5});
    QTest::mousePress(&slider, Qt::LeftButton, {}, QPoint(9 + 50, 12));
    EXPECT_EQ(slider.epoch(), 2);
    QTest::mouseMove(&slider, QPoint(9 + 102, 12));
    EXPECT_EQ(slider.epoch(), 3);
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, QPoint(9 + 102, 12));
    QTest::mouseMove(&slider, QPoint(9 + 200, 12));
    EXPECT_EQ(slider.epoch(), 3);
}

TEST(SmoothingButton, TellsTheWeightAndShowsIt) {
    SmoothingButton button;
    QSignalSpy changed(&button, &SmoothingButton::smoothingChanged);
    button.setSmoothing(0.6);
    EXPECT_EQ(changed.count(), 0);
    EXPECT_EQ(button.text(), "smooth 0.60");
    const QSize size = button.sizeHint();
    EXPECT_DOUBLE_EQ(button.smoothing(), 0.6);
    button.slider()->show();
    QTest::keyClick(button.slider(), Qt::Key_Right);
    ASSERT_EQ(changed.count(), 1);
    EXPECT_DOUBLE_EQ(changed[0][0].toDouble(), 0.61);
    QTest::keyClick(button.slider(), Qt::Key_End);
    EXPECT_DOUBLE_EQ(button.smoothing(), 0.99);
    QTest::keyClick(button.slider(), Qt::Key_Home);
    EXPECT_EQ(button.text(), "smooth");
    EXPECT_EQ(button.sizeHint(), size) << "its neighbours stand still";
    EXPECT_FALSE(button.accessibleName().isEmpty());
}

}  // namespace
}  // namespace minarai::widgets
