// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The names of the board's curves, for the files that implement it.
#pragma once

#include <QString>

namespace minarai::studio {

inline const QString kTrain = QStringLiteral("train");
inline const QString kVal = QStringLiteral("val");
inline const QString kRateSeries = QStringLiteral("rate");
inline const QString kPlan = QStringLiteral("plan");
inline const QString kGhost = QStringLiteral("ghost");

}  // namespace minarai::studio
