// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/group_preview.h"

#include <algorithm>

#include "dataset/groups.h"

namespace minarai::studio {

Result<GroupPreview> previewGroups(const dataset::Catalog& catalog, const std::string& pattern,
                                   const std::stop_token& stop) {
    MN_ASSIGN(const dataset::Groups groups, dataset::groupsByName(catalog, pattern, stop));
    GroupPreview preview;
    preview.groups = groups.several;
    preview.unmatched = groups.unmatched;
    struct Group {
        std::uint64_t count = 0;
        std::size_t first = 0;
    };
    std::vector<Group> sizes(groups.ids.size());
    for (std::size_t i = 0; i < groups.ofSample.size(); ++i) {
        Group& group = sizes[groups.ofSample[i]];
        group.first = group.count == 0 ? i : group.first;
        ++group.count;
    }
    const std::size_t shown = std::min(GroupPreview::kShown, sizes.size());
    std::partial_sort(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(shown),
                      sizes.end(), [](const Group& a, const Group& b) {
                          return a.count != b.count ? a.count > b.count : a.first < b.first;
                      });
    for (std::size_t i = 0; i < shown && sizes[i].count > 1; ++i) {
        preview.largest.emplace_back(catalog.samples[sizes[i].first].path, sizes[i].count);
    }
    return preview;
}

}  // namespace minarai::studio
