// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/data_side.h"

#include <QEvent>
#include <QVBoxLayout>
#include <algorithm>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kMostClassRows = 14;
constexpr int kMostKindRows = 8;

}  // namespace

DataSide::DataSide(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_classCard(new widgets::Card),
      m_classes(new CountList(&m_classModel, kMostClassRows)),
      m_allClasses(widgets::textButton(QString())),
      m_problemCard(new widgets::Card),
      m_kinds(new CountList(&m_kindModel, kMostKindRows)),
      m_noProblems(new QLabel),
      m_splitCard(new widgets::Card),
      m_splitBar(new widgets::PartsBar),
      m_splitText(new QLabel) {
    setMinimumWidth(200);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(widgets::kGap);
    m_allClasses->hide();
    m_classCard->addHeaderWidget(m_allClasses);
    m_classCard->body()->addWidget(m_classes);
    for (QLabel* label : {m_noProblems, m_splitText}) {
        label->setWordWrap(true);
        widgets::setRole(label, "secondary");
    }
    m_problemCard->body()->addWidget(m_noProblems);
    m_problemCard->body()->addWidget(m_kinds);
    m_splitCard->body()->addWidget(m_splitBar);
    m_splitCard->body()->addWidget(m_splitText);
    for (widgets::Card* card : {m_classCard, m_problemCard, m_splitCard}) {
        layout->addWidget(card);
    }
    layout->addStretch(1);

    connect(m_classes, &CountList::chosen, this, [this](int row) {
        m_allClasses->setVisible(row >= 0);
        Q_EMIT labelChosen(row < 0 ? std::nullopt : std::optional<std::int32_t>(row));
    });
    connect(m_allClasses, &QToolButton::clicked, this, [this] {
        m_classes->setChoice(-1);
        m_allClasses->hide();
        Q_EMIT labelChosen(std::nullopt);
    });
    connect(m_kinds, &CountList::chosen, this, &DataSide::chooseKind);
    ProjectSession& project = workspace.project();
    connect(&project, &ProjectSession::problemsChanged, this, &DataSide::showProblems);
    connect(&project, &ProjectSession::auditProgressed, this, &DataSide::showAudit);
    connect(&project, &ProjectSession::auditFinished, this, &DataSide::showAudit);
    connect(&project, &ProjectSession::splitPreviewed, this, &DataSide::showSplit);
    retranslate();
}

void DataSide::takeProject() {
    const auto project = m_workspace.project().project();
    QVector<CountRow> rows;
    for (std::size_t i = 0; i < project->catalog->classes.size(); ++i) {
        rows.push_back({toQString(project->catalog->classes[i]), project->classCounts[i],
                        static_cast<int>(i), true});
    }
    m_allClasses->hide();
    m_classModel.setRows({});
    m_classModel.setRows(rows);
    m_kind.reset();
    m_kinds->setChoice(-1);
    showProblems();
    showSplit();
}

void DataSide::clearKind() {
    if (m_kind) {
        m_kinds->setChoice(-1);
        chooseKind(-1);
    }
}

void DataSide::chooseKind(int row) {
    m_kind =
        row < 0
            ? std::nullopt
            : std::optional(static_cast<dataset::ProblemKind>(m_kindModel.rows().at(row).value));
    Q_EMIT kindChosen(m_kind);
}

void DataSide::showProblems() {
    const auto problems = m_workspace.project().problems();
    if (!problems) {
        return;
    }
    const auto kinds = {dataset::ProblemKind::LabelConflict, dataset::ProblemKind::Leak,
                        dataset::ProblemKind::Duplicate,     dataset::ProblemKind::Unreadable,
                        dataset::ProblemKind::Empty,         dataset::ProblemKind::Extension,
                        dataset::ProblemKind::EmptyClass,    dataset::ProblemKind::UnreadableFolder,
                        dataset::ProblemKind::LinkLoop,      dataset::ProblemKind::BadName,
                        dataset::ProblemKind::NearDuplicate, dataset::ProblemKind::Tiny,
                        dataset::ProblemKind::Dark,          dataset::ProblemKind::Bright,
                        dataset::ProblemKind::Blurred,       dataset::ProblemKind::Imbalance};
    QVector<CountRow> rows;
    int chosenRow = -1;
    for (const dataset::ProblemKind kind : kinds) {
        const auto count = static_cast<quint64>(
            std::count_if(problems->problems.begin(), problems->problems.end(),
                          [kind](const auto& problem) { return problem.kind == kind; }));
        if (count > 0) {
            chosenRow = m_kind == kind ? static_cast<int>(rows.size()) : chosenRow;
            rows.push_back({problemKindText(kind), count, static_cast<int>(kind), false});
        }
    }
    m_kindModel.setRows(rows);
    m_kinds->setVisible(!rows.isEmpty());
    m_kinds->setChoice(chosenRow);
    showAudit();
    if (m_kind) {
        // The chosen kind may have gained files, or be gone.
        chooseKind(chosenRow);
    }
}

void DataSide::showAudit() {
    const ProjectSession& project = m_workspace.project();
    const bool none = m_kindModel.rowCount() == 0;
    if (project.isAuditing()) {
        const Progress progress = project.auditProgress();
        m_problemCard->setNote(
            tr("checking %1")
                .arg(widgets::shareText(progress.total == 0
                                            ? 0.0
                                            : static_cast<double>(progress.done) /
                                                  static_cast<double>(progress.total))));
        m_noProblems->setText(
            widgets::phrased(tr("Looking for unreadable images and duplicates…")));
    } else {
        m_problemCard->setNote(project.isAudited() ? tr("checked") : tr("not checked"));
        m_noProblems->setText(
            widgets::phrased(project.isAudited() ? tr("No problems found. Every image can be read.")
                                                 : tr("The images were not checked.")));
    }
    m_noProblems->setVisible(none);
}

void DataSide::showSplit() {
    const auto& split = m_workspace.project().split();
    if (!split) {
        m_splitBar->setParts({});
        m_splitText->clear();
        return;
    }
    if (!*split) {
        m_splitBar->hide();
        m_splitCard->setNote({});
        m_splitText->setText(widgets::phrased(errorText(split->error())));
        return;
    }
    const SplitPreview& preview = **split;
    QVector<widgets::PartsBar::Part> parts{
        {tr("training"), preview.train, widgets::Token::Training},
        {tr("validation"), preview.val, widgets::Token::Validation}};
    if (preview.test > 0) {
        parts.push_back({tr("test"), preview.test, widgets::Token::OtherRun});
    }
    m_splitBar->setParts(parts);
    m_splitBar->show();
    m_splitCard->setNote(preview.fromFolders ? QString() : tr("seed %1").arg(preview.seed));
    m_splitText->setText(
        preview.fromFolders
            ? tr("as the folders say")
            : tr("%1 of each class kept for validation").arg(widgets::shareText(preview.fraction)));
}

void DataSide::retranslate() {
    m_classCard->setTitle(tr("Classes"));
    m_allClasses->setText(tr("show all"));
    m_classes->setAccessibleName(tr("Classes"));
    m_problemCard->setTitle(tr("Problems"));
    m_kinds->setAccessibleName(tr("Problems"));
    m_splitCard->setTitle(tr("Split"));
    showProblems();
    showSplit();
}

void DataSide::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
