// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/texts.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "studio/core_sentences.h"
#include "studio/session/paths.h"
#include "studio/session/train_session.h"
#include "widgets/forms/param_form.h"
#include "widgets/theme/time_text.h"
#include "zoo/zoo.h"

namespace minarai::studio {

namespace {

/// Only for the contexts of tr() in free functions.
struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Texts)
};

/// "missing: a; not in the model: b; choose …": the cure and the beginning of each list.
QString mismatchText(const std::string& reason) {
    QString text = coreSentence(reason);
    for (const char* list :
         {MN_TEXT("Weights", "missing: "), MN_TEXT("Weights", "not in the model: "),
          MN_TEXT("Weights", "of another shape: ")}) {
        text.replace(QLatin1String(list), QCoreApplication::translate("Weights", list));
    }
    return text;
}

}  // namespace

QString errorText(const Error& error) {
    if (error.code == ErrorCode::WeightsMismatch && !error.args.empty()) {
        Error translated = error;
        translated.args.back() = mismatchText(error.args.back()).toStdString();
        return widgets::errorSentence(translated);
    }
    const bool holdsSentence =
        error.code == ErrorCode::SpecInvalid || error.code == ErrorCode::InputSize;
    if (!holdsSentence || error.args.empty()) {
        return widgets::errorSentence(error);
    }
    Error translated = error;
    std::string& reason = translated.args.back();
    // "conv1: its input has shrunk to …"
    const std::size_t colon = error.code == ErrorCode::InputSize ? reason.find(": ") : 0;
    const std::size_t begin = colon == std::string::npos || colon == 0 ? 0 : colon + 2;
    QString sentence = coreSentence(reason.substr(begin));
    const bool isTooSmall = reason.find("has shrunk to", begin) != std::string::npos;
    if (error.code == ErrorCode::InputSize && isTooSmall &&
        zoo::find(error.args.front()) != nullptr) {
        // Its layers are what they are: the size alone is the cure, and is said anyway.
        sentence = sentence.section(QStringLiteral("; "), 0, 0).section(QStringLiteral("。"), 0, 0);
    }
    reason = reason.substr(0, begin) + sentence.toStdString();
    return widgets::errorSentence(translated);
}

QString coreText(const char* context, const std::string& text) {
    return text.empty() ? QString() : QCoreApplication::translate(context, text.c_str());
}

QString problemKindText(dataset::ProblemKind kind) {
    switch (kind) {
        case dataset::ProblemKind::Unreadable:
            return Texts::tr("Unreadable");
        case dataset::ProblemKind::Empty:
            return Texts::tr("Empty files");
        case dataset::ProblemKind::Extension:
            return Texts::tr("Wrong file ending");
        case dataset::ProblemKind::Duplicate:
            return Texts::tr("Exact duplicates");
        case dataset::ProblemKind::NearDuplicate:
            return Texts::tr("Near duplicates");
        case dataset::ProblemKind::LabelConflict:
            return Texts::tr("Same image, two labels");
        case dataset::ProblemKind::Leak:
            return Texts::tr("Across splits");
        case dataset::ProblemKind::Tiny:
            return Texts::tr("Unusually small");
        case dataset::ProblemKind::Dark:
            return Texts::tr("Unusually dark");
        case dataset::ProblemKind::Bright:
            return Texts::tr("Unusually bright");
        case dataset::ProblemKind::Blurred:
            return Texts::tr("Unusually blurred");
        case dataset::ProblemKind::Imbalance:
            return Texts::tr("Uneven classes");
        case dataset::ProblemKind::EmptyClass:
            return Texts::tr("Classes without images");
        case dataset::ProblemKind::UnreadableFolder:
            return Texts::tr("Unreadable folders");
        case dataset::ProblemKind::LinkLoop:
            return Texts::tr("Links in a circle");
        case dataset::ProblemKind::BadName:
            return Texts::tr("Unusual names");
        case dataset::ProblemKind::Ignored:
            return Texts::tr("Ignored files");
    }
    return {};
}

QString problemText(const dataset::Problem& problem) {
    return problem.error.code == ErrorCode::Internal ? toQString(problem.detail)
                                                     : errorText(problem.error);
}

QString runTitle(const std::filesystem::path& folder, const std::string& arch) {
    const QString name = toQString(arch);
    return folder.empty() ? name : Texts::tr("Run %1 · %2").arg(runNumber(folder), name);
}

QString runStateText(const RunSummary& run) {
    if (run.alive) {
        return Texts::tr("running");
    }
    if (run.state == runs::RunState::Failed) {
        return Texts::tr("failed");
    }
    if (run.canResume()) {
        return Texts::tr("interrupted in epoch %1 of %2")
            .arg(std::min(run.epochsDone + 1, run.epochsPlanned))
            .arg(run.epochsPlanned);
    }
    return Texts::tr("best %1 in epoch %2")
        .arg(widgets::metricText(run.bestValAccuracy))
        .arg(run.bestEpoch);
}

QString runStateText(const RunSummary& run, const TrainSession& train) {
    if (train.isActive() && train.run()->folder == run.folder) {
        switch (train.state()) {
            case TrainSession::State::Pausing:
                return Texts::tr("pausing…");
            case TrainSession::State::Paused:
                return Texts::tr("paused");
            case TrainSession::State::Stopping:
                return Texts::tr("stopping…");
            default:
                break;
        }
    }
    return runStateText(run);
}

QString runEndText(const train::RunEnded& ended) {
    const QString best = widgets::metricText(ended.bestValAccuracy);
    switch (ended.reason) {
        case train::EndReason::Completed:
            return Texts::tr("Training is done: validation accuracy %1 in epoch %2.")
                .arg(best)
                .arg(ended.bestEpoch);
        case train::EndReason::EarlyStopped:
            return Texts::tr(
                       "Stopped early because it got no better: validation accuracy %1 in "
                       "epoch %2.")
                .arg(best)
                .arg(ended.bestEpoch);
        case train::EndReason::Stopped:
            return ended.bestEpoch > 0
                       ? Texts::tr(
                             "Stopped and saved. Best validation accuracy so far: %1 in "
                             "epoch %2.")
                             .arg(best)
                             .arg(ended.bestEpoch)
                       : Texts::tr("Stopped and saved before the first epoch was done.");
        case train::EndReason::Failed:
            return ended.error ? errorText(*ended.error) : Texts::tr("The training failed.");
    }
    return {};
}

QString confidenceText(float confidence) {
    return widgets::metricText(static_cast<double>(confidence), 2);
}

QString lossText(double loss) {
    // Older runs kept four decimals of a probability: what became 0 was under 0.00005.
    return std::isfinite(loss) ? widgets::metricText(loss, 2) : Texts::tr("over 9.9");
}

QString predictionText(const runs::CatalogPredictions& said, std::uint32_t sample,
                       std::int32_t label) {
    const QString name = toQString(said.predictedName(sample));
    const QString confidence = confidenceText(said.confidence(sample));
    const auto loss = said.loss(sample, label);
    return loss ? Texts::tr("%1 %2 · loss %3").arg(name, confidence, lossText(*loss))
                : QStringLiteral("%1 %2").arg(name, confidence);
}

QString deviceText(const std::string& device) {
    const QString name = toQString(device);
    if (device == "cpu") {
        return Texts::tr("CPU");
    }
    return device.starts_with("cuda")
               ? Texts::tr("GPU %1").arg(name.section(QLatin1Char(':'), 1)).trimmed()
               : name;
}

QString withShortcut(const QString& text, const QString& shortcut) {
    return shortcut.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, shortcut);
}

}  // namespace minarai::studio
