// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where LibTorch 1.13 and 2.x differ: the one place that says so.
#pragma once

#include <cstdint>
#include <string>

#include <ATen/autocast_mode.h>
#include <ATen/core/Tensor.h>
#include <c10/util/C++17.h>
#include <torch/version.h>

#define MINARAI_TORCH_2 (TORCH_VERSION_MAJOR >= 2)

// Whether processes can train together: some builds leave c10d or Gloo's headers out.
#if defined(USE_C10D_GLOO) && __has_include(<gloo/config.h>)
#define MINARAI_C10D 1
#else
#define MINARAI_C10D 0
#endif

namespace c10d {
class Backend;
class ProcessGroup;
}  // namespace c10d

namespace minarai::compat {

/// What ProcessGroupGloo and ProcessGroupNCCL are.
#if MINARAI_TORCH_2
using ProcessGroup = c10d::Backend;
#else
using ProcessGroup = c10d::ProcessGroup;
#endif

/// The key of a parameter in torch::optim::Optimizer::state(): text in 1.13, an address in 2.x.
#if MINARAI_TORCH_2
inline void* optimizerKey(const at::Tensor& parameter) {
    return parameter.unsafeGetTensorImpl();
}
#else
inline std::string optimizerKey(const at::Tensor& parameter) {
    return c10::guts::to_string(parameter.unsafeGetTensorImpl());
}
#endif

/// Whether operations on the CPU are in a lower precision on this thread.
inline bool isCpuAutocast() {
#if MINARAI_TORCH_2
    return at::autocast::is_autocast_enabled(at::kCPU);
#else
    return at::autocast::is_cpu_enabled();
#endif
}

/// Autocast to bfloat16 for the CPU or the CUDA device, on this thread, while it lives.
class AutocastGuard {
  public:
    AutocastGuard(bool enabled, bool cuda) : m_cuda(cuda) {
#if MINARAI_TORCH_2
        const auto device = m_cuda ? at::kCUDA : at::kCPU;
        m_formerEnabled = at::autocast::is_autocast_enabled(device);
        m_formerType = at::autocast::get_autocast_dtype(device);
        at::autocast::set_autocast_enabled(device, enabled);
        at::autocast::set_autocast_dtype(device, at::kBFloat16);
#else
        if (m_cuda) {
            m_formerEnabled = at::autocast::is_enabled();
            m_formerType = at::autocast::get_autocast_gpu_dtype();
            at::autocast::set_enabled(enabled);
            at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
        } else {
            m_formerEnabled = at::autocast::is_cpu_enabled();
            m_formerType = at::autocast::get_autocast_cpu_dtype();
            at::autocast::set_cpu_enabled(enabled);
            at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
        }
#endif
        at::autocast::increment_nesting();
    }
    ~AutocastGuard() {
        if (at::autocast::decrement_nesting() == 0) {
            at::autocast::clear_cache();
        }
#if MINARAI_TORCH_2
        const auto device = m_cuda ? at::kCUDA : at::kCPU;
        at::autocast::set_autocast_enabled(device, m_formerEnabled);
        at::autocast::set_autocast_dtype(device, m_formerType);
#else
        if (m_cuda) {
            at::autocast::set_enabled(m_formerEnabled);
            at::autocast::set_autocast_gpu_dtype(m_formerType);
        } else {
            at::autocast::set_cpu_enabled(m_formerEnabled);
            at::autocast::set_autocast_cpu_dtype(m_formerType);
        }
#endif
    }
    AutocastGuard(const AutocastGuard&) = delete;
    AutocastGuard& operator=(const AutocastGuard&) = delete;

  private:
    bool m_cuda;
    bool m_formerEnabled = false;
    at::ScalarType m_formerType = at::kBFloat16;
};

}  // namespace minarai::compat
