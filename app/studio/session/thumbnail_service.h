// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Small pictures for all galleries: decoded on two low-priority threads, newest wish first.
#pragma once

#include <QCache>
#include <QHash>
#include <QPixmap>
#include <QSet>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "studio/session/waker.h"
#include "widgets/gallery/thumbnail_source.h"

namespace minarai::studio {

/// A key is (space << 32) + a number of at least 1. A space is a set of pictures that come and go
/// together, such as those of a project; it says which file a number is.
class ThumbnailService : public widgets::ThumbnailSource {
    Q_OBJECT
  public:
    static constexpr int kCacheKilobytes = 256 * 1024;

    /// Where a picture is. Called on the GUI's thread; empty for "there is none".
    using Resolver = std::function<std::filesystem::path(quint32 number)>;

    explicit ThumbnailService(QObject* parent = nullptr);
    ~ThumbnailService() override;

    quint32 addSpace(Resolver resolver);
    /// Forgets its pictures and requests.
    void removeSpace(quint32 space);
    static quint64 key(quint32 space, quint32 number) {
        return (static_cast<quint64>(space) << 32) + number;
    }

    /// Puts in a picture that is no file, such as a pasted one. It stays until it is taken out with
    /// all of its space that were put in, or with the space.
    void insert(quint64 key, const QImage& image);
    void removeInserted(quint32 space);

    [[nodiscard]] QPixmap cached(quint64 key, QSize size) override;
    [[nodiscard]] State state(quint64 key) const override;
    void request(quint64 key, QSize size) override;
    void keepOnly(const QObject* view, const QSet<quint64>& keys) override;

  private:
    struct Wish {
        quint64 key = 0;
        int shortEdge = 0;  ///< device pixels
        std::filesystem::path path;
    };
    struct Picture {
        quint64 key = 0;
        int shortEdge = 0;
        QImage image;  ///< null if it cannot be read
    };
    struct Kept {
        QPixmap pixmap;
        int shortEdge = 0;  ///< what was asked for
    };

    quint32 m_nextSpace = 1;
    QHash<quint32, Resolver> m_spaces;
    QCache<quint64, Kept> m_cache;
    QHash<quint64, QPixmap> m_inserted;  ///< no file could bring them back
    QSet<quint64> m_unreadable;
    QHash<quint64, int> m_pending;  ///< the short edge asked for
    QHash<const QObject*, QSet<quint64>> m_wanted;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<Wish> m_wishes;  ///< the last one is served first
    std::vector<Picture> m_finished;
    Waker m_waker;
    std::vector<std::jthread> m_threads;

    void startThreads();
    void work(const std::stop_token& quit);
    void deliver();
    void dropWishes(const std::function<bool(quint64 key)>& unwanted);
};

}  // namespace minarai::studio
