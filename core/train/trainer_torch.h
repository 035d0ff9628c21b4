// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Trainer that the engine offers.
#pragma once

#include <memory>

#include "train/trainer.h"

namespace minarai::train {

std::unique_ptr<Trainer> makeTorchTrainer();

}  // namespace minarai::train
