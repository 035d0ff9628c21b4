// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a run shows: figures, curves, confusion matrix and the wall of validation images.
#pragma once

#include <QSplitter>
#include <QWidget>
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "studio/pages/page.h"
#include "studio/pages/validation_wall.h"
#include "widgets/charts/confusion_view.h"
#include "widgets/charts/curve_chart.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class RunBoard : public QWidget {
    Q_OBJECT
  public:
    explicit RunBoard(Workspace& workspace, QWidget* parent = nullptr);
    ~RunBoard() override;

    /// Everything of the live run anew.
    void showLive(const LiveRun& run);
    /// A run of the past.
    void showHistory(const RunSummary& summary, const runs::RunHistory& history);
    void clear();
    /// Nothing to show yet: the axes are ready for so many epochs.
    void expect(std::int64_t epochs);

    // The live run goes on.
    void addSteps(const StepBatch& batch);
    void addEpoch(const train::EpochFinished& epoch);
    void showValidating(qint64 done, qint64 total);
    void showEnd(const train::RunEnded& ended);

    [[nodiscard]] widgets::CurveChart* lossChart() const { return m_loss; }
    [[nodiscard]] widgets::CurveChart* accuracyChart() const { return m_accuracy; }
    [[nodiscard]] widgets::ConfusionView* confusion() const { return m_confusion; }
    [[nodiscard]] ValidationWall* wall() const { return m_wall; }
    [[nodiscard]] QString accuracyFigure() const { return m_figures[kAccuracy]->value(); }

  Q_SIGNALS:
    void said(const minarai::studio::Message& message);
    void largeViewWanted(const minarai::studio::ImageSequence& sequence, int row);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    enum Figure { kAccuracy, kBest, kLoss, kRate, kLearningRate, kLeft, kFigureCount };

    Workspace& m_workspace;
    std::array<widgets::FigureLabel*, kFigureCount> m_figures{};
    widgets::ThinProgressBar* m_progress;
    widgets::Card* m_lossCard;
    widgets::Card* m_accuracyCard;
    widgets::Card* m_matrixCard;
    widgets::CurveChart* m_loss;
    widgets::CurveChart* m_accuracy;
    widgets::ConfusionView* m_confusion;
    widgets::TextMenuButton* m_mode;
    ValidationWall* m_wall;
    QSplitter* m_columns;
    QSplitter* m_left;
    QSplitter* m_right;

    QStringList m_classes;
    std::int64_t m_plannedEpochs = 0;
    std::int64_t m_stepsPerEpoch = 0;
    std::int64_t m_bestEpoch = 0;

    QWidget* makeFigures();
    void makeCharts();
    void makeMatrix();
    void begin(const std::vector<std::string>& classes, std::int64_t epochs);
    void drawPoints(const std::vector<StepPoint>& points);
    void drawEpoch(const train::EpochFinished& epoch);
    void showEpochFigures(const train::EpochFinished& epoch);
    void showStepFigures(const train::StepFinished& step);
    void showValidation(const std::shared_ptr<const train::ValidationResult>& result,
                        std::int64_t epoch);
    void nameSeries();
    void nameChartActions();
    void retranslate();
};

}  // namespace minarai::studio
