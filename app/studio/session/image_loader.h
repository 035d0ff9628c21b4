// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Decodes the one picture a viewer looks at.
#pragma once

#include <QImage>
#include <QObject>
#include <QSize>
#include <filesystem>

#include "base/error.h"
#include "studio/session/worker.h"

namespace minarai::studio {

/// Only the newest request is answered: loaded() or failed().
class ImageLoader : public QObject {
    Q_OBJECT
  public:
    explicit ImageLoader(QObject* parent = nullptr);

    void load(const std::filesystem::path& path);
    /// Forgets a request that is under way.
    void cancel();

  Q_SIGNALS:
    /// whole: the pixels of the picture, more than the image has where it is very large.
    void loaded(const QImage& image, QSize whole);
    void failed(const minarai::Error& error);

  private:
    quint64 m_serial = 0;
    Worker m_worker;
};

}  // namespace minarai::studio
