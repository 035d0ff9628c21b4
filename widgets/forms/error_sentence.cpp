// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QRegularExpression>
#include <QString>
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "widgets/forms/param_form.h"

namespace minarai::widgets {

namespace {

/// The English sentence of a code, to know it by.
struct Pattern {
    ErrorCode code{};
    QRegularExpression fits;
    std::vector<std::size_t> arguments;  ///< which one stands in each place, from 1
    qsizetype letters = 0;               ///< that are not of an argument
};

Pattern patternOf(ErrorCode code) {
    const std::string_view text = errorTemplate(code);
    Pattern pattern;
    pattern.code = code;
    QString expression;
    QString literal;
    const auto endLiteral = [&] {
        pattern.letters += literal.size();
        expression += QRegularExpression::escape(literal);
        literal.clear();
    };
    const QString english = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    for (qsizetype i = 0; i < english.size(); ++i) {
        const bool isPlace =
            english[i] == QLatin1Char('%') && i + 1 < english.size() && english[i + 1].isDigit();
        if (!isPlace) {
            literal += english[i];
            continue;
        }
        endLiteral();
        expression += QStringLiteral("(.+?)");
        pattern.arguments.push_back(static_cast<std::size_t>(english[++i].digitValue()));
    }
    endLiteral();
    pattern.fits = QRegularExpression(QRegularExpression::anchoredPattern(expression),
                                      QRegularExpression::DotMatchesEverythingOption);
    return pattern;
}

/// Those with the most words first. One without any would fit everything.
std::vector<Pattern> makePatterns() {
    constexpr qsizetype kFewestLetters = 12;
    std::vector<Pattern> patterns;
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        Pattern pattern = patternOf(static_cast<ErrorCode>(code));
        if (pattern.letters >= kFewestLetters) {
            patterns.push_back(std::move(pattern));
        }
    }
    std::stable_sort(patterns.begin(), patterns.end(),
                     [](const Pattern& a, const Pattern& b) { return a.letters > b.letters; });
    return patterns;
}

/// The error that says this, where an error holds another one's sentence.
std::optional<Error> errorOf(const QString& said) {
    if (!said.contains(QLatin1Char(' '))) {
        return std::nullopt;
    }
    // Within another sentence it stands without its full stop.
    const QString sentence = said.endsWith(QLatin1Char('.')) ? said : said + QLatin1Char('.');
    static const std::vector<Pattern> kPatterns = makePatterns();
    for (const Pattern& pattern : kPatterns) {
        const QRegularExpressionMatch match = pattern.fits.match(sentence);
        if (!match.hasMatch()) {
            continue;
        }
        Error error(pattern.code);
        for (std::size_t place = 0; place < pattern.arguments.size(); ++place) {
            const std::size_t number = pattern.arguments[place];
            error.args.resize(std::max(error.args.size(), number));
            error.args[number - 1] = match.captured(static_cast<int>(place) + 1).toStdString();
        }
        return error;
    }
    return std::nullopt;
}

std::optional<QString> translated(const std::string& text) {
    for (const char* context : {"Error", "Weights"}) {
        QString found = QCoreApplication::translate(context, text.c_str());
        if (found != QString::fromStdString(text)) {
            return found;
        }
    }
    return std::nullopt;
}

/// A reason that core gives has a translation, also behind the name of what it is about; a name or
/// number has none.
QString argumentText(const std::string& argument) {
    if (argument.empty()) {
        return {};
    }
    if (const auto whole = translated(argument)) {
        return *whole;
    }
    const QString text = QString::fromStdString(argument);
    if (const auto error = errorOf(text)) {
        QString whole = errorSentence(*error);
        const bool isStopped = whole.endsWith(QLatin1Char('.')) || whole.endsWith(QChar(u'。'));
        if (isStopped && !text.endsWith(QLatin1Char('.'))) {
            whole.chop(1);
        }
        return whole;
    }
    const std::size_t colon = argument.find(": ");
    if (colon != std::string::npos && colon + 2 < argument.size()) {
        if (const auto reason = translated(argument.substr(colon + 2))) {
            return QString::fromStdString(argument.substr(0, colon + 2)) + *reason;
        }
    }
    return text;
}

}  // namespace

QString errorSentence(const Error& error) {
    const std::string english(errorTemplate(error.code));
    const QString text = QCoreApplication::translate("Error", english.c_str());
    QString sentence;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool placeholder =
            text[i] == QLatin1Char('%') && i + 1 < text.size() && text[i + 1].isDigit();
        if (!placeholder) {
            sentence += text[i];
            continue;
        }
        // By hand: an argument may itself contain "%2", which QString::arg would fill again.
        const auto index = static_cast<std::size_t>(text[i + 1].digitValue());
        if (index >= 1 && index <= error.args.size()) {
            sentence += argumentText(error.args[index - 1]);
        }
        ++i;
    }
    return sentence;
}

}  // namespace minarai::widgets
