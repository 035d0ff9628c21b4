// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Plays through the studio and takes a picture of every page in every state (`--shots`).
#pragma once

#include <QObject>
#include <QTemporaryDir>
#include <QTimer>
#include <deque>
#include <functional>
#include <optional>

#include "studio/main_window.h"
#include "studio/options.h"
#include "studio/shots/staged_run.h"

namespace minarai::studio {

/// A folder for what the pictures need, with a name that may be seen in them where that is free.
/// Gone with this.
class ShotFolder {
  public:
    ShotFolder();
    ~ShotFolder();
    ShotFolder(const ShotFolder&) = delete;
    ShotFolder& operator=(const ShotFolder&) = delete;
    [[nodiscard]] QString path() const;
    [[nodiscard]] QString filePath(const QString& name) const;

  private:
    QString m_tidy;                        ///< made here; empty where it was not free
    std::optional<QTemporaryDir> m_other;  ///< instead
};

/// A list of steps: act, wait until something holds, take the picture. Exits the program with 0, or
/// 1 when a step takes too long or a file cannot be written. Steps that belong to a state are
/// passed over when one of them takes too long, and the program goes on to its end, 1.
class ShotDirector : public QObject {
    Q_OBJECT
  public:
    ShotDirector(MainWindow& window, Options options);

  private:
    struct Step {
        std::function<void()> act;
        std::function<bool()> holds;  ///< empty: at once
        QString shot;                 ///< "train-busy"; empty for none
        bool isFleeting = false;      ///< gone in a moment: taken as soon as it is laid out
        QString state;                ///< that it belongs to; empty: nothing goes on without it
    };

    MainWindow& m_window;
    Options m_options;
    ShotFolder m_folder;
    QString m_problemFolder;
    std::deque<Step> m_steps;
    int m_steady = 0;  ///< looks in a row in which the condition held
    QTimer m_look;     ///< how often a condition is looked at
    QTimer m_limit;    ///< of one step
    QString m_state;   ///< of the steps that are added now
    bool m_missed = false;
    std::optional<StagedRun> m_staged;  ///< that somebody else seems to train

    void plan();
    void planData();
    void planAugment();
    void planReview();
    void planSavedSplit(const std::function<bool()>& settled);
    void planImport();
    void planPredictions();
    void planProblems();
    void planComposer();
    void planModel();
    void planStart();
    void planTraining();
    void planTimeMachine();
    void planQueue();
    void planTrials();
    void planPredict();
    void planErrors();
    void planUneven();
    void planModelStates();
    void planFrozen();
    void planPartial();
    void planReplaced();
    void planTrainStates();
    void planFolds();
    void planPausing();
    void planForeign();
    void planEnd();
    /// The steps that are added from now on belong to this state; empty: to none.
    void beginState(const QString& name);
    /// A step that opens the images again.
    void addOpening();
    /// A step after which nothing trains or waits.
    void addStopping();
    /// Somebody else seems to train a run of the project from now on.
    void stageRun();
    [[nodiscard]] bool isStagedRunListed() const;
    void add(std::function<void()> act, std::function<bool()> holds, const QString& shot,
             bool isFleeting = false);
    void begin();
    void goOn();
    void look();
    void giveUp();
    void take(const QString& name);
    void fail(const QString& reason);
    [[nodiscard]] bool galleryReady(const widgets::GalleryView* gallery) const;
    [[nodiscard]] bool areVariantsShown() const;
    [[nodiscard]] bool areModelsMeasured(std::size_t count) const;
    [[nodiscard]] QStringList someImages(int count) const;
    [[nodiscard]] QString brokenImage() const;
    [[nodiscard]] QString oneClassFolder() const;
    [[nodiscard]] QString problemFolder() const;
    [[nodiscard]] QString unevenFolder() const;
    void chooseProblems(dataset::ProblemKind kind);
};

}  // namespace minarai::studio
