// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/cards/card_column.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

namespace minarai::widgets {
namespace {

class CardColumnTest : public ::testing::Test {
  protected:
    ParamSchema schema{{realParam("p", "Probability", 0.5).atLeast(0).atMost(1)}};
    CardColumn column;

    StepCardContent content(quint64 key) {
        StepCardContent one;
        one.key = key;
        one.title = QStringLiteral("Step %1").arg(key);
        one.meaning = QStringLiteral("It does something.");
        one.summary = QStringLiteral("p 0.5");
        one.schema = &schema;
        one.values = schema.defaults();
        return one;
    }
    void fill(const std::vector<quint64>& keys) {
        std::vector<StepCardContent> contents;
        for (const quint64 key : keys) {
            contents.push_back(content(key));
        }
        column.setContents(contents);
        QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QTest::qWait(0);
    }
    void SetUp() override {
        column.resize(300, 500);
        column.show();
        QApplication::setActiveWindow(&column);
        fill({1, 2, 3, 4});
    }
    void drag(quint64 key, const QPoint& to, bool release = true) {
        QWidget* header = column.card(key)->header();
        const QPoint from = header->rect().center();
        QTest::mousePress(header, Qt::LeftButton, {}, from);
        for (const QPoint& place : {from + QPoint(0, 12), header->mapFromGlobal(to)}) {
            QMouseEvent move(QEvent::MouseMove, place, header->mapToGlobal(place), Qt::NoButton,
                             Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(header, &move);
        }
        if (release) {
            QTest::mouseRelease(header, Qt::LeftButton, {}, header->mapFromGlobal(to));
        }
    }
    QPoint above(quint64 key) { return column.card(key)->mapToGlobal(QPoint(40, 2)); }
    QPoint below(quint64 key) {
        return column.card(key)->mapToGlobal(QPoint(40, column.card(key)->height() - 2));
    }
};

TEST_F(CardColumnTest, ACardIsTakenHoldOfAndPutBetweenOthers) {
    QSignalSpy moves(&column, &CardColumn::moveWanted);
    drag(4, above(2));
    ASSERT_EQ(moves.count(), 1);
    EXPECT_EQ(moves[0][0].toULongLong(), 4U);
    EXPECT_EQ(moves[0][1].toInt(), 1);
    drag(1, below(3));
    ASSERT_EQ(moves.count(), 2);
    EXPECT_EQ(moves[1][0].toULongLong(), 1U);
    EXPECT_EQ(moves[1][1].toInt(), 2);
}

TEST_F(CardColumnTest, WhereItWasIsNoMoveAndEscapeLeavesIt) {
    QSignalSpy moves(&column, &CardColumn::moveWanted);
    drag(2, above(2) + QPoint(0, 20));
    EXPECT_EQ(moves.count(), 0);
    drag(3, above(1), false);
    EXPECT_TRUE(column.isDragging());
    QTest::keyClick(column.card(3), Qt::Key_Escape);
    EXPECT_FALSE(column.isDragging());
    QTest::mouseRelease(column.card(3)->header(), Qt::LeftButton);
    EXPECT_EQ(moves.count(), 0);
}

TEST_F(CardColumnTest, AClickUnfoldsTheFormAndFoldsTheOthers) {
    QTest::mouseClick(column.card(2)->header(), Qt::LeftButton);
    EXPECT_EQ(column.current(), 2U);
    ASSERT_NE(column.card(2)->form(), nullptr);
    EXPECT_TRUE(column.card(2)->form()->isVisible());
    QTest::mouseClick(column.card(3)->header(), Qt::LeftButton);
    EXPECT_TRUE(column.card(3)->isUnfolded());
    EXPECT_FALSE(column.card(2)->isUnfolded());
    QTest::mouseClick(column.card(3)->header(), Qt::LeftButton);
    EXPECT_EQ(column.current(), 0U);
}

TEST_F(CardColumnTest, KeysWalkMoveSwitchDuplicateAndRemove) {
    QSignalSpy moves(&column, &CardColumn::moveWanted);
    QSignalSpy switches(&column, &CardColumn::switched);
    QSignalSpy copies(&column, &CardColumn::duplicateWanted);
    QSignalSpy removals(&column, &CardColumn::removeWanted);
    column.focusCard(1);
    QTest::keyClick(column.card(1), Qt::Key_Down);
    EXPECT_TRUE(column.card(2)->hasFocus());
    EXPECT_EQ(column.current(), 2U);
    QTest::keyClick(column.card(2), Qt::Key_Down, Qt::AltModifier);
    ASSERT_EQ(moves.count(), 1);
    EXPECT_EQ(moves[0][0].toULongLong(), 2U);
    EXPECT_EQ(moves[0][1].toInt(), 2);
    QTest::keyClick(column.card(2), Qt::Key_Space);
    ASSERT_EQ(switches.count(), 1);
    EXPECT_FALSE(switches[0][1].toBool());
    QTest::keyClick(column.card(2), Qt::Key_D, Qt::ControlModifier);
    EXPECT_EQ(copies.count(), 1);
    QTest::keyClick(column.card(2), Qt::Key_Delete);
    EXPECT_EQ(removals.count(), 1);
}

TEST_F(CardColumnTest, EnterGoesIntoTheFormAndEscapeBack) {
    column.focusCard(2);
    QTest::keyClick(column.card(2), Qt::Key_Return);
    auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    ASSERT_NE(field, nullptr);
    QSignalSpy moves(&column, &CardColumn::moveWanted);
    QSignalSpy removals(&column, &CardColumn::removeWanted);
    QSignalSpy changes(&column, &CardColumn::valueChanged);
    QTest::keyClick(field, Qt::Key_Up, Qt::AltModifier);
    EXPECT_EQ(moves.count(), 1) << "the card, not the number";
    EXPECT_EQ(changes.count(), 0);
    QTest::keyClick(field, Qt::Key_Up);
    EXPECT_EQ(changes.count(), 1);
    QTest::keyClick(field, Qt::Key_Delete);
    EXPECT_EQ(removals.count(), 0) << "a letter, not the card";
    QTest::keyClick(field, Qt::Key_Escape);
    EXPECT_TRUE(column.card(2)->hasFocus());
}

TEST_F(CardColumnTest, TabGoesThroughACardBeforeTheNextOne) {
    fill({2, 1, 3, 4});
    column.focusCard(2);
    std::vector<StepCard*> seen;
    for (int i = 0; i < 30 && (seen.empty() || seen.back() != column.card(4)); ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        for (QWidget* at = QApplication::focusWidget(); at != nullptr; at = at->parentWidget()) {
            if (auto* card = qobject_cast<StepCard*>(at);
                card != nullptr && (seen.empty() || seen.back() != card)) {
                seen.push_back(card);
            }
        }
    }
    EXPECT_EQ(seen, (std::vector<StepCard*>{column.card(2), column.card(1), column.card(3),
                                            column.card(4)}));
}

TEST_F(CardColumnTest, CardsStayTheSameWidgetsAndTheNeighbourTakesOver) {
    column.focusCard(3);
    StepCard* third = column.card(3);
    fill({3, 1, 2, 4});
    EXPECT_EQ(column.card(3), third);
    EXPECT_EQ(column.cardAt(0), third);
    EXPECT_EQ(column.current(), 3U);
    EXPECT_LT(third->y(), column.card(1)->y());
    fill({1, 2, 4});
    EXPECT_EQ(column.current(), 1U);
    EXPECT_TRUE(column.card(1)->hasFocus());
    fill({});
    EXPECT_EQ(column.current(), 0U);
}

TEST_F(CardColumnTest, ALongColumnScrollsToTheCardThatIsWalkedTo) {
    std::vector<quint64> keys(40);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        keys[i] = i + 1;
    }
    fill(keys);
    column.focusCard(40);
    QTest::qWait(0);
    const QRect seen = column.viewport()->rect();
    const QPoint top = column.card(40)->mapTo(column.viewport(), QPoint(0, 0));
    EXPECT_TRUE(seen.contains(top)) << top.y();
    EXPECT_GT(column.verticalScrollBar()->value(), 0);
    EXPECT_EQ(column.horizontalScrollBar()->maximum(), 0);
}

TEST_F(CardColumnTest, TheListOfAComboBoxIsNoPartOfTheFocusOrder) {
    static int complaints = 0;
    complaints = 0;
    const auto before =
        qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString& text) {
            complaints += text.contains(QLatin1String("setTabOrder")) ? 1 : 0;
        });
    schema = ParamSchema({choiceParam("mode", "Mode", "a", {{"a", "A"}, {"b", "B"}})});
    fill({11, 12});
    column.focusCard(11);
    // Its window exists from the first opening on.
    auto* combo = column.card(11)->findChild<QComboBox*>();
    ASSERT_NE(combo, nullptr);
    combo->showPopup();
    combo->hidePopup();
    column.focusCard(12);
    column.focusCard(11);
    qInstallMessageHandler(before);
    EXPECT_EQ(complaints, 0);
    combo->setFocus();
    QTest::keyClick(combo, Qt::Key_Tab);
    EXPECT_TRUE(column.card(12)->isAncestorOf(QApplication::focusWidget()) ||
                column.card(12) == QApplication::focusWidget());
}

}  // namespace
}  // namespace minarai::widgets
