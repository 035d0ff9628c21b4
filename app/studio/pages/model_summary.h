// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The layers of the chosen architecture with their shapes and counts, and the totals.
#pragma once

#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QWidget>
#include <optional>
#include <string>

#include "spec/model_spec.h"
#include "spec/summary.h"
#include "studio/workspace.h"
#include "train/training_plan.h"
#include "widgets/tables/data_table.h"
#include "widgets/tables/layer_model.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class ModelSummary : public QWidget {
    Q_OBJECT
  public:
    explicit ModelSummary(Workspace& workspace, QWidget* parent = nullptr);

    /// An architecture of the zoo, with the recipe's image size and frozen layers and the project's
    /// classes.
    void showModel(const std::string& name);
    /// A model of one's own as it is, with the recipe's frozen layers.
    void showSpec(spec::ModelSpec model);
    /// The recipe or the project is another now.
    void refresh();

    [[nodiscard]] widgets::DataTable* table() const { return m_table; }
    [[nodiscard]] const widgets::LayerModel& layers() const { return m_layers; }

  protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    struct Summed {
        spec::ModelSpec model;
        spec::Summary summary;
        Result<train::TrainingPlan> plan;  ///< of the recipe; its error leaves the rest as it is
    };

    Workspace& m_workspace;
    std::string m_name;
    std::optional<spec::ModelSpec> m_own;  ///< shown instead of m_name
    std::string m_shown;  ///< what is on screen: name, size, classes, and what of it learns
    widgets::LayerModel m_layers;
    std::optional<Result<Summed>> m_summed;
    widgets::Card* m_card;
    widgets::DataTable* m_table;
    widgets::FigureLabel* m_parameters;
    widgets::FigureLabel* m_trainable;
    widgets::FigureLabel* m_macs;
    widgets::FigureLabel* m_weights;
    widgets::FigureLabel* m_outputs;
    QToolButton* m_learning;
    QToolButton* m_copy;
    QLabel* m_error;
    quint64 m_serial = 0;
    Worker m_worker;

    void take(const Result<Summed>& summed);
    void showTotals();
    void copyTable();
    void showMenu(int row, const QPoint& globalPlace);
    /// Where a row's menu stands wholly in the window.
    [[nodiscard]] QPoint menuPlace(const QMenu& menu, int row, const QPoint& wanted) const;
    void retranslate();
};

}  // namespace minarai::studio
