// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What happened to a variant, in words.
#pragma once

#include <QString>
#include <QStringList>

#include "studio/session/augment_preview.h"

namespace minarai::studio {

/// "RandomRotation: 12.3°": what each step did to a variant, one line a step. Steps that chance
/// left out say so.
QStringList traceLines(const PreviewVariant& variant, const augment::Pipeline& pipeline);

/// "0.63 roses + 0.37 tulips".
QString mixText(const PreviewVariant& variant, const PreviewWish& wish,
                const QString& between = QStringLiteral(" + "));

}  // namespace minarai::studio
