// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/prediction_filter.h"

#include <QEvent>
#include <QHBoxLayout>
#include <array>
#include <utility>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

using State = RunPredictionsSession::State;

/// Of each entry of the menu behind the first, which is any.
constexpr std::array<ConfidenceRange, 4> kRanges{
    {{0, 0.5F}, {0.5F, 0.8F}, {0.8F, 0.95F}, {0.95F, 2}}};

QString percent(float share) {
    return widgets::shareText(static_cast<double>(share));
}

/// Other entries; the chosen one stays, or the first one takes its place.
void refill(widgets::TextMenuButton& button, const QVector<QPair<QString, QVariant>>& choices) {
    const QVariant current = button.currentData();
    button.clearChoices();
    for (const auto& [text, value] : choices) {
        button.addChoice(text, value);
    }
    button.setCurrentData(current);
}

}  // namespace

PredictionFilter::PredictionFilter(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_predicted(new widgets::TextMenuButton),
      m_answer(new widgets::TextMenuButton),
      m_confidence(new widgets::TextMenuButton),
      m_run(new widgets::TextMenuButton),
      m_note(new widgets::ElidedLabel) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_predicted->setObjectName(QStringLiteral("filterPredicted"));
    m_answer->setObjectName(QStringLiteral("filterAnswer"));
    m_confidence->setObjectName(QStringLiteral("filterConfidence"));
    m_run->setObjectName(QStringLiteral("predictionRun"));
    m_note->setObjectName(QStringLiteral("predictionNote"));
    widgets::setRole(m_note, "secondary");
    for (widgets::TextMenuButton* filter : {m_predicted, m_answer, m_confidence}) {
        layout->addWidget(filter);
        connect(filter, &widgets::TextMenuButton::chosen, this, &PredictionFilter::chosen);
    }
    m_note->setMinimumHeight(m_answer->sizeHint().height());  // the row stays as high as it is
    layout->addWidget(m_note, 1);
    layout->addStretch();
    // Where there is no room for all, the run's name is cut before what is filtered by.
    m_run->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    layout->addWidget(m_run, 1);
    connect(m_run, &widgets::TextMenuButton::chosen, this, [this](const QVariant& folder) {
        m_workspace.runPredictions().choose(toPath(folder.toString()));
    });
    // A list that changed beneath the pointer is filled when it is closed.
    connect(m_run->menu(), &QMenu::aboutToHide, this, &PredictionFilter::fillRuns,
            Qt::QueuedConnection);
    connect(&workspace.runPredictions(), &RunPredictionsSession::changed, this,
            &PredictionFilter::follow);
    connect(&workspace.runs(), &RunsSession::changed, this, &PredictionFilter::fillRuns);
    retranslate();
}

void PredictionFilter::takeProject() {
    m_isUsable = false;
    clear();
    fillClasses();
    follow();
}

void PredictionFilter::renewProject() {
    fillClasses();
    follow();
}

void PredictionFilter::clear() {
    m_predicted->setCurrentData(QString());
    m_answer->setCurrentData(0);
    m_confidence->setCurrentData(0);
}

void PredictionFilter::writeTo(CatalogQuery& query) const {
    const auto project = m_workspace.project().project();
    const QString name = m_predicted->currentData().toString();
    query.predicted.reset();
    if (project && !name.isEmpty()) {
        const auto& classes = project->catalog->classes;
        for (std::size_t i = 0; i < classes.size(); ++i) {
            if (toQString(classes[i]) == name) {
                query.predicted = static_cast<std::int32_t>(i);
            }
        }
    }
    query.answers = static_cast<CatalogQuery::Answers>(m_answer->currentData().toInt());
    const auto range = static_cast<std::size_t>(m_confidence->currentData().toInt());
    query.confidence = range == 0 ? std::nullopt : std::optional(kRanges.at(range - 1));
}

void PredictionFilter::follow() {
    const State state = m_workspace.runPredictions().state();
    if (state == State::None || state == State::Failed) {
        m_isUsable = false;
        clear();
    } else if (state == State::Ready) {
        m_isUsable = true;
    }
    for (widgets::TextMenuButton* filter : {m_predicted, m_answer, m_confidence}) {
        filter->setVisible(m_isUsable);
    }
    const QString note = m_isUsable ? QString() : noteText();
    m_note->setVisible(!m_isUsable);
    m_note->setText(note);
    m_note->setToolTip(note);
    fillRuns();
}

QString PredictionFilter::noteText() const {
    const RunPredictionsSession& session = m_workspace.runPredictions();
    const RunSummary* run = m_workspace.runs().find(session.run());
    const QString title = run == nullptr ? QString() : runTitle(run->folder, run->arch);
    switch (session.state()) {
        case State::None:
            return tr("Filters by prediction come with the first run that ends.");
        case State::Reading:
            return tr("Reading what %1 said…").arg(title);
        case State::Failed:
            return tr("%1: what it said cannot be read. %2")
                .arg(title, session.failure() ? errorText(*session.failure()) : QString());
        case State::Waiting:
        case State::Ready:
            break;
    }
    return {};
}

QString PredictionFilter::titleOf(const RunSummary& run) const {
    const RunPredictionsSession& session = m_workspace.runPredictions();
    // A run that was resumed may have a better epoch by now, which is not the one that is shown.
    const bool isShown = session.state() == State::Ready && session.run() == run.folder;
    return tr("Run %1, epoch %2")
        .arg(runNumber(run.folder),
             QString::number(isShown ? session.predictions()->epoch() : run.bestEpoch));
}

void PredictionFilter::fillClasses(bool anew) {
    const auto project = m_workspace.project().project();
    QStringList classes;
    if (project) {
        for (const std::string& name : project->catalog->classes) {
            classes << toQString(name);
        }
    }
    if (!anew && classes == m_classes) {
        return;
    }
    m_classes = classes;
    QVector<QPair<QString, QVariant>> choices{{tr("any"), QString()}};
    for (const QString& name : classes) {
        choices.push_back({name, name});
    }
    refill(*m_predicted, choices);
}

void PredictionFilter::fillRuns() {
    if (m_run->menu()->isVisible()) {
        return;
    }
    QVector<QPair<QString, QVariant>> choices;
    const auto candidates = m_workspace.runPredictions().candidates();
    for (const RunSummary* run : candidates) {
        const QString title = titleOf(*run);
        if (choices.isEmpty()) {
            choices.push_back({tr("%1 (newest)").arg(title), QString()});
        }
        choices.push_back({title, toQString(run->folder)});
    }
    QStringList runs;
    for (const auto& [text, folder] : choices) {
        runs << text << folder.toString();
    }
    if (runs != m_runs) {
        m_runs = runs;
        refill(*m_run, choices);
    }
    m_run->setCurrentData(toQString(m_workspace.runPredictions().chosen()));
    // Also where that of the newest cannot be read: another may be chosen.
    m_run->setVisible(!choices.isEmpty());
    m_run->setMaximumWidth(m_run->sizeHint().width());
}

void PredictionFilter::retranslate() {
    m_predicted->setPrefix(tr("Predicted: "));
    m_predicted->setToolTip(tr("Which class the run took the image for"));
    m_answer->setPrefix(tr("Answer: "));
    m_answer->setToolTip(
        tr("Whether that is the class that the image has now. Images that were trained on have no "
           "answer."));
    m_confidence->setPrefix(tr("Confidence: "));
    m_confidence->setToolTip(tr("How probable the run found the class that it predicted"));
    m_run->setToolTip(
        tr("The run and its best epoch, whose predictions of the validation images these are. The "
           "newest one changes with each run that ends."));
    fillClasses(true);
    using Answers = CatalogQuery::Answers;
    refill(*m_answer, {{tr("any"), static_cast<int>(Answers::All)},
                       {tr("right"), static_cast<int>(Answers::Right)},
                       {tr("wrong"), static_cast<int>(Answers::Wrong)},
                       {tr("not predicted"), static_cast<int>(Answers::Missing)}});
    refill(*m_confidence,
           {{tr("any"), 0},
            {tr("under %1").arg(percent(kRanges[0].below)), 1},
            {tr("%1 to %2").arg(percent(kRanges[1].from), percent(kRanges[1].below)), 2},
            {tr("%1 to %2").arg(percent(kRanges[2].from), percent(kRanges[2].below)), 3},
            {tr("from %1").arg(percent(kRanges[3].from)), 4}});
    m_runs.clear();
    follow();
}

void PredictionFilter::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
