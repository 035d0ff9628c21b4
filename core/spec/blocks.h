// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The composer's palette: every layer by category, and blocks of several layers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/draft.h"
#include "spec/op.h"

namespace minarai::spec {

/// A block: several layers that are known by one name. Channels follow from what it is put behind.
struct Block {
    std::string_view name;   ///< stable: "residual"
    std::string_view label;  ///< MN_TEXT("Block", ...)
    std::string_view about;  ///< one sentence, MN_TEXT("Block", ...)
    /// The layers for an input of these channels.
    Fragment (*make)(std::int64_t channels);
};

const std::vector<Block>& blocks();

/// The block's layers behind an input of this shape; an empty shape stands for one not known yet.
/// An empty fragment for an unknown name.
Fragment blockFragment(std::string_view name, const Shape& input);

struct PaletteEntry {
    std::string name;   ///< an op's name, or a block's
    std::string label;  ///< an op's name stays as it is; a block's is MN_TEXT("Block", ...)
    std::string about;  ///< MN_TEXT("Op" or "Block", ...)
    bool isBlock = false;
};
struct PaletteCategory {
    std::string label;  ///< MN_TEXT("Palette", ...)
    std::vector<PaletteEntry> entries;
};

/// Every op in exactly one category (the last one takes what no table row names), and the blocks.
std::vector<PaletteCategory> palette();

}  // namespace minarai::spec
