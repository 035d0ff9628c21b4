// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where a gallery gets its pictures. The studio implements it over a worker; views never decode.
#pragma once

#include <QObject>
#include <QPixmap>
#include <QSet>
#include <QSize>

namespace minarai::widgets {

/// All calls and signals on the GUI's thread. Sizes are in device pixels; a picture may come
/// larger or smaller than asked for, the view fits it.
class ThumbnailSource : public QObject {
    Q_OBJECT
  public:
    enum class State { Unknown, Pending, Ready, Unreadable };

    using QObject::QObject;

    /// The picture if it is at hand; empty otherwise. Must return at once.
    [[nodiscard]] virtual QPixmap cached(quint64 key, QSize size) = 0;

    /// Whether the picture can be had. Unreadable ones are drawn as such and never asked for.
    [[nodiscard]] virtual State state(quint64 key) const = 0;

    /// Asks for a picture; ready() or unreadable follows. Asking twice is harmless.
    virtual void request(quint64 key, QSize size) = 0;

    /// All that a view can use now (in sight and one screen around); other requests of that view
    /// are stale. `view` tells several views of one source apart.
    virtual void keepOnly(const QObject* view, const QSet<quint64>& keys) = 0;

  Q_SIGNALS:
    /// The picture is cached now, or state() has become Unreadable.
    void ready(quint64 key);
};

}  // namespace minarai::widgets
