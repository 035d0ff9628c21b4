// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where the time of a training step goes, operator by operator. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"

namespace minarai::train {

/// An operator's share of a step: what it computes itself, without the operators that it calls.
struct OperatorTime {
    std::string name;       ///< "aten::mkldnn_convolution", "minarai::update"
    double calls = 0;       ///< in a step
    double ms = 0;          ///< in a step
    bool computes = false;  ///< not only a way to others, a view or an allocation
};

struct StepProfile {
    std::string device;
    std::string precision;  ///< "fp32" or "bf16"
    std::int64_t threads = 0;
    std::int64_t batch = 0;
    double stepMs = 0;   ///< mean, while the operators were watched
    double plainMs = 0;  ///< mean without watching, the same number of steps before and after
    /// Of stepMs: outside of operators, in views, allocations and in operators that only call
    /// others. Watching itself counts as such.
    double overheadMs = 0;
    std::vector<OperatorTime> operators;  ///< the dearest first
    /// Multiply-adds of plain sums: of a step's forward pass and twice as many on the way back.
    /// Convolutions that take fewer can put the step above the peak.
    double stepMacs = 0;
    /// Multiply-adds a second of one large matrix product with the same numbers and threads.
    double peakMacs = 0;

    /// Of the time that the step's multiply-adds would take at the peak.
    [[nodiscard]] double peakShare() const;
};

Json stepProfileToJson(const StepProfile& profile);

}  // namespace minarai::train
