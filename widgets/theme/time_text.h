// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers in words a person reads: durations, counts, rates, shares, sizes.
//
// Grouping and decimal signs are those of the locale that QLocale() returns; digits of metrics
// (metricText) always use a point, as in the field's papers.
#pragma once

#include <QString>
#include <cstdint>

namespace minarai::widgets {

/// A running clock of fixed shape: "0:07", "1:12", "1:02:03". Below zero or not finite: "–".
QString clockText(double seconds);

/// For sentences and forecasts: "4.1 s", "12 s", "12 min", "1 h 20 min", "3 d 4 h".
QString durationText(double seconds);

/// "100,000"
QString countText(std::uint64_t count);

/// "248", "3.1", "0.42": three digits that mean something.
QString rateText(double perSecond);

/// "98.2 M", "1.2 G", "645" for parameters and multiply-adds.
QString magnitudeText(double value);

/// "1.2 GB", "340 KB"; powers of 1000.
QString bytesText(std::uint64_t bytes);

/// 0.2312 -> "23 %"; below 1 % one decimal: "0.4 %".
QString shareText(double share);

/// A metric with a fixed number of decimals, "0.873"; "–" where it is not finite.
QString metricText(double value, int decimals = 3);

/// A setting in its shortest form that reads back the same: "0.001", "3.9e-4", "1e-5", "20".
QString shortReal(double value);

/// A value for a readout with about four digits: "0.4123", "12.35", "3.9e-4".
QString readoutText(double value);

}  // namespace minarai::widgets
