// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#include <fmt/format.h>

#include "base/memory_room.h"
#include "base/parallel.h"
#include "nn/tensor_pool_torch.h"
#include "predict/device_torch.h"

namespace minarai::predict {
namespace {

/// OpenBLAS takes its working memory in the first large product, 128 MB for a thread, and tries
/// for ever when there is none. It has to take it before a network fills what is left, and only
/// where there is some.
void letBlasTakeItsMemory(int threads) {
    static std::atomic<int> readyFor{0};
    if (threads <= readyFor.load()) {
        return;
    }
    constexpr std::size_t kRoom = std::size_t{256} << 20;
    requireRoom(kRoom);
    constexpr std::int64_t kEdge = 256;
    const at::Tensor square = at::ones({kEdge, kEdge}, at::kFloat);
    (void)at::mm(square, square);
    readyFor.store(threads);
}

}  // namespace

Result<c10::Device> chooseDevice(const std::string& name) {
    // hasCUDA is a cheap question; the number of devices is asked only where there is a runtime.
    const int cudaDevices = at::globalContext().hasCUDA()
                                ? static_cast<int>(at::detail::getCUDAHooks().getNumGPUs())
                                : 0;
    if (name == "cpu") {
        return c10::Device(c10::kCPU);
    }
    if (name == "auto") {
        return cudaDevices > 0 ? c10::Device(c10::kCUDA, 0) : c10::Device(c10::kCPU);
    }
    const std::string_view prefix = "cuda";
    if (name.compare(0, prefix.size(), prefix) == 0) {
        int index = 0;
        bool valid = name.size() == prefix.size();
        if (name.size() > prefix.size() + 1 && name[prefix.size()] == ':') {
            const char* first = name.data() + prefix.size() + 1;
            const char* last = name.data() + name.size();
            const auto parsed = std::from_chars(first, last, index);
            valid = parsed.ec == std::errc{} && parsed.ptr == last;
        }
        if (valid && index >= 0 && index < cudaDevices) {
            return c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(index));
        }
    }
    std::string known = "auto, cpu";
    for (int i = 0; i < cudaDevices; ++i) {
        known += fmt::format(", cuda:{}", i);
    }
    return fail(ErrorCode::DeviceUnavailable, name, known);
}

std::string deviceText(const c10::Device& device) {
    return device.is_cpu() ? "cpu" : fmt::format("cuda:{}", static_cast<int>(device.index()));
}

int useThreads(int threads) {
    const int wanted = threads > 0 ? std::min(threads, 1024) : static_cast<int>(hardwareThreads());
    nn::useTensorPool();
    if (at::get_num_threads() != wanted) {
        at::set_num_threads(wanted);  // begins a pool of threads anew, which look for work a while
    }
#ifdef _OPENMP
    omp_set_num_threads(wanted);  // a torch with a runtime of its own has not told ours
#endif
    letBlasTakeItsMemory(wanted);
    return wanted;
}

bool hasNativeBf16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

bool computesBf16(bool onCuda) {
    return onCuda || hasNativeBf16();
}

Error torchError(const std::exception& exception, const std::string& what) {
    const std::string_view text = exception.what();
    const auto says = [&](std::string_view words) {
        return text.find(words) != std::string_view::npos;
    };
    // A thread that cannot be started has no room for its stack.
    const auto* ofSystem = dynamic_cast<const std::system_error*>(&exception);
    const bool hasNoThread =
        ofSystem != nullptr && ofSystem->code() == std::errc::resource_unavailable_try_again;
    if (dynamic_cast<const std::bad_alloc*>(&exception) != nullptr ||
        dynamic_cast<const std::length_error*>(&exception) != nullptr || hasNoThread ||
        says("not enough memory") || says("out of memory") || says("can't allocate memory") ||
        says("could not create a memory object")) {
        return fail(ErrorCode::OutOfMemory, what);
    }
    // Torch adds its whole call stack behind the first line.
    return fail(ErrorCode::Internal, std::string(text.substr(0, text.find('\n'))));
}

}  // namespace minarai::predict
