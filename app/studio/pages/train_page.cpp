// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/train_page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QVBoxLayout>
#include <limits>

#include "base/files.h"
#include "studio/pages/chart_exports.h"
#include "studio/session/model_store.h"
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
      m_enqueue(new QPushButton),
      m_enqueueFolds(new QPushButton),
      m_try(new QPushButton),
      m_resume(new QPushButton),
      m_pause(new QPushButton),
      m_stop(new QPushButton),
      m_followed(new QLabel),
      m_unfollow(new QPushButton),
      m_runMenu(new widgets::TextMenuButton),
      m_aboveSettings(new QAction(this)),
      m_takeSettings(new QAction(this)),
      m_splitter(new QSplitter),
      m_recipe(new RecipePanel(workspace)),
      m_queue(new QueueCard(workspace.queue(), workspace.train())),
      m_foldsCard(new widgets::Card),
      m_folds(new QLabel),
      m_board(new RunBoard(workspace)),
      m_trials(new TrialsPanel(workspace.trials(),
                               [this] { return this->workspace().planOf(planned()); })),
      m_right(new QStackedWidget) {
    setFocusPolicy(Qt::ClickFocus);
    makeBar();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(widgets::kGap, widgets::kGap, widgets::kGap, widgets::kGap);
    layout->addWidget(m_splitter);
    m_splitter->setHandleWidth(widgets::kGap);
    m_splitter->setChildrenCollapsible(false);
    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(widgets::kGap);
    column->addWidget(m_recipe, 1);
    column->addWidget(m_queue);
    m_folds->setObjectName(QStringLiteral("foldsSummary"));
    m_foldsCard->setContent(m_folds);
    m_foldsCard->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_foldsCard->hide();
    column->addWidget(m_foldsCard);
    m_splitter->addWidget(left);
    m_right->addWidget(m_board);
    m_right->addWidget(m_trials);
    m_splitter->addWidget(m_right);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({286, 900});
    m_splitter->restoreState(workspace.settings().state(QStringLiteral("train_splitter")));

    connect(m_recipe, &RecipePanel::changed, this, &TrainPage::updateBar);
    connect(m_recipe, &RecipePanel::dataWanted, actions.get(ActionId::PageData), &QAction::trigger);
    connect(&workspace.start(), &StartSession::changed, this, &TrainPage::updateBar);
    connect(m_board, &RunBoard::said, this, &Page::said);
    connect(m_board, &RunBoard::largeViewWanted, this, &Page::largeViewWanted);
    connect(m_recipe->augmentRow(), &AugmentRow::editWanted, actions.get(ActionId::PageAugment),
            &QAction::trigger);
    connectTraining();
    connectRuns();
    connectFollowing();
    connectQueue();
    tellChartExports(*this);
    retranslate();
    if (workspace.train().run() != nullptr) {
        showLiveRun();
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
    m_resume->setObjectName(QStringLiteral("resumeRun"));
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
    m_enqueue->setObjectName(QStringLiteral("enqueueRun"));
    m_unfollow->setObjectName(QStringLiteral("stopFollowing"));
    widgets::setRole(m_followed, "secondary");
    bar->addWidget(m_start);
    m_try->setObjectName(QStringLiteral("tryFirst"));
    m_try->setCheckable(true);
    bar->addWidget(m_enqueue);
    m_enqueueFolds->setObjectName(QStringLiteral("enqueueFolds"));
    bar->addWidget(m_enqueueFolds);
    bar->addWidget(m_try);
    bar->addWidget(m_resume);
    bar->addWidget(m_pause);
    bar->addWidget(m_stop);
    bar->addWidget(m_followed);
    bar->addWidget(m_unfollow);
    bar->addStretch();
    bar->addWidget(m_runMenu);
    connect(m_start, &QPushButton::clicked, actions().get(ActionId::Start), &QAction::trigger);
    connect(m_enqueue, &QPushButton::clicked, actions().get(ActionId::Enqueue), &QAction::trigger);
    connect(m_enqueueFolds, &QPushButton::clicked, this, &TrainPage::enqueueFolds);
    connect(m_try, &QPushButton::clicked, this, &TrainPage::showTrials);
    connect(m_trials, &TrialsPanel::rateChosen, this, [this](double rate) {
        Params recipe = m_recipe->recipe();
        if (recipeSchema().set(recipe, "learning_rate", rate)) {
            m_recipe->setRecipe(recipe);
            Q_EMIT said({MessageBar::Kind::Success,
                         tr("The learning rate is %1 now.").arg(widgets::shortReal(rate)),
                         {},
                         {}});
        }
    });
    connect(m_unfollow, &QPushButton::clicked, this, [this] {
        view({});
        if (workspace().train().run() == nullptr) {
            viewNewest();
        }
    });
    connect(m_pause, &QPushButton::clicked, actions().get(ActionId::Pause), &QAction::trigger);
    m_aboveSettings->setSeparator(true);
    m_runMenu->setObjectName(QStringLiteral("runMenu"));
    m_takeSettings->setObjectName(QStringLiteral("takeSettings"));
    connect(m_takeSettings, &QAction::triggered, this, &TrainPage::takeSettings);
    connect(m_resume, &QPushButton::clicked, this, [this] { resume(shownFolder()); });
    connect(m_runMenu, &widgets::TextMenuButton::chosen, this,
            [this](const QVariant& folder) { view(toPath(folder.toString())); });
}

void TrainPage::connectTraining() {
    TrainSession& train = workspace().train();
    connect(actions().get(ActionId::Start), &QAction::triggered, this, &TrainPage::start);
    connect(actions().get(ActionId::Enqueue), &QAction::triggered, this, &TrainPage::enqueue);
    connect(actions().get(ActionId::Pause), &QAction::triggered, this, [this] {
        TrainSession& session = workspace().train();
        session.setPaused(!session.wantsPause());
    });
    connect(actions().get(ActionId::StopNow), &QAction::triggered, &train, &TrainSession::stopNow);
    connect(actions().get(ActionId::StopAfterEpoch), &QAction::triggered, &train,
            &TrainSession::stopAfterEpoch);
    connect(&train, &TrainSession::stateChanged, this, [this] {
        fillRuns();
        updateBar();
        if (isLiveShown()) {
            showTimeLeft();
        }
    });
    connect(&train, &TrainSession::runBegan, this, [this] {
        m_viewed.clear();
        m_endedFold.clear();
        m_architectures.clear();  // the folder of a run that was deleted may be used again
        stopFollowing();
        showTrials(false);
        Q_EMIT unsaid();
        showLiveRun();
        fillRuns();
    });
    connect(&train, &TrainSession::runStarted, this, [this] {
        if (isLiveShown()) {
            showLiveRun();
        }
    });
    connect(&train, &TrainSession::stepped, this, [this](const StepBatch& batch) {
        if (isLiveShown()) {
            m_board->addSteps(batch);
            if (workspace().train().wantsPause()) {
                showTimeLeft();
            }
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
    connect(&train, &TrainSession::noticed, this,
            [this] { sayNotice(*workspace().train().run()); });
    connect(&train, &TrainSession::savedAgain, this,
            [this] { saySavedAgain(*workspace().train().run()); });
    connect(&train, &TrainSession::runEnded, this, [this](const train::RunEnded& ended) {
        if (isLiveShown()) {
            m_board->showEnd(ended);
        }
        sayEnd(*workspace().train().run(), ended);
    });
}

bool TrainPage::isReady() const {
    return workspace().project().project() && m_recipe->isValid() &&
           !workspace().engine().error() && workspace().start().isReady();
}

runs::QueuedRun TrainPage::planned() const {
    const Params recipe = m_recipe->recipe();
    const std::string architecture = recipe.text(kArchitecture);
    runs::QueuedRun run;
    run.arch = modelName(architecture);
    if (isModelFile(architecture)) {
        run.modelFile = toPath(QString::fromStdString(architecture));
    }
    run.settings = settingsOf(recipe);
    run.pipeline = workspace().augment().customPipeline();
    if (run.pipeline) {
        // The recipe hears of a first edit only when its file is written.
        run.settings.set("augment", workspace().augment().setting());
    }
    run.weights = workspace().start().file();
    run.partialWeights = workspace().start().takesPart();
    if (const auto cost = m_recipe->cost()) {
        const auto later = static_cast<double>(run.settings.integer("epochs") - 1);
        run.expectedSeconds =
            cost->forecast.firstEpochSeconds + later * cost->forecast.epochSeconds;
    }
    return run;
}

void TrainPage::start() {
    if (m_start->isEnabled() && isReady()) {
        workspace().startRun(planned());
    }
}

void TrainPage::showTrials(bool on) {
    m_try->setChecked(on);
    m_try->setText(on ? tr("Back to the run") : tr("Check…"));
    m_right->setCurrentWidget(on ? static_cast<QWidget*>(m_trials) : m_board);
}

std::optional<runs::QueuedRun> TrainPage::plannedToWait() {
    if (!isReady()) {
        return std::nullopt;
    }
    runs::QueuedRun run = planned();
    if (!run.modelFile.empty()) {
        const auto kept = keepModelFile(run.modelFile);
        if (!kept) {
            Q_EMIT said({MessageBar::Kind::Error, errorText(kept.error()), {}, {}});
            return std::nullopt;
        }
        run.modelFile = *kept;
        run.arch = modelName(toUtf8(*kept));
    }
    return run;
}

void TrainPage::enqueue() {
    if (auto run = plannedToWait()) {
        workspace().queue().add(*std::move(run));
    }
}

void TrainPage::enqueueFolds() {
    auto run = plannedToWait();
    if (!run) {
        return;
    }
    for (std::int64_t fold = 1; fold <= run->settings.integer("folds"); ++fold) {
        run->settings.set("fold", fold);
        workspace().queue().add(*run);
    }
}

void TrainPage::resume(const std::filesystem::path& folder) {
    const RunSummary* run = workspace().runs().find(folder);
    if (run == nullptr || workspace().resumeRun(folder, run->arch)) {
        return;
    }
    const QString whyNot = whyNotNow();
    Q_EMIT said({MessageBar::Kind::Info,
                 whyNot.isEmpty()
                     ? tr("The device of this run, %1, is in use. Resume it when it is free.")
                           .arg(QString::fromStdString(run->device))
                     : whyNot,
                 {},
                 {}});
}

void TrainPage::updateBar() {
    const TrainSession& train = workspace().train();
    const bool active = train.isActive();
    const bool stopping = train.state() == TrainSession::State::Stopping;
    const bool preparing = train.state() == TrainSession::State::Preparing;
    const bool ready = isReady();
    m_start->setVisible(!active && !m_following);
    m_enqueue->setVisible(!m_following);
    m_enqueue->setEnabled(ready);
    const Params recipe = m_recipe->recipe();
    m_enqueueFolds->setVisible(!m_following && recipe.text("split") == "kfold");
    m_enqueueFolds->setEnabled(ready);
    m_enqueueFolds->setText(tr("Add all %1 folds").arg(recipe.integer("folds")));
    m_try->setVisible(!active && !m_following);
    m_trials->setReady(ready && !workspace().isTraining());
    m_followed->setVisible(m_following);
    m_unfollow->setVisible(m_following);
    const QString whyNot = whyNotNow();
    m_start->setEnabled(!active && ready && whyNot.isEmpty());
    m_start->setToolTip(whyNot.isEmpty() ? actions().get(ActionId::Start)->toolTip() : whyNot);
    const RunSummary* shown = workspace().runs().find(shownFolder());
    m_resume->setVisible(!active && !m_following && shown != nullptr && shown->canResume());
    m_resume->setText(tr("Resume run %1").arg(runNumber(shownFolder())));
    const auto past = recipeOfViewed();
    m_aboveSettings->setVisible(past.has_value());
    m_takeSettings->setVisible(past.has_value());
    m_takeSettings->setEnabled(past && past->recipe != m_recipe->recipe());
    m_pause->setVisible(active && !m_following);
    actions().get(ActionId::Pause)->setEnabled(active && !stopping && !preparing);
    updatePause();
    m_stop->setVisible(active && !m_following);
    const bool canGiveUp = stopping && train.savingFails();
    m_stop->setEnabled(active && (!stopping || canGiveUp));
    actions().get(ActionId::Start)->setEnabled(m_start->isEnabled());
    actions().get(ActionId::Enqueue)->setEnabled(ready);
    actions().get(ActionId::StopNow)->setEnabled(m_stop->isEnabled());
    actions().get(ActionId::StopAfterEpoch)->setEnabled(active && !stopping);
    actions().get(ActionId::StopAfterEpoch)->setChecked(active && train.stopsAfterEpoch());
    m_stop->setText(canGiveUp                 ? tr("Stop without saving")
                    : stopping                ? tr("Stopping…")
                    : train.stopsAfterEpoch() ? tr("Stopping after this epoch")
                                              : tr("Stop"));
    expectRun();
    watchDevice();
}

void TrainPage::updatePause() {
    const TrainSession& train = workspace().train();
    const bool pausing = train.state() == TrainSession::State::Pausing;
    const bool paused = train.state() == TrainSession::State::Paused;
    const QAction& action = *actions().get(ActionId::Pause);
    actions().setText(ActionId::Pause, train.wantsPause() ? tr("Resume") : tr("Pause"));
    if (pausing && m_pause->hasFocus()) {
        setFocus(
            Qt::OtherFocusReason);  // not the button beside it: the space bar is still for this
    }
    // The keys take back a pause that has not begun.
    m_pause->setEnabled(action.isEnabled() && !pausing);
    m_pause->setText(pausing ? tr("Pausing…") : paused ? tr("Resume") : tr("Pause"));
    m_pause->setToolTip(pausing ? tr("The batch that runs ends first. To go on without a pause: %1")
                                      .arg(action.shortcut().toString(QKeySequence::PortableText))
                                : action.toolTip());
    widgets::setRole(m_pause, paused ? "primary" : "");  // what is done next
    m_pause->setIcon(
        widgets::Theme::of(this).icon(paused ? QStringLiteral("play") : QStringLiteral("pause"),
                                      paused ? widgets::Token::OnAccent : widgets::Token::Text));
}

void TrainPage::showLiveRun() {
    m_board->showLive(*workspace().train().run());
    showTimeLeft();
}

void TrainPage::showTimeLeft() {
    const TrainSession& train = workspace().train();
    const LiveRun* run = train.run();
    if (run == nullptr || run->ended || !run->lastStep) {
        return;
    }
    StepBatch now{*run->lastStep, {}};
    if (train.wantsPause()) {
        now.last.secondsLeft = std::numeric_limits<double>::quiet_NaN();
    }
    m_board->addSteps(now);
    if (run->validating) {
        m_board->showValidating(run->validating->done, run->validating->total);
    }
}

void TrainPage::sayEnd(const LiveRun& run, const train::RunEnded& ended) {
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
            message.act = [this, folder = run.folder] { resume(folder); };
            break;
        case train::EndReason::Failed:
            message.kind = MessageBar::Kind::Error;
            break;
    }
    const QString title = runTitle(run.folder, run.arch);
    tellDesktop(title, message.text);
    const bool isDone = message.kind == MessageBar::Kind::Success;
    m_endedFold = isDone && run.settings.text("split") == "kfold" ? run.folder : m_endedFold;
    message.text = aboutRun(run, message.text);
    Q_EMIT said(message);
}

void TrainPage::tellDesktop(const QString& title, const QString& text) {
    if (!window()->isActiveWindow()) {
        m_notifier.notify(title, text);
        Q_EMIT notified(title, text);
    }
}

void TrainPage::sayNotice(const LiveRun& run) {
    QString text;
    if (run.unsaved) {
        text = errorText(*run.unsaved);  // while it holds, nothing else is as urgent
    } else {
        const NoticeKind& kind = run.notices.back();
        text = errorText(kind.first.error);
        if (kind.count > 1) {
            text += QLatin1Char(' ') + tr("There are %n such notices; this is the first.", nullptr,
                                          static_cast<int>(kind.count));
        }
    }
    Q_EMIT said({MessageBar::Kind::Warning, aboutRun(run, text), {}, {}});
}

void TrainPage::saySavedAgain(const LiveRun& run) {
    const QString text = tr("The run is saved again: nothing was lost.");
    Q_EMIT said({MessageBar::Kind::Success, aboutRun(run, text), {}, {}});
}

QString TrainPage::aboutRun(const LiveRun& run, const QString& text) const {
    return &run == workspace().train().run()
               ? text
               : tr("%1: %2").arg(runTitle(run.folder, run.arch), text);
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
    m_try->setText(m_try->isChecked() ? tr("Back to the run") : tr("Check…"));
    m_try->setToolTip(tr("Try one batch and find the learning rate before the run"));
    m_enqueue->setText(tr("Add to queue"));
    m_enqueue->setToolTip(actions().get(ActionId::Enqueue)->toolTip());
    m_enqueueFolds->setToolTip(
        tr("Adds one run for each fold to the queue; what they have in common stands beneath it"));
    m_followed->setText(tr("Following, read-only"));
    m_followed->setToolTip(toQString(workspace().follow().info().name));
    m_unfollow->setText(tr("Stop following"));
    m_resume->setToolTip(tr("Go on where this run was interrupted"));
    m_foldsCard->setTitle(tr("Cross-validation"));
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
