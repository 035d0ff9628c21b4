// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/phrases.h"

namespace minarai::widgets {
namespace {

constexpr QChar kWordJoiner(0x2060);
constexpr int kLongestPhrase = 14;

enum class Script { Hiragana, Katakana, Kanji, Stop, Open, Close, Other };

Script scriptOf(QChar c) {
    const char16_t u = c.unicode();
    if (u == u'、' || u == u'。' || u == u'！' || u == u'？') {
        return Script::Stop;
    }
    if (u == u'「' || u == u'『' || u == u'（') {
        return Script::Open;
    }
    if (u == u'」' || u == u'』' || u == u'）') {
        return Script::Close;
    }
    if (u >= 0x3041 && u <= 0x309F) {
        return Script::Hiragana;
    }
    if ((u >= 0x30A0 && u <= 0x30FF) || u == u'々') {
        return u == u'々' ? Script::Kanji : Script::Katakana;
    }
    return u >= 0x4E00 && u <= 0x9FFF ? Script::Kanji : Script::Other;
}

/// Kana within a compound verb: the り of 取り除く.
bool isStem(QChar c) {
    return QStringLiteral("りしみきちえけせめれべげねびぎ").contains(c);
}

/// Whether a line may end between two characters of which one at least is Japanese.
bool mayBreak(QChar left, Script before, Script after) {
    if (after == Script::Stop || after == Script::Close || before == Script::Open) {
        return false;
    }
    if (before == Script::Stop || after == Script::Open) {
        return true;
    }
    // What follows a quotation or a number belongs to it: 「cats」だけ, 2 枚.
    if (before == Script::Close || before == Script::Other) {
        return false;
    }
    // A phrase begins with a word in kanji, katakana or Latin letters after the kana of another.
    return before == Script::Hiragana && after != Script::Hiragana &&
           !(after == Script::Kanji && isStem(left));
}

}  // namespace

QString phrased(const QString& text) {
    bool hasKana = false;
    for (const QChar c : text) {
        hasKana = hasKana || scriptOf(c) == Script::Hiragana;
    }
    if (!hasKana) {
        return text;
    }
    QString result;
    int length = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        result += text[i];
        if (i + 1 == text.size()) {
            break;
        }
        const Script before = scriptOf(text[i]);
        const Script after = scriptOf(text[i + 1]);
        const bool isPlain = (before == Script::Other && after == Script::Other) ||
                             text[i].isSpace() || text[i + 1].isSpace();
        ++length;
        if (isPlain) {
            length = 0;
        } else if (mayBreak(text[i], before, after) || length >= kLongestPhrase) {
            length = 0;
        } else {
            result += kWordJoiner;
        }
    }
    return result;
}

QString unphrased(QString text) {
    return text.remove(kWordJoiner);
}

}  // namespace minarai::widgets
