// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/image_loader.h"

#include <algorithm>

#include "image/decode.h"
#include "studio/session/picture.h"

namespace minarai::studio {

ImageLoader::ImageLoader(QObject* parent)
    : QObject(parent), m_worker([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, error] { Q_EMIT failed(error); }, Qt::QueuedConnection);
      }) {}

void ImageLoader::cancel() {
    ++m_serial;
    m_worker.cancel();
}

void ImageLoader::load(const std::filesystem::path& path) {
    const quint64 serial = ++m_serial;
    m_worker.replace([this, serial, path](const std::stop_token& stop) {
        if (stop.stop_requested()) {
            return;
        }
        // Beyond any screen more pixels only cost memory; JPEG can leave them out.
        constexpr int kShortEdge = 3000;
        const auto picture = image::decodeFile(path, {.atLeastShortEdge = kShortEdge});
        const QImage shown = picture ? toQImage(*picture) : QImage();
        QSize whole = shown.size();
        if (std::min(whole.width(), whole.height()) >= kShortEdge) {
            if (const auto info = image::probeFile(path)) {
                whole = {info->width, info->height};
            }
        }
        const Error error = picture ? Error() : picture.error();
        const bool ok = picture.has_value();
        QMetaObject::invokeMethod(
            this,
            [this, serial, shown, whole, error, ok] {
                if (serial != m_serial) {
                    return;
                }
                if (ok) {
                    Q_EMIT loaded(shown, whole);
                } else {
                    Q_EMIT failed(error);
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace minarai::studio
