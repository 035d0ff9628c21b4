// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Recipe on the left, the run on the right; start, pause, resume and stop in the top bar.
#pragma once

#include <QPushButton>
#include <filesystem>
#include <memory>
#include <optional>

#include "studio/pages/page.h"
#include "studio/pages/recipe_panel.h"
#include "studio/pages/run_board.h"

namespace minarai::studio {

class TrainPage : public Page {
    Q_OBJECT
  public:
    TrainPage(Workspace& workspace, Actions& actions, QWidget* parent = nullptr);
    ~TrainPage() override;

    [[nodiscard]] QWidget* barWidget() override { return m_bar; }

    [[nodiscard]] RecipePanel* recipePanel() const { return m_recipe; }
    [[nodiscard]] RunBoard* board() const { return m_board; }
    [[nodiscard]] QPushButton* startButton() const { return m_start; }

    /// Goes on with an interrupted run.
    void resume(const std::filesystem::path& folder);

  protected:
    void retranslate() override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QWidget* m_bar;
    QPushButton* m_start;
    QPushButton* m_resume;
    QPushButton* m_pause;
    QPushButton* m_stop;
    QPushButton* m_takeSettings;
    widgets::TextMenuButton* m_runMenu;
    QSplitter* m_splitter;
    RecipePanel* m_recipe;
    RunBoard* m_board;
    std::filesystem::path m_viewed;  ///< empty: the live run, or nothing yet

    void makeBar();
    void connectTraining();
    void start();
    void updateBar();
    void fillRuns();
    void view(const std::filesystem::path& folder);
    void viewNewest();
    /// Fills the recipe from the run that is shown.
    void takeSettings();
    [[nodiscard]] std::optional<Params> recipeOfViewed() const;
    [[nodiscard]] bool isLiveShown() const;
    void sayEnd(const train::RunEnded& ended);
    void sayNotice();
};

}  // namespace minarai::studio
