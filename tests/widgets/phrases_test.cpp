// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/phrases.h"

#include <gtest/gtest.h>

#include <QTextLayout>

namespace minarai::widgets {
namespace {

/// The lines into which Qt breaks the text.
QStringList linesOf(const QString& text, double width) {
    QTextLayout layout(text);
    layout.beginLayout();
    QStringList lines;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        lines << unphrased(text.mid(line.textStart(), line.textLength())).trimmed();
    }
    layout.endLayout();
    return lines;
}

TEST(Phrases, LinesEndBetweenPhrasesAtAnyWidth) {
    const QString text = QStringLiteral(
        "「cats」には画像のあるクラスが一つしかありません。学習にはクラスのフォルダーが二つ以上必要"
        "です。");
    const QString marked = phrased(text);
    EXPECT_EQ(unphrased(marked), text);
    for (double width = 160; width < 700; width += 7) {
        const QStringList lines = linesOf(marked, width);
        EXPECT_EQ(lines.join(QString()), text);
        for (const QString& line : lines) {
            for (const char* torn : {"一", "クラ", "画", "フォル", "必", "しかあり", "学", "二"}) {
                EXPECT_FALSE(line.endsWith(QString::fromUtf8(torn)))
                    << width << ": " << line.toStdString();
            }
        }
    }
}

TEST(Phrases, ASpaceBeforeKanaOrACounterIsNoEndOfALine) {
    const QString text = QStringLiteral(
        "この画像は 35 枚です。前に Flatten を置き、その 2 クラスから 3 ステップで 10 % に"
        "どの学習でも近づけます。");
    const QString marked = phrased(text);
    EXPECT_EQ(unphrased(marked), text);
    bool endsBeforeNumber = false;
    bool endsBeforeWord = false;
    bool endsBeforeWhich = false;
    for (double width = 60; width < 700; width += 3) {
        const QStringList lines = linesOf(marked, width);
        for (const QString& line : lines) {
            for (const char* torn : {"35", "Flatten", "2", "3", "%", "この", "その", "どの"}) {
                EXPECT_FALSE(line.endsWith(QString::fromUtf8(torn)))
                    << width << ": " << line.toStdString();
            }
            endsBeforeNumber = endsBeforeNumber || line.endsWith(QStringLiteral("画像は"));
            endsBeforeWord = endsBeforeWord || line.endsWith(QStringLiteral("前に"));
            endsBeforeWhich = endsBeforeWhich || line.endsWith(QStringLiteral("10 % に"));
        }
    }
    EXPECT_TRUE(endsBeforeNumber) << "a phrase may begin with a number";
    EXPECT_TRUE(endsBeforeWord);
    EXPECT_TRUE(endsBeforeWhich) << "it may begin with どの, too";
}

TEST(Phrases, ABoundStaysWithWhatItBounds) {
    const QString text = QStringLiteral(
        "線の上へ置くと間に入ります。「/」キーで探せます。学習には 2 つ以上のクラスが必要です。"
        "それ以外は以前の学習と同じです。");
    const QString marked = phrased(text);
    EXPECT_EQ(unphrased(marked), text);
    bool endsBeforeKey = false;
    bool endsBeforeFormer = false;
    for (double width = 60; width < 700; width += 3) {
        for (const QString& line : linesOf(marked, width)) {
            for (const char* torn : {"/」", "2", "2 つ", "それ"}) {
                EXPECT_FALSE(line.endsWith(QString::fromUtf8(torn)))
                    << width << ": " << line.toStdString();
            }
            endsBeforeKey = endsBeforeKey || line.endsWith(QStringLiteral("入ります。"));
            endsBeforeFormer = endsBeforeFormer || line.endsWith(QStringLiteral("以外は"));
        }
    }
    EXPECT_TRUE(endsBeforeKey) << "a quoted key begins a phrase";
    EXPECT_TRUE(endsBeforeFormer) << "以前 may begin one, too";
}

TEST(Phrases, ALineEndOfTheTextStandsBare) {
    EXPECT_TRUE(phrased(QStringLiteral("最初のエポックのあと、\n表示します。"))
                    .contains(QStringLiteral("、\n表")));
}

TEST(Phrases, SpacesOfTheTextComeBackAsTheyWere) {
    const QString text = QStringLiteral("35\u00A0枚と 35 枚 · ほかの 6 個は  2 です");
    EXPECT_EQ(unphrased(phrased(text)), text);
    bool endsAtDot = false;
    for (double width = 60; width < 300; width += 3) {
        for (const QString& line : linesOf(phrased(text), width)) {
            endsAtDot = endsAtDot || line.endsWith(QStringLiteral("·"));
        }
    }
    EXPECT_TRUE(endsAtDot) << "what a dot divides may stand on two lines";
}

TEST(Phrases, OtherTextsStayAsTheyAre) {
    const QString english = QStringLiteral("Choose the folder “/data/猫” and go on.");
    EXPECT_EQ(phrased(english), english);
    EXPECT_EQ(phrased(QString()), QString());
}

TEST(Phrases, AVeryLongPhraseCanStillBeBroken) {
    const QString text = QStringLiteral("あ").repeated(200);
    EXPECT_GT(linesOf(phrased(text), 300).size(), 5);
}

}  // namespace
}  // namespace minarai::widgets
