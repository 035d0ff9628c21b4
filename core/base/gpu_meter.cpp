// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/gpu_meter.h"

#include <dlfcn.h>

#include <array>
#include <charconv>
#include <string_view>

namespace minarai {
namespace {

/// Closed when nothing of it is in use any more.
using Library = std::shared_ptr<void>;

Library open(const std::string& name) {
    void* handle = ::dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL);
    return handle == nullptr ? nullptr : Library(handle, [](void* one) { ::dlclose(one); });
}

template <typename Function>
bool find(const Library& library, const char* name, Function*& function) {
    function = reinterpret_cast<Function*>(::dlsym(library.get(), name));
    return function != nullptr;
}

// What is used of NVML (NVML API reference: device queries) and of the CUDA driver API.
constexpr int kSuccess = 0;
constexpr unsigned kNameLength = 96;
constexpr int kBusIdLength = 32;
using NvmlDevice = void*;
struct NvmlMemory {
    unsigned long long total, free, used;  // bytes
};
struct NvmlUtilization {
    unsigned gpu, memory;  // percent of the last sample period
};

struct Nvml {
    Library library;
    int (*init)() = nullptr;
    int (*shutdown)() = nullptr;
    int (*deviceByBus)(const char* busId, NvmlDevice* device) = nullptr;
    int (*deviceByIndex)(unsigned index, NvmlDevice* device) = nullptr;
    int (*memory)(NvmlDevice device, NvmlMemory* memory) = nullptr;
    int (*utilization)(NvmlDevice device, NvmlUtilization* utilization) = nullptr;
    int (*name)(NvmlDevice device, char* name, unsigned length) = nullptr;
};

/// The place of a device on the bus, which both libraries know: they number devices differently,
/// and CUDA_VISIBLE_DEVICES hides some from one of them.
std::string busIdOf(const Library& driver, int cudaIndex) {
    int (*init)(unsigned flags) = nullptr;
    int (*get)(int* device, int ordinal) = nullptr;
    int (*busId)(char* text, int length, int device) = nullptr;
    int device = 0;
    std::array<char, kBusIdLength> text{};
    const bool known = driver && find(driver, "cuInit", init) && find(driver, "cuDeviceGet", get) &&
                       find(driver, "cuDeviceGetPCIBusId", busId) && init(0) == kSuccess &&
                       get(&device, cudaIndex) == kSuccess &&
                       busId(text.data(), kBusIdLength - 1, device) == kSuccess;
    return known ? text.data() : std::string();
}

class NvidiaMeter final : public GpuMeter {
  public:
    NvidiaMeter(Nvml nvml, Library driver) : m_nvml(std::move(nvml)), m_driver(std::move(driver)) {}
    ~NvidiaMeter() override { (void)m_nvml.shutdown(); }
    NvidiaMeter(const NvidiaMeter&) = delete;
    NvidiaMeter& operator=(const NvidiaMeter&) = delete;

    std::optional<GpuLoad> read(int cudaIndex) override {
        if (cudaIndex != m_index) {
            m_index = cudaIndex;
            m_device = deviceOf(cudaIndex);
        }
        NvmlMemory memory{};
        if (m_device == nullptr || m_nvml.memory(m_device, &memory) != kSuccess ||
            memory.total == 0) {
            return std::nullopt;
        }
        GpuLoad load;
        load.usedBytes = memory.used;
        load.totalBytes = memory.total;
        NvmlUtilization utilization{};
        // Not told by some devices, such as shared parts of one.
        if (m_nvml.utilization != nullptr &&
            m_nvml.utilization(m_device, &utilization) == kSuccess && utilization.gpu <= 100) {
            load.busy = utilization.gpu / 100.0;
        }
        std::array<char, kNameLength + 1> name{};
        if (m_nvml.name != nullptr && m_nvml.name(m_device, name.data(), kNameLength) == kSuccess) {
            load.name = name.data();
        }
        return load;
    }

  private:
    Nvml m_nvml;
    Library m_driver;
    int m_index = -1;
    NvmlDevice m_device = nullptr;

    NvmlDevice deviceOf(int cudaIndex) const {
        NvmlDevice device = nullptr;
        const std::string busId = busIdOf(m_driver, cudaIndex);
        const bool found = busId.empty()
                               ? m_nvml.deviceByIndex(static_cast<unsigned>(cudaIndex), &device)
                               : m_nvml.deviceByBus(busId.c_str(), &device);
        return found == kSuccess ? device : nullptr;
    }
};

}  // namespace

std::optional<int> cudaIndexOf(const std::string& device) {
    constexpr std::string_view kName = "cuda";
    if (device == kName) {
        return 0;
    }
    int index = 0;
    const char* end = device.data() + device.size();
    if (!device.starts_with("cuda:") ||
        std::from_chars(device.data() + kName.size() + 1, end, index).ptr != end || index < 0 ||
        device.size() == kName.size() + 1) {
        return std::nullopt;
    }
    return index;
}

std::unique_ptr<GpuMeter> openNvidiaMeter(const NvidiaLibraries& libraries) {
    Nvml nvml;
    nvml.library = open(libraries.management);
    const bool complete =
        nvml.library && find(nvml.library, "nvmlInit_v2", nvml.init) &&
        find(nvml.library, "nvmlShutdown", nvml.shutdown) &&
        find(nvml.library, "nvmlDeviceGetHandleByPciBusId_v2", nvml.deviceByBus) &&
        find(nvml.library, "nvmlDeviceGetHandleByIndex_v2", nvml.deviceByIndex) &&
        find(nvml.library, "nvmlDeviceGetMemoryInfo", nvml.memory);
    if (!complete || nvml.init() != kSuccess) {
        return nullptr;
    }
    (void)find(nvml.library, "nvmlDeviceGetUtilizationRates", nvml.utilization);
    (void)find(nvml.library, "nvmlDeviceGetName", nvml.name);
    return std::make_unique<NvidiaMeter>(std::move(nvml), open(libraries.driver));
}

}  // namespace minarai
