// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A graph as a file for papers and slides: the whole of it, in the light colours.
#pragma once

#include <QString>

#include "base/error.h"
#include "widgets/graph/graph_picture.h"

namespace minarai::widgets {

/// The ending of `path` decides: .png (two pixels for each of the drawing's, fewer for a very
/// large one), .pdf or .svg. FileFormat for another ending, WriteFailed or DiskFull. GUI thread.
[[nodiscard]] Status exportGraph(const GraphPicture& picture, const QString& title,
                                 const QString& path);

}  // namespace minarai::widgets
