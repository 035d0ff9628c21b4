// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which run of a queue goes to which device of this machine. Arithmetic alone: who trains, and
// which devices there are, is given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runs/run_queue.h"

namespace minarai::runs {

/// The device that a wish means on a machine with these devices ("cpu", "cuda:0", ... as the engine
/// lists them), as the trainer understands it: "auto" is the first CUDA device, or the CPU where
/// there is none; "cuda" is the first one. A wish that nothing here fulfils stays as it is.
std::string deviceInForce(const std::string& wish, const std::vector<std::string>& devices);

/// Where a run with this wish can begin now: "auto" takes the first free CUDA device (the CPU only
/// where there is no other, since it would be many times slower than waiting), everything else the
/// device that it names. Nothing if that one is busy or not there. While the devices are not known
/// (an empty list) one run at a time goes where it wishes.
std::optional<std::string> freeDevice(const std::string& wish,
                                      const std::vector<std::string>& devices,
                                      const std::vector<std::string>& busy);

struct Place {
    std::size_t run = 0;  ///< index into the queue
    std::string device;
};

/// The first run of the queue that can begin now, and where. A run that waits for its own device
/// holds up none behind it which can have another one; of two that could have the same device the
/// earlier one gets it.
std::optional<Place> nextPlace(const std::vector<QueuedRun>& queue,
                               const std::vector<std::string>& devices,
                               const std::vector<std::string>& busy);

/// A run that trains, and the seconds that are left of it.
struct Busy {
    std::string device;
    double secondsLeft = 0;
};

/// Seconds until all that runs and all that waits is done, if each run takes what was forecast.
/// Nothing where one forecast is missing. A run whose device is not there is not counted.
std::optional<double> secondsOfAll(const std::vector<QueuedRun>& queue,
                                   const std::vector<std::string>& devices,
                                   const std::vector<Busy>& busy);

}  // namespace minarai::runs
