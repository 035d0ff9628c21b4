// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A library with the documented C interface of NVML and, of the CUDA driver, what finds a device:
// two devices which the two number the other way round.
#include <cstring>

extern "C" {

struct nvmlDevice_st {
    const char* busId;
    const char* name;
    unsigned long long total, used;
    unsigned busy;
};
struct nvmlMemory_t {
    unsigned long long total, free, used;
};
struct nvmlUtilization_t {
    unsigned gpu, memory;
};

static nvmlDevice_st devices[] = {{"0000:01:00.0", "Pretended 8", 8ULL << 30, 3ULL << 30, 25},
                                  {"0000:41:00.0", "Pretended 16", 16ULL << 30, 1ULL << 30, 900}};
constexpr int kInvalid = 2;

int nvmlInit_v2() {
    return 0;
}
int nvmlShutdown() {
    return 0;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, nvmlDevice_st** device) {
    if (index > 1) {
        return kInvalid;
    }
    *device = &devices[index];
    return 0;
}
int nvmlDeviceGetHandleByPciBusId_v2(const char* busId, nvmlDevice_st** device) {
    for (nvmlDevice_st& one : devices) {
        if (std::strcmp(one.busId, busId) == 0) {
            *device = &one;
            return 0;
        }
    }
    return kInvalid;
}
int nvmlDeviceGetMemoryInfo(nvmlDevice_st* device, nvmlMemory_t* memory) {
    *memory = {device->total, device->total - device->used, device->used};
    return 0;
}
int nvmlDeviceGetUtilizationRates(nvmlDevice_st* device, nvmlUtilization_t* utilization) {
    if (device->busy > 100) {
        return 3;  // not supported
    }
    *utilization = {device->busy, 7};
    return 0;
}
int nvmlDeviceGetName(nvmlDevice_st* device, char* name, unsigned length) {
    std::strncpy(name, device->name, length);
    return 0;
}

int cuInit(unsigned) {
    return 0;
}
int cuDeviceGet(int* device, int ordinal) {
    *device = ordinal + 100;
    return ordinal < 2 ? 0 : kInvalid;
}
int cuDeviceGetPCIBusId(char* text, int length, int device) {
    std::strncpy(text, devices[101 - device].busId, static_cast<std::size_t>(length));
    return 0;
}
}
