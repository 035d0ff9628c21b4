// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/phrases.h"

namespace minarai::widgets {
namespace {

constexpr QChar kWordJoiner(0x2060);
// Stands for a space at which no line ends. Qt ends lines at a plain space, joined or not; the
// joiner behind it tells it from a no-break space of the text's own.
constexpr char16_t kFirmSpace[] = u"\u00A0\u2060";
constexpr int kLongestPhrase = 16;

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

/// Whether the text up to `end` ends with この, その or どの: they belong to the next word.
bool endsWithThis(const QString& text, qsizetype end) {
    return end >= 2 && text[end - 1] == QChar(u'の') &&
           QStringLiteral("こそど").contains(text[end - 2]);
}

/// Whether この, その or どの begins behind the particle at `i`, and a phrase with it.
bool isBeforeThis(const QString& text, qsizetype i) {
    return QStringLiteral("をはがにでとだ").contains(text[i]) && i + 2 < text.size() &&
           endsWithThis(text, i + 3);
}

/// Whether 以上, 以下, 以内 or 以外 begins at `i`: they belong to what they bound, 2 つ以上.
bool isBound(const QString& text, qsizetype i) {
    return text[i] == QChar(u'以') && i + 1 < text.size() &&
           QStringLiteral("上下内外").contains(text[i + 1]);
}

/// Whether the space at `i` stands within a phrase: "35 枚", "Flatten を", "この 2 枚".
bool isFirmSpace(const QString& text, qsizetype i) {
    if (text[i] != QChar(u' ') || i == 0 || i + 1 == text.size()) {
        return false;
    }
    const QChar left = text[i - 1];
    const Script after = scriptOf(text[i + 1]);
    if (endsWithThis(text, i)) {
        return true;
    }
    if (left.isDigit() && (after == Script::Kanji || after == Script::Katakana)) {
        return true;
    }
    const bool isWord = scriptOf(left) == Script::Other &&
                        (left.isLetterOrNumber() || QStringLiteral("%)]}”").contains(left));
    return isWord && after == Script::Hiragana;
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
        if (length < kLongestPhrase && isFirmSpace(text, i)) {
            result += kFirmSpace;
            ++length;
            continue;
        }
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
        } else if ((mayBreak(text[i], before, after) && !endsWithThis(text, i + 1) &&
                    !isBound(text, i + 1)) ||
                   isBeforeThis(text, i) || length >= kLongestPhrase) {
            length = 0;
        } else {
            result += kWordJoiner;
        }
    }
    return result;
}

QString unphrased(QString text) {
    return text.replace(QString::fromUtf16(kFirmSpace), QStringLiteral(" ")).remove(kWordJoiner);
}

}  // namespace minarai::widgets
