// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A batch through a network, in smaller parts when memory runs out.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <ATen/core/Tensor.h>

namespace minarai::predict {

/// `answer` of N images, whose rows must not depend on one another: nobody needs to hear of the
/// parts. `limit` is how many go at once (0: all), and becomes smaller when memory runs out. Throws
/// what `answer` throws when it is something else, or when one image is too much already.
at::Tensor inParts(const at::Tensor& images, std::int64_t& limit, const std::string& what,
                   const std::function<at::Tensor(const at::Tensor& part)>& answer);

}  // namespace minarai::predict
