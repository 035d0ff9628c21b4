// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/run_board.h"

#include <QAction>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "studio/pages/quiet_scroll_bar.h"
#include "studio/pages/run_board_series.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "train/planned_schedule.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

const QString kSmoothingSetting = QStringLiteral("chart_smoothing");
/// "3.1e-4": two digits tell a schedule; more would only flicker.
QString rateFigure(double learningRate) {
    return widgets::shortReal(QString::number(learningRate, 'g', 2).toDouble());
}

constexpr int kFigureGap = 14;
constexpr int kProgressWidth = 130;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

RunBoard::RunBoard(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_lossCard(new widgets::Card),
      m_accuracyCard(new widgets::Card),
      m_matrixCard(new widgets::Card),
      m_loss(new widgets::CurveChart),
      m_accuracy(new widgets::CurveChart),
      m_rate(new widgets::CurveChart),
      m_second(new widgets::SegmentedControl),
      m_secondChart(new QStackedWidget),
      m_smoothing(new widgets::SmoothingButton),
      m_ghostMenu(new widgets::TextMenuButton),
      m_time(new TimeBar(m_timeline, m_load)),
      m_confusion(new widgets::ConfusionView),
      m_mode(new widgets::TextMenuButton),
      m_wall(new ValidationWall(workspace)),
      m_columns(new QSplitter),
      m_left(new QSplitter(Qt::Vertical)),
      m_right(new QSplitter(Qt::Vertical)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(widgets::kGap);
    layout->addWidget(makeFigures());
    layout->addWidget(m_columns, 1);
    layout->addWidget(m_time);
    makeCharts();
    makeMatrix();
    for (QSplitter* splitter : {m_columns, m_left, m_right}) {
        splitter->setHandleWidth(widgets::kGap);
        splitter->setChildrenCollapsible(false);
    }
    m_left->addWidget(m_lossCard);
    m_left->addWidget(m_accuracyCard);
    m_right->addWidget(m_matrixCard);
    m_right->addWidget(m_wall);
    m_columns->addWidget(m_left);
    m_columns->addWidget(m_right);
    m_columns->setStretchFactor(0, 3);
    m_columns->setStretchFactor(1, 2);
    m_columns->setSizes({540, 380});
    m_left->setSizes({400, 400});
    m_right->setSizes({400, 400});
    AppSettings& settings = workspace.settings();
    m_columns->restoreState(settings.state(QStringLiteral("train_columns")));
    m_left->restoreState(settings.state(QStringLiteral("train_left")));
    m_right->restoreState(settings.state(QStringLiteral("train_right")));
    connect(m_wall, &ValidationWall::largeViewWanted, this, &RunBoard::largeViewWanted);
    connect(m_wall, &ValidationWall::filterCleared, this,
            [this] { m_confusion->setSelectedCell(std::nullopt); });
    connect(&m_timeline, &TimelineSession::momentReady, this, &RunBoard::showMoment);
    connect(&m_timeline, &TimelineSession::failed, this, [this](const Error& error) {
        Q_EMIT said({widgets::MessageBar::Kind::Warning, errorText(error), {}, {}});
    });
    retranslate();
    clear();
}

RunBoard::~RunBoard() {
    AppSettings& settings = m_workspace.settings();
    settings.setState(QStringLiteral("train_columns"), m_columns->saveState());
    settings.setState(QStringLiteral("train_left"), m_left->saveState());
    settings.setState(QStringLiteral("train_right"), m_right->saveState());
}

QWidget* RunBoard::makeFigures() {
    auto* card = new widgets::Card;
    auto* row = new QHBoxLayout;
    row->setSpacing(kFigureGap);
    for (auto& figure : m_figures) {
        figure = new widgets::FigureLabel(QString());
        row->addWidget(figure);
    }
    m_figures[kAccuracy]->setColor(widgets::Token::Validation);
    m_progress = new widgets::ThinProgressBar(widgets::ThinProgressBar::Caption::Above);
    m_progress->setObjectName(QStringLiteral("runProgress"));
    m_progress->setMinimumWidth(kProgressWidth);
    // The figures keep their places while there is no run.
    QSizePolicy policy = m_progress->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(policy);
    row->addWidget(m_progress, 1);
    card->body()->addLayout(row);
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    // Where there is no room for all of them some give way.
    card->setMinimumWidth(1);
    return card;
}

void RunBoard::fitFigures() {
    int room = width() - 2 * widgets::kCardPadding - kProgressWidth - kFigureGap;
    for (const Figure figure : {kAccuracy, kBest, kLoss, kLeft, kLearningRate, kRate}) {
        room -= m_figures[figure]->sizeHint().width() + kFigureGap;
        m_figures[figure]->setVisible(room >= 0);
    }
}

void RunBoard::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitFigures();
}

void RunBoard::makeCharts() {
    m_accuracy->setYSpan(0, 1);
    // Shares between 0 and 1 say nothing on a logarithmic axis.
    m_accuracy->logAction()->setVisible(false);
    m_accuracy->logAction()->setEnabled(false);
    m_lossCard->setContent(m_loss);
    m_lossCard->addHeaderAction(m_loss->logAction());
    m_lossCard->addHeaderWidget(m_smoothing);
    m_lossCard->addHeaderAction(m_loss->exportAction());
    m_secondChart->addWidget(m_accuracy);
    m_secondChart->addWidget(m_rate);
    m_accuracyCard->setContent(m_secondChart);
    m_second->addSegment(QString());
    m_second->addSegment(QString());
    m_second->setObjectName(QStringLiteral("secondChart"));
    m_accuracyCard->addHeaderWidget(m_second);
    m_ghostMenu->setObjectName(QStringLiteral("ghostRun"));
    m_accuracyCard->addHeaderWidget(m_ghostMenu);
    auto* exported = new QAction(this);
    exported->setObjectName(QStringLiteral("exportSecond"));
    m_accuracyCard->addHeaderAction(exported);
    connect(exported, &QAction::triggered, this, [this] {
        (m_secondChart->currentWidget() == m_rate ? m_rate : m_accuracy)->exportAction()->trigger();
    });
    const QAction* likeIt = m_accuracy->exportAction();
    const auto name = [exported, likeIt] {
        exported->setText(likeIt->text());
        exported->setToolTip(likeIt->toolTip());
    };
    connect(likeIt, &QAction::changed, exported, name);
    name();
    connect(m_second, &widgets::SegmentedControl::currentChanged, m_secondChart,
            &QStackedWidget::setCurrentIndex);
    connect(m_ghostMenu, &widgets::TextMenuButton::chosen, this,
            [this](const QVariant& folder) { Q_EMIT ghostWanted(folder.toString()); });
    m_smoothing->setSmoothing(m_workspace.settings().number(kSmoothingSetting, 0) / 100.0);
    smooth(m_smoothing->smoothing());
    connect(m_smoothing, &widgets::SmoothingButton::smoothingChanged, this, [this](double weight) {
        smooth(weight);
        m_workspace.settings().setNumber(kSmoothingSetting,
                                         static_cast<int>(std::lround(weight * 100)));
    });
    for (auto* chart : charts()) {
        chart->setMinimumHeight(110);
        // A point of a curve is a door to its epoch.
        connect(chart, &widgets::CurveChart::pointActivated, this,
                [this](const QString& series, double x) {
                    if (series != kGhost && series != kPlan) {
                        m_timeline.show(std::max<std::int64_t>(1, std::lround(std::ceil(x))));
                    }
                });
    }
}

void RunBoard::smooth(double weight) {
    m_loss->setSmoothing(weight);
    m_accuracy->setSmoothing(weight);
}

void RunBoard::showRate(bool on) {
    m_second->setCurrentIndex(on ? 1 : 0);
    m_secondChart->setCurrentIndex(on ? 1 : 0);
}

void RunBoard::makeMatrix() {
    m_matrixCard->setContent(m_confusion);
    m_matrixCard->addHeaderWidget(m_mode);
    m_confusion->setMinimumHeight(140);
    quietScrollBar(m_confusion);
    connect(m_mode, &widgets::TextMenuButton::chosen, this, [this](const QVariant& mode) {
        m_confusion->setMode(static_cast<widgets::ConfusionView::Mode>(mode.toInt()));
    });
    connect(m_confusion, &widgets::ConfusionView::modeChanged, this,
            [this](widgets::ConfusionView::Mode mode) {
                m_mode->setCurrentData(static_cast<int>(mode));
            });
    connect(m_confusion, &widgets::ConfusionView::cellActivated, this,
            [this](int truth, int predicted) {
                m_wall->setFilter({{truth, predicted}});
            });
}

void RunBoard::clear() {
    begin({}, 0);
    m_timeline.open({});
    m_progress->hide();
}

void RunBoard::expect(const Params& settings, std::int64_t stepsPerEpoch) {
    for (auto* chart : charts()) {
        chart->setXSpan(0, static_cast<double>(settings.integer("epochs")));
    }
    drawPlan(settings, stepsPerEpoch);
}

void RunBoard::drawPlan(const Params& settings, std::int64_t stepsPerEpoch) {
    QVector<QPointF> points;
    for (const auto& [epoch, rate] : train::plannedLearningRates(settings, stepsPerEpoch)) {
        points.append({epoch, rate});
    }
    m_rate->setPoints(kPlan, points);
}

void RunBoard::setGhostChoices(const std::vector<std::pair<QString, QString>>& runs,
                               const QString& chosen) {
    m_ghostMenu->clearChoices();
    m_ghostMenu->addChoice(tr("compare"), QString());
    for (const auto& [name, folder] : runs) {
        m_ghostMenu->addChoice(name, folder);
    }
    m_ghostMenu->setCurrentData(chosen);
    m_ghostMenu->setVisible(!runs.empty());
}

void RunBoard::begin(const std::vector<std::string>& classes, std::int64_t epochs) {
    m_classes.clear();
    for (const std::string& name : classes) {
        m_classes.push_back(toQString(name));
    }
    m_plannedEpochs = epochs;
    m_bestEpoch = 0;
    m_smoothing->setEnabled(true);
    smooth(m_smoothing->smoothing());
    for (auto* chart : charts()) {
        for (const QString& id : {kTrain, kVal, kRateSeries}) {
            chart->setPoints(id, {});
        }
        chart->setMarker(std::nullopt);
        chart->resetZoom();
        if (epochs > 0) {
            chart->setXSpan(0, static_cast<double>(epochs));
        }
    }
    m_moment.reset();
    m_time->setLive(false);
    m_time->setBest(0);
    for (auto* figure : m_figures) {
        figure->setValue(QStringLiteral("–"));
    }
    m_goesOn = false;
    nameFigures();
    m_confusion->setSelectedCell(std::nullopt);
    m_confusion->setMatrix({}, {});
    m_wall->show({}, {});
    setProgress(0, 1);
    sayProgress([] { return std::pair<QString, QString>(); });
}

void RunBoard::showLive(const LiveRun& run) {
    begin(run.started ? run.started->classes : std::vector<std::string>(), run.plannedEpochs);
    m_stepsPerEpoch = run.started ? run.started->stepsPerEpoch : 0;
    if (run.settings.has("epochs")) {
        drawPlan(run.settings, std::max<std::int64_t>(1, m_stepsPerEpoch));
    }
    // Its folder is whole when it has started.
    m_timeline.open(run.started ? run.folder : std::filesystem::path());
    m_time->setLive(!run.ended);
    m_goesOn = !run.ended;
    for (const train::EpochFinished& epoch : run.epochs) {
        drawEpoch(epoch);
    }
    drawTraining(run.points, run.settings, m_stepsPerEpoch, run.epochs);
    if (!run.epochs.empty()) {
        showEpochFigures(run.epochs.back());
        m_time->setBest(run.epochs.back().bestEpoch);
    }
    m_progress->show();
    if (run.lastStep) {
        showStepFigures(*run.lastStep);
    } else {
        setProgress(0, 0);
        sayProgress([] { return std::pair(tr("preparing"), QString()); });
    }
    if (run.validating) {
        showValidating(run.validating->done, run.validating->total);
    }
    if (run.ended) {
        showEnd(*run.ended);
    }
}

void RunBoard::showHistory(const RunSummary& summary, const runs::RunHistory& history) {
    begin(history.started ? history.started->classes : summary.classes, summary.epochsPlanned);
    drawPlan(summary.settings, history.started ? history.started->stepsPerEpoch : 1);
    m_timeline.open(summary.folder);
    m_smoothing->setEnabled(false);
    smooth(0);
    for (const train::EpochFinished& epoch : history.epochs) {
        drawEpoch(epoch);
    }
    showPastSteps(summary, history, {});
    m_progress->show();
    setProgress(static_cast<quint64>(summary.epochsDone),
                static_cast<quint64>(std::max<std::int64_t>(1, summary.epochsPlanned)));
    sayProgress([done = summary.epochsDone, planned = summary.epochsPlanned] {
        return std::pair(tr("%1 of %2 epochs").arg(done).arg(planned), QString());
    });
    if (!history.epochs.empty()) {
        showEpochFigures(history.epochs.back());
        m_time->setBest(history.epochs.back().bestEpoch);
    }
}

void RunBoard::addSteps(const StepBatch& batch) {
    drawPoints(batch.points);
    showStepFigures(batch.last);
}

void RunBoard::addEpoch(const train::EpochFinished& epoch) {
    drawEpoch(epoch);
    m_time->setBest(epoch.bestEpoch);
    m_timeline.add(epoch);
    // Whoever looks back is not torn out of the past.
    if (m_timeline.isFollowing()) {
        showEpochFigures(epoch);
    }
}

void RunBoard::showStepFigures(const train::StepFinished& step) {
    m_stepsPerEpoch = step.stepsPerEpoch;
    if (m_timeline.isFollowing()) {
        m_figures[kRate]->setValue(widgets::rateText(step.imagesPerSecond));
        m_figures[kLearningRate]->setValue(rateFigure(step.learningRate));
    }
    m_figures[kLeft]->setValue(widgets::clockText(step.secondsLeft));
    const auto done = static_cast<quint64>((step.epoch - 1) * step.stepsPerEpoch + step.step);
    setProgress(done, static_cast<quint64>(m_plannedEpochs * step.stepsPerEpoch));
    sayProgress([epoch = step.epoch, epochs = m_plannedEpochs, batch = step.step,
                 batches = step.stepsPerEpoch] {
        return std::pair(
            tr("epoch %1 of %2 · batch %3 of %4").arg(epoch).arg(epochs).arg(batch).arg(batches),
            tr("epoch %1 of %2").arg(epoch).arg(epochs));
    });
}

void RunBoard::setProgress(quint64 done, quint64 total) {
    m_done = {done, total};
    showCaption();
}

void RunBoard::sayProgress(std::function<std::pair<QString, QString>()> caption) {
    m_caption = std::move(caption);
    showCaption();
}

void RunBoard::showEpochFigures(const train::EpochFinished& epoch) {
    m_shownEpoch = epoch.epoch;
    m_bestEpoch = epoch.bestEpoch;
    m_figures[kAccuracy]->setValue(widgets::metricText(epoch.valAccuracy));
    m_figures[kBest]->setValue(widgets::metricText(epoch.bestValAccuracy));
    m_figures[kLoss]->setValue(widgets::metricText(epoch.valLoss));
    m_figures[kRate]->setValue(widgets::rateText(epoch.imagesPerSecond));
    m_figures[kLearningRate]->setValue(rateFigure(epoch.learningRate));
    nameFigures();
    showCaption();
}

void RunBoard::showMoment(const std::shared_ptr<const runs::Moment>& moment) {
    m_moment = moment;
    m_confusion->setMatrix(moment->result->confusion, m_classes);
    m_wall->show(moment, m_classes);
    showEpochFigures(moment->figures);
    for (auto* chart : charts()) {
        chart->setMarker(isLookingBack()
                             ? std::optional<double>(static_cast<double>(moment->figures.epoch))
                             : std::nullopt);
    }
}

void RunBoard::showValidating(qint64 done, qint64 total) {
    sayProgress([done, total] {
        const QString now = widgets::countText(static_cast<std::uint64_t>(done));
        const QString all = widgets::countText(static_cast<std::uint64_t>(total));
        return std::pair(tr("validation · %1 of %2 images").arg(now, all),
                         tr("validation · %1 of %2").arg(now, all));
    });
}

void RunBoard::showEnd(const train::RunEnded& ended) {
    m_time->setLive(false);
    m_goesOn = false;
    m_figures[kLeft]->setValue(widgets::clockText(kUnknown));
    if (ended.reason == train::EndReason::Completed) {
        setProgress(1, 1);
    } else if (ended.epochs == 0 && m_stepsPerEpoch == 0) {
        setProgress(0, 1);
    }
    sayProgress([done = ended.epochs, planned = m_plannedEpochs] {
        return std::pair(tr("%1 of %2 epochs").arg(done).arg(planned), QString());
    });
}

}  // namespace minarai::studio
