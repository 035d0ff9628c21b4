// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/augment_words.h"

#include <QCoreApplication>

#include "studio/session/augment_document.h"
#include "studio/session/paths.h"
#include "widgets/forms/param_editor.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

struct Variants {
    Q_DECLARE_TR_FUNCTIONS(minarai::studio::Variants)
};

/// Three digits are what the eye can tell apart.
QString drawnNumber(double value) {
    return widgets::shortReal(QString::number(value, 'g', 3).toDouble());
}

/// Names in a list in the user's language: "saturation,contrast" becomes "彩度, コントラスト".
QString drawnWords(const ParamSpec& spec, const ParamValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) {
        return widgets::shownText(spec, value);
    }
    QStringList words;
    for (const QString& word : toQString(*text).split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const QString name = word.trimmed();
        const QString label = name.left(1).toUpper() + name.mid(1);
        const QString local = widgets::paramText(label.toStdString());
        words << (local == label ? name : local);
    }
    return words.join(QStringLiteral(", "));
}

}  // namespace

QStringList traceLines(const PreviewVariant& variant, const augment::Pipeline& pipeline) {
    QStringList lines;
    for (const augment::StepTrace& trace : variant.trace) {
        if (trace.step >= pipeline.steps.size()) {
            continue;
        }
        const augment::Step& step = pipeline.steps[trace.step];
        const QString name = transformTitle(*step.transform);
        if (trace.drawn.entries().empty()) {
            lines << Variants::tr("%1: left out").arg(name);
            continue;
        }
        QStringList values;
        for (const auto& [key, value] : trace.drawn.entries()) {
            const ParamSpec* spec = step.transform->drawnSchema().find(key);
            // What the constructor says in any case is no news.
            const ParamValue* given = step.params.find(key);
            if (spec == nullptr || (given != nullptr && *given == value)) {
                continue;
            }
            if (spec->type == ParamType::Flag) {
                continue;  // it acted: the line says so
            }
            const QString label = widgets::paramText(spec->label.empty() ? key : spec->label);
            const auto* real = std::get_if<double>(&value);
            const QString text = real != nullptr ? drawnNumber(*real) : drawnWords(*spec, value);
            values << QStringLiteral("%1 %2%3").arg(
                label, text, spec->unit == "°" ? toQString(spec->unit) : QString());
        }
        lines << (values.isEmpty()
                      ? name
                      : Variants::tr("%1: %2").arg(name, values.join(QStringLiteral(", "))));
    }
    return lines;
}

QString mixText(const PreviewVariant& variant, const PreviewWish& wish, const QString& between) {
    const auto label = [&wish](std::size_t source) {
        return source < wish.sources.size() ? wish.sources[source].label : QString();
    };
    if (variant.lambda >= 1 || label(variant.source) == label(variant.partner)) {
        return label(variant.source);
    }
    const auto part = [](double share, const QString& name) {
        return QStringLiteral("%1 %2").arg(widgets::metricText(share, 2), name);
    };
    return part(variant.lambda, label(variant.source)) + between +
           part(1 - variant.lambda, label(variant.partner));
}

}  // namespace minarai::studio
