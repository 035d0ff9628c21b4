// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/tensor_pool_torch.h"

#include <sys/mman.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/util/Exception.h>

namespace minarai::nn {
namespace {

constexpr std::size_t kSmallest = std::size_t{1} << 19;  ///< bytes of a block for the pool
constexpr std::size_t kPage = 4096;
constexpr std::size_t kHugePage = std::size_t{1} << 21;

/// Left over by the tensors. oneDNN, OpenBLAS and threads crash or wait for ever when there is none
/// left for them, where a tensor's lack of memory is an error with a way on.
constexpr std::size_t kReserve = std::size_t{128} << 20;

/// A block serves tensors down to four fifths of its size, so that little lies idle.
constexpr std::size_t kSlack = 5;

/// When the pool is full, down to a quarter: validation and checkpoints want other sizes than
/// training, whose blocks wait meanwhile and will be wanted again.
constexpr std::size_t kSlackWhenFull = 4;

/// More than a quarter over what tensors ever needed at once is not kept.
constexpr std::size_t kIdleShare = 4;

std::size_t roundedUp(std::size_t bytes, std::size_t unit) {
    return (bytes + unit - 1) / unit * unit;
}

class TensorPool final : public c10::Allocator {
  public:
    c10::DataPtr allocate(std::size_t bytes) const override {
        if (bytes < kSmallest) {
            return c10::GetDefaultCPUAllocator()->allocate(bytes);
        }
        void* data = take(bytes);
        return {data, data, &TensorPool::giveBack, c10::Device(c10::kCPU)};
    }

    c10::DeleterFnPtr raw_deleter() const override { return &TensorPool::giveBackAny; }

    static TensorPool& instance() {
        // Never destroyed: tensors with static lifetime may outlive every other object.
        static auto* const pool = new TensorPool;
        return *pool;
    }

    void release() const {
        const std::lock_guard lock(m_mutex);
        releaseLocked();
    }

    TensorPoolUse use() const {
        const std::lock_guard lock(m_mutex);
        return {m_used, m_freeBytes};
    }

  private:
    struct Block {
        std::size_t size = 0;       ///< of the mapping
        std::size_t requested = 0;  ///< by the tensor
    };
    struct FreeBlock {
        void* data = nullptr;
        std::uint64_t freedAt = 0;  ///< later ones have larger numbers
    };
    using FreeBlocks = std::multimap<std::size_t, FreeBlock>;  ///< by size

    void* take(std::size_t bytes) const {
        const std::lock_guard lock(m_mutex);
        const std::size_t size = roundedUp(bytes, bytes < kHugePage ? kPage : kHugePage / 8);
        const auto found = m_free.lower_bound(size);
        const std::size_t most = isFull(size) ? size * kSlackWhenFull : size + size / kSlack;
        void* data = nullptr;
        std::size_t mapped = size;
        if (found != m_free.end() && found->first <= most) {
            mapped = found->first;
            data = found->second.data;
            m_free.erase(found);
            m_freeBytes -= mapped;
        } else {
            data = mapLocked(size);
        }
        m_blocks[data] = {mapped, bytes};
        m_used += mapped;
        m_peak = std::max(m_peak, m_used);
        report(data, static_cast<std::int64_t>(bytes));
        return data;
    }

    [[nodiscard]] bool isFull(std::size_t size) const {
        return m_used + m_freeBytes + size > m_peak + m_peak / kIdleShare;
    }

    void* mapLocked(std::size_t size) const {
        // Those first that waited longest: after a change of the batch nobody asks for their sizes.
        while (!m_free.empty() && isFull(size)) {
            dropLocked(std::min_element(m_free.begin(), m_free.end(),
                                        [](const auto& one, const auto& other) {
                                            return one.second.freedAt < other.second.freedAt;
                                        }));
        }
        void* data = map(size);
        if (data == nullptr) {
            releaseLocked();
            data = map(size);
        }
        TORCH_CHECK(data != nullptr, "not enough memory: you tried to allocate ", size, " bytes.");
        return data;
    }

    /// On a boundary of huge pages, so that the kernel can use them.
    static void* map(std::size_t size) {
        const std::size_t more = size < kHugePage ? 0 : kHugePage;
        void* raw = ::mmap(nullptr, size + more + kReserve, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (raw == MAP_FAILED) {
            return nullptr;
        }
        auto* const begin = static_cast<std::byte*>(raw);
        (void)::munmap(begin + size + more, kReserve);
        if (more == 0) {
            return raw;
        }
        const std::size_t address = reinterpret_cast<std::uintptr_t>(raw);
        const std::size_t before = roundedUp(address, kHugePage) - address;
        if (before > 0) {
            (void)::munmap(begin, before);
        }
        if (before < more) {
            (void)::munmap(begin + before + size, more - before);
        }
        (void)::madvise(begin + before, size, MADV_HUGEPAGE);
        return begin + before;
    }

    void dropLocked(FreeBlocks::iterator block) const {
        (void)::munmap(block->second.data, block->first);
        m_freeBytes -= block->first;
        m_free.erase(block);
    }

    void releaseLocked() const {
        while (!m_free.empty()) {
            dropLocked(m_free.begin());
        }
        m_peak = m_used;
    }

    /// False if the memory is not the pool's.
    bool put(void* data) const {
        const std::lock_guard lock(m_mutex);
        const auto found = m_blocks.find(data);
        if (found == m_blocks.end()) {
            return false;
        }
        report(data, -static_cast<std::int64_t>(found->second.requested));
        m_used -= found->second.size;
        m_free.emplace(found->second.size, FreeBlock{data, ++m_frees});
        m_freeBytes += found->second.size;
        m_blocks.erase(found);
        return true;
    }

    void report(void* data, std::int64_t bytes) const {
        if (c10::memoryProfilingEnabled()) {
            c10::reportMemoryUsageToProfiler(data, bytes, static_cast<std::int64_t>(m_used), 0,
                                             c10::Device(c10::kCPU));
        }
    }

    static void giveBack(void* data) { (void)instance().put(data); }

    static void giveBackAny(void* data) {
        if (!instance().put(data)) {
            c10::GetDefaultCPUAllocator()->raw_deleter()(data);
        }
    }

    mutable std::mutex m_mutex;
    mutable FreeBlocks m_free;
    mutable std::unordered_map<void*, Block> m_blocks;
    mutable std::uint64_t m_used = 0;
    mutable std::uint64_t m_freeBytes = 0;
    mutable std::uint64_t m_frees = 0;
    mutable std::uint64_t m_peak = 0;  ///< of m_used since blocks were last given back
};

}  // namespace

void useTensorPool() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    static std::once_flag once;
    std::call_once(once, [] { c10::SetCPUAllocator(&TensorPool::instance(), /*priority=*/1); });
#endif
}

void releaseTensorPool() {
    TensorPool::instance().release();
}

TensorPoolUse tensorPoolUse() {
    return TensorPool::instance().use();
}

}  // namespace minarai::nn
