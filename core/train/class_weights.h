// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How much the images of each class count in the loss (the setting `class_weights`).
#pragma once

#include <cstddef>
#include <vector>

#include "base/error.h"
#include "base/param_spec.h"
#include "dataset/split.h"

namespace minarai::train {

/// One weight for each class, or none at all when every class counts the same.
///   balanced  images / (classes × images of the class), as scikit-learn's "balanced"; a class
///             without training images has 0 and does not count among the classes
///   list      the setting class_weight_list
/// SettingConflict when the list has another length than the classes or nothing over 0.
Result<std::vector<double>> classWeights(const Params& settings,
                                         const std::vector<dataset::Item>& trainItems,
                                         std::size_t classes);

}  // namespace minarai::train
