// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done about uneven classes, and about folders and names, which no decision about an
// image cures.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <filesystem>
#include <optional>

#include "studio/workspace.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class AdvicePanel : public widgets::Card {
    Q_OBJECT
  public:
    explicit AdvicePanel(Workspace& workspace, QWidget* parent = nullptr);

    /// Nothing empties the panel.
    void showKind(std::optional<dataset::ProblemKind> kind);
    /// The one of these problems that the list points at.
    void showProblem(const dataset::Problem& problem);

    /// Whether the recipe makes up for uneven classes.
    static bool isBalanced(const Params& recipe);

  Q_SIGNALS:
    void closeWanted();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    Workspace& m_workspace;
    std::optional<dataset::ProblemKind> m_kind;
    std::optional<dataset::Problem> m_problem;
    QToolButton* m_close;
    QLabel* m_sentence;
    QLabel* m_advice;
    QPushButton* m_sample;
    QPushButton* m_weigh;
    QPushButton* m_show;

    void fill();
    void turn(const char* setting, const char* on, const char* off);
    [[nodiscard]] std::filesystem::path folder() const;
    [[nodiscard]] QString advice() const;
    /// What the recipe does about uneven classes; empty for nothing.
    [[nodiscard]] QString chosenCure() const;
    void retranslate();
};

}  // namespace minarai::studio
