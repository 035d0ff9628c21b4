// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of a run by theme; settings.cpp puts them together in this order. Private to
// core/train.
#pragma once

#include <vector>

#include "base/param_spec.h"

namespace minarai::train {

std::vector<ParamSpec> runParams();       ///< how long, how many at once
std::vector<ParamSpec> dataParams();      ///< the images
std::vector<ParamSpec> updateParams();    ///< optimiser, averaging, freezing
std::vector<ParamSpec> scheduleParams();  ///< the learning rate over time
std::vector<ParamSpec> lossParams();      ///< loss, soft labels
std::vector<ParamSpec> stoppingParams();  ///< the best epoch, early stopping, seed
std::vector<ParamSpec> orderParams();     ///< which images, when and how large
std::vector<ParamSpec> machineParams();   ///< what does not change the result

}  // namespace minarai::train
