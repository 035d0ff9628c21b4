// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a layer learns, as entries of a menu: frozen up to it, and with which learning rate. Both are
// settings of the recipe; the summary and the composer offer the same.
#pragma once

#include <QMenu>
#include <string>

#include "base/error.h"
#include "spec/model_spec.h"
#include "studio/workspace.h"

namespace minarai::studio {

/// For a layer or a group of the model, and for the outermost group that it stands in. The entries
/// act as long as the menu's parent lives, and are grey while a run trains. `freezeKey`: the
/// shortcut that does what the first one does.
void addLearningEntries(QMenu* menu, Workspace& workspace, const spec::ModelSpec& model,
                        const std::string& layer, const QString& freezeKey = {});

/// Freezes everything up to a layer or group. Those of train::planTraining when nothing would be
/// left to learn.
Status freezeUpTo(Workspace& workspace, const spec::ModelSpec& model, const std::string& layer);

/// A layer or group has another name now: what the recipe says of it, and of what stands in it,
/// goes with it.
void renameLearning(Workspace& workspace, const std::string& from, const std::string& to);

}  // namespace minarai::studio
