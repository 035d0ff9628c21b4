// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A scroll bar that keeps its place but is not drawn while there is nothing to scroll.
#pragma once

class QAbstractScrollArea;

namespace minarai::studio {

/// For views whose vertical bar is always there, so that their columns stand still.
void quietScrollBar(QAbstractScrollArea* view);

}  // namespace minarai::studio
