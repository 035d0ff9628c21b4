// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/controls.h"

#include <gtest/gtest.h>

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>
#include <cstdlib>
#include <limits>

#include "widgets/charts/bar_list.h"
#include "widgets/theme/card.h"

namespace minarai::widgets {
namespace {

TEST(Switch, MouseAndSpaceToggle) {
    Switch control;
    control.resize(control.sizeHint());
    control.show();
    QTest::mouseClick(&control, Qt::LeftButton);
    EXPECT_TRUE(control.isChecked());
    QTest::keyClick(&control, Qt::Key_Space);
    EXPECT_FALSE(control.isChecked());
}

TEST(SegmentedControl, TellsOnlyWhatTheUserDoes) {
    SegmentedControl control;
    control.addSegment("Counts", 10);
    control.addSegment("By row", 20);
    control.addSegment("By column", 30);
    control.show();
    QSignalSpy changed(&control, &SegmentedControl::currentChanged);
    EXPECT_EQ(control.currentData(), 10);
    control.setCurrentData(30);
    EXPECT_EQ(control.currentIndex(), 2);
    EXPECT_EQ(changed.count(), 0);
    QTest::keyClick(&control, Qt::Key_Left);
    EXPECT_EQ(control.currentData(), 20);
    EXPECT_EQ(changed.count(), 1);
}

TEST(TextMenuButton, ShowsPrefixAndChoice) {
    TextMenuButton button("Sort: ");
    button.addChoice("name", "name");
    button.addChoice("doubt", "doubt");
    EXPECT_EQ(button.text(), "Sort: name");
    QSignalSpy chosen(&button, &TextMenuButton::chosen);
    button.setCurrentData("doubt");
    EXPECT_EQ(button.text(), "Sort: doubt");
    EXPECT_EQ(chosen.count(), 0);
    button.menu()->actions().first()->trigger();
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_EQ(chosen[0][0], QVariant("name"));
}

TEST(ThinProgressBar, TakesNumbersOfAnySize) {
    ThinProgressBar bar;
    bar.setProgress(std::numeric_limits<quint64>::max() / 2, std::numeric_limits<quint64>::max());
    EXPECT_NEAR(bar.value(), 500, 1);
    bar.setProgress(9, 3);
    EXPECT_EQ(bar.value(), bar.maximum());
    bar.setProgress(0, 0);
    EXPECT_EQ(bar.maximum(), 0);
    EXPECT_FALSE(bar.grab().isNull());
}

TEST(MessageBar, ASuccessGoesByItselfUnlessItIsInUse) {
    QWidget window;
    MessageBar bar(&window);
    MessageBar later(&window);  // shown after the bar, so that it goes after it
    for (MessageBar* each : {&bar, &later}) {
        each->setLastingMs(1);
        // The window may give its first control the keyboard, or lie beneath the pointer where it
        // comes up, and then the bar is in use.
        each->findChild<QToolButton*>()->setFocusPolicy(Qt::NoFocus);
        each->move(200, 200);
    }
    window.resize(600, 400);
    window.show();
    QSignalSpy closed(&bar, &MessageBar::closed);
    QSignalSpy laterClosed(&later, &MessageBar::closed);
    bar.showMessage(MessageBar::Kind::Success, "Saved.");
    ASSERT_TRUE(QTest::qWaitFor([&] { return closed.size() == 1; }));
    EXPECT_TRUE(bar.isHidden());

    const auto staysLonger = [&] {
        laterClosed.clear();
        later.showMessage(MessageBar::Kind::Success, "Done.");
        return QTest::qWaitFor([&] { return laterClosed.size() == 1; }) && !bar.isHidden();
    };
    bar.showMessage(MessageBar::Kind::Success, "Saved.");
    bar.addButton("Undo");
    EXPECT_TRUE(staysLonger()) << "it offers something";
    bar.showMessage(MessageBar::Kind::Error, "Not saved.");
    EXPECT_TRUE(staysLonger()) << "an error is read first";
    bar.showMessage(MessageBar::Kind::Success, "Saved.");
    bar.setAttribute(Qt::WA_UnderMouse);
    EXPECT_TRUE(staysLonger()) << "under the pointer";
    bar.setAttribute(Qt::WA_UnderMouse, false);
    EXPECT_TRUE(QTest::qWaitFor([&] { return closed.size() == 2; }));
}

TEST(MessageBar, SpeaksAndIsClosedByTheKeyboard) {
    QWidget window;
    MessageBar bar(&window);
    window.show();
    EXPECT_FALSE(bar.isVisible());
    bar.showMessage(MessageBar::Kind::Error, "“a.jpg” is empty (0 bytes). Replace or remove it.");
    bar.addButton("Show file");
    EXPECT_TRUE(bar.isVisible());
    EXPECT_EQ(bar.accessibleName(), bar.text());
    QSignalSpy closed(&bar, &MessageBar::closed);
    QTest::keyClick(&bar, Qt::Key_Escape);
    EXPECT_FALSE(bar.isVisible());
    EXPECT_EQ(closed.count(), 1);
}

TEST(FigureLabel, NeverNarrowsWhileItsNumberChanges) {
    FigureLabel figure("validation accuracy");
    figure.setValue("0.8734567890123456");
    const int wide = figure.sizeHint().width();
    figure.setValue("0.9");
    EXPECT_EQ(figure.sizeHint().width(), wide);
    EXPECT_EQ(figure.accessibleDescription(), "0.9");
    figure.setValue({});
    EXPECT_EQ(figure.value(), "–");
}

TEST(FigureLabel, ReservesItsRoomBeforeThereIsANumber) {
    FigureLabel figure("best");
    figure.reserve("best, epoch 88", "0.000");
    const int width = figure.sizeHint().width();
    figure.setValue("0.836");
    figure.setCaption("best, epoch 5");
    EXPECT_EQ(figure.sizeHint().width(), width);
}

TEST(TextMenuButton, AnAmpersandInANameIsNoKey) {
    TextMenuButton button;
    button.addChoice("cats & dogs", 1);
    button.addChoice("R&D", 2);
    EXPECT_EQ(button.text(), "cats & dogs");
    EXPECT_EQ(button.menu()->actions()[1]->text(), "R&&D") << "menus hide a single one";
    button.setCurrentData(2);
    EXPECT_EQ(button.text(), "R&D");
    EXPECT_EQ(button.accessibleName(), "R&D");
    EXPECT_TRUE(button.shortcut().isEmpty());
}

TEST(TextMenuButton, GivesWayWhereRoomIsShort) {
    TextMenuButton button;
    button.addChoice(QString("a run with a long name ").repeated(10), 1);
    EXPECT_LT(button.minimumSizeHint().width(), 120);
    EXPECT_GT(button.sizeHint().width(), 600);
    button.resize(150, button.sizeHint().height());
    button.show();
    EXPECT_FALSE(button.grab().isNull());
}

TEST(BarList, CopiesItsRowsAndOpensThem) {
    BarList list;
    list.setItems({{"tulips", 0.912}, {"roses", 0.06}});
    list.resize(240, list.sizeHint().height());
    list.show();
    QTest::keyClick(&list, Qt::Key_C, Qt::ControlModifier);
    EXPECT_EQ(QGuiApplication::clipboard()->text(), "tulips\t0.91\nroses\t0.06");
    QSignalSpy opened(&list, &BarList::itemActivated);
    QTest::keyClick(&list, Qt::Key_Down);
    QTest::keyClick(&list, Qt::Key_Return);
    QTest::mouseClick(&list, Qt::LeftButton, {}, QPoint(10, 5));
    ASSERT_EQ(opened.count(), 2);
    EXPECT_EQ(opened[0][0].toInt(), 1);
    EXPECT_EQ(opened[1][0].toInt(), 0);
    EXPECT_EQ(list.accessibleDescription(), "tulips 0.91, roses 0.06");
    const int height = list.sizeHint().height();
    list.setItems({});
    EXPECT_EQ(list.sizeHint().height(), height) << "what is below must not jump";
}

TEST(Card, HeaderAppearsOnlyWithSomethingInIt) {
    Card card;
    EXPECT_EQ(card.title(), "");
    card.setTitle("Loss");
    card.addLegend(Token::Training, "training");
    card.setNote("checked just now");
    EXPECT_EQ(card.accessibleName(), "Loss");
    card.clearLegend();
    EXPECT_FALSE(card.grab().isNull());
}

TEST(Card, WhatIsSeenOfTheLastToolEndsWhereTheBodyEnds) {
    Card card("Split");
    auto* content = new QWidget;
    card.setContent(content);
    card.setNote("seed 7");
    card.resize(300, 200);
    card.show();
    const auto endOf = [&card](const QWidget* widget) {
        return widget->mapTo(&card, QPoint(widget->width(), 0)).x();
    };
    const int edge = endOf(content);
    EXPECT_NEAR(edge, 300 - kCardPadding, 1) << "but for the line around it";
    auto* note = card.findChild<ElidedLabel*>();
    EXPECT_EQ(endOf(note), edge);
    QToolButton* change = textButton("change…");
    card.addHeaderWidget(change);
    // Its ground reaches over the edge as far as its words stand away from its own.
    const int words = change->fontMetrics().horizontalAdvance(change->text());
    EXPECT_TRUE(QTest::qWaitFor([&] {
        return std::abs(endOf(change) - (change->width() - words) / 2 - edge) <= 2;
    })) << endOf(change);
    change->hide();
    EXPECT_TRUE(QTest::qWaitFor([&] { return endOf(note) == edge; })) << endOf(note);
}

}  // namespace
}  // namespace minarai::widgets
