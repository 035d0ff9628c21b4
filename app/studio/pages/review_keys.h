// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The keys that decide about images, wherever these are shown.
#pragma once

#include <QKeyEvent>

#include "studio/session/review_session.h"

namespace minarai::studio {

/// 1 ... 9, 0: the class; X: excluded or not. True for a key of these.
bool takeReviewKey(ReviewSession& review, const QVector<quint32>& samples, const QKeyEvent& key);

/// Undo and redo. True for a key of these.
bool takeUndoKey(ReviewSession& review, const QKeyEvent& key);

}  // namespace minarai::studio
