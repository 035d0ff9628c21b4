// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One reader for each format; readWeights looks at the file's first bytes and chooses.
#pragma once

#include "weights/file_source.h"
#include "weights/state_dict_torch.h"

namespace minarai::weights {

Result<StateDict> readZipFormat(const FileSource& file);
Result<StateDict> readLegacyFormat(const FileSource& file);
Result<StateDict> readSafetensors(const FileSource& file);

}  // namespace minarai::weights
