// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Core's pictures as Qt's. QImage may be made on any thread.
#pragma once

#include <QImage>

#include "base/error.h"
#include "image/image.h"

namespace minarai::studio {

/// A deep copy in Format_RGB888.
QImage toQImage(const image::Image& picture);

/// RGB of a QImage on white where it is transparent.
image::Image toPicture(const QImage& image);

}  // namespace minarai::studio
