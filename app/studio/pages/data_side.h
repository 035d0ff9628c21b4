// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The left column of the Data page: classes, problems and the split of the project.
#pragma once

#include <QLabel>
#include <QWidget>
#include <optional>
#include <vector>

#include "studio/pages/count_list.h"
#include "studio/workspace.h"
#include "widgets/charts/bar_list.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class DataSide : public QWidget {
    Q_OBJECT
  public:
    explicit DataSide(Workspace& workspace, QWidget* parent = nullptr);

    /// Everything anew; nothing is chosen.
    /// The class that the grid keeps when the folder was read again.
    void takeProject(std::optional<std::int32_t> label);
    /// Emits kindChosen if there was one.
    void clearKind();
    /// The same for the class, too, without labelChosen.
    void clearChoices();
    [[nodiscard]] CountList* classes() const { return m_classes; }
    [[nodiscard]] CountList* problemKinds() const { return m_kinds; }

  Q_SIGNALS:
    void labelChosen(std::optional<std::int32_t> label);
    void kindChosen(std::optional<minarai::dataset::ProblemKind> kind);
    void splitWanted();
    void statisticsWanted();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    Workspace& m_workspace;
    CountModel m_classModel;
    CountModel m_kindModel;
    std::optional<dataset::ProblemKind> m_kind;
    widgets::Card* m_classCard;
    CountList* m_classes;
    QToolButton* m_allClasses;
    widgets::Card* m_problemCard;
    CountList* m_kinds;
    QLabel* m_noProblems;
    QToolButton* m_check;
    QToolButton* m_changeSplit;
    widgets::Card* m_statisticsCard;
    QToolButton* m_showStatistics;
    widgets::ElidedLabel* m_statistics;
    widgets::Card* m_splitCard;
    widgets::PartsBar* m_splitBar;
    QLabel* m_splitText;

    void chooseKind(int row);
    void showClasses();
    void showBalance(const std::vector<std::uint64_t>& counts);
    void showProblems();
    void showAudit();
    void showSplit();
    void showStatistics();
    void retranslate();
};

}  // namespace minarai::studio
