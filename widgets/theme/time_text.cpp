// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/time_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <array>
#include <cmath>

namespace minarai::widgets {
namespace {

struct TimeText {
    Q_DECLARE_TR_FUNCTIONS(minarai::widgets::TimeText)
};

const QString kUnknown = QStringLiteral("–");

/// "3.9e-04" -> "3.9e-4"
QString shortExponent(QString text) {
    const qsizetype e = text.indexOf(QLatin1Char('e'));
    if (e < 0) {
        return text;
    }
    const bool negative = text.mid(e + 1).startsWith(QLatin1Char('-'));
    QString digits = text.mid(e + 2);
    while (digits.size() > 1 && digits.startsWith(QLatin1Char('0'))) {
        digits.remove(0, 1);
    }
    return text.left(e) + QLatin1Char('e') + (negative ? QStringLiteral("-") : QString()) + digits;
}

/// With three significant digits, without an exponent.
QString threeDigits(double value) {
    const double size = std::abs(value);
    const int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    QString text = QLocale().toString(value, 'f', decimals);
    const QString point = QLocale().decimalPoint();
    if (text.contains(point)) {
        while (text.endsWith(QLatin1Char('0'))) {
            text.chop(1);
        }
        if (text.endsWith(point)) {
            text.chop(point.size());
        }
    }
    return text;
}

}  // namespace

QString clockText(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e9) {
        return kUnknown;
    }
    const auto all = static_cast<long long>(std::llround(seconds));
    const auto two = [](long long n) {
        return QStringLiteral("%1").arg(n, 2, 10, QLatin1Char('0'));
    };
    if (all < 3600) {
        return QStringLiteral("%1:%2").arg(all / 60).arg(two(all % 60));
    }
    return QStringLiteral("%1:%2:%3").arg(all / 3600).arg(two(all / 60 % 60), two(all % 60));
}

QString durationText(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e9) {
        return kUnknown;
    }
    if (seconds < 1) {
        return TimeText::tr("%1 ms", "duration").arg(std::llround(seconds * 1000));
    }
    if (seconds < 9.95) {
        return TimeText::tr("%1 s", "duration").arg(QLocale().toString(seconds, 'f', 1));
    }
    const auto all = static_cast<long long>(std::llround(seconds));
    if (all < 60) {
        return TimeText::tr("%1 s", "duration").arg(all);
    }
    if (all < 600 && all % 60 != 0) {
        return TimeText::tr("%1 min %2 s", "duration").arg(all / 60).arg(all % 60);
    }
    const auto minutes = static_cast<long long>(std::llround(seconds / 60));
    if (minutes < 60) {
        return TimeText::tr("%1 min", "duration").arg(minutes);
    }
    if (minutes < 24 * 60) {
        return minutes % 60 == 0
                   ? TimeText::tr("%1 h", "duration").arg(minutes / 60)
                   : TimeText::tr("%1 h %2 min", "duration").arg(minutes / 60).arg(minutes % 60);
    }
    const auto hours = static_cast<long long>(std::llround(seconds / 3600));
    return hours % 24 == 0 ? TimeText::tr("%1 d", "duration").arg(hours / 24)
                           : TimeText::tr("%1 d %2 h", "duration").arg(hours / 24).arg(hours % 24);
}

QString countText(std::uint64_t count) {
    return QLocale().toString(qulonglong{count});
}

QString rateText(double perSecond) {
    if (!std::isfinite(perSecond) || perSecond < 0) {
        return kUnknown;
    }
    if (perSecond >= 1000) {
        return countText(static_cast<std::uint64_t>(std::llround(perSecond)));
    }
    return threeDigits(perSecond);
}

QString magnitudeText(double value) {
    if (!std::isfinite(value)) {
        return kUnknown;
    }
    constexpr std::array<const char*, 5> kUnits{"", " k", " M", " G", " T"};
    std::size_t unit = 0;
    while (std::abs(value) >= 999.5 && unit + 1 < kUnits.size()) {
        value /= 1000;
        ++unit;
    }
    if (unit == 0) {
        return QLocale().toString(value, 'g', 6);
    }
    return QLocale().toString(value, 'f', std::abs(value) >= 99.95 ? 0 : 1) +
           QLatin1String(kUnits[unit]);
}

QString bytesText(std::uint64_t bytes) {
    constexpr std::array<const char*, 5> kUnits{"B", "KB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < kUnits.size()) {
        value /= 1000;
        ++unit;
    }
    const int decimals = unit == 0 || value >= 9.95 ? 0 : 1;
    return QStringLiteral("%1 %2").arg(QLocale().toString(value, 'f', decimals),
                                       QLatin1String(kUnits[unit]));
}

QString shareText(double share) {
    if (!std::isfinite(share)) {
        return kUnknown;
    }
    const double percent = share * 100;
    const bool fine = percent > 0 && percent < 0.95;
    return TimeText::tr("%1 %", "percentage").arg(QLocale().toString(percent, 'f', fine ? 1 : 0));
}

QString metricText(double value, int decimals) {
    return std::isfinite(value) ? QString::number(value, 'f', decimals) : kUnknown;
}

QString shortReal(double value) {
    if (!std::isfinite(value)) {
        return QString::number(value);
    }
    const QString shortest = QString::number(value, 'g', QLocale::FloatingPointShortest);
    const double size = std::abs(value);
    // 'g' writes 1e-4 and 1e+05 where a person writes 0.0001 only down to a thousandth.
    if (size != 0 && size < 0.001) {
        return shortExponent(QString::number(value, 'e', QLocale::FloatingPointShortest));
    }
    if (size >= 1e6) {
        const QString plain = QString::number(value, 'f', QLocale::FloatingPointShortest);
        const QString power =
            shortExponent(QString::number(value, 'e', QLocale::FloatingPointShortest));
        return power.size() < plain.size() ? power : plain;
    }
    return shortest.contains(QLatin1Char('e'))
               ? QString::number(value, 'f', QLocale::FloatingPointShortest)
               : shortest;
}

QString readoutText(double value) {
    if (!std::isfinite(value)) {
        return kUnknown;
    }
    const double size = std::abs(value);
    if (size != 0 && (size < 0.001 || size >= 1e6)) {
        return shortExponent(QString::number(value, 'e', 1));
    }
    const int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
    return QString::number(value, 'f', decimals);
}

}  // namespace minarai::widgets
