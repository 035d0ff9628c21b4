// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/run_board.h"

#include <QAction>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "studio/pages/quiet_scroll_bar.h"
#include "studio/session/paths.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

const QString kTrain = QStringLiteral("train");
const QString kVal = QStringLiteral("val");
/// "3.1e-4": two digits tell a schedule; more would only flicker.
QString rateFigure(double learningRate) {
    return widgets::shortReal(QString::number(learningRate, 'g', 2).toDouble());
}

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
    row->setSpacing(18);
    for (auto& figure : m_figures) {
        figure = new widgets::FigureLabel(QString());
        row->addWidget(figure);
    }
    m_figures[kAccuracy]->setColor(widgets::Token::Validation);
    m_progress = new widgets::ThinProgressBar(widgets::ThinProgressBar::Caption::Above);
    m_progress->setMinimumWidth(130);
    // The figures keep their places while there is no run.
    QSizePolicy policy = m_progress->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(policy);
    row->addSpacing(4);
    row->addWidget(m_progress, 1);
    card->body()->addLayout(row);
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    return card;
}

void RunBoard::makeCharts() {
    m_accuracy->setYSpan(0, 1);
    for (auto* chart : {m_loss, m_accuracy}) {
        widgets::Card* card = chart == m_loss ? m_lossCard : m_accuracyCard;
        card->setContent(chart);
        if (chart == m_loss) {
            card->addHeaderAction(chart->logAction());
        } else {
            // Shares between 0 and 1 say nothing on a logarithmic axis.
            chart->logAction()->setVisible(false);
            chart->logAction()->setEnabled(false);
        }
        card->addHeaderAction(chart->smoothAction());
        card->addHeaderAction(chart->exportAction());
        chart->setMinimumHeight(120);
        connect(chart, &widgets::CurveChart::exportFailed, this, [this](const QString& text) {
            Q_EMIT said({widgets::MessageBar::Kind::Error, text, {}, {}});
        });
        connect(chart, &widgets::CurveChart::exported, this, [this](const QString& path) {
            Q_EMIT said(
                {widgets::MessageBar::Kind::Success, tr("Saved to “%1”.").arg(path), {}, {}});
        });
    }
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
    m_progress->hide();
}

void RunBoard::expect(std::int64_t epochs) {
    for (auto* chart : {m_loss, m_accuracy}) {
        chart->setXSpan(0, static_cast<double>(epochs));
    }
}

void RunBoard::begin(const std::vector<std::string>& classes, std::int64_t epochs) {
    m_classes.clear();
    for (const std::string& name : classes) {
        m_classes.push_back(toQString(name));
    }
    m_plannedEpochs = epochs;
    m_bestEpoch = 0;
    for (auto* chart : {m_loss, m_accuracy}) {
        chart->clear();
        chart->resetZoom();
        if (epochs > 0) {
            chart->setXSpan(0, static_cast<double>(epochs));
        }
    }
    for (auto* figure : m_figures) {
        figure->setValue(QStringLiteral("–"));
    }
    m_figures[kBest]->setCaption(tr("best"));
    m_confusion->setSelectedCell(std::nullopt);
    m_confusion->setMatrix({}, {});
    m_wall->show({}, {}, {});
    m_progress->setProgress(0, 1);
    m_progress->setCaption({});
}

void RunBoard::showLive(const LiveRun& run) {
    begin(run.started ? run.started->classes : std::vector<std::string>(), run.plannedEpochs);
    m_stepsPerEpoch = run.started ? run.started->stepsPerEpoch : 0;
    m_wall->setDataFolder(run.dataFolder);
    drawPoints(run.points);
    // A resumed run has no steps of its past: its epochs stand for them.
    const double firstPoint = run.points.empty() ? 1e18 : run.points.front().x;
    for (const train::EpochFinished& epoch : run.epochs) {
        drawEpoch(epoch);
        if (static_cast<double>(epoch.epoch) < firstPoint) {
            m_loss->append(kTrain, static_cast<double>(epoch.epoch), epoch.trainLoss);
        }
    }
    if (!run.epochs.empty()) {
        showEpochFigures(run.epochs.back());
        showValidation(run.validation, run.epochs.back().epoch);
    }
    m_progress->show();
    if (run.lastStep) {
        showStepFigures(*run.lastStep);
    } else {
        m_progress->setProgress(0, 0);
        m_progress->setCaption(tr("preparing"));
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
    m_wall->setDataFolder({});
    for (const train::EpochFinished& epoch : history.epochs) {
        drawEpoch(epoch);
        m_loss->append(kTrain, static_cast<double>(epoch.epoch), epoch.trainLoss);
        m_accuracy->append(kTrain, static_cast<double>(epoch.epoch), epoch.trainAccuracy);
    }
    m_progress->show();
    m_progress->setProgress(static_cast<quint64>(summary.epochsDone),
                            static_cast<quint64>(std::max<std::int64_t>(1, summary.epochsPlanned)));
    m_progress->setCaption(
        tr("%1 of %2 epochs").arg(summary.epochsDone).arg(summary.epochsPlanned));
    if (!history.epochs.empty()) {
        showEpochFigures(history.epochs.back());
        showValidation(history.epochs.back().validation, history.epochs.back().epoch);
    }
}

void RunBoard::drawPoints(const std::vector<StepPoint>& points) {
    for (const StepPoint& point : points) {
        m_loss->append(kTrain, point.x, point.loss);
        if (point.settled) {
            m_accuracy->append(kTrain, point.x, point.accuracy);
        }
    }
}

void RunBoard::drawEpoch(const train::EpochFinished& epoch) {
    const auto x = static_cast<double>(epoch.epoch);
    m_loss->append(kVal, x, epoch.valLoss);
    m_accuracy->append(kVal, x, epoch.valAccuracy);
}

void RunBoard::addSteps(const StepBatch& batch) {
    drawPoints(batch.points);
    showStepFigures(batch.last);
}

void RunBoard::addEpoch(const train::EpochFinished& epoch) {
    drawEpoch(epoch);
    showEpochFigures(epoch);
    showValidation(epoch.validation, epoch.epoch);
}

void RunBoard::showStepFigures(const train::StepFinished& step) {
    m_stepsPerEpoch = step.stepsPerEpoch;
    m_figures[kRate]->setValue(widgets::rateText(step.imagesPerSecond));
    m_figures[kLearningRate]->setValue(rateFigure(step.learningRate));
    m_figures[kLeft]->setValue(widgets::clockText(step.secondsLeft));
    const auto done = static_cast<quint64>((step.epoch - 1) * step.stepsPerEpoch + step.step);
    m_progress->setProgress(done, static_cast<quint64>(m_plannedEpochs * step.stepsPerEpoch));
    m_progress->setCaption(tr("epoch %1 of %2 · batch %3 of %4")
                               .arg(step.epoch)
                               .arg(m_plannedEpochs)
                               .arg(step.step)
                               .arg(step.stepsPerEpoch));
}

void RunBoard::showEpochFigures(const train::EpochFinished& epoch) {
    m_bestEpoch = epoch.bestEpoch;
    m_figures[kAccuracy]->setValue(widgets::metricText(epoch.valAccuracy));
    m_figures[kBest]->setValue(widgets::metricText(epoch.bestValAccuracy));
    m_figures[kBest]->setCaption(tr("best, epoch %1").arg(epoch.bestEpoch));
    m_figures[kLoss]->setValue(widgets::metricText(epoch.valLoss));
    m_figures[kRate]->setValue(widgets::rateText(epoch.imagesPerSecond));
    m_figures[kLearningRate]->setValue(rateFigure(epoch.learningRate));
}

void RunBoard::showValidation(const std::shared_ptr<const train::ValidationResult>& result,
                              std::int64_t epoch) {
    if (result) {
        m_confusion->setMatrix(result->confusion, m_classes);
        m_wall->show(result, m_classes, epoch);
    }
}

void RunBoard::showValidating(qint64 done, qint64 total) {
    m_progress->setCaption(tr("validation · %1 of %2 images")
                               .arg(widgets::countText(static_cast<std::uint64_t>(done)),
                                    widgets::countText(static_cast<std::uint64_t>(total))));
}

void RunBoard::showEnd(const train::RunEnded& ended) {
    m_figures[kLeft]->setValue(widgets::clockText(kUnknown));
    if (ended.reason == train::EndReason::Completed) {
        m_progress->setProgress(1, 1);
    } else if (ended.epochs == 0 && m_stepsPerEpoch == 0) {
        m_progress->setProgress(0, 1);
    }
    m_progress->setCaption(tr("%1 of %2 epochs").arg(ended.epochs).arg(m_plannedEpochs));
}

void RunBoard::nameSeries() {
    m_lossCard->clearLegend();
    m_accuracyCard->clearLegend();
    for (auto* chart : {m_loss, m_accuracy}) {
        chart->setSeries(kTrain, widgets::SeriesRole::Training, tr("training"));
        chart->setSeries(kVal, widgets::SeriesRole::Validation, tr("validation"));
        widgets::Card* card = chart == m_loss ? m_lossCard : m_accuracyCard;
        card->addLegend(widgets::Token::Training, tr("training"));
        card->addLegend(widgets::Token::Validation, tr("validation"));
        chart->setXTitle(tr("epoch"));
    }
}

void RunBoard::nameChartActions() {
    const auto name = [](QAction* action, const char* text, const char* toolTip) {
        constexpr auto kContext = "minarai::widgets::CurveChart";
        action->setText(QCoreApplication::translate(kContext, text));
        action->setToolTip(QCoreApplication::translate(kContext, toolTip));
    };
    for (auto* chart : {m_loss, m_accuracy}) {
        name(chart->logAction(), "log", "Logarithmic axis");
        name(chart->smoothAction(), "smooth", "Smooth the training curve");
        name(chart->exportAction(), "export", "Export as PNG, PDF, SVG or CSV");
        name(chart->resetAction(), "Show everything", "Show everything (Home or double click)");
    }
}

void RunBoard::retranslate() {
    nameChartActions();
    m_lossCard->setTitle(tr("Loss"));
    m_loss->setTitle(tr("Loss"));
    m_accuracyCard->setTitle(tr("Accuracy"));
    m_accuracy->setTitle(tr("Accuracy"));
    nameSeries();
    m_loss->setEmptyText(tr("The loss of each batch and each epoch will appear here."));
    m_accuracy->setEmptyText(
        tr("The share of right answers on training and validation images will appear here."));
    m_matrixCard->setTitle(tr("Confusion matrix"));
    m_confusion->setAccessibleName(tr("Confusion matrix"));
    m_confusion->setEmptyText(
        tr("Which classes are taken for which: after the first epoch. Click a cell to see its "
           "images."));
    const QVariant mode = m_mode->currentData();
    m_mode->clearChoices();
    m_mode->addChoice(tr("rows: truth · counts"),
                      static_cast<int>(widgets::ConfusionView::Mode::Counts));
    m_mode->addChoice(tr("by row"), static_cast<int>(widgets::ConfusionView::Mode::ByRow));
    m_mode->addChoice(tr("by column"), static_cast<int>(widgets::ConfusionView::Mode::ByColumn));
    m_mode->setCurrentData(mode.isValid() ? mode : QVariant(0));
    m_mode->setAccessibleName(tr("What the cells show"));
    m_figures[kAccuracy]->setCaption(tr("validation accuracy"));
    m_figures[kBest]->setCaption(m_bestEpoch > 0 ? tr("best, epoch %1").arg(m_bestEpoch)
                                                 : tr("best"));
    m_figures[kLoss]->setCaption(tr("validation loss"));
    m_figures[kRate]->setCaption(tr("images per second"));
    m_figures[kLearningRate]->setCaption(tr("learning rate"));
    m_figures[kLeft]->setCaption(tr("left"));
    // The widest that is usual: nothing moves when a run starts or its figures grow.
    m_figures[kAccuracy]->reserve(tr("validation accuracy"), QStringLiteral("0.000"));
    m_figures[kBest]->reserve(tr("best, epoch %1").arg(88), QStringLiteral("0.000"));
    m_figures[kLoss]->reserve(tr("validation loss"), QStringLiteral("0.000"));
    m_figures[kRate]->reserve(tr("images per second"), QStringLiteral("8,888"));
    m_figures[kLearningRate]->reserve(tr("learning rate"), QStringLiteral("8.8e-8"));
    m_figures[kLeft]->reserve(tr("left"), QStringLiteral("88:88"));
    m_progress->setAccessibleName(tr("Progress of the run"));
}

void RunBoard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
