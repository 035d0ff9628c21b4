// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/picture.h"

#include <QPainter>
#include <cstring>

namespace minarai::studio {

QImage toQImage(const image::Image& picture) {
    if (picture.empty()) {
        return {};
    }
    QImage out(picture.width, picture.height, QImage::Format_RGB888);
    for (int y = 0; y < picture.height && !out.isNull(); ++y) {
        std::memcpy(out.scanLine(y), picture.row(y), static_cast<std::size_t>(picture.width) * 3);
    }
    return out;
}

image::Image toPicture(const QImage& image) {
    QImage flat(image.size(), QImage::Format_RGB888);
    flat.fill(Qt::white);
    QPainter painter(&flat);
    painter.drawImage(QRect(QPoint(), image.size()), image);
    painter.end();
    image::Image out(flat.width(), flat.height());
    for (int y = 0; y < out.height; ++y) {
        std::memcpy(out.row(y), flat.constScanLine(y), static_cast<std::size_t>(out.width) * 3);
    }
    return out;
}

}  // namespace minarai::studio
