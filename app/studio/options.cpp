// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/options.h"

#include <QCommandLineParser>
#include <cstdio>
#include <cstdlib>

namespace minarai::studio {

namespace {

[[noreturn]] void refuse(const QString& text) {
    std::fprintf(stderr, "minarai-studio: %s\n", qPrintable(text));
    std::exit(2);
}

std::optional<QString> choiceOf(const QCommandLineParser& parser, const QString& name,
                                const QStringList& choices) {
    if (!parser.isSet(name)) {
        return std::nullopt;
    }
    const QString value = parser.value(name);
    if (!choices.contains(value)) {
        refuse(QStringLiteral("--%1 cannot be \"%2\". Choose one of: %3.")
                   .arg(name, value, choices.join(QStringLiteral(", "))));
    }
    return value;
}

QSize sizeOf(const QString& text) {
    const QStringList parts = text.split(QLatin1Char('x'));
    const QSize size = parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
    if (size.width() < 640 || size.height() < 480 || size.width() > 8192 || size.height() > 8192) {
        refuse(QStringLiteral("--size takes WIDTHxHEIGHT, for example 1280x800."));
    }
    return size;
}

}  // namespace

Options readOptions(const QCoreApplication& app) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("A desktop training studio for image classification."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("folder"),
                                 QStringLiteral("Folder of images to open."),
                                 QStringLiteral("[FOLDER]"));
    parser.addOptions({
        {QStringLiteral("language"), QStringLiteral("en, ja or system."), QStringLiteral("name")},
        {QStringLiteral("theme"), QStringLiteral("light, dark or system."), QStringLiteral("name")},
        {QStringLiteral("shots"), QStringLiteral("Write screenshots of every page and exit."),
         QStringLiteral("folder")},
        {QStringLiteral("size"), QStringLiteral("Size of the screenshots, such as 1280x800."),
         QStringLiteral("size"), QStringLiteral("1280x800")},
        {QStringLiteral("data"), QStringLiteral("Images in the screenshots; default: the sample."),
         QStringLiteral("folder")},
        {QStringLiteral("only"), QStringLiteral("Screenshots of one page alone: train."),
         QStringLiteral("page")},
        {QStringLiteral("startup-probe"),
         QStringLiteral("Print the milliseconds from the start to the first paint and exit.")},
    });
    parser.process(app);

    Options options;
    const QStringList places = parser.positionalArguments();
    if (places.size() > 1) {
        refuse(QStringLiteral("Only one folder can be opened."));
    }
    options.folder = places.value(0);
    options.language =
        choiceOf(parser, QStringLiteral("language"),
                 {QStringLiteral("en"), QStringLiteral("ja"), QStringLiteral("system")});
    options.theme =
        choiceOf(parser, QStringLiteral("theme"),
                 {QStringLiteral("light"), QStringLiteral("dark"), QStringLiteral("system")});
    options.shotsFolder = parser.value(QStringLiteral("shots"));
    options.size = sizeOf(parser.value(QStringLiteral("size")));
    options.dataFolder = parser.value(QStringLiteral("data"));
    options.onlyShots =
        choiceOf(parser, QStringLiteral("only"), {QStringLiteral("train")}).value_or(QString());
    options.startupProbe = parser.isSet(QStringLiteral("startup-probe"));
    return options;
}

}  // namespace minarai::studio
