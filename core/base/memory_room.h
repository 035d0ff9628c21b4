// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace minarai {

/// For libraries that do not look whether they got the memory that they asked for: throws
/// std::bad_alloc unless the system would give this process so many bytes more. It takes none.
void requireRoom(std::size_t bytes);

}  // namespace minarai
