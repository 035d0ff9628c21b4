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
