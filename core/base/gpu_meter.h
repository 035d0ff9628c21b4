// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How busy a graphics processor is, as the driver of its maker tells it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace minarai {

struct GpuLoad {
    std::string name;              ///< "NVIDIA A100-SXM4-40GB"; may be empty
    std::optional<double> busy;    ///< 0 ... 1, of the last moments; nothing where it is not told
    std::uint64_t usedBytes = 0;   ///< of its memory, by all programs
    std::uint64_t totalBytes = 0;  ///< above 0
};

class GpuMeter {
  public:
    virtual ~GpuMeter() = default;

    /// cudaIndex: of "cuda:1", as this process numbers the devices. Nothing if the driver does not
    /// answer. Takes milliseconds; one thread at a time.
    virtual std::optional<GpuLoad> read(int cudaIndex) = 0;
};

/// The index in a device's name: 1 of "cuda:1", 0 of "cuda"; nothing of any other.
std::optional<int> cudaIndexOf(const std::string& device);

/// Where the driver's two libraries are looked for; others in tests.
struct NvidiaLibraries {
    std::string management = "libnvidia-ml.so.1";  ///< NVML, which knows the load
    std::string driver = "libcuda.so.1";           ///< which knows how CUDA numbers the devices
};

/// Asks NVIDIA's management library, which is opened here and never linked. Null where there is
/// none, or no such device.
std::unique_ptr<GpuMeter> openNvidiaMeter(const NvidiaLibraries& libraries = {});

}  // namespace minarai
