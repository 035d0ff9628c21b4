// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What `minarai train` prints of the trials before a run and of a cross-validation.
#pragma once

#include <string>

#include "runs/folds.h"
#include "train/preflight.h"
#include "train/range_test.h"

namespace minarai::cli {

/// A table of the curve's points and the suggested rates.
std::string rangeTestText(const train::RangeTest& test);

std::string preflightText(const train::Preflight& preflight);

/// A table of the folds, mean and spread.
std::string foldsText(const runs::FoldSummary& summary);

}  // namespace minarai::cli
