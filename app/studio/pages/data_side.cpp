// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/data_side.h"

#include <QEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <map>

#include "base/files.h"
#include "studio/pages/advice_panel.h"
#include "studio/session/paths.h"
#include "studio/session/problem_fixes.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kMostClassRows = 14;
constexpr int kMostKindRows = 8;
/// What takes less time is over before its rest is read.
constexpr double kToldSeconds = 2;
/// The value of a row that only tells; kinds of problems are not negative.
constexpr int kFact = -1;

struct ProblemCount {
    quint64 all = 0;
    quint64 open = 0;  ///< not dealt with yet
};

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
      m_check(widgets::textButton(QString())),
      m_changeSplit(widgets::textButton(QString())),
      m_statisticsCard(new widgets::Card),
      m_showStatistics(widgets::textButton(QString())),
      m_statistics(new widgets::ElidedLabel),
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
    m_check->setObjectName(QStringLiteral("checkImages"));
    m_splitText->setObjectName(QStringLiteral("splitText"));
    m_changeSplit->setObjectName(QStringLiteral("changeSplit"));
    m_showStatistics->setObjectName(QStringLiteral("showStatistics"));
    m_problemCard->addHeaderWidget(m_check);
    m_splitCard->addHeaderWidget(m_changeSplit);
    m_statisticsCard->addHeaderWidget(m_showStatistics);
    widgets::setRole(m_statistics, "secondary");
    m_statisticsCard->body()->addWidget(m_statistics);
    for (widgets::Card* card : {m_classCard, m_problemCard, m_splitCard, m_statisticsCard}) {
        layout->addWidget(card);
    }
    layout->addStretch(1);

    connect(m_classes, &CountList::chosen, this, [this](int row) {
        m_allClasses->setVisible(row >= 0);
        showClasses();
        Q_EMIT labelChosen(row < 0 ? std::nullopt : std::optional<std::int32_t>(row));
    });
    connect(m_allClasses, &QToolButton::clicked, this, [this] {
        m_classes->setChoice(-1);
        m_allClasses->hide();
        showClasses();
        Q_EMIT labelChosen(std::nullopt);
    });
    connect(m_kinds, &CountList::chosen, this, &DataSide::chooseKind);
    connect(m_changeSplit, &QToolButton::clicked, this, &DataSide::splitWanted);
    connect(m_showStatistics, &QToolButton::clicked, this, &DataSide::statisticsWanted);
    connect(m_check, &QToolButton::clicked, this, [this] {
        ProjectSession& session = m_workspace.project();
        if (session.isAuditing()) {
            session.cancelAudit();
        } else {
            session.checkAgain();
        }
    });
    ProjectSession& project = workspace.project();
    connect(&project, &ProjectSession::problemsChanged, this, [this] {
        showProblems();
        if (m_kind) {
            Q_EMIT kindChosen(m_kind);  // it may have gained images
        }
    });
    connect(&project, &ProjectSession::auditProgressed, this, &DataSide::showAudit);
    connect(&project, &ProjectSession::auditFinished, this, &DataSide::showAudit);
    connect(&project, &ProjectSession::measured, this, &DataSide::showStatistics);
    connect(&project, &ProjectSession::splitPreviewed, this, [this] {
        showClasses();
        showSplit();
    });
    connect(&workspace.review(), &ReviewSession::changed, this, [this] {
        showClasses();
        showProblems();
    });
    connect(&workspace, &Workspace::recipeChanged, this, &DataSide::showProblems);
    retranslate();
}

void DataSide::takeProject(std::optional<std::int32_t> label) {
    m_allClasses->setVisible(label.has_value());
    m_classModel.setRows({});
    m_kind.reset();
    m_kinds->setChoice(-1);
    showClasses();
    m_classes->setChoice(label.value_or(-1));
    showProblems();
    showSplit();
}

void DataSide::showClasses() {
    const CatalogView view = m_workspace.view();
    if (!view.project) {
        return;
    }
    const auto counts = appliedCounts(*view.project->catalog, *view.review);
    const auto& split = m_workspace.project().split();
    const SplitPreview* preview = split && *split ? &**split : nullptr;
    QVector<CountRow> rows;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        CountRow row{toQString(view.project->catalog->classes[i]), counts[i], static_cast<int>(i),
                     true};
        row.toolTip = tr("%1: %n images", nullptr, static_cast<int>(counts[i])).arg(row.name);
        if (preview != nullptr && i < preview->classParts.size()) {
            for (std::size_t part = 0; part < row.parts.size(); ++part) {
                row.parts[part] = preview->classParts[i][part];
            }
            row.toolTip =
                tr("%1: %2 training, %3 validation, %4 test")
                    .arg(row.name, widgets::countText(row.parts[0]),
                         widgets::countText(row.parts[1]), widgets::countText(row.parts[2]));
        }
        rows.push_back(row);
    }
    m_classModel.setRows(rows);
    showBalance(counts);
}

void DataSide::showBalance(const std::vector<std::uint64_t>& counts) {
    const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
    if (counts.size() < 2 || *least == 0 || m_allClasses->isVisibleTo(m_classCard)) {
        m_classCard->setNote({});
        return;
    }
    const double ratio = static_cast<double>(*most) / static_cast<double>(*least);
    m_classCard->setNote(
        ratio < 1.1 ? tr("balanced")
                    : tr("largest %1 × the smallest").arg(ratio, 0, 'f', ratio < 10 ? 1 : 0));
}

void DataSide::clearChoices() {
    m_classes->setChoice(-1);
    m_allClasses->hide();
    showClasses();
    if (m_kind) {
        m_kinds->setChoice(-1);
        chooseKind(-1);
    }
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
    // What can be decided comes first; what only tells of the folders last.
    constexpr std::array kKinds{
        dataset::ProblemKind::LabelConflict, dataset::ProblemKind::Leak,
        dataset::ProblemKind::Duplicate,     dataset::ProblemKind::NearDuplicate,
        dataset::ProblemKind::Unreadable,    dataset::ProblemKind::Empty,
        dataset::ProblemKind::Blurred,       dataset::ProblemKind::Dark,
        dataset::ProblemKind::Bright,        dataset::ProblemKind::Tiny,
        dataset::ProblemKind::Imbalance,     dataset::ProblemKind::Extension,
        dataset::ProblemKind::EmptyClass,    dataset::ProblemKind::UnreadableFolder,
        dataset::ProblemKind::LinkLoop,      dataset::ProblemKind::BadName};
    const CatalogView view = m_workspace.view();
    std::map<dataset::ProblemKind, ProblemCount> counts;
    ProblemCount cutOff;  // of the unreadable ones
    const auto take = [&](std::size_t i) {
        const bool open = !isSettled(*problems, i, *view.project->catalog, *view.review);
        const auto add = [open](ProblemCount& count) {
            ++count.all;
            count.open += open ? 1 : 0;
        };
        add(counts[problems->problems[i].kind]);
        if (problems->problems[i].error.code == ErrorCode::ImageTruncated) {
            add(cutOff);
        }
    };
    for (std::size_t i = 0; i < problems->problems.size(); ++i) {
        if (problems->problems[i].kind != dataset::ProblemKind::LabelConflict) {
            take(i);
        }
    }
    for (const std::size_t i :
         problemsToDecide(*problems, *view.project->catalog, dataset::ProblemKind::LabelConflict)) {
        take(i);
    }
    // Decisions about images change how even the classes are; the recipe may make up for it.
    if (m_workspace.project().isAudited() && view.review) {
        ProblemCount& uneven = counts[dataset::ProblemKind::Imbalance];
        const bool is = imbalanceInForce(*view.project->catalog, *view.review).has_value();
        uneven.all = std::max<std::uint64_t>(uneven.all, is ? 1 : 0);
        uneven.open = is && !AdvicePanel::isBalanced(m_workspace.recipe()) ? 1 : 0;
    }
    QVector<CountRow> rows;
    int chosenRow = -1;
    for (const dataset::ProblemKind kind : kKinds) {
        const ProblemCount count = counts[kind];
        if (count.all == 0) {
            continue;
        }
        chosenRow = m_kind == kind ? static_cast<int>(rows.size()) : chosenRow;
        CountRow row{problemKindText(kind), count.open, static_cast<int>(kind), false};
        row.toolTip =
            count.open == count.all
                ? tr("%1: %2").arg(row.name, widgets::countText(count.all))
                : tr("%1: %2 of %3 left")
                      .arg(row.name, widgets::countText(count.open), widgets::countText(count.all));
        rows.push_back(row);
        if (kind == dataset::ProblemKind::Unreadable && cutOff.all > 0) {
            CountRow part{tr("of which cut off"), cutOff.open, kFact, false};
            part.toolTip =
                tr("Images whose end is missing: %1").arg(widgets::countText(cutOff.all));
            rows.push_back(part);
        }
    }
    m_kindModel.setRows(rows);
    m_kinds->setVisible(!rows.isEmpty());
    m_kinds->setChoice(chosenRow);
    showAudit();
    if (m_kind && chosenRow < 0) {
        chooseKind(-1);  // there is none of them any more
    }
}

void DataSide::showAudit() {
    const ProjectSession& project = m_workspace.project();
    const bool none = m_kindModel.rowCount() == 0;
    m_check->setText(project.isAuditing() ? tr("cancel") : tr("check again"));
    m_check->setVisible(project.isAuditing() || (project.project() && !project.isAudited()));
    showStatistics();
    if (project.isAuditing()) {
        const Progress progress = project.auditProgress();
        const QString share =
            widgets::shareText(progress.total == 0 ? 0.0
                                                   : static_cast<double>(progress.done) /
                                                         static_cast<double>(progress.total));
        const auto left = project.auditSecondsLeft();
        m_problemCard->setNote(left && *left >= kToldSeconds
                                   ? tr("%1 · %2 left").arg(share, widgets::durationText(*left))
                                   : share);
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
    const bool isSaved = preview.key.kind == dataset::SplitKind::File;
    const bool drawsTest = preview.key.testFraction > 0 && preview.split->testFraction > 0;
    const bool isDrawn = !isSaved && (!preview.fromFolders || drawsTest);
    m_splitCard->setNote(isDrawn ? tr("seed %1").arg(preview.key.seed) : QString());
    // What comes of a wish: classes and groups are divided into whole images and whole groups.
    const std::uint64_t divided = preview.train + preview.val + (drawsTest ? preview.test : 0);
    const auto shareOf = [&](std::uint64_t count) {
        return widgets::shareText(
            divided == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(divided));
    };
    const QString wished = widgets::shareText(preview.key.fraction);
    const QString validated = shareOf(preview.val);
    QString text =
        validated == wished
            ? tr("%1 of each class kept for validation").arg(wished)
            : tr("%1 for validation (%2 of each class asked for)").arg(validated, wished);
    if (preview.fromFolders) {
        text = tr("as the folders say");
    } else if (isSaved) {
        text = tr("as saved in “%1”").arg(toQString(fromUtf8(preview.key.file).filename()));
    } else if (preview.key.kind == dataset::SplitKind::KFold) {
        text = tr("fold %1 of %2 validates").arg(preview.key.fold).arg(preview.key.folds);
    } else if (preview.key.kind == dataset::SplitKind::Grouped) {
        text = validated == wished
                   ? tr("%1 kept for validation, groups together").arg(wished)
                   : tr("%1 for validation (%2 asked for), groups together").arg(validated, wished);
    }
    if (drawsTest) {
        const QString wishedTest = widgets::shareText(preview.key.testFraction);
        const QString tested = shareOf(preview.test);
        text +=
            QLatin1Char('\n') +
            (tested == wishedTest ? tr("%1 held out for the test").arg(tested)
                                  : tr("%1 for the test (%2 asked for)").arg(tested, wishedTest));
    }
    if (preview.leaks > 0) {
        text += QLatin1Char('\n') +
                tr("%n look-alikes in different parts", nullptr, static_cast<int>(preview.leaks));
    }
    if (preview.moved > 0) {
        text +=
            QLatin1Char('\n') + tr("%n images changed their part since the folder was last read",
                                   nullptr, static_cast<int>(preview.moved));
    }
    m_splitText->setText(widgets::phrased(text));
}

void DataSide::showStatistics() {
    const auto& statistics = m_workspace.project().statistics();
    if (!statistics || statistics->images == 0) {
        m_statistics->setText(m_workspace.project().isAuditing() ? tr("being measured")
                                                                 : tr("not measured"));
        return;
    }
    QStringList mean;
    for (const double value : statistics->mean) {
        mean << widgets::metricText(value, 2);
    }
    m_statistics->setText(tr("mean %1").arg(mean.join(QStringLiteral("  "))));
}

void DataSide::retranslate() {
    m_classCard->setTitle(tr("Classes"));
    m_allClasses->setText(tr("show all"));
    m_classes->setAccessibleName(tr("Classes"));
    m_problemCard->setTitle(tr("Problems"));
    m_kinds->setAccessibleName(tr("Problems"));
    m_splitCard->setTitle(tr("Split"));
    m_changeSplit->setText(tr("change…"));
    m_changeSplit->setToolTip(tr("Choose how images are kept apart for validation"));
    m_changeSplit->setAccessibleName(m_changeSplit->toolTip());
    m_statisticsCard->setTitle(tr("Statistics"));
    m_showStatistics->setText(tr("show"));
    m_showStatistics->setToolTip(tr("Colours and sizes of the images"));
    m_showStatistics->setAccessibleName(m_showStatistics->toolTip());
    showClasses();
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
