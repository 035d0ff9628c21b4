// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/param_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>

#include "base/text.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {
namespace {

/// 1, 2, 5, 10, 20, ...: the step of a logarithmic value.
double nextOnLogScale(double value, bool up) {
    constexpr std::array<double, 4> kDigits{1, 2, 5, 10};
    if (value <= 0) {
        return up ? 1e-4 : value;
    }
    const double decade = std::pow(10, std::floor(std::log10(value) + 1e-9));
    const double digit = value / decade;
    if (up) {
        for (const double candidate : kDigits) {
            if (candidate > digit * (1 + 1e-9)) {
                return candidate * decade;
            }
        }
        return 20 * decade;
    }
    for (auto it = kDigits.rbegin(); it != kDigits.rend(); ++it) {
        if (*it < digit * (1 - 1e-9)) {
            return *it * decade;
        }
    }
    return decade / 2;
}

/// Powers of two, as sizes and batches go.
std::int64_t nextPowerOfTwo(std::int64_t value, bool up) {
    if (up) {
        return value > (std::int64_t{1} << 61) ? value : std::max<std::int64_t>(1, value * 2);
    }
    return value / 2;
}

/// A tenth of the value's decade, so that 0.9 steps by 0.1 and 0.05 by 0.01.
double linearStep(double value, const ParamSpec& spec) {
    const double width = spec.maximum - spec.minimum;
    if (std::isfinite(width) && width > 0) {
        return std::pow(10, std::floor(std::log10(width / 5) + 1e-9));
    }
    return value == 0 ? 0.1 : std::pow(10, std::floor(std::log10(std::abs(value)) + 1e-9));
}

/// Removes the binary dust of decimal steps: 0.30000000000000004 -> 0.3.
double tidied(double value) {
    return QString::number(value, 'g', 12).toDouble();
}

/// "up to %1" of the choice "upto:"; empty where it has no such words.
QString nameTemplate(const ParamChoice& choice) {
    return choice.value == "upto:" ? paramText(MN_TEXT("Param", "up to %1")) : QString();
}

QString namedText(const ParamChoice& choice, const QString& value) {
    const QString words = nameTemplate(choice);
    return words.isEmpty()
               ? value
               : QString(words).replace(QStringLiteral("%1"),
                                        value.mid(QString::fromStdString(choice.value).size()));
}

}  // namespace

const ParamChoice* namedChoice(const ParamSpec& spec, const QString& value) {
    const auto found =
        std::find_if(spec.choices.begin(), spec.choices.end(), [&](const ParamChoice& choice) {
            const QString prefix = QString::fromStdString(choice.value);
            return prefix.endsWith(QLatin1Char(':')) && value.startsWith(prefix) &&
                   value.size() > prefix.size();
        });
    return found == spec.choices.end() ? nullptr : &*found;
}

QString namedNumber(const ParamSpec& spec) {
    return spec.type == ParamType::Integer && !spec.choices.empty()
               ? QString::fromStdString(spec.choices.front().value)
               : QString();
}

QString emptyText(const ParamSpec& spec) {
    if (!namedNumber(spec).isEmpty()) {
        return paramText(spec.choices.front().label);
    }
    if (spec.name == "group_pattern") {
        return QStringLiteral("^(patient\\d+)_");
    }
    if (spec.name == "phases") {
        return paramText(MN_TEXT("Param", "64:5, 224:2"));
    }
    return spec.name == "rate_multipliers" ? paramText(MN_TEXT("Param", "layer1=0.1")) : QString();
}

QString paramText(const std::string& english) {
    if (english.empty()) {
        return {};
    }
    // Settings are described in "Param", layers and their parameters in "Op".
    const QString text = QCoreApplication::translate("Param", english.c_str());
    return text == QString::fromStdString(english)
               ? QCoreApplication::translate("Op", english.c_str())
               : text;
}

QString editorText(const ParamSpec& spec, const ParamValue& value) {
    if (const auto* real = std::get_if<double>(&value)) {
        return shortReal(*real);
    }
    if (const auto* reals = std::get_if<std::vector<double>>(&value)) {
        QStringList parts;
        for (const double part : *reals) {
            parts << shortReal(part);
        }
        return parts.join(QStringLiteral(", "));
    }
    if (const auto* wholes = std::get_if<std::vector<std::int64_t>>(&value)) {
        QStringList parts;
        for (const std::int64_t part : *wholes) {
            parts << QString::number(part);
        }
        return parts.join(QStringLiteral(", "));
    }
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        return QString::number(*whole);
    }
    if (const auto* flag = std::get_if<bool>(&value)) {
        return *flag ? QStringLiteral("true") : QStringLiteral("false");
    }
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr || spec.type == ParamType::Flag ? QString()
                                                           : QString::fromStdString(*text);
}

QString shownText(const ParamSpec& spec, const ParamValue& value) {
    const auto rounded = [](double real) {
        // Thirds and their like; what a person types has fewer digits.
        constexpr qsizetype kLongest = 9;
        const QString exact = shortReal(real);
        return exact.size() > kLongest ? QString::number(real, 'g', 4).toDouble() : real;
    };
    if (const auto* real = std::get_if<double>(&value)) {
        return editorText(spec, ParamValue(rounded(*real)));
    }
    if (const auto* reals = std::get_if<std::vector<double>>(&value)) {
        std::vector<double> parts;
        std::transform(reals->begin(), reals->end(), std::back_inserter(parts), rounded);
        return editorText(spec, ParamValue(parts));
    }
    const QString text = editorText(spec, value);
    if (const ParamChoice* named = namedChoice(spec, text)) {
        return namedText(*named, text);
    }
    for (const ParamChoice& choice : spec.choices) {
        if (!choice.label.empty() && text == QString::fromStdString(choice.value)) {
            return paramText(choice.label);
        }
    }
    return text;
}

ParamValue stepped(const ParamSpec& spec, const ParamValue& value, int steps) {
    const bool up = steps > 0;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        std::int64_t next = *whole;
        for (int i = 0; i < std::abs(steps); ++i) {
            const bool atEnd = up ? next == std::numeric_limits<std::int64_t>::max()
                                  : next == std::numeric_limits<std::int64_t>::min();
            next = atEnd ? next : spec.logScale ? nextPowerOfTwo(next, up) : next + (up ? 1 : -1);
        }
        const auto tooSmall = static_cast<double>(next) < spec.minimum ||
                              (spec.minimumExcluded && static_cast<double>(next) <= spec.minimum);
        return tooSmall || static_cast<double>(next) > spec.maximum ? *whole : next;
    }
    if (const auto* real = std::get_if<double>(&value)) {
        double next = *real;
        for (int i = 0; i < std::abs(steps); ++i) {
            next = spec.logScale ? nextOnLogScale(next, up)
                                 : next + (up ? 1 : -1) * linearStep(*real, spec);
        }
        next = std::clamp(tidied(next), spec.minimum, spec.maximum);
        return spec.minimumExcluded && next <= spec.minimum ? *real : next;
    }
    return value;
}

QString writtenText(const ParamSpec& spec, const QString& text) {
    for (const ParamChoice& choice : spec.choices) {
        const QString words = nameTemplate(choice);
        const qsizetype at = words.indexOf(QStringLiteral("%1"));
        if (at < 0) {
            continue;
        }
        const QString before = words.left(at);
        const QString after = words.mid(at + 2);
        if (text.size() > before.size() + after.size() && text.startsWith(before) &&
            text.endsWith(after)) {
            const QString name =
                text.mid(before.size(), text.size() - before.size() - after.size());
            return QString::fromStdString(choice.value) + name.trimmed();
        }
    }
    return text;
}

}  // namespace minarai::widgets
