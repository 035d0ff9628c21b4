// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/param_form.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "widgets/forms/param_row.h"
#include "widgets/forms/value_slider.h"
#include "widgets/theme/controls.h"

namespace minarai::widgets {
namespace {

ParamSchema schemaOfEveryType() {
    return ParamSchema({
        flagParam("nesterov", "Nesterov momentum", false),
        integerParam("epochs", "Epochs", 30).atLeast(1).atMost(10000),
        realParam("learning_rate", "Learning rate", 0.001)
            .over(0)
            .atMost(100)
            .logarithmic()
            .about("Step size of the optimiser."),
        choiceParam("optimizer", "Optimiser", "adamw", {{"sgd", "SGD"}, {"adamw", "AdamW"}}),
        realParam("momentum", "Momentum", 0.9).atLeast(0).atMost(1).onlyIf("optimizer", {"sgd"}),
        choiceParam("augment", "Augmentation", "standard",
                    {{"none", "None"}, {"standard", "Standard"}})
            .orFile(),
        choiceParam("freeze", "Freeze", "none",
                    {{"none", "Nothing"}, {"most", "Most"}, {"upto:", "Up to…"}}),
        textParam("note", "Note", ""),
        integersParam("sizes", "Sizes", {64, 128}).atLeast(1).counts(1, 4),
        realsParam("scale", "Scale", {0.08, 1}).atLeast(0).counts(2, 2),
        integerParam("seed", "Seed", 7).atLeast(0).expert(),
        integerParam("size", "Image size", 160).atLeast(8).in("px").logarithmic(),
    });
}

class ParamFormTest : public ::testing::Test {
  protected:
    void SetUp() override {
        form.setSchema(schemaOfEveryType(), {});
        form.resize(360, 600);
        form.show();
    }
    QLineEdit* line(const char* name) { return qobject_cast<QLineEdit*>(form.editor(name)); }
    QComboBox* combo(const char* name) { return qobject_cast<QComboBox*>(form.editor(name)); }
    void type(const char* name, const QString& text) {
        line(name)->setFocus();
        line(name)->selectAll();
        QTest::keyClick(line(name), Qt::Key_Backspace);
        QTest::keyClicks(line(name), text);
        QTest::keyClick(line(name), Qt::Key_Return);
    }
    ParamForm form;
};

TEST_F(ParamFormTest, ShowsDefaults) {
    EXPECT_EQ(form.values(), form.schema().defaults());
    EXPECT_EQ(line("learning_rate")->text(), "0.001");
    EXPECT_EQ(line("epochs")->text(), "30");
    EXPECT_EQ(line("sizes")->text(), "64, 128");
    EXPECT_EQ(line("scale")->text(), "0.08, 1");
    EXPECT_EQ(combo("optimizer")->currentText(), "AdamW");
    EXPECT_TRUE(form.isValid());
}

TEST_F(ParamFormTest, AChoiceThatTakesANameBecomesAField) {
    QSignalSpy changes(&form, &ParamForm::valueChanged);
    QComboBox* freeze = combo("freeze");
    freeze->setCurrentIndex(2);
    Q_EMIT freeze->activated(2);
    ASSERT_TRUE(freeze->isEditable());
    EXPECT_EQ(freeze->currentText(), "upto:");
    EXPECT_EQ(form.values().text("freeze"), "none") << "no name yet";
    EXPECT_TRUE(form.isValid());
    QTest::keyClicks(freeze->lineEdit(), "layer2");
    EXPECT_EQ(form.values().text("freeze"), "upto:layer2");
    freeze->setCurrentIndex(1);
    Q_EMIT freeze->activated(1);
    EXPECT_FALSE(freeze->isEditable());
    EXPECT_EQ(form.values().text("freeze"), "most");
    EXPECT_TRUE(form.setValue("freeze", std::string("upto:conv1")));
    EXPECT_EQ(freeze->currentText(), "up to conv1");
    EXPECT_EQ(shownText(*form.schema().find("freeze"), std::string("upto:conv1")), "up to conv1");
    // Either way of writing it is taken.
    freeze->lineEdit()->selectAll();
    QTest::keyClicks(freeze->lineEdit(), "up to layer1.0");
    EXPECT_EQ(form.values().text("freeze"), "upto:layer1.0");
    freeze->lineEdit()->selectAll();
    QTest::keyClicks(freeze->lineEdit(), "upto:layer4");
    EXPECT_EQ(form.values().text("freeze"), "upto:layer4");
    QTest::keyClick(freeze->lineEdit(), Qt::Key_Return);
    EXPECT_EQ(freeze->currentText(), "up to layer4");
    EXPECT_EQ(form.values().text("freeze"), "upto:layer4");
    EXPECT_TRUE(form.isValid());
    form.resetAll();
    EXPECT_FALSE(freeze->isEditable());
    EXPECT_EQ(freeze->currentText(), "Nothing");
}

TEST_F(ParamFormTest, TheUnitStandsInTheFieldAndLeavesItsWidthAlone) {
    QTest::qWait(0);
    EXPECT_EQ(line("size")->width(), line("epochs")->width());
    EXPECT_GT(line("size")->textMargins().right(), line("epochs")->textMargins().right());
}

TEST_F(ParamFormTest, EveryTypeGoesThroughTheScreenAndBack) {
    QSignalSpy changes(&form, &ParamForm::valueChanged);
    QTest::mouseClick(form.editor("nesterov"), Qt::LeftButton);
    type("epochs", "12");
    type("learning_rate", "3.9e-4");
    type("note", "first try, 50 %");
    type("sizes", "32, 64, 224");
    type("scale", "0.5,1");
    combo("optimizer")->setFocus();
    QTest::keyClick(combo("optimizer"), Qt::Key_Up);
    const Params values = form.values();
    EXPECT_TRUE(values.flag("nesterov"));
    EXPECT_EQ(values.integer("epochs"), 12);
    EXPECT_EQ(values.real("learning_rate"), 3.9e-4);
    EXPECT_EQ(values.text("note"), "first try, 50 %");
    EXPECT_EQ(values.integers("sizes"), (std::vector<std::int64_t>{32, 64, 224}));
    EXPECT_EQ(values.reals("scale"), (std::vector<double>{0.5, 1}));
    EXPECT_EQ(values.text("optimizer"), "sgd");
    EXPECT_EQ(line("learning_rate")->text(), "3.9e-4");
    EXPECT_TRUE(form.isValid());
    EXPECT_GE(changes.count(), 7);

    ParamForm other;
    other.setSchema(schemaOfEveryType(), values);
    EXPECT_EQ(other.values(), values);
}

TEST(ParamFormNumbers, ANumberWithANameStandsInTheEmptyField) {
    ParamSpec patience = integerParam("patience", "Patience", 0).atLeast(0).in("epochs");
    patience.choices.push_back({"0", "never"});
    const ParamSchema schema({patience});
    ParamForm form;
    form.setSchema(schema, {});
    form.show();
    auto* line = qobject_cast<QLineEdit*>(form.editor("patience"));
    ASSERT_NE(line, nullptr);
    EXPECT_EQ(line->text(), "");
    EXPECT_EQ(line->placeholderText(), "never");
    EXPECT_EQ(shownText(patience, std::int64_t{0}), "never");
    line->setFocus();
    QTest::keyClicks(line, "5");
    EXPECT_EQ(form.values().integer("patience"), 5);
    QTest::keyClick(line, Qt::Key_Backspace);
    EXPECT_EQ(form.values().integer("patience"), 0);
    QTest::keyClick(line, Qt::Key_Up);
    EXPECT_EQ(line->text(), "1");
    EXPECT_EQ(form.values().integer("patience"), 1);
    QTest::keyClick(line, Qt::Key_Down);
    EXPECT_EQ(line->text(), "");
    EXPECT_EQ(form.values().integer("patience"), 0);
    QTest::keyClicks(line, "0");
    QTest::keyClick(line, Qt::Key_Return);
    EXPECT_EQ(line->text(), "");
    EXPECT_EQ(form.values().integer("patience"), 0);
    EXPECT_TRUE(form.isValid());
}

TEST_F(ParamFormTest, SeedsOfSixtyThreeBits) {
    form.setAdvancedShown(true);
    type("seed", "9223372036854775807");
    EXPECT_EQ(form.values().integer("seed"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(line("seed")->text(), "9223372036854775807");
    QTest::keyClick(line("seed"), Qt::Key_Up);
    EXPECT_EQ(form.values().integer("seed"), std::numeric_limits<std::int64_t>::max());
    type("seed", "9223372036854775808");
    EXPECT_FALSE(form.isValid());
}

TEST_F(ParamFormTest, InvalidTextSaysSoInPlaceAndKeepsTheLastValue) {
    QSignalSpy validity(&form, &ParamForm::validityChanged);
    type("epochs", "0");
    EXPECT_FALSE(form.isValid());
    EXPECT_EQ(form.values().integer("epochs"), 30);
    EXPECT_FALSE(form.errorText("epochs").isEmpty());
    EXPECT_EQ(form.errorText("epochs"), "“Epochs” is 0, but it must be 1 to 10000.");
    bool shown = false;
    for (const QLabel* label : form.findChildren<QLabel*>()) {
        shown |= label->isVisible() && label->text() == form.errorText("epochs");
    }
    EXPECT_TRUE(shown);
    type("epochs", "many");
    EXPECT_FALSE(form.isValid());
    type("epochs", "5");
    EXPECT_TRUE(form.isValid());
    EXPECT_EQ(form.values().integer("epochs"), 5);
    EXPECT_TRUE(form.errorText("epochs").isEmpty());
    EXPECT_EQ(validity.count(), 2);
}

TEST_F(ParamFormTest, RowsComeAndGoWithWhatTheyDependOn) {
    EXPECT_FALSE(form.editor("momentum")->isVisible());
    ASSERT_TRUE(form.setValue("optimizer", std::string("sgd")));
    EXPECT_TRUE(form.editor("momentum")->isVisible());
    EXPECT_FALSE(form.editor("seed")->isVisible());
    form.setAdvancedShown(true);
    EXPECT_TRUE(form.editor("seed")->isVisible());
    form.setHiddenNames({"epochs"});
    EXPECT_FALSE(form.editor("epochs")->isVisible());
}

TEST_F(ParamFormTest, SteppersGoByFactorsWhereTheScaleIsLogarithmic) {
    line("learning_rate")->setFocus();
    QTest::keyClick(line("learning_rate"), Qt::Key_Up);
    EXPECT_EQ(form.values().real("learning_rate"), 0.002);
    QTest::keyClick(line("learning_rate"), Qt::Key_Up);
    EXPECT_EQ(form.values().real("learning_rate"), 0.005);
    for (int i = 0; i < 4; ++i) {
        QTest::keyClick(line("learning_rate"), Qt::Key_Down);
    }
    EXPECT_EQ(form.values().real("learning_rate"), 0.0002);
    QTest::keyClick(line("epochs"), Qt::Key_Down);
    EXPECT_EQ(form.values().integer("epochs"), 29);
    QTest::keyClick(line("size"), Qt::Key_Up);
    EXPECT_EQ(form.values().integer("size"), 320);
}

TEST_F(ParamFormTest, ReadOnlyWhileARunGoesOn) {
    form.setReadOnlyNames({"epochs"});
    EXPECT_FALSE(form.editor("epochs")->isEnabled());
    EXPECT_TRUE(form.editor("learning_rate")->isEnabled());
    form.setReadOnlyNames({});
    EXPECT_TRUE(form.editor("epochs")->isEnabled());
}

TEST_F(ParamFormTest, OpenChoiceTakesAFile) {
    ASSERT_TRUE(form.setValue("augment", std::string("/data/my pipeline.json")));
    EXPECT_EQ(form.values().text("augment"), "/data/my pipeline.json");
    EXPECT_EQ(combo("augment")->currentText(), "my pipeline.json");
    ASSERT_TRUE(form.setValue("augment", std::string("none")));
    EXPECT_EQ(combo("augment")->currentText(), "None");
    EXPECT_FALSE(form.setValue("optimizer", std::string("magic")));
    EXPECT_EQ(form.values().text("optimizer"), "adamw");
}

TEST_F(ParamFormTest, ResetAll) {
    type("epochs", "3");
    type("learning_rate", "nonsense");
    form.resetAll();
    EXPECT_EQ(form.values(), form.schema().defaults());
    EXPECT_TRUE(form.isValid());
}

TEST_F(ParamFormTest, ARowIsChangedFromTheBaselineAndGoesBackToIt) {
    auto* back = form.editor("epochs")->parentWidget()->findChild<QToolButton*>();
    ASSERT_NE(back, nullptr);
    Params preset;
    preset.set("epochs", std::int64_t{12});
    form.setValues(preset);
    EXPECT_TRUE(back->isVisible()) << "not the default";
    form.setBaseline(preset);
    EXPECT_FALSE(back->isVisible());
    type("epochs", "13");
    EXPECT_TRUE(back->isVisible());
    QTest::mouseClick(back, Qt::LeftButton);
    EXPECT_EQ(form.values().integer("epochs"), 12);
    EXPECT_FALSE(back->isVisible());
    form.resetAll();
    EXPECT_EQ(form.values(), form.schema().defaults());
}

TEST_F(ParamFormTest, TheWheelChangesNothingUnderThePointer) {
    line("note")->setFocus();
    QWheelEvent wheel(QPointF(5, 5), line("epochs")->mapToGlobal(QPointF(5, 5)), QPoint(),
                      QPoint(0, 120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(line("epochs"), &wheel);
    EXPECT_EQ(form.values().integer("epochs"), 30);
}

TEST_F(ParamFormTest, LabelsAreBuddiesAndFieldsHaveNames) {
    int buddies = 0;
    for (const QLabel* label : form.findChildren<QLabel*>()) {
        buddies += label->buddy() != nullptr ? 1 : 0;
    }
    EXPECT_EQ(buddies, static_cast<int>(form.schema().specs().size()));
    EXPECT_EQ(line("learning_rate")->accessibleName(), "Learning rate");
    EXPECT_TRUE(line("learning_rate")->toolTip().contains("Step size of the optimiser."));
    EXPECT_TRUE(line("learning_rate")->toolTip().contains("learning_rate"));
}

TEST(ErrorSentence, ArgumentsAreNotFilledTwice) {
    const Error error(ErrorCode::SettingRange, {"a%2b", "5", "at least 1"});
    EXPECT_EQ(errorSentence(error).toStdString(), error.message());
}

TEST_F(ParamFormTest, TheSearchFindsExpertSettingsByAnyOfTheirWords) {
    const auto isSeen = [this](const char* name) { return form.editor(name)->isVisible(); };
    EXPECT_FALSE(isSeen("seed"));
    form.setSearch("SEED");
    EXPECT_TRUE(isSeen("seed"));
    EXPECT_FALSE(isSeen("epochs"));
    EXPECT_EQ(form.shownCount(), 1);
    form.setSearch("size optimiser");  // both words stand in its description
    EXPECT_TRUE(isSeen("learning_rate"));
    EXPECT_EQ(form.shownCount(), 1);
    form.setSearch("momentum");
    EXPECT_FALSE(isSeen("momentum")) << "does not apply to AdamW";
    EXPECT_TRUE(isSeen("nesterov"));
    form.setSearch("zebra");
    EXPECT_EQ(form.shownCount(), 0);
    form.setSearch("  ");
    EXPECT_TRUE(isSeen("epochs"));
    EXPECT_FALSE(isSeen("seed"));
}

TEST(ParamFormGroups, ASearchShowsMeaningsAndGroupsOnlyWhereNoNameHoldsTheWord) {
    ParamForm form;
    form.setSchema(ParamSchema({
                       realParam("rate", "Rate", 0.1).under("Weight updates"),
                       realParam("decay", "Weight decay", 0.1)
                           .about("How fast weights shrink.")
                           .under("Weight updates"),
                       integerParam("size", "Image size", 64).about("Larger takes longer."),
                   }),
                   {});
    form.show();
    const auto seen = [&form] {
        QStringList names;
        for (const char* name : {"rate", "decay", "size"}) {
            if (form.editor(name)->isVisible()) {
                names << name;
            }
        }
        return names;
    };
    form.setSearch("weight");
    EXPECT_EQ(seen(), QStringList({"decay"}));
    form.setSearch("fast");
    EXPECT_EQ(seen(), QStringList({"decay"}));
    form.setSearch("larger");
    EXPECT_EQ(seen(), QStringList({"size"}));
    form.setSearch("updates");
    EXPECT_EQ(seen(), QStringList({"rate", "decay"}));
}

TEST(ParamFormGroups, ASearchBringsTheUsualAndTheRareSettingsOfAGroupTogether) {
    ParamForm form;
    form.setSchema(ParamSchema({
                       realParam("rate", "Rate", 0.1).under("Updates"),
                       integerParam("size", "Image size", 64).under("Images"),
                       realParam("beta", "Beta", 0.9).under("Updates").expert(),
                       integerParam("crop", "Crop of an image", 64).under("Images").expert(),
                   }),
                   {});
    form.show();
    const auto titles = [&form] {
        QStringList seen;
        for (int i = 0; i < form.layout()->count(); ++i) {
            const auto* label = qobject_cast<QLabel*>(form.layout()->itemAt(i)->widget());
            if (label != nullptr && label->isVisible()) {
                seen << label->text();
            }
        }
        return seen;
    };
    const auto place = [&form](const char* name) {
        return form.layout()->indexOf(form.editor(name)->parentWidget());
    };
    EXPECT_EQ(titles(), QStringList({"Updates", "Images"}));
    EXPECT_LT(place("size"), place("beta"));

    form.setSearch("a");  // in "Rate", "Image size", "Beta" and "Crop of an image"
    EXPECT_EQ(titles(), QStringList({"Updates", "Images"}));
    EXPECT_LT(place("rate"), place("beta"));
    EXPECT_LT(place("beta"), place("size"));
    EXPECT_LT(place("size"), place("crop"));
    form.setSearch("beta");
    EXPECT_EQ(titles(), QStringList({"Updates"}));

    form.setSearch({});
    EXPECT_LT(place("size"), place("beta"));
    form.setAdvancedShown(true);
    EXPECT_EQ(titles(), QStringList({"Updates", "Images", "Updates", "Images"}));
}

TEST(ParamFormInAScrollArea, ARowThatWasFoldedIsScrolledToAndStaysInSight) {
    std::vector<ParamSpec> specs;
    for (int i = 0; i < 40; ++i) {
        const std::string name = "setting" + std::to_string(i);
        ParamSpec spec = integerParam(name, name, i);
        spec.advanced = i >= 20;
        specs.push_back(spec);
    }
    QScrollArea area;
    auto* form = new ParamForm;
    form->setSchema(ParamSchema(std::move(specs)), {});
    area.setWidget(form);
    area.setWidgetResizable(true);
    area.resize(320, 300);
    area.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&area));
    const QWidget* field = form->editor("setting35");
    const auto isInSight = [&] {
        const QRect place(field->mapTo(area.viewport(), QPoint()), field->size());
        return field->isVisible() && area.viewport()->rect().contains(place);
    };
    EXPECT_FALSE(isInSight());
    form->focusName("setting35");
    EXPECT_TRUE(isInSight());
    EXPECT_EQ(form->focusWidget(), field);
    area.resize(320, 140);
    EXPECT_TRUE(QTest::qWaitFor(isInSight));
    form->focusName("setting0");
    field = form->editor("setting0");
    EXPECT_TRUE(isInSight());
}

TEST_F(ParamFormTest, TellsWhichRowIsLookedAt) {
    QApplication::setActiveWindow(&form);
    QSignalSpy looked(&form, &ParamForm::nameLookedAt);
    line("learning_rate")->setFocus();
    ASSERT_GE(looked.count(), 1);
    EXPECT_EQ(looked.last()[0].toString(), "learning_rate");
    line("epochs")->setFocus();
    EXPECT_EQ(looked.last()[0].toString(), "epochs");
    const QString meaning = paramMeaning(*form.schema().find("learning_rate"));
    EXPECT_TRUE(meaning.contains("Learning rate: Step size of the optimiser."));
    EXPECT_TRUE(meaning.contains("0.001"));
}

TEST(ParamFormDigits, AThirdIsShownShortAndKeptExactly) {
    const double third = 4.0 / 3.0;
    ParamForm form;
    form.setSlidersShown(true);
    form.setSchema(
        ParamSchema(
            {realsParam("ratio", "Aspect ratio", {0.75, third}).over(0).atMost(100).counts(2, 2),
             realParam("rate", "Rate", 2.0 / 3.0).atLeast(0).atMost(1)}),
        {});
    form.show();
    auto* ratio = qobject_cast<QLineEdit*>(form.editor("ratio"));
    auto* rate = qobject_cast<QLineEdit*>(form.editor("rate"));
    EXPECT_EQ(ratio->text(), "0.75, 1.333");
    EXPECT_EQ(rate->text(), "0.6667");
    // Entering the field and leaving it is no edit.
    QSignalSpy changes(&form, &ParamForm::valueChanged);
    ratio->setFocus();
    QTest::keyClick(ratio, Qt::Key_Return);
    EXPECT_EQ(changes.count(), 0);
    EXPECT_EQ(form.values().reals("ratio"), (std::vector<double>{0.75, third}));
    // The other number is dragged: the third stays one.
    auto* slider = form.findChild<ValueSlider*>("ratioSlider");
    ASSERT_NE(slider, nullptr);
    slider->handle(0)->setFocus();
    QTest::keyClick(slider->handle(0), Qt::Key_Left);
    const std::vector<double> dragged = form.values().reals("ratio");
    EXPECT_LT(dragged[0], 0.75);
    EXPECT_EQ(dragged[1], third);
    // A step goes from what is meant, and what is typed is taken as it is.
    rate->setFocus();
    QTest::keyClick(rate, Qt::Key_Up);
    EXPECT_NEAR(form.values().real("rate"), 2.0 / 3.0 + 0.1, 1e-11);
    ratio->setFocus();
    ratio->selectAll();
    QTest::keyClicks(ratio, "0.5, 1.23456");
    QTest::keyClick(ratio, Qt::Key_Return);
    EXPECT_EQ(form.values().reals("ratio"), (std::vector<double>{0.5, 1.23456}));
    EXPECT_EQ(ratio->text(), "0.5, 1.23456");
}

}  // namespace
}  // namespace minarai::widgets
