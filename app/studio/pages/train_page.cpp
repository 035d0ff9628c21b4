// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/train_page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

using widgets::MessageBar;

TrainPage::TrainPage(Workspace& workspace, Actions& actions, QWidget* parent)
    : Page(workspace, actions, parent),
      m_bar(new QWidget),
      m_start(new QPushButton),
      m_resume(new QPushButton),
      m_pause(new QPushButton),
      m_stop(new QPushButton),
      m_takeSettings(new QPushButton),
      m_runMenu(new widgets::TextMenuButton),
      m_splitter(new QSplitter),
      m_recipe(new RecipePanel(workspace)),
      m_board(new RunBoard(workspace)) {
    setFocusPolicy(Qt::ClickFocus);
    makeBar();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(widgets::kGap, widgets::kGap, widgets::kGap, widgets::kGap);
    layout->addWidget(m_splitter);
    m_splitter->setHandleWidth(widgets::kGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_recipe);
    m_splitter->addWidget(m_board);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({286, 900});
    m_splitter->restoreState(workspace.settings().state(QStringLiteral("train_splitter")));

    connect(m_recipe, &RecipePanel::changed, this, &TrainPage::updateBar);
    connect(&workspace.start(), &StartSession::changed, this, &TrainPage::updateBar);
    connect(m_board, &RunBoard::said, this, &Page::said);
    connect(m_board, &RunBoard::largeViewWanted, this, &Page::largeViewWanted);
    connectTraining();
    retranslate();
    if (workspace.train().run() != nullptr) {
        m_board->showLive(*workspace.train().run());
    } else {
        viewNewest();
    }
    fillRuns();
    updateBar();
}

TrainPage::~TrainPage() {
    workspace().settings().setState(QStringLiteral("train_splitter"), m_splitter->saveState());
}

void TrainPage::makeBar() {
    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(8);
    widgets::setRole(m_start, "primary");
    m_start->setObjectName(QStringLiteral("startTraining"));
    m_pause->setObjectName(QStringLiteral("pauseTraining"));
    m_stop->setObjectName(QStringLiteral("stopTraining"));
    const auto& theme = widgets::Theme::of(this);
    m_pause->setIcon(theme.icon(QStringLiteral("pause"), widgets::Token::Text));
    m_stop->setIcon(theme.icon(QStringLiteral("stop"), widgets::Token::Text));
    auto* menu = new QMenu(m_stop);
    menu->addAction(actions().get(ActionId::StopAfterEpoch));
    menu->addAction(actions().get(ActionId::StopNow));
    m_stop->setMenu(menu);
    actions().get(ActionId::StopAfterEpoch)->setCheckable(true);
    bar->addWidget(m_start);
    bar->addWidget(m_resume);
    bar->addWidget(m_pause);
    bar->addWidget(m_stop);
    bar->addStretch();
    bar->addWidget(m_takeSettings);
    bar->addWidget(m_runMenu);
    connect(m_start, &QPushButton::clicked, actions().get(ActionId::Start), &QAction::trigger);
    connect(m_pause, &QPushButton::clicked, actions().get(ActionId::Pause), &QAction::trigger);
    widgets::setRole(m_takeSettings, "quiet");
    m_takeSettings->setObjectName(QStringLiteral("takeSettings"));
    connect(m_takeSettings, &QPushButton::clicked, this, &TrainPage::takeSettings);
    connect(m_resume, &QPushButton::clicked, this, [this] { resume(m_viewed); });
    connect(m_runMenu, &widgets::TextMenuButton::chosen, this,
            [this](const QVariant& folder) { view(toPath(folder.toString())); });
}

void TrainPage::connectTraining() {
    TrainSession& train = workspace().train();
    connect(actions().get(ActionId::Start), &QAction::triggered, this, &TrainPage::start);
    connect(actions().get(ActionId::Pause), &QAction::triggered, this, [this] {
        TrainSession& session = workspace().train();
        session.setPaused(session.state() != TrainSession::State::Paused);
    });
    connect(actions().get(ActionId::StopNow), &QAction::triggered, &train, &TrainSession::stopNow);
    connect(actions().get(ActionId::StopAfterEpoch), &QAction::triggered, &train,
            &TrainSession::stopAfterEpoch);
    connect(&train, &TrainSession::stateChanged, this, &TrainPage::updateBar);
    connect(&train, &TrainSession::runBegan, this, [this] {
        m_viewed.clear();
        Q_EMIT unsaid();
        m_board->showLive(*workspace().train().run());
        fillRuns();
    });
    connect(&train, &TrainSession::runStarted, this, [this] {
        if (isLiveShown()) {
            m_board->showLive(*workspace().train().run());
        }
    });
    connect(&train, &TrainSession::stepped, this, [this](const StepBatch& batch) {
        if (isLiveShown()) {
            m_board->addSteps(batch);
        }
    });
    connect(&train, &TrainSession::validating, this, [this](qint64 done, qint64 total) {
        if (isLiveShown()) {
            m_board->showValidating(done, total);
        }
    });
    connect(&train, &TrainSession::epochFinished, this, [this](const train::EpochFinished& epoch) {
        if (isLiveShown()) {
            m_board->addEpoch(epoch);
        }
    });
    connect(&train, &TrainSession::noticed, this, &TrainPage::sayNotice);
    connect(&train, &TrainSession::runEnded, this, [this](const train::RunEnded& ended) {
        if (isLiveShown()) {
            m_board->showEnd(ended);
        }
        sayEnd(ended);
    });

    RunsSession& runs = workspace().runs();
    connect(&runs, &RunsSession::changed, this, [this] {
        fillRuns();
        if (m_viewed.empty() && workspace().train().run() == nullptr) {
            viewNewest();
        }
        updateBar();
    });
    connect(&runs, &RunsSession::historyLoaded, this,
            [this](const QString& folder, const auto& history) {
                const RunSummary* summary = workspace().runs().find(m_viewed);
                if (summary != nullptr && toQString(m_viewed) == folder) {
                    m_board->showHistory(*summary, *history);
                }
            });
    connect(&runs, &RunsSession::historyFailed, this, [this](const Error& error) {
        Q_EMIT said({MessageBar::Kind::Error, errorText(error), {}, {}});
    });
    connect(&workspace().project(), &ProjectSession::opened, this, [this] {
        m_viewed.clear();
        m_board->clear();
        updateBar();
    });
    connect(&workspace().engine(), &EngineSession::failed, this, &TrainPage::updateBar);
}

bool TrainPage::isLiveShown() const {
    return m_viewed.empty();
}

void TrainPage::start() {
    const auto project = workspace().project().project();
    if (!project || !m_start->isEnabled() || workspace().train().isActive()) {
        return;
    }
    const Params recipe = m_recipe->recipe();
    TrainPlan plan;
    plan.catalog = project->catalog;
    plan.review = workspace().review().review();
    plan.split = workspace().splitFor(m_recipe->recipe());
    plan.arch = modelName(recipe.text(kArchitecture));
    if (isModelFile(recipe.text(kArchitecture))) {
        plan.modelFile = toPath(QString::fromStdString(recipe.text(kArchitecture)));
    }
    plan.settings = settingsOf(recipe);
    plan.weights = workspace().start().file();
    plan.runsRoot = workspace().runs().root();
    workspace().train().start(plan);
}

void TrainPage::resume(const std::filesystem::path& folder) {
    const RunSummary* run = workspace().runs().find(folder);
    if (run != nullptr) {
        workspace().train().resume(folder, run->arch);
    }
}

std::optional<Params> TrainPage::recipeOfViewed() const {
    const LiveRun* live = workspace().train().run();
    const RunSummary* run =
        workspace().runs().find(isLiveShown() && live != nullptr ? live->folder : m_viewed);
    if (run == nullptr) {
        return std::nullopt;
    }
    Params recipe = m_recipe->recipe();
    // A network of one's own is not among the choices: it stays as it is.
    (void)recipeSchema().set(recipe, kArchitecture, run->arch);
    for (const auto& [name, value] : run->settings.entries()) {
        if (recipeSchema().find(name) != nullptr) {
            (void)recipeSchema().set(recipe, name, value);
        }
    }
    return recipe;
}

void TrainPage::takeSettings() {
    if (const auto recipe = recipeOfViewed()) {
        m_recipe->setRecipe(*recipe);
    }
}

void TrainPage::updateBar() {
    const TrainSession& train = workspace().train();
    const bool active = train.isActive();
    const bool paused = train.state() == TrainSession::State::Paused;
    const bool stopping = train.state() == TrainSession::State::Stopping;
    const bool preparing = train.state() == TrainSession::State::Preparing;
    const bool ready = workspace().project().project() && m_recipe->isValid() &&
                       !workspace().engine().error() && workspace().start().isReady();
    m_start->setVisible(!active);
    m_start->setEnabled(!active && ready);
    const RunSummary* viewed = workspace().runs().find(m_viewed);
    m_resume->setVisible(!active && viewed != nullptr && viewed->canResume());
    const auto past = active ? std::nullopt : recipeOfViewed();
    m_takeSettings->setVisible(past.has_value());
    m_takeSettings->setEnabled(past && !(*past == m_recipe->recipe()));
    m_pause->setVisible(active);
    m_pause->setEnabled(active && !stopping && !preparing);
    m_stop->setVisible(active);
    m_stop->setEnabled(active && !stopping);
    actions().get(ActionId::Start)->setEnabled(m_start->isEnabled());
    actions().get(ActionId::Pause)->setEnabled(m_pause->isEnabled());
    actions().get(ActionId::StopNow)->setEnabled(m_stop->isEnabled());
    actions().get(ActionId::StopAfterEpoch)->setEnabled(m_stop->isEnabled());
    actions().get(ActionId::StopAfterEpoch)->setChecked(active && train.stopsAfterEpoch());
    actions().setText(ActionId::Pause, paused ? tr("Resume") : tr("Pause"));
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_pause->setToolTip(actions().get(ActionId::Pause)->toolTip());
    m_pause->setIcon(widgets::Theme::of(this).icon(
        paused ? QStringLiteral("play") : QStringLiteral("pause"), widgets::Token::Text));
    m_stop->setText(stopping                  ? tr("Stopping…")
                    : train.stopsAfterEpoch() ? tr("Stopping after this epoch")
                                              : tr("Stop"));
    m_recipe->setLocked(active);
    if (m_viewed.empty() && train.run() == nullptr) {
        m_board->expect(m_recipe->recipe().integer("epochs"));
    }
}

void TrainPage::fillRuns() {
    m_runMenu->clearChoices();
    const LiveRun* live = workspace().train().run();
    if (live != nullptr && workspace().runs().find(live->folder) == nullptr) {
        m_runMenu->addChoice(runTitle(live->folder, live->arch), QString());
    }
    for (const RunSummary& run : workspace().runs().runs()) {
        m_runMenu->addChoice(
            QStringLiteral("%1 · %2").arg(runTitle(run.folder, run.arch), runStateText(run)),
            toQString(run.folder));
    }
    const bool isLive = m_viewed.empty() && live != nullptr;
    m_runMenu->setCurrentData(toQString(isLive ? live->folder : m_viewed));
    m_runMenu->setVisible(live != nullptr || !workspace().runs().runs().empty());
}

void TrainPage::view(const std::filesystem::path& folder) {
    const LiveRun* live = workspace().train().run();
    if (folder.empty() || (live != nullptr && live->folder == folder)) {
        m_viewed.clear();
        if (live != nullptr) {
            m_board->showLive(*live);
        }
    } else {
        m_viewed = folder;
        workspace().runs().loadHistory(folder);
    }
    updateBar();
}

void TrainPage::viewNewest() {
    if (!workspace().runs().runs().empty()) {
        view(workspace().runs().runs().front().folder);
        fillRuns();
    }
}

void TrainPage::sayEnd(const train::RunEnded& ended) {
    Message message;
    message.text = runEndText(ended);
    switch (ended.reason) {
        case train::EndReason::Completed:
        case train::EndReason::EarlyStopped:
            message.kind = MessageBar::Kind::Success;
            message.button = tr("Try it on an image");
            message.act = [this] { actions().get(ActionId::PagePredict)->trigger(); };
            break;
        case train::EndReason::Stopped:
            message.kind = MessageBar::Kind::Info;
            message.button = tr("Resume");
            message.act = [this, folder = workspace().train().run()->folder] { resume(folder); };
            break;
        case train::EndReason::Failed:
            message.kind = MessageBar::Kind::Error;
            break;
    }
    Q_EMIT said(message);
}

void TrainPage::sayNotice() {
    const LiveRun& run = *workspace().train().run();
    QString text = errorText(run.notices.front().error);
    if (run.noticeCount > 1) {
        text += QLatin1Char(' ') + tr("There are %n such notices; this is the first.", nullptr,
                                      static_cast<int>(run.noticeCount));
    }
    Q_EMIT said({MessageBar::Kind::Warning, text, {}, {}});
}

void TrainPage::keyPressEvent(QKeyEvent* event) {
    // Only what no control has taken: space on a button stays the button's.
    if (event->key() == Qt::Key_Space && workspace().train().isActive()) {
        actions().get(ActionId::Pause)->trigger();
        return;
    }
    Page::keyPressEvent(event);
}

void TrainPage::retranslate() {
    setAccessibleName(actions().get(ActionId::PageTrain)->text());
    m_start->setText(tr("Start training"));
    m_start->setToolTip(actions().get(ActionId::Start)->toolTip());
    m_resume->setText(tr("Resume this run"));
    m_resume->setToolTip(tr("Go on where this run was interrupted"));
    m_takeSettings->setText(tr("Use its settings"));
    m_takeSettings->setToolTip(tr("Fill the recipe with the settings of the run that is shown"));
    m_stop->setToolTip(tr("Stop now or after this epoch; everything is saved"));
    m_stop->setAccessibleName(tr("Stop"));
    m_runMenu->setToolTip(tr("Runs of this project"));
    m_runMenu->setAccessibleName(tr("Run"));
    fillRuns();
    updateBar();
}

}  // namespace minarai::studio
