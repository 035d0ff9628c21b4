// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The time that long work still takes, told from how it went so far.
#pragma once

#include <QElapsedTimer>
#include <optional>

#include "base/progress.h"

namespace minarai::studio {

/// Seconds that work still takes which began with the clock's start and has come to `seen`.
/// Nothing before its pace is known.
std::optional<double> secondsLeftAtPace(const Progress& seen, const QElapsedTimer& clock);

}  // namespace minarai::studio
