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
            const QString text =
                real != nullptr ? widgets::readoutText(*real) : widgets::editorText(*spec, value);
            values << QStringLiteral("%1 %2%3").arg(
                label, text, spec->unit == "°" ? toQString(spec->unit) : QString());
        }
        lines << (values.isEmpty()
                      ? name
                      : Variants::tr("%1: %2").arg(name, values.join(QStringLiteral(", "))));
    }
    return lines;
}

QString mixText(const PreviewVariant& variant, const PreviewWish& wish) {
    const auto label = [&wish](std::size_t source) {
        return source < wish.sources.size() ? wish.sources[source].label : QString();
    };
    if (variant.lambda >= 1 || label(variant.source) == label(variant.partner)) {
        return label(variant.source);
    }
    return QStringLiteral("%1 %2 + %3 %4")
        .arg(widgets::metricText(variant.lambda, 2), label(variant.source),
             widgets::metricText(1 - variant.lambda, 2), label(variant.partner));
}

}  // namespace minarai::studio
