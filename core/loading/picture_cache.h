// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Decoded pictures kept from one epoch to the next. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "image/image.h"

namespace minarai::loading {

/// Keeps the first pictures that fit and never drops one: an epoch visits every picture once, and
/// with any other rule a set larger than the cache would push out each picture before its turn.
class PictureCache {
  public:
    PictureCache(std::size_t items, std::uint64_t maxBytes);

    /// nullptr if the picture is not kept.
    [[nodiscard]] std::shared_ptr<const image::Image> find(std::size_t item) const;

    /// Keeps the picture if there is room.
    void keep(std::size_t item, const std::shared_ptr<const image::Image>& picture);

    struct Use {
        std::size_t pictures = 0;
        std::uint64_t bytes = 0;
    };
    [[nodiscard]] Use use() const;

  private:
    const std::uint64_t m_maxBytes;
    mutable std::mutex m_mutex;
    Use m_use;
    std::vector<std::shared_ptr<const image::Image>> m_pictures;
};

}  // namespace minarai::loading
