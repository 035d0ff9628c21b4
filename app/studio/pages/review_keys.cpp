// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/review_keys.h"

#include <algorithm>

namespace minarai::studio {

bool takeReviewKey(ReviewSession& review, const QVector<quint32>& samples, const QKeyEvent& key) {
    if ((key.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) {
        return false;
    }
    if (key.key() >= Qt::Key_0 && key.key() <= Qt::Key_9) {
        // As on the keyboard: 1 ... 9, then 0 for the tenth.
        review.setLabel(samples, key.key() == Qt::Key_0 ? 9 : key.key() - Qt::Key_1);
        return true;
    }
    if (key.key() == Qt::Key_X) {
        const bool all = std::all_of(samples.begin(), samples.end(), [&](quint32 sample) {
            return review.review()->mark(sample).excluded;
        });
        review.setExcluded(samples, !all);
        return true;
    }
    return false;
}

bool takeUndoKey(ReviewSession& review, const QKeyEvent& key) {
    if (key.matches(QKeySequence::Undo)) {
        review.undo();
    } else if (key.matches(QKeySequence::Redo)) {
        review.redo();
    } else {
        return false;
    }
    return true;
}

}  // namespace minarai::studio
