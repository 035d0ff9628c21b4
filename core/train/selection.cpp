// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/selection.h"

#include <cmath>
#include <limits>
#include <string>

#include "metrics/metrics.h"

namespace minarai::train {

double selectionMetric(const Params& settings, const ValidationResult& validation) {
    const std::string metric = settings.text("early_stopping_metric");
    if (metric == "val_loss") {
        return std::isnan(validation.loss) ? -std::numeric_limits<double>::infinity()
                                           : -validation.loss;
    }
    if (metric != "val_macro_f1" && metric != "val_balanced_accuracy") {
        return validation.accuracy;
    }
    const auto reports = metrics::classReports(validation.confusion);
    if (metric == "val_macro_f1") {
        return metrics::macroAverage(reports).f1;
    }
    double sum = 0;
    double classes = 0;
    for (const metrics::ClassReport& report : reports) {
        if (report.support > 0) {
            sum += report.recall;
            classes += 1;
        }
    }
    return classes > 0 ? sum / classes : 0;
}

}  // namespace minarai::train
