// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/core_sentences.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <algorithm>
#include <vector>

#include "studio/session/paths.h"

namespace minarai::studio {

namespace {

constexpr const char* kContexts[] = {"Spec", "Op", "Weights", "Zoo"};

struct Pattern {
    QByteArray context;
    QByteArray source;
    QRegularExpression fits;
};

QRegularExpression expressionOf(const QString& source) {
    QStringList parts;
    for (const QString& part : source.split(QStringLiteral("{}"))) {
        parts << QRegularExpression::escape(part);
    }
    return QRegularExpression(QStringLiteral("^%1$").arg(parts.join(QStringLiteral("(.+?)"))),
                              QRegularExpression::DotMatchesEverythingOption);
}

/// The sentences with places for values, from the translation file that is built in.
std::vector<Pattern> readPatterns() {
    std::vector<Pattern> patterns;
    QFile file(QStringLiteral(":/texts/minarai_ja.ts"));
    if (!file.open(QIODevice::ReadOnly)) {
        return patterns;
    }
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("source")) {
            const QString source = xml.readElementText();
            const bool known =
                std::any_of(std::begin(kContexts), std::end(kContexts),
                            [&](const char* one) { return context == QLatin1String(one); });
            if (known && source.contains(QStringLiteral("{}"))) {
                patterns.push_back({context.toUtf8(), source.toUtf8(), expressionOf(source)});
            }
        }
    }
    // The most words first: "{}" alone fits everything.
    std::stable_sort(patterns.begin(), patterns.end(), [](const Pattern& a, const Pattern& b) {
        return a.source.size() > b.source.size();
    });
    return patterns;
}

}  // namespace

QString coreSentence(const std::string& english) {
    const QString text = toQString(english);
    if (text.isEmpty()) {
        return text;
    }
    for (const char* context : kContexts) {
        const QString whole = QCoreApplication::translate(context, english.c_str());
        if (whole != text) {
            return whole;
        }
    }
    static const std::vector<Pattern> kPatterns = readPatterns();
    for (const Pattern& pattern : kPatterns) {
        const QRegularExpressionMatch match = pattern.fits.match(text);
        if (!match.hasMatch()) {
            continue;
        }
        const QStringList parts =
            QCoreApplication::translate(pattern.context.constData(), pattern.source.constData())
                .split(QStringLiteral("{}"));
        QString sentence = parts.value(0);
        for (qsizetype i = 1; i < parts.size(); ++i) {
            sentence += match.captured(static_cast<int>(i)) + parts[i];
        }
        return sentence;
    }
    return text;
}

}  // namespace minarai::studio
