// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/value_slider.h"

#include <gtest/gtest.h>

#include <QAccessible>
#include <QLineEdit>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "widgets/forms/param_form.h"

namespace minarai::widgets {
namespace {

using Numbers = std::vector<double>;

void drag(QWidget& widget, const QPoint& from, const QPoint& to) {
    QTest::mousePress(&widget, Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, to, widget.mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                     Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &move);
    QTest::mouseRelease(&widget, Qt::LeftButton, {}, to);
}

ParamSpec jitter() {
    return realsParam("brightness", "Brightness", {0.0}).counts(1, 2).atLeast(0).atMost(100);
}

TEST(SliderRangeOf, ANarrowRangeIsShownWholeAndAWideOneWhereItIsUsed) {
    const auto share = sliderRange(realParam("p", "P", 0.5).atLeast(0).atMost(1), {0.5});
    ASSERT_TRUE(share);
    EXPECT_EQ(share->low, 0);
    EXPECT_EQ(share->high, 1);
    EXPECT_EQ(share->step, 0.01);
    const auto one = sliderRange(jitter(), {0.2});
    ASSERT_TRUE(one);
    EXPECT_EQ(one->low, 0);
    EXPECT_EQ(one->high, 1);
    EXPECT_EQ(sliderRange(jitter(), {0.8, 1.2})->high, 2) << "holds what is set";
    EXPECT_EQ(sliderRange(jitter(), {30})->high, 50);
    const ParamSpec angle =
        realsParam("degrees", "Degrees", {15}).counts(1, 2).atLeast(-360).atMost(360).in("°");
    EXPECT_EQ(sliderRange(angle, {15})->low, 0) << "one number means minus to plus";
    EXPECT_EQ(sliderRange(angle, {15})->high, 180);
    EXPECT_EQ(sliderRange(angle, {-30, 15})->low, -180);
    const ParamSpec bits = integerParam("bits", "Bits", 4).atLeast(1).atMost(8);
    EXPECT_EQ(sliderRange(bits, {4})->low, 1);
    EXPECT_EQ(sliderRange(bits, {4})->high, 8);
    EXPECT_EQ(sliderRange(bits, {4})->step, 1);
    const ParamSpec area = realsParam("scale", "Area", {0.08, 1}).counts(2, 2).over(0).atMost(1);
    EXPECT_GT(sliderRange(area, {0.08, 1})->low, 0) << "nought itself is not allowed";
    const ParamSpec ratio =
        realsParam("ratio", "Ratio", {0.75, 4.0 / 3}).counts(2, 2).atLeast(0.01).atMost(100);
    EXPECT_TRUE(sliderRange(ratio, {0.75, 1.33})->logarithmic);
}

TEST(SliderRangeOf, SizesTextsAndLongListsHaveNone) {
    EXPECT_FALSE(
        sliderRange(integerParam("size", "Size", 224).atLeast(1).atMost(8192).in("px"), {224}));
    EXPECT_FALSE(sliderRange(textParam("note", "Note", ""), {}));
    EXPECT_FALSE(sliderRange(jitter(), {0.1, 0.2, 0.3}));
    EXPECT_FALSE(sliderRange(jitter(), {}));
    EXPECT_FALSE(sliderRange(realParam("loss", "Loss", 1), {1})) << "without an end";
}

class ValueSliderTest : public ::testing::Test {
  protected:
    void SetUp() override {
        slider.resize(216, 18);
        slider.setName("Area", "Share of the picture");
        slider.display({0, 1, 0.01, false}, {0.25, 0.75});
        slider.show();
    }
    ValueSlider slider;
};

TEST_F(ValueSliderTest, TheNearerHandleFollowsThePointerAndTheOtherKeepsItsNumber) {
    slider.display({0, 1, 0.01, false}, {0.251, 0.75});
    QSignalSpy moves(&slider, &ValueSlider::moved);
    QSignalSpy releases(&slider, &ValueSlider::released);
    drag(slider, slider.placeOf(0.75), slider.placeOf(0.9));
    EXPECT_EQ(slider.values(), (Numbers{0.251, 0.9}));
    EXPECT_GE(moves.count(), 1);
    EXPECT_EQ(releases.count(), 1);
    EXPECT_EQ(slider.focusWidget(), slider.handle(1));
}

TEST_F(ValueSliderTest, HandlesDoNotPassEachOtherNorTheEnds) {
    drag(slider, slider.placeOf(0.25), slider.placeOf(0.95));
    EXPECT_EQ(slider.values(), (Numbers{0.75, 0.75}));
    drag(slider, slider.placeOf(0.75) + QPoint(2, 0), QPoint(4000, 9));
    EXPECT_EQ(slider.values(), (Numbers{0.75, 1}));
    drag(slider, slider.placeOf(0.75), QPoint(-4000, 9));
    EXPECT_EQ(slider.values(), (Numbers{0, 1}));
}

TEST_F(ValueSliderTest, KeysMoveTheHandleThatHasTheFocus) {
    slider.handle(0)->setFocus();
    QTest::keyClick(slider.handle(0), Qt::Key_Right);
    EXPECT_EQ(slider.values(), (Numbers{0.26, 0.75}));
    QTest::keyClick(slider.handle(1), Qt::Key_End);
    EXPECT_EQ(slider.values(), (Numbers{0.26, 1}));
    QTest::keyClick(slider.handle(0), Qt::Key_PageUp);
    EXPECT_EQ(slider.values(), (Numbers{0.36, 1}));
}

TEST_F(ValueSliderTest, TheWheelScrollsThePageAndChangesNothing) {
    QWheelEvent wheel(QPointF(50, 9), slider.mapToGlobal(QPointF(50, 9)), {}, QPoint(0, 120),
                      Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    slider.handle(0)->setFocus();
    QCoreApplication::sendEvent(&slider, &wheel);
    EXPECT_FALSE(wheel.isAccepted());
    EXPECT_EQ(slider.values(), (Numbers{0.25, 0.75}));
}

TEST_F(ValueSliderTest, AssistiveToolsSeeSlidersWithNames) {
    QAccessibleInterface* first = QAccessible::queryAccessibleInterface(slider.handle(0));
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first->role(), QAccessible::Slider);
    EXPECT_EQ(first->text(QAccessible::Name), "Area, from");
    EXPECT_EQ(slider.handle(1)->accessibleName(), "Area, to");
    slider.display({0, 1, 0.01, false}, {0.5});
    EXPECT_EQ(slider.handle(0)->accessibleName(), "Area");
    EXPECT_TRUE(slider.handle(1)->isHidden());
}

TEST(FormWithSliders, FieldAndSliderSayTheSame) {
    ParamForm form;
    form.setSlidersShown(true);
    form.setSchema(ParamSchema({jitter(), textParam("note", "Note", "")}), {});
    form.resize(300, 200);
    form.show();
    auto* slider = form.findChild<ValueSlider*>("brightnessSlider");
    ASSERT_NE(slider, nullptr);
    EXPECT_EQ(form.findChild<ValueSlider*>("noteSlider"), nullptr);
    QSignalSpy changes(&form, &ParamForm::valueChanged);
    drag(*slider, slider->placeOf(0), slider->placeOf(0.4));
    EXPECT_EQ(form.values().reals("brightness"), (Numbers{0.4}));
    auto* line = qobject_cast<QLineEdit*>(form.editor("brightness"));
    EXPECT_EQ(line->text(), "0.4");
    EXPECT_GE(changes.count(), 1);
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, "0.8, 1.2");
    EXPECT_EQ(slider->values(), (Numbers{0.8, 1.2}));
    EXPECT_EQ(form.values().reals("brightness"), (Numbers{0.8, 1.2}));
    ASSERT_TRUE(form.setValue("brightness", Numbers{0.1}));
    EXPECT_EQ(slider->values(), (Numbers{0.1}));
}

}  // namespace
}  // namespace minarai::widgets
