// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Opens minarai_downloader at run time.
#pragma once

#include "base/error.h"
#include "download/fetcher.h"
#include "zoo/pretrained.h"

namespace minarai::cli {

/// The module stays loaded until the process ends. DownloaderMissing says why it could not be
/// opened, where the file is to be had and where to put it.
Result<const download::Fetcher*> loadDownloader(const zoo::PretrainedWeights& wanted);

}  // namespace minarai::cli
