// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/chart_exports.h"

#include "widgets/charts/curve_chart.h"

namespace minarai::studio {

using widgets::CurveChart;
using widgets::MessageBar;

void tellChartExports(Page& page) {
    for (const CurveChart* chart : page.findChildren<CurveChart*>()) {
        QObject::connect(chart, &CurveChart::exported, &page, [&page](const QString& path) {
            Q_EMIT page.said(
                {MessageBar::Kind::Success, Page::tr("Saved to “%1”.").arg(path), {}, {}});
        });
        QObject::connect(chart, &CurveChart::exportFailed, &page, [&page](const QString& text) {
            Q_EMIT page.said({MessageBar::Kind::Error, text, {}, {}});
        });
    }
}

}  // namespace minarai::studio
