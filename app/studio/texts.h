// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Words for core's values: errors, problems, runs. The one place where they are translated.
#pragma once

#include <QString>

#include "base/error.h"
#include "dataset/catalog.h"
#include "runs/best_predictions.h"
#include "studio/session/runs_session.h"
#include "train/event.h"

namespace minarai::studio {

class TrainSession;

/// The sentence of an error in the user's language, by its code.
QString errorText(const Error& error);

/// A text marked by MN_TEXT(context, ...) in core.
QString coreText(const char* context, const std::string& text);

/// "Same image, two labels".
QString problemKindText(dataset::ProblemKind kind);
/// What is wrong with the file, in a sentence.
QString problemText(const dataset::Problem& problem);

/// "Run 3 · lite_cnn".
QString runTitle(const std::filesystem::path& folder, const std::string& arch);
/// "interrupted in epoch 7 of 30", "best 0.912 in epoch 12".
QString runStateText(const RunSummary& run);
/// The same of a run that this session may train: "pausing…", "paused".
QString runStateText(const RunSummary& run, const TrainSession& train);
/// What a run ended with, in a sentence.
QString runEndText(const train::RunEnded& ended);

/// "0.93": the probability of a prediction.
QString confidenceText(float confidence);
/// "2.31": the loss of one image; "over 9.9" where its probability is too small to have been kept.
QString lossText(double loss);
/// "tulip 0.93 · loss 2.31": what the run said of an image that has this label now.
QString predictionText(const runs::CatalogPredictions& said, std::uint32_t sample,
                       std::int32_t label);

/// "CPU", "GPU 1": a device as the engine names it.
QString deviceText(const std::string& device);

/// "Save as CSV… (Ctrl+S)": a tooltip that tells the shortcut.
QString withShortcut(const QString& text, const QString& shortcut);

}  // namespace minarai::studio
