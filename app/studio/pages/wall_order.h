// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which validation images are on the wall, and in which order. Plain functions of a moment of the
// run: any thread may call them, and for a large wall a worker does.
#pragma once

#include <QHash>
#include <QVector>
#include <functional>
#include <memory>
#include <optional>

#include "runs/timeline.h"
#include "widgets/charts/confusion_view.h"

namespace minarai::studio {

enum class WallShow { All, Wrong, Flipped, Forgotten, AlwaysWrong };

struct WallFilter {
    WallShow show = WallShow::All;
    std::optional<widgets::ConfusionCell> cell;  ///< only these of the confusion matrix
    int label = -1;                              ///< only these; -1 for all
};

/// The gallery's keys of the predictions, and back.
struct WallIndex {
    QVector<quint64> keys;  ///< of each prediction
    QHash<quint64, std::size_t> rowOf;
};

/// The key of a prediction's picture; 0 if there is none.
using WallKeyOf = std::function<quint64(const runs::Moment& moment, std::size_t prediction)>;

/// Pictures that are gone or named twice get a key that no thumbnail has.
std::shared_ptr<const WallIndex> indexWall(const runs::Moment& moment, const WallKeyOf& keyOf);

/// Keys of the images that pass, wrong and sure ones first, right and sure ones last.
QVector<quint64> orderWall(const runs::Moment& moment, const WallIndex& index,
                           const WallFilter& filter);

}  // namespace minarai::studio
