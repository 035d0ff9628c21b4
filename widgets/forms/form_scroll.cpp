// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/form_scroll.h"

#include <QCoreApplication>
#include <QEvent>

namespace minarai::widgets {

QScrollArea* scrollAreaAround(const QWidget& form) {
    for (QWidget* above = form.parentWidget(); above != nullptr; above = above->parentWidget()) {
        if (auto* found = qobject_cast<QScrollArea*>(above)) {
            return found;
        }
    }
    return nullptr;
}

void scrollTo(QWidget& form, QWidget& row) {
    QScrollArea* around = scrollAreaAround(form);
    if (around == nullptr) {
        return;
    }
    // Rows that were shown just now have their places only when the layout has been told.
    QCoreApplication::sendPostedEvents(&form, QEvent::LayoutRequest);
    QCoreApplication::sendPostedEvents(around->viewport(), QEvent::LayoutRequest);
    around->ensureWidgetVisible(&row);
}

}  // namespace minarai::widgets
