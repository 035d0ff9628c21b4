// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/step_profile.h"

#include <nlohmann/json.hpp>

namespace minarai::train {

double StepProfile::peakShare() const {
    return plainMs > 0 && peakMacs > 0 ? stepMacs / peakMacs / (plainMs / 1000) : 0;
}

Json stepProfileToJson(const StepProfile& profile) {
    Json operators = Json::array();
    for (const OperatorTime& one : profile.operators) {
        operators.push_back(
            {{"name", one.name}, {"calls", one.calls}, {"ms", one.ms}, {"computes", one.computes}});
    }
    return {{"device", profile.device},
            {"precision", profile.precision},
            {"threads", profile.threads},
            {"batch", profile.batch},
            {"step_ms", profile.stepMs},
            {"plain_step_ms", profile.plainMs},
            {"overhead_ms", profile.overheadMs},
            {"overhead_share", profile.overheadMs / profile.stepMs},
            {"step_macs", profile.stepMacs},
            {"peak_macs_per_s", profile.peakMacs},
            {"peak_share", profile.peakShare()},
            {"operators", std::move(operators)}};
}

}  // namespace minarai::train
