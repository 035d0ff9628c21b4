// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The one JSON type of the house: objects keep the order in which they were written.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace minarai {
using Json = nlohmann::ordered_json;
}  // namespace minarai
