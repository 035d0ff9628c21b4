// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The families of architectures: each lives in one file and lists its rows here.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "zoo/graph_writer.h"
#include "zoo/zoo.h"

namespace minarai::zoo {

/// Adds the nodes for `classes` classes and returns the output's id.
using Writer = std::function<std::string(GraphWriter& graph, std::int64_t classes)>;

struct Entry {
    Architecture about;
    Writer write;
};

std::vector<Entry> teachingEntries();
std::vector<Entry> alexnetEntries();
std::vector<Entry> vggEntries();
std::vector<Entry> squeezenetEntries();
std::vector<Entry> resnetEntries();
std::vector<Entry> mobilenetEntries();
std::vector<Entry> mobilenetV3Entries();
std::vector<Entry> shufflenetEntries();
std::vector<Entry> densenetEntries();
std::vector<Entry> inceptionEntries();
std::vector<Entry> efficientnetEntries();
std::vector<Entry> regnetEntries();
std::vector<Entry> convnextEntries();
std::vector<Entry> vitEntries();
std::vector<Entry> swinEntries();
std::vector<Entry> maxvitEntries();

}  // namespace minarai::zoo
