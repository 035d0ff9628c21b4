// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The name by which a desktop knows the program: that of its files in packaging/.
#pragma once

namespace minarai::studio {

inline constexpr char kDesktopId[] = "org.minarai.Studio";

}  // namespace minarai::studio
