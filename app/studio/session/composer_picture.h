// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The composer's document as the picture that the canvas shows, in the user's language.
#pragma once

#include <QString>

#include "spec/model_spec.h"
#include "studio/session/composer_document.h"
#include "train/training_plan.h"
#include "widgets/graph/graph_picture.h"

namespace minarai::studio {

/// "Conv2d 32 · 3×3": the op with the numbers that tell it from its neighbours.
QString layerTitle(const spec::Node& node);

/// A problem of a draft in the user's language.
QString problemSentence(const std::string& english);

/// `plan`: how the layers learn, which is marked; it may be of an earlier state of the draft.
widgets::GraphPicture makePicture(const ComposerDocument& document,
                                  const train::TrainingPlan* plan = nullptr);

/// A row of the list of problems.
struct ComposerProblem {
    QString key;  ///< id of the node, or the key of an end; empty for the whole
    QString text;
};
/// In the draft's order, at most `most`.
std::vector<ComposerProblem> problemsOf(const ComposerDocument& document, std::size_t most = 500);

}  // namespace minarai::studio
