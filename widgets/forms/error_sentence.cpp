// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QString>

#include "base/error.h"
#include "widgets/forms/param_form.h"

namespace minarai::widgets {

namespace {

/// A reason that core gives as a whole sentence has a translation; a name or number has none.
QString argumentText(const std::string& argument) {
    if (argument.empty()) {
        return {};
    }
    for (const char* context : {"Error", "Weights"}) {
        QString text = QCoreApplication::translate(context, argument.c_str());
        if (text != QString::fromStdString(argument)) {
            return text;
        }
    }
    return QString::fromStdString(argument);
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
