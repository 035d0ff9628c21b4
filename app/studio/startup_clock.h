// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long the process has been alive, for measuring the start.
#pragma once

namespace minarai::studio {

/// Milliseconds since the kernel made the process, before any library was loaded; below 0 if the
/// kernel does not say. Exact to the kernel's tick, usually 10 ms.
double millisecondsAlive();

}  // namespace minarai::studio
