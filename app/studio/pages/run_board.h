// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a run shows: figures, curves, confusion matrix, the wall of validation images, and the time
// machine which turns them back to any epoch.
#pragma once

#include <QSplitter>
#include <QStackedWidget>
#include <QWidget>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/progress.h"
#include "studio/pages/page.h"
#include "studio/pages/time_bar.h"
#include "studio/pages/validation_wall.h"
#include "widgets/charts/confusion_view.h"
#include "widgets/charts/curve_chart.h"
#include "widgets/charts/smoothing_button.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class RunBoard : public QWidget {
    Q_OBJECT
  public:
    explicit RunBoard(Workspace& workspace, QWidget* parent = nullptr);
    ~RunBoard() override;

    /// Everything of the live run anew.
    void showLive(const LiveRun& run);
    /// A run of the past; its training curves have a value for each epoch until their steps come.
    void showHistory(const RunSummary& summary, const runs::RunHistory& history);
    /// The steps of the run of the past that is shown.
    void showPastSteps(const RunSummary& summary, const runs::RunHistory& history,
                       const std::vector<StepPoint>& points);
    void clear();
    /// Nothing to show yet: the axes are ready, and the planned learning rate is drawn.
    void expect(const Params& settings, std::int64_t stepsPerEpoch);
    /// The run learned from another data set than the open one.
    void setForeign(bool foreign) { m_wall->setForeign(foreign); }

    /// An earlier run to compare with, dashed behind the curves; null for none.
    void setGhost(const QString& name, const runs::RunHistory* history);
    /// The runs to choose from: name and folder.
    void setGhostChoices(const std::vector<std::pair<QString, QString>>& runs,
                         const QString& chosen);

    // The live run goes on.
    void addSteps(const StepBatch& batch);
    void addEpoch(const train::EpochFinished& epoch);
    void showValidating(qint64 done, qint64 total);
    void showEnd(const train::RunEnded& ended);

    [[nodiscard]] widgets::CurveChart* lossChart() const { return m_loss; }
    [[nodiscard]] widgets::CurveChart* accuracyChart() const { return m_accuracy; }
    [[nodiscard]] widgets::CurveChart* rateChart() const { return m_rate; }
    [[nodiscard]] widgets::SmoothingButton* smoothing() const { return m_smoothing; }
    [[nodiscard]] widgets::TextMenuButton* ghostMenu() const { return m_ghostMenu; }
    [[nodiscard]] TimeBar* timeBar() const { return m_time; }
    [[nodiscard]] TimelineSession& timeline() { return m_timeline; }
    [[nodiscard]] LoadSession& load() { return m_load; }
    /// The moment that is shown; null before the first epoch.
    [[nodiscard]] const std::shared_ptr<const runs::Moment>& moment() const { return m_moment; }
    /// The learning rate in the place of the accuracy.
    void showRate(bool on);
    [[nodiscard]] widgets::ConfusionView* confusion() const { return m_confusion; }
    [[nodiscard]] ValidationWall* wall() const { return m_wall; }
    [[nodiscard]] QString accuracyFigure() const { return m_figures[kAccuracy]->value(); }

  Q_SIGNALS:
    void said(const minarai::studio::Message& message);
    void largeViewWanted(const minarai::studio::ImageSequence& sequence, int row);
    /// Another run to compare with was chosen; empty for none.
    void ghostWanted(const QString& folder);

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitFigures();
    enum Figure { kAccuracy, kBest, kLoss, kRate, kLearningRate, kLeft, kFigureCount };

    Workspace& m_workspace;
    TimelineSession m_timeline;
    LoadSession m_load;
    std::array<widgets::FigureLabel*, kFigureCount> m_figures{};
    widgets::ThinProgressBar* m_progress;
    widgets::Card* m_lossCard;
    widgets::Card* m_accuracyCard;
    widgets::Card* m_matrixCard;
    widgets::CurveChart* m_loss;
    widgets::CurveChart* m_accuracy;
    widgets::CurveChart* m_rate;
    widgets::SegmentedControl* m_second;  ///< accuracy or learning rate
    QStackedWidget* m_secondChart;
    widgets::SmoothingButton* m_smoothing;
    widgets::TextMenuButton* m_ghostMenu;
    TimeBar* m_time;
    widgets::ConfusionView* m_confusion;
    widgets::TextMenuButton* m_mode;
    ValidationWall* m_wall;
    QSplitter* m_columns;
    QSplitter* m_left;
    QSplitter* m_right;

    std::shared_ptr<const runs::Moment> m_moment;
    QString m_ghostName;
    QStringList m_classes;
    std::function<std::pair<QString, QString>()> m_caption;
    Progress m_done{0, 1};  ///< of the run; the bar shows the place in it while looking back
    std::int64_t m_plannedEpochs = 0;
    std::int64_t m_stepsPerEpoch = 0;
    std::int64_t m_shownEpoch = 0;  ///< that the figures are of
    std::int64_t m_bestEpoch = 0;
    bool m_goesOn = false;  ///< the run that is shown is being trained

    QWidget* makeFigures();
    void makeCharts();
    void makeMatrix();
    void begin(const std::vector<std::string>& classes, std::int64_t epochs);
    void drawTraining(const std::vector<StepPoint>& points, const Params& settings,
                      std::int64_t stepsPerEpoch, const std::vector<train::EpochFinished>& epochs);
    void drawPoints(const std::vector<StepPoint>& points);
    void drawEpoch(const train::EpochFinished& epoch);
    void setProgress(quint64 done, quint64 total);
    /// What stands above the bar, whole and short; asked again in another language.
    void sayProgress(std::function<std::pair<QString, QString>()> caption);
    void showCaption();
    [[nodiscard]] bool isLookingBack() const { return m_moment && !m_timeline.isFollowing(); }
    /// By the epoch that they are of, while the time machine looks back.
    void nameFigures();
    void showEpochFigures(const train::EpochFinished& epoch);
    void showStepFigures(const train::StepFinished& step);
    void showMoment(const std::shared_ptr<const runs::Moment>& moment);
    void drawPlan(const Params& settings, std::int64_t stepsPerEpoch);
    void drawRates(const QString& series, const Params& settings, std::int64_t stepsPerEpoch,
                   const std::vector<train::EpochFinished>& epochs);
    [[nodiscard]] std::array<widgets::CurveChart*, 3> charts() const {
        return {m_loss, m_accuracy, m_rate};
    }
    void smooth(double weight);
    void nameSeries();
    void retranslate();
};

}  // namespace minarai::studio
