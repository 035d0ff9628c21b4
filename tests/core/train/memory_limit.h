// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A machine with too little memory, for a while.
#pragma once

#include <cstddef>
#include <new>

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

namespace minarai::train {

/// Refuses tensors over a size, as a machine that has no more memory does.
class LimitedAllocator final : public c10::Allocator {
  public:
    LimitedAllocator(c10::Allocator* inner, std::size_t mostBytes)
        : m_inner(inner), m_mostBytes(mostBytes) {}
    c10::DataPtr allocate(std::size_t bytes) const override {
        if (bytes > m_mostBytes) {
            ++m_refused;
            throw std::bad_alloc();
        }
        return m_inner->allocate(bytes);
    }
    c10::DeleterFnPtr raw_deleter() const override { return m_inner->raw_deleter(); }
    [[nodiscard]] int refused() const { return m_refused; }

  private:
    c10::Allocator* m_inner;
    std::size_t m_mostBytes;
    mutable int m_refused = 0;
};

/// In force while it lives.
class MemoryLimit {
  public:
    explicit MemoryLimit(std::size_t mostBytes)
        : m_former(c10::GetCPUAllocator()), m_limited(m_former, mostBytes) {
        c10::SetCPUAllocator(&m_limited, 255);
    }
    ~MemoryLimit() { c10::SetCPUAllocator(m_former, 255); }
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;
    [[nodiscard]] int refused() const { return m_limited.refused(); }

  private:
    c10::Allocator* m_former;
    LimitedAllocator m_limited;
};

}  // namespace minarai::train
