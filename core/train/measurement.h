// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a network costs on this machine: time and memory of a few real steps. Plain values.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/error.h"
#include "base/json.h"
#include "base/param_spec.h"
#include "spec/model_spec.h"

namespace minarai::train {

struct MeasureRequest {
    spec::ModelSpec model;
    Params settings;              ///< valid for settingsSchema(): batch, precision, optimiser
    std::string device = "auto";  ///< auto | cpu | cuda[:i]
    int threads = 0;              ///< of torch; 0: all
    double seconds = 1.0;         ///< measured for about so long, each of training and inference
    /// The plain mean of all steps by the clock, to compare with other steps that were counted so.
    /// Otherwise what a step would take if nobody else wanted the processor.
    bool plainMean = false;
    /// To take turns with something else: called before each training step that counts, in a time
    /// that does not; false: they are enough. Steps are of the whole batch then, and nothing but
    /// trainMs and trainBytes is measured.
    std::function<bool()> turn;
};

struct Measurement {
    double trainMs = 0;  ///< of an image in a training step of the batch asked for
    double evalMs = 0;   ///< of an image in validation
    /// Of an image through the frozen layers that see it once (train/feature_cut.h); trainMs and
    /// evalMs are of the others then. 0: the whole network sees every image in every epoch.
    double featureMs = 0;
    std::uint64_t featureBytes = 0;  ///< what they say of an image
    std::uint64_t trainBytes = 0;    ///< most memory of a run, validation included
    std::uint64_t evalBytes = 0;     ///< most memory while it validates
    std::int64_t batch = 0;          ///< asked for
    std::int64_t stepBatch = 0;      ///< measured with: smaller where a step takes seconds
    std::string device;              ///< in force: "cpu"
    std::string precision;           ///< in force: "fp32" or "bf16"
    std::int64_t threads = 0;        ///< in force
    bool operator==(const Measurement&) const = default;
};

/// The number of classes that stands for `classes` where costs are compared: the next power of ten.
/// A head's size hardly shows, and a measurement serves for more than one project.
std::int64_t measuredClasses(std::int64_t classes);

Json measurementToJson(const Measurement& measurement);
/// FileFormat if a number is missing or makes no sense.
Result<Measurement> measurementFromJson(const Json& json);

}  // namespace minarai::train
