// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/quiet_scroll_bar.h"

#include <QAbstractScrollArea>
#include <QScrollBar>

namespace minarai::studio {

void quietScrollBar(QAbstractScrollArea* view) {
    QScrollBar* bar = view->verticalScrollBar();
    const auto update = [bar] {
        const bool idle = bar->maximum() <= bar->minimum();
        const QString sheet =
            idle ? QStringLiteral("QScrollBar::handle { background: transparent; }") : QString();
        if (bar->styleSheet() != sheet) {
            bar->setStyleSheet(sheet);
        }
    };
    QObject::connect(bar, &QScrollBar::rangeChanged, bar, update);
    update();
}

}  // namespace minarai::studio
