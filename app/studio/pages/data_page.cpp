// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/data_page.h"

#include <QHBoxLayout>
#include <QKeyEvent>

#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kSideWidth = 236;
constexpr int kDetailWidth = 300;

}  // namespace

DataPage::DataPage(Workspace& workspace, Actions& actions, QWidget* parent)
    : Page(workspace, actions, parent),
      m_bar(new QWidget),
      m_train(new QPushButton),
      m_import(new QPushButton),
      m_undo(widgets::iconButton(QStringLiteral("undo"), {})),
      m_redo(widgets::iconButton(QStringLiteral("redo"), {})),
      m_news(new widgets::MessageBar),
      m_splitter(new QSplitter),
      m_side(new DataSide(workspace)),
      m_grid(new DataGrid(workspace)),
      m_detail(new QStackedWidget),
      m_viewer(new ViewerPanel),
      m_review(new ReviewBar(workspace)),
      m_problems(new ProblemPanel(workspace)),
      m_advice(new AdvicePanel(workspace)),
      m_split(new SplitPanel(workspace)),
      m_statistics(new StatisticsPanel(workspace)),
      m_copy(new CopyPanel(workspace)) {
    makeBar();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::kGap, widgets::kGap, widgets::kGap, widgets::kGap);
    layout->setSpacing(widgets::kGap);
    layout->addWidget(m_news);
    layout->addWidget(m_splitter, 1);
    m_splitter->setHandleWidth(widgets::kGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_side);
    m_splitter->addWidget(m_grid);
    m_splitter->addWidget(m_detail);
    m_viewer->addFooter(m_review);
    for (QWidget* panel : {static_cast<QWidget*>(m_viewer), static_cast<QWidget*>(m_problems),
                           static_cast<QWidget*>(m_advice), static_cast<QWidget*>(m_split),
                           static_cast<QWidget*>(m_statistics), static_cast<QWidget*>(m_copy)}) {
        m_detail->addWidget(panel);
    }
    m_detail->setMinimumWidth(220);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({kSideWidth, 700, kDetailWidth});
    m_splitter->restoreState(workspace.settings().state(QStringLiteral("data_splitter")));

    setFocusProxy(gallery());
    connectParts();
    connectSessions();
    retranslate();
    if (workspace.project().project()) {
        takeProject();
        // Nobody hears a page that is just being made.
        QMetaObject::invokeMethod(this, &DataPage::sayChanges, Qt::QueuedConnection);
    }
}

DataPage::~DataPage() {
    workspace().settings().setState(QStringLiteral("data_splitter"), m_splitter->saveState());
    workspace().settings().setNumber(QStringLiteral("thumbnail_width"),
                                     gallery()->thumbnailWidth());
}

void DataPage::makeBar() {
    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->addWidget(m_train);
    bar->addWidget(m_import);
    bar->addSpacing(4);
    bar->addWidget(m_undo);
    bar->addWidget(m_redo);
    bar->addStretch();
    widgets::setRole(m_train, "primary");
    m_train->setObjectName(QStringLiteral("goTrain"));
    m_import->setObjectName(QStringLiteral("goImport"));
    connect(m_import, &QPushButton::clicked, actions().get(ActionId::Import), &QAction::trigger);
    m_undo->setObjectName(QStringLiteral("dataUndo"));
    m_redo->setObjectName(QStringLiteral("dataRedo"));
    connect(m_train, &QPushButton::clicked, actions().get(ActionId::PageTrain), &QAction::trigger);
    connect(m_undo, &QToolButton::clicked, &workspace().review(), &ReviewSession::undo);
    connect(m_redo, &QToolButton::clicked, &workspace().review(), &ReviewSession::redo);
}

void DataPage::connectParts() {
    connect(m_side, &DataSide::labelChosen, m_grid, &DataGrid::setLabel);
    connect(m_side, &DataSide::kindChosen, this, &DataPage::chooseKind);
    connect(m_grid, &DataGrid::filtersCleared, m_side, &DataSide::clearChoices);
    // Queued: the menu that it comes from is filled anew.
    connect(m_grid, &DataGrid::kindDropped, m_side, &DataSide::clearKind, Qt::QueuedConnection);
    connect(m_grid, &DataGrid::currentSampleChanged, this, &DataPage::showSample);
    connect(m_grid, &DataGrid::openLargeWanted, this,
            [this](int row) { Q_EMIT largeViewWanted(m_grid->sequence(), row); });
    connect(m_grid, &DataGrid::classChoiceWanted, m_review, &ReviewBar::chooseClass);
    connect(gallery()->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { m_review->setSamples(m_grid->selectedSamples()); });
    connect(m_grid, &DataGrid::stepWanted, this, [this](int by) {
        if (m_detail->currentWidget() == m_problems) {
            m_problems->step(by);
        } else {
            m_grid->step(by);
        }
    });
    connect(m_grid, &DataGrid::keepWanted, m_problems, &ProblemPanel::keep);
    connect(m_problems, &ProblemPanel::sampleShown, m_grid, &DataGrid::showSample);
    connect(m_problems, &ProblemPanel::closeWanted, this, &DataPage::closeDetail);
    connect(m_advice, &AdvicePanel::closeWanted, this, &DataPage::closeDetail);
    connect(m_grid, &DataGrid::problemChosen, m_advice, &AdvicePanel::showProblem);
    connect(m_split, &SplitPanel::closeWanted, this, &DataPage::closeDetail);
    connect(m_split, &SplitPanel::said, this, &DataPage::said);
    connect(m_statistics, &StatisticsPanel::closeWanted, this, &DataPage::closeDetail);
    connect(m_copy, &CopyPanel::closeWanted, this, &DataPage::closeDetail);
    connect(m_copy, &CopyPanel::copied, this, [this](const QString& folder) {
        Q_EMIT said({widgets::MessageBar::Kind::Success,
                     tr("The cleaned copy is in “%1”.").arg(folder),
                     {},
                     {}});
    });
    connect(m_copy, &CopyPanel::copyFailed, this, [this](const QString& text) {
        Q_EMIT said({widgets::MessageBar::Kind::Error, text, {}, {}});
    });
    connect(m_side, &DataSide::splitWanted, this, [this] { showDetail(m_split); });
    connect(m_side, &DataSide::statisticsWanted, this, [this] { showDetail(m_statistics); });
    connect(actions().get(ActionId::Search), &QAction::triggered, this, [this] {
        if (isVisible()) {
            m_grid->search()->setFocus();
            m_grid->search()->selectAll();
        }
    });
}

void DataPage::connectSessions() {
    connect(&workspace().project(), &ProjectSession::opened, this, &DataPage::takeProject);
    connect(&workspace().project(), &ProjectSession::diskChanged, this, &DataPage::showNews);
    connect(&workspace().train(), &TrainSession::stateChanged, this, [this] {
        if (m_rescan) {
            m_rescan->setEnabled(!workspace().train().isActive());
        }
    });
    connect(&workspace().project(), &ProjectSession::splitPreviewed, this, &DataPage::takeSplit);
    connect(&workspace().runPredictions(), &RunPredictionsSession::changed, this,
            [this] { m_viewer->setPredictions(workspace().runPredictions().predictions()); });
    ReviewSession& review = workspace().review();
    connect(&review, &ReviewSession::changed, this, [this] {
        m_viewer->setReview(workspace().review().review());
        updateUndo();
    });
    connect(&review, &ReviewSession::failed, this, [this](const Error& error) {
        Q_EMIT said({widgets::MessageBar::Kind::Error, errorText(error), {}, {}});
    });
}

void DataPage::takeSplit() {
    m_viewer->setParts(workspace().view().parts);
    updateTrain();
}

void DataPage::updateTrain() {
    // What cannot be divided cannot be trained on; the reason is the same.
    const auto& split = workspace().project().split();
    const bool fails = split && !*split;
    m_train->setEnabled(!fails);
    m_train->setToolTip(
        fails ? errorText(split->error())
              : withShortcut(tr("Go to training"),
                             actions().get(ActionId::PageTrain)->shortcut().toString()));
}

void DataPage::takeProject() {
    m_viewer->clear();
    m_viewer->setPredictions(workspace().runPredictions().predictions());
    m_viewer->setReview(workspace().review().review());
    takeSplit();
    m_grid->takeProject();
    m_side->takeProject(m_grid->query().label);
    m_review->takeProject();
    m_copy->takeProject();
    m_review->setSamples(m_grid->selectedSamples());
    m_problems->showKind(std::nullopt);
    m_advice->showKind(std::nullopt);
    if (!workspace().project().isRescan() || m_detail->currentWidget() == m_problems ||
        m_detail->currentWidget() == m_advice) {
        showDetail(m_viewer);
    }
    updateUndo();
    sayChanges();
    showNews();
}

void DataPage::chooseKind(std::optional<dataset::ProblemKind> kind) {
    m_grid->setProblemKind(kind);
    const bool images = kind && isAboutImages(*kind);
    m_problems->showKind(images ? kind : std::nullopt);
    m_advice->showKind(images ? std::nullopt : kind);
    showDetail(images ? static_cast<QWidget*>(m_problems)
               : kind ? static_cast<QWidget*>(m_advice)
                      : m_viewer);
}

void DataPage::showDetail(QWidget* panel) {
    m_detail->setCurrentWidget(panel);
}

void DataPage::showCopy() {
    showDetail(m_copy);
    m_copy->setFocus();
}

void DataPage::closeDetail() {
    if (m_detail->currentWidget() == m_problems || m_detail->currentWidget() == m_advice) {
        m_side->clearKind();
    }
    showDetail(m_viewer);
    gallery()->setFocus();
}

void DataPage::sayChanges() {
    const ProjectSession& project = workspace().project();
    if (const auto& notice = project.catalogNotice()) {
        Q_EMIT said({widgets::MessageBar::Kind::Warning, errorText(*notice), {}, {}});
        return;
    }
    const FolderChanges& changes = project.changes();
    const QString facts = changesText(changes.added, changes.removed, changes.changed);
    if (project.isRescan()) {
        const bool any = changes.any();
        Q_EMIT said({any ? widgets::MessageBar::Kind::Success : widgets::MessageBar::Kind::Info,
                     any ? tr("The folder was read again: %1").arg(facts)
                         : tr("Nothing has changed in the folder."),
                     {},
                     {}});
    } else if (changes.any()) {
        Q_EMIT said({widgets::MessageBar::Kind::Info,
                     tr("The folder has changed since it was last open: %1").arg(facts),
                     {},
                     {}});
    }
}

QString DataPage::changesText(quint64 added, quint64 removed, quint64 changed) {
    QStringList facts;
    if (added > 0) {
        facts.push_back(tr("%1 new").arg(widgets::countText(added)));
    }
    if (removed > 0) {
        facts.push_back(tr("%1 gone").arg(widgets::countText(removed)));
    }
    if (changed > 0) {
        facts.push_back(tr("%1 changed").arg(widgets::countText(changed)));
    }
    return facts.join(QStringLiteral(" · "));
}

void DataPage::showNews() {
    const dataset::FolderDifference& news = workspace().project().onDisk();
    if (!news.any()) {
        m_news->clear();
        return;
    }
    const bool hadFocus = m_rescan && m_rescan->hasFocus();
    m_news->showMessage(widgets::MessageBar::Kind::Info,
                        tr("The images on disk have changed: %1")
                            .arg(changesText(news.added, news.removed, news.changed)));
    m_rescan = m_news->addButton(tr("Rescan"));
    m_rescan->setObjectName(QStringLiteral("rescan"));
    m_rescan->setToolTip(actions().get(ActionId::Rescan)->toolTip());
    m_rescan->setEnabled(!workspace().train().isActive());
    connect(m_rescan, &QPushButton::clicked, actions().get(ActionId::Rescan), &QAction::trigger);
    if (hadFocus) {
        m_rescan->setFocus();
    }
}

void DataPage::showSample(quint32 sample) {
    const CatalogView view = workspace().view();
    m_viewer->showSample(view.project, view.problems, sample);
    m_problems->showSample(sample);
}

void DataPage::updateUndo() {
    ReviewSession& review = workspace().review();
    m_undo->setEnabled(review.canUndo());
    m_redo->setEnabled(review.canRedo());
}

bool DataPage::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->accept();
            return true;
        }
    }
    return Page::event(event);
}

void DataPage::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Undo)) {
        workspace().review().undo();
    } else if (event->matches(QKeySequence::Redo)) {
        workspace().review().redo();
    } else if (event->key() == Qt::Key_Escape && m_detail->currentWidget() != m_viewer) {
        closeDetail();
    } else if (event->key() == Qt::Key_Escape && m_grid->query().isFiltering()) {
        m_grid->clearFilters();
    } else {
        Page::keyPressEvent(event);
    }
}

void DataPage::retranslate() {
    m_train->setText(tr("Train…"));
    updateTrain();
    m_import->setText(tr("Import…"));
    m_import->setToolTip(actions().get(ActionId::Import)->toolTip());
    const auto name = [](QToolButton* button, const QString& text, QKeySequence::StandardKey key) {
        button->setAccessibleName(text);
        button->setToolTip(
            withShortcut(text, QKeySequence(key).toString(QKeySequence::PortableText)));
    };
    name(m_undo, tr("Undo"), QKeySequence::Undo);
    name(m_redo, tr("Redo"), QKeySequence::Redo);
    if (!m_news->isHidden()) {
        showNews();
    }
    m_grid->search()->setToolTip(actions().get(ActionId::Search)->toolTip());
}

}  // namespace minarai::studio
