// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which epoch is the best one (the setting `early_stopping_metric`).
#pragma once

#include "base/param_spec.h"
#include "train/event.h"

namespace minarai::train {

/// The result that decides, larger is better (a loss comes with its sign turned):
///   val_accuracy           share of the images
///   val_loss               minus the mean cross-entropy
///   val_macro_f1           mean F1 of the classes, as scikit-learn's "macro"
///   val_balanced_accuracy  mean recall of the classes that have images
double selectionMetric(const Params& settings, const ValidationResult& validation);

}  // namespace minarai::train
