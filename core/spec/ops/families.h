// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The families of ops. Each lives in one file of this folder and lists its ops here; op.cpp puts
// the families together.
#pragma once

#include <memory>
#include <vector>

#include "spec/op.h"

namespace minarai::spec::ops {

using OpList = std::vector<std::unique_ptr<const Op>>;

OpList convolutionOps();
OpList poolingOps();
OpList normalisationOps();
OpList linearOps();
OpList activationOps();
OpList mergeOps();
OpList tokenOps();
OpList attentionOps();

}  // namespace minarai::spec::ops
