// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What comes of exporting a chart is said above its page.
#pragma once

#include "studio/pages/page.h"

namespace minarai::studio {

/// For every chart that is in the page now, also those that export by their menu alone.
void tellChartExports(Page& page);

}  // namespace minarai::studio
