// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Recipe and queue on the left, the run on the right; start, pause, resume and stop in the top bar.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "studio/pages/page.h"
#include "studio/pages/queue_card.h"
#include "studio/pages/recipe_panel.h"
#include "studio/pages/run_board.h"
#include "studio/pages/trials_panel.h"
#include "studio/session/desktop_notifier.h"

namespace minarai::studio {

class TrainPage : public Page {
    Q_OBJECT
  public:
    TrainPage(Workspace& workspace, Actions& actions, QWidget* parent = nullptr);
    ~TrainPage() override;

    [[nodiscard]] QWidget* barWidget() override { return m_bar; }

    [[nodiscard]] RecipePanel* recipePanel() const { return m_recipe; }
    [[nodiscard]] RunBoard* board() const { return m_board; }
    [[nodiscard]] QueueCard* queueCard() const { return m_queue; }
    [[nodiscard]] TrialsPanel* trialsPanel() const { return m_trials; }
    /// The trials in the board's place.
    void showTrials(bool on);
    [[nodiscard]] QPushButton* startButton() const { return m_start; }

    /// Goes on with an interrupted run.
    void resume(const std::filesystem::path& folder);
    /// Shows a run directory that another program or machine may be writing, read-only.
    void follow(const std::filesystem::path& folder);
    [[nodiscard]] bool isFollowing() const { return m_following; }

  Q_SIGNALS:
    /// The desktop was told, since nobody looked at the window.
    void notified(const QString& title, const QString& text);
    void followingEnded();

  protected:
    void retranslate() override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    /// A run's settings over the recipe.
    struct PastRecipe {
        std::filesystem::path folder;  ///< of the run
        std::string arch;              ///< of the run
        Params recipe;
    };

    QWidget* m_bar;
    QPushButton* m_start;
    QPushButton* m_enqueue;
    QPushButton* m_enqueueFolds;
    QPushButton* m_try;
    QPushButton* m_resume;
    QPushButton* m_pause;
    QPushButton* m_stop;
    QLabel* m_followed;
    QPushButton* m_unfollow;
    widgets::TextMenuButton* m_runMenu;
    QAction* m_aboveSettings;
    QAction* m_takeSettings;  ///< beneath the runs
    QSplitter* m_splitter;
    RecipePanel* m_recipe;
    QueueCard* m_queue;
    widgets::Card* m_foldsCard;
    QLabel* m_folds;
    RunBoard* m_board;
    TrialsPanel* m_trials;
    QStackedWidget* m_right;
    DesktopNotifier m_notifier;
    std::filesystem::path m_viewed;  ///< empty: the live run, a followed one, or nothing yet
    QString m_ghost;                 ///< the folder of the run to compare with; empty for none
    bool m_following = false;
    std::filesystem::path m_endedFold;  ///< its list entry may complete a cross-validation
    /// What a recipe names for the network of a run whose settings were taken, by the run's folder.
    std::map<std::filesystem::path, std::string> m_architectures;

    void makeBar();
    void connectTraining();
    void connectRuns();
    void connectFollowing();
    void connectQueue();
    /// The gauges show the device on which the shown run trains.
    void watchDevice();
    void start();
    void enqueue();
    /// One run for each fold of the recipe.
    void enqueueFolds();
    /// What the shown run and the other folds of its cross-validation have in common: from its
    /// file, or of those that are complete so far.
    [[nodiscard]] std::optional<runs::FoldSummary> foldsOfShown() const;
    void fillFolds();
    [[nodiscard]] bool isReady() const;
    /// The recipe as a run that can begin or wait.
    [[nodiscard]] runs::QueuedRun planned() const;
    /// The same with a copy of a model file, which may be another one when the run's turn comes.
    /// Nothing, and a message, if it cannot be had.
    [[nodiscard]] std::optional<runs::QueuedRun> plannedToWait();
    void updateBar();
    void updatePause();
    void showLiveRun();
    /// The board's time left: none while the run pauses.
    void showTimeLeft();
    void fillRuns();
    void fillGhosts();
    void chooseGhost(const QString& folder);
    void expectRun();
    /// The live run, one that trains elsewhere, or one of the past.
    void view(const std::filesystem::path& folder);
    void showPast(const std::filesystem::path& folder);
    void viewNewest();
    void stopFollowing();
    /// The images of a followed run are those of the open folder.
    [[nodiscard]] bool isOfProject(const FollowSession& follow) const;
    /// Fills the recipe from the run that is shown.
    void takeSettings();
    [[nodiscard]] std::optional<PastRecipe> recipeOfViewed() const;
    /// Why a run cannot begin at once though none is shown; empty if it can.
    [[nodiscard]] QString whyNotNow() const;
    [[nodiscard]] bool isLiveShown() const { return m_viewed.empty() && !m_following; }
    /// Of the live run, which may have ended, or of the past one; not of a followed one.
    [[nodiscard]] std::filesystem::path shownFolder() const;
    void sayEnd(const LiveRun& run, const train::RunEnded& ended);
    /// Above the end of the last fold: what all of them have in common.
    void sayFolds();
    /// To the desktop, when nobody looks at the window.
    void tellDesktop(const QString& title, const QString& text);
    void sayNotice(const LiveRun& run);
    void saySavedAgain(const LiveRun& run);
    /// The text, with the run's title where it is not about the shown one.
    [[nodiscard]] QString aboutRun(const LiveRun& run, const QString& text) const;
};

}  // namespace minarai::studio
