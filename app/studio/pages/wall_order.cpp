// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/wall_order.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "studio/session/thumbnail_service.h"

namespace minarai::studio {

namespace {

/// No space of the thumbnails has this number: pictures that are gone are shown as such.
constexpr quint32 kNoSpace = 0xffffffffU;

bool isShown(const runs::Moment& moment, std::size_t row, const WallFilter& filter) {
    const train::Prediction& said = moment.result->predictions[row];
    const runs::Fate& fate = moment.fates[row];
    if (filter.cell &&
        (said.label != filter.cell->truth || said.predicted != filter.cell->predicted)) {
        return false;
    }
    if (filter.label >= 0 && said.label != filter.label) {
        return false;
    }
    switch (filter.show) {
        case WallShow::All:
            return true;
        case WallShow::Wrong:
            return said.predicted != said.label;
        case WallShow::Flipped:
            return fate.change != runs::Change::None;
        case WallShow::Forgotten:
            return fate.forgotten;
        case WallShow::AlwaysWrong:
            return fate.alwaysWrong;
    }
    return true;
}

}  // namespace

std::shared_ptr<const WallIndex> indexWall(const runs::Moment& moment, const WallKeyOf& keyOf) {
    auto index = std::make_shared<WallIndex>();
    const std::size_t count = moment.result->predictions.size();
    index->keys.reserve(static_cast<qsizetype>(count));
    index->rowOf.reserve(static_cast<qsizetype>(count));
    for (std::size_t i = 0; i < count; ++i) {
        quint64 key = keyOf(moment, i);
        if (key == 0 || index->rowOf.contains(key)) {
            key = ThumbnailService::key(kNoSpace, static_cast<quint32>(i) + 1);
        }
        index->keys.push_back(key);
        index->rowOf.insert(key, i);
    }
    return index;
}

QVector<quint64> orderWall(const runs::Moment& moment, const WallIndex& index,
                           const WallFilter& filter) {
    const auto& predictions = moment.result->predictions;
    std::vector<std::pair<float, std::size_t>> rows;
    rows.reserve(predictions.size());
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        if (isShown(moment, i, filter)) {
            const train::Prediction& said = predictions[i];
            // What to look at comes first; equals stay in the order of the split.
            rows.emplace_back(
                said.predicted == said.label ? said.confidence : -1.0F - said.confidence, i);
        }
    }
    std::sort(rows.begin(), rows.end());
    QVector<quint64> keys;
    keys.reserve(static_cast<qsizetype>(rows.size()));
    for (const auto& [doubt, row] : rows) {
        keys.push_back(index.keys[static_cast<qsizetype>(row)]);
    }
    return keys;
}

}  // namespace minarai::studio
