// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/thumbnail_service.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/parallel.h"
#include "image/decode.h"
#include "studio/session/picture.h"

namespace minarai::studio {

namespace {

constexpr int kThreads = 2;

/// Decodes and shrinks so that the shorter edge is shortEdge; small pictures stay as they are.
QImage makeThumbnail(const std::filesystem::path& path, int shortEdge) {
    try {
        const auto picture = image::decodeFile(path, {.atLeastShortEdge = shortEdge});
        if (!picture) {
            return {};
        }
        const QImage whole = toQImage(*picture);
        if (std::min(whole.width(), whole.height()) <= shortEdge) {
            return whole.convertToFormat(QImage::Format_RGB32);
        }
        // Very long strips keep a usable size in memory.
        const QSize size =
            whole.size().scaled(shortEdge, shortEdge, Qt::KeepAspectRatioByExpanding);
        return whole
            .scaled(size.boundedTo(QSize(shortEdge * 4, shortEdge * 4)), Qt::IgnoreAspectRatio,
                    Qt::SmoothTransformation)
            .convertToFormat(QImage::Format_RGB32);
    } catch (const std::exception&) {
        // Out of memory: the gallery marks the picture; the viewer names the reason.
        return {};
    }
}

int costOf(const QPixmap& pixmap) {
    return 1 + static_cast<int>(static_cast<qint64>(pixmap.width()) * pixmap.height() * 4 / 1024);
}

}  // namespace

ThumbnailService::ThumbnailService(QObject* parent)
    : ThumbnailSource(parent), m_cache(kCacheKilobytes) {
    connect(&m_waker, &Waker::due, this, &ThumbnailService::deliver);
}

ThumbnailService::~ThumbnailService() = default;

quint32 ThumbnailService::addSpace(Resolver resolver) {
    m_spaces.insert(m_nextSpace, std::move(resolver));
    return m_nextSpace++;
}

void ThumbnailService::removeSpace(quint32 space) {
    const auto inSpace = [space](quint64 key) { return (key >> 32) == space; };
    m_spaces.remove(space);
    dropWishes(inSpace);
    for (const quint64 key : m_cache.keys()) {
        if (inSpace(key)) {
            m_cache.remove(key);
        }
    }
    m_unreadable.removeIf([&](quint64 key) { return inSpace(key); });
    removeInserted(space);
}

void ThumbnailService::insert(quint64 key, const QImage& image) {
    m_inserted.insert(key, QPixmap::fromImage(image));
    Q_EMIT ready(key);
}

void ThumbnailService::removeInserted(quint32 space) {
    for (const quint64 key : m_inserted.keys()) {
        if ((key >> 32) == space) {
            m_inserted.remove(key);
        }
    }
}

QPixmap ThumbnailService::cached(quint64 key, QSize size) {
    if (const auto inserted = m_inserted.constFind(key); inserted != m_inserted.constEnd()) {
        return *inserted;
    }
    const Kept* kept = m_cache.object(key);
    if (kept == nullptr) {
        return {};
    }
    const QPixmap pixmap = kept->pixmap;
    // A picture made for a smaller grid serves until the sharper one is there.
    if (kept->shortEdge * 5 < std::max(size.width(), size.height()) * 4) {
        request(key, size);
    }
    return pixmap;
}

widgets::ThumbnailSource::State ThumbnailService::state(quint64 key) const {
    if (m_cache.contains(key) || m_inserted.contains(key)) {
        return State::Ready;
    }
    if (m_unreadable.contains(key)) {
        return State::Unreadable;
    }
    return m_pending.contains(key) ? State::Pending : State::Unknown;
}

void ThumbnailService::request(quint64 key, QSize size) {
    const int edge = std::max(size.width(), size.height());
    if (m_unreadable.contains(key) || m_inserted.contains(key) || m_pending.value(key) >= edge) {
        return;
    }
    const Kept* kept = m_cache.object(key);
    if (kept != nullptr && kept->shortEdge * 5 >= edge * 4) {
        return;
    }
    const auto resolver = m_spaces.constFind(static_cast<quint32>(key >> 32));
    std::filesystem::path path;
    if (resolver != m_spaces.constEnd()) {
        path = (*resolver)(static_cast<quint32>(key));
    }
    if (path.empty()) {
        m_unreadable.insert(key);
        QMetaObject::invokeMethod(
            this, [this, key] { Q_EMIT ready(key); }, Qt::QueuedConnection);
        return;
    }
    m_pending.insert(key, edge);
    startThreads();
    {
        const std::scoped_lock lock(m_mutex);
        m_wishes.push_back({key, edge, std::move(path)});
    }
    m_changed.notify_one();
}

void ThumbnailService::keepOnly(const QObject* view, const QSet<quint64>& keys) {
    if (!m_wanted.contains(view)) {
        connect(view, &QObject::destroyed, this, [this, view] { m_wanted.remove(view); });
    }
    m_wanted.insert(view, keys);
    dropWishes([this](quint64 key) {
        return std::none_of(m_wanted.cbegin(), m_wanted.cend(),
                            [key](const QSet<quint64>& wanted) { return wanted.contains(key); });
    });
}

void ThumbnailService::dropWishes(const std::function<bool(quint64 key)>& unwanted) {
    const std::scoped_lock lock(m_mutex);
    const auto dropped = std::stable_partition(
        m_wishes.begin(), m_wishes.end(), [&](const Wish& wish) { return !unwanted(wish.key); });
    for (auto wish = dropped; wish != m_wishes.end(); ++wish) {
        m_pending.remove(wish->key);
    }
    m_wishes.erase(dropped, m_wishes.end());
}

void ThumbnailService::startThreads() {
    while (m_threads.size() < kThreads) {
        m_threads.emplace_back([this](const std::stop_token& quit) { work(quit); });
    }
}

void ThumbnailService::work(const std::stop_token& quit) {
    lowerThreadPriority();
    while (true) {
        Wish wish;
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, quit, [this] { return !m_wishes.empty(); }) ||
                quit.stop_requested()) {
                return;
            }
            wish = std::move(m_wishes.back());
            m_wishes.pop_back();
        }
        QImage image = makeThumbnail(wish.path, wish.shortEdge);
        {
            const std::scoped_lock lock(m_mutex);
            m_finished.push_back({wish.key, wish.shortEdge, std::move(image)});
        }
        m_waker.wake();
    }
}

void ThumbnailService::deliver() {
    std::vector<Picture> finished;
    {
        const std::scoped_lock lock(m_mutex);
        finished.swap(m_finished);
    }
    for (const Picture& picture : finished) {
        m_pending.remove(picture.key);
        if (!m_spaces.contains(static_cast<quint32>(picture.key >> 32))) {
            continue;
        }
        if (picture.image.isNull()) {
            m_unreadable.insert(picture.key);
        } else {
            const QPixmap pixmap = QPixmap::fromImage(picture.image);
            m_cache.insert(picture.key, new Kept{pixmap, picture.shortEdge}, costOf(pixmap));
        }
        Q_EMIT ready(picture.key);
    }
}

}  // namespace minarai::studio
