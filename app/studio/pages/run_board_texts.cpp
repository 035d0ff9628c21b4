// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the RunBoard.
#include <QEvent>

#include "studio/pages/run_board.h"
#include "studio/pages/run_board_series.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

void RunBoard::nameSeries() {
    m_lossCard->clearLegend();
    m_lossCard->addLegend(widgets::Token::Training, tr("training"));
    m_lossCard->addLegend(widgets::Token::Validation, tr("validation"));
    m_rate->setSeries(kPlan, widgets::SeriesRole::Planned, tr("planned"));
    m_rate->setSeries(kRateSeries, widgets::SeriesRole::Plain, tr("learning rate"));
    for (auto* chart : charts()) {
        if (chart != m_rate) {
            chart->setSeries(kTrain, widgets::SeriesRole::Training, tr("training"));
            chart->setSeries(kVal, widgets::SeriesRole::Validation, tr("validation"));
        }
        if (!m_ghostName.isEmpty()) {
            chart->setSeries(kGhost, widgets::SeriesRole::OtherRun, m_ghostName);
        }
        chart->setXTitle(tr("epoch"));
    }
}

void RunBoard::retranslate() {
    m_lossCard->setTitle(tr("Loss"));
    m_loss->setTitle(tr("Loss"));
    m_accuracy->setTitle(tr("Accuracy"));
    m_rate->setTitle(tr("Learning rate"));
    m_second->setSegmentText(0, tr("Accuracy"));
    m_second->setSegmentText(1, tr("Learning rate"));
    m_second->setAccessibleName(tr("Which curve"));
    m_accuracyCard->setAccessibleName(tr("Accuracy and learning rate"));
    m_ghostMenu->setToolTip(tr("Draw an earlier run dashed behind the curves"));
    m_ghostMenu->setAccessibleName(tr("Run to compare with"));
    nameSeries();
    m_loss->setEmptyText(tr("The loss of each batch and each epoch will appear here."));
    m_accuracy->setEmptyText(
        tr("The share of right answers on training and validation images will appear here."));
    m_rate->setEmptyText(tr("The learning rate of each step will appear here."));
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
    m_figures[kLoss]->setCaption(tr("validation loss"));
    m_figures[kRate]->setCaption(tr("images per second"));
    m_figures[kLearningRate]->setCaption(tr("learning rate"));
    m_figures[kLeft]->setCaption(tr("left"));
    // The widest that is usual: nothing moves when a run starts or its figures grow.
    m_figures[kLoss]->reserve(tr("validation loss"), QStringLiteral("0.000"));
    m_figures[kRate]->reserve(tr("images per second"), QStringLiteral("8,888"));
    m_figures[kLearningRate]->reserve(tr("learning rate"), QStringLiteral("8.8e-8"));
    m_figures[kLeft]->reserve(tr("left"), QStringLiteral("88:88"));
    m_progress->setAccessibleName(tr("Progress of the run"));
    showCaption();
    nameFigures();
}

void RunBoard::nameFigures() {
    const bool past = isLookingBack();
    const QString best = past ? tr("best so far, epoch %1") : tr("best, epoch %1");
    const auto accuracy = [past](std::int64_t epoch) {
        return past ? tr("validation accuracy, epoch %1").arg(epoch) : tr("validation accuracy");
    };
    m_figures[kAccuracy]->setCaption(accuracy(m_shownEpoch));
    m_figures[kBest]->setCaption(m_bestEpoch > 0 ? best.arg(m_bestEpoch) : tr("best"));
    m_figures[kAccuracy]->reserve(accuracy(88), QStringLiteral("0.000"));
    m_figures[kBest]->reserve(best.arg(88), QStringLiteral("0.000"));
    fitFigures();
}

void RunBoard::showCaption() {
    if (isLookingBack() && !m_goesOn && !m_timeline.epochs().empty()) {
        const std::int64_t last = m_timeline.epochs().back();
        m_progress->setProgress(static_cast<quint64>(m_shownEpoch), static_cast<quint64>(last));
        m_progress->setCaption(tr("looking at epoch %1 of %2").arg(m_shownEpoch).arg(last),
                               tr("epoch %1 of %2").arg(m_shownEpoch).arg(last));
        return;
    }
    m_progress->setProgress(m_done.done, m_done.total);
    if (m_caption) {
        const auto [whole, brief] = m_caption();
        m_progress->setCaption(whole, brief);
    }
}

void RunBoard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
