// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The left card of the Train page: every setting of the next run, and what it will mean.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QWidget>
#include <optional>

#include "studio/pages/augment_row.h"
#include "studio/pages/recipe_facts.h"
#include "studio/pages/start_row.h"
#include "studio/recipe.h"
#include "studio/workspace.h"
#include "widgets/charts/curve_chart.h"
#include "widgets/forms/param_form.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class RecipePanel : public QWidget {
    Q_OBJECT
  public:
    explicit RecipePanel(Workspace& workspace, QWidget* parent = nullptr);
    ~RecipePanel() override;

    [[nodiscard]] Params recipe() const { return m_form->values(); }
    void setRecipe(const Params& recipe);
    /// A composed model's file as the architecture; size 0 leaves the image size to the model.
    void setModel(const QString& file, std::int64_t size);

    /// False while a value is invalid or the network cannot be built.
    [[nodiscard]] bool isValid() const;

    /// Of the recipe with the split that is known; 1 while there is none.
    [[nodiscard]] std::int64_t stepsPerEpoch() const;

    using Cost = RecipeCost;
    [[nodiscard]] std::optional<Cost> cost() const;

    [[nodiscard]] widgets::ParamForm* form() const { return m_form; }
    /// The learning rate that is planned, drawn as the form changes.
    [[nodiscard]] widgets::CurveChart* scheduleChart() const { return m_schedule; }
    /// What the recipe means; hidden while it cannot be trained.
    [[nodiscard]] RecipeFacts* facts() const { return m_facts; }
    [[nodiscard]] StartRow* startRow() const { return m_start; }
    [[nodiscard]] AugmentRow* augmentRow() const { return m_augment; }

  Q_SIGNALS:
    void changed();
    /// The images cannot be split: their page has the cure.
    void dataWanted();

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    Workspace& m_workspace;
    widgets::Card* m_card;
    widgets::TextMenuButton* m_preset;
    QPushButton* m_reset;
    QLineEdit* m_search;
    QLabel* m_nothing;
    StartRow* m_start;
    AugmentRow* m_augment;
    QScrollArea* m_scroll;
    widgets::ParamForm* m_form;
    QLabel* m_scheduleTitle;
    widgets::CurveChart* m_schedule;
    QLabel* m_forecastText;  ///< what is wrong, or what the setting means that is looked at
    RecipeFacts* m_facts;
    QPushButton* m_fixSize;
    QPushButton* m_toData;
    std::optional<Result<RecipeForecast>> m_forecast;
    std::optional<Params> m_checked;  ///< the recipe that the check before a start has tried
    QString m_meaning;                ///< of the setting that is looked at, above the facts
    quint64 m_forecastSerial = 0;
    Worker m_worker;

    void take();
    void aimStart();
    /// Runs of the same network that the start can take weights from.
    void offerRuns();
    void askForecast();
    void drawSchedule();
    void retranslate();
    void showForecast();
    void fitForecast();
    /// The later epochs of this recipe's own run; its first one while there is no other.
    [[nodiscard]] std::optional<double> secondsOfRun() const;
    [[nodiscard]] const train::Forecast* forecastOfCheck() const;
    void wish();
    void fillPresets();
    void choosePreset(const Preset& preset);
    void lookAt(const QString& name);
    void search(const QString& text);
    void showFoot(const QString& text, const char* role);
    void fitForm();
};

}  // namespace minarai::studio
