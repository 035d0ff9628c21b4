// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/placement.h"

#include <algorithm>
#include <map>

namespace minarai::runs {
namespace {

bool isCuda(const std::string& device) {
    return device.starts_with("cuda");
}

bool has(const std::vector<std::string>& list, const std::string& device) {
    return std::find(list.begin(), list.end(), device) != list.end();
}

/// What a wish allows, in the order in which it is tried.
std::vector<std::string> candidates(const std::string& wish,
                                    const std::vector<std::string>& devices) {
    if (wish != "auto") {
        const std::string device = deviceInForce(wish, devices);
        return has(devices, device) ? std::vector{device} : std::vector<std::string>{};
    }
    std::vector<std::string> all;
    std::copy_if(devices.begin(), devices.end(), std::back_inserter(all), isCuda);
    return all.empty() ? devices : all;
}

}  // namespace

std::string deviceInForce(const std::string& wish, const std::vector<std::string>& devices) {
    if (wish != "auto" && wish != "cuda") {
        return wish;
    }
    const auto first = std::find_if(devices.begin(), devices.end(), isCuda);
    if (first != devices.end()) {
        return *first;
    }
    return wish == "auto" && !devices.empty() ? devices.front() : wish;
}

std::optional<std::string> freeDevice(const std::string& wish,
                                      const std::vector<std::string>& devices,
                                      const std::vector<std::string>& busy) {
    if (devices.empty()) {
        return busy.empty() ? std::optional(wish) : std::nullopt;
    }
    for (const std::string& device : candidates(wish, devices)) {
        if (!has(busy, device)) {
            return device;
        }
    }
    return std::nullopt;
}

std::optional<Place> nextPlace(const std::vector<QueuedRun>& queue,
                               const std::vector<std::string>& devices,
                               const std::vector<std::string>& busy) {
    for (std::size_t i = 0; i < queue.size(); ++i) {
        if (auto device = freeDevice(queue[i].device, devices, busy)) {
            return Place{i, *std::move(device)};
        }
    }
    return std::nullopt;
}

std::optional<double> secondsOfAll(const std::vector<QueuedRun>& queue,
                                   const std::vector<std::string>& devices,
                                   const std::vector<Busy>& busy) {
    std::map<std::string, double> freeAt;
    for (const std::string& device : devices) {
        freeAt[device] = 0;
    }
    for (const Busy& one : busy) {
        freeAt[one.device] = std::max(freeAt[one.device], one.secondsLeft);
    }
    // Each run of the queue, in its order, takes the device that it can have first.
    for (const QueuedRun& run : queue) {
        std::vector<std::string> possible = candidates(run.device, devices);
        if (devices.empty()) {
            possible = {deviceInForce("auto", devices)};
        }
        const auto first =
            std::min_element(possible.begin(), possible.end(),
                             [&](const auto& a, const auto& b) { return freeAt[a] < freeAt[b]; });
        if (first == possible.end()) {
            continue;
        }
        if (run.expectedSeconds <= 0) {
            return std::nullopt;
        }
        freeAt[*first] += run.expectedSeconds;
    }
    double last = 0;
    for (const auto& [device, seconds] : freeAt) {
        last = std::max(last, seconds);
    }
    return last;
}

}  // namespace minarai::runs
