// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/picture_cache.h"

namespace minarai::loading {

PictureCache::PictureCache(std::size_t items, std::uint64_t maxBytes)
    : m_maxBytes(maxBytes), m_pictures(maxBytes > 0 ? items : 0) {}

std::shared_ptr<const image::Image> PictureCache::find(std::size_t item) const {
    if (item >= m_pictures.size()) {
        return nullptr;
    }
    const std::lock_guard lock(m_mutex);
    return m_pictures[item];
}

void PictureCache::keep(std::size_t item, const std::shared_ptr<const image::Image>& picture) {
    if (item >= m_pictures.size()) {
        return;
    }
    const std::uint64_t bytes = picture->rgb.capacity() + sizeof(image::Image);
    const std::lock_guard lock(m_mutex);
    if (m_pictures[item] == nullptr && bytes <= m_maxBytes - m_use.bytes) {
        m_pictures[item] = picture;
        m_use.bytes += bytes;
        ++m_use.pictures;
    }
}

PictureCache::Use PictureCache::use() const {
    const std::lock_guard lock(m_mutex);
    return m_use;
}

}  // namespace minarai::loading
