// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which run the Train page shows: the live one, one of the past, or one that is followed.
#include <algorithm>
#include <system_error>

#include "runs/fold_summary.h"
#include "studio/pages/train_page.h"
#include "studio/session/model_store.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

using widgets::MessageBar;

namespace {

QString spreadText(const runs::Spread& of) {
    return QStringLiteral("%1 ± %2").arg(widgets::metricText(of.mean),
                                         widgets::metricText(of.deviation));
}

}  // namespace

void TrainPage::connectRuns() {
    RunsSession& runs = workspace().runs();
    connect(&runs, &RunsSession::changed, this, [this] {
        fillRuns();
        if (isLiveShown() && workspace().train().run() == nullptr) {
            viewNewest();
        }
        updateBar();
        sayFolds();
    });
    connect(&runs, &RunsSession::historyLoaded, this,
            [this](const QString& folder, const auto& history) {
                const RunSummary* summary = workspace().runs().find(m_viewed);
                if (summary != nullptr && toQString(m_viewed) == folder) {
                    m_board->showHistory(*summary, *history);
                }
            });
    connect(&runs, &RunsSession::stepsLoaded, this,
            [this](const QString& folder, const auto& history, const auto& points) {
                const RunSummary* summary = workspace().runs().find(m_viewed);
                if (summary != nullptr && toQString(m_viewed) == folder) {
                    m_board->showPastSteps(*summary, *history, *points);
                }
            });
    connect(m_board, &RunBoard::ghostWanted, this, &TrainPage::chooseGhost);
    connect(&runs, &RunsSession::ghostLoaded, this,
            [this](const QString& folder, const auto& history) {
                const RunSummary* summary = workspace().runs().find(toPath(folder));
                if (summary != nullptr && folder == m_ghost) {
                    m_board->setGhost(runTitle(summary->folder, summary->arch), history.get());
                }
            });
    connect(&runs, &RunsSession::historyFailed, this, [this](const Error& error) {
        Q_EMIT said({MessageBar::Kind::Error, errorText(error), {}, {}});
    });
    connect(&workspace().project(), &ProjectSession::opened, this, [this] {
        if (workspace().project().isRescan()) {
            updateBar();
            return;
        }
        stopFollowing();
        m_viewed.clear();
        chooseGhost({});
        m_board->clear();
        updateBar();
    });
    connect(&workspace().engine(), &EngineSession::failed, this, &TrainPage::updateBar);
}

void TrainPage::connectFollowing() {
    FollowSession& follow = workspace().follow();
    connect(&follow, &FollowSession::opened, this, [this] {
        m_following = true;
        showTrials(false);
        m_viewed.clear();
        m_board->clear();
        m_board->setForeign(!isOfProject(workspace().follow()));
        fillRuns();
        updateBar();
        retranslate();
    });
    connect(&follow, &FollowSession::failed, this, [this] {
        if (workspace().follow().run() == nullptr) {
            stopFollowing();
            updateBar();
        }
    });
    connect(&follow, &FollowSession::reset, this, [this] {
        if (m_following) {
            m_board->showLive(*workspace().follow().run());
        }
    });
    connect(&follow, &FollowSession::stepped, this, [this](const StepBatch& batch) {
        if (m_following) {
            m_board->addSteps(batch);
        }
    });
    connect(&follow, &FollowSession::epochFinished, this,
            [this](const train::EpochFinished& epoch) {
                if (m_following) {
                    m_board->addEpoch(epoch);
                }
            });
    connect(&follow, &FollowSession::grew, this, [this] {
        if (m_following) {
            m_board->timeline().poll();
        }
    });
    connect(&follow, &FollowSession::runEnded, this, [this](const train::RunEnded& ended) {
        if (m_following) {
            m_board->showEnd(ended);
        }
    });
}

void TrainPage::connectQueue() {
    QueueSession& queue = workspace().queue();
    connect(&queue, &QueueSession::changed, this, &TrainPage::updateBar);
    connect(&queue, &QueueSession::besideNoticed, this, &TrainPage::sayNotice);
    connect(&queue, &QueueSession::besideSavedAgain, this, &TrainPage::saySavedAgain);
    connect(&queue, &QueueSession::besideEnded, this, &TrainPage::sayEnd);
    connect(m_queue, &QueueCard::viewWanted, this,
            [this](const QString& folder) { view(toPath(folder)); });
}

void TrainPage::watchDevice() {
    const LiveRun* shown = m_following        ? workspace().follow().run()
                           : m_viewed.empty() ? workspace().train().run()
                                              : nullptr;
    std::string device;
    for (const RunningRun& run : workspace().queue().running()) {
        if (shown != nullptr && !shown->folder.empty() && run.live->folder == shown->folder) {
            device = run.device;  // what another program uses is not told here
        }
    }
    m_board->load().setDevice(device);
}

QString TrainPage::whyNotNow() const {
    const QueueSession& queue = workspace().queue();
    if (workspace().train().isActive() || !queue.trainsBeside()) {
        return {};
    }
    if (!queue.freeDevice("auto")) {
        return tr("Every device is in use. Add the run to the queue: it begins when one is free.");
    }
    return queue.isStarting() ? tr("Another run begins just now. Try again in a moment.")
                              : QString();
}

bool TrainPage::isOfProject(const FollowSession& follow) const {
    const auto project = workspace().project().project();
    if (!project) {
        return false;
    }
    std::error_code ignored;
    if (const auto found = runs::dataFolder(follow.info(), follow.run()->folder)) {
        return std::filesystem::equivalent(*found, project->catalog->root, ignored);
    }
    // The run came from elsewhere: the open folder is its own if it has the same images.
    constexpr std::size_t kLook = 20;
    const auto& images = follow.info().split.val;
    const auto end = images.begin() + static_cast<std::ptrdiff_t>(std::min(kLook, images.size()));
    return end != images.begin() && std::all_of(images.begin(), end, [&](const auto& item) {
               return project->find(item.path).has_value();
           });
}

void TrainPage::follow(const std::filesystem::path& folder) {
    workspace().follow().open(folder);
}

void TrainPage::stopFollowing() {
    if (!m_following) {
        return;
    }
    m_following = false;
    workspace().follow().close();
    m_board->setForeign(false);
    m_board->clear();
    fillRuns();
    Q_EMIT followingEnded();
}

std::optional<TrainPage::PastRecipe> TrainPage::recipeOfViewed() const {
    const LiveRun* live = m_following ? workspace().follow().run() : workspace().train().run();
    const RunSummary* run = m_viewed.empty() ? nullptr : workspace().runs().find(m_viewed);
    const bool fromLive = run == nullptr && live != nullptr && live->settings.has("epochs");
    if (run == nullptr && !fromLive) {
        return std::nullopt;
    }
    PastRecipe past{fromLive ? live->folder : run->folder, fromLive ? live->arch : run->arch,
                    m_recipe->recipe()};
    const auto known = m_architectures.find(past.folder);
    past.recipe.set(kArchitecture, known == m_architectures.end() ? past.arch : known->second);
    const Params& settings = fromLive ? live->settings : run->settings;
    for (const auto& [name, value] : settings.entries()) {
        if (recipeSchema().find(name) != nullptr) {
            (void)recipeSchema().set(past.recipe, name, value);
        }
    }
    return past;
}

void TrainPage::takeSettings() {
    auto past = recipeOfViewed();
    if (!past) {
        return;
    }
    const auto architecture = architectureOfRun(past->folder, past->arch);
    if (!architecture) {
        Q_EMIT said({MessageBar::Kind::Error, errorText(architecture.error()), {}, {}});
        return;
    }
    m_architectures[past->folder] = *architecture;
    past->recipe.set(kArchitecture, *architecture);
    m_recipe->setRecipe(past->recipe);
    // The folder's own pipeline may be another one by now.
    const std::string augment = past->recipe.text("augment");
    if (augment != "none" && augment != "standard" && augment != "strong") {
        workspace().augment().openRun(past->folder);
    }
}

void TrainPage::expectRun() {
    if (!isLiveShown() || workspace().train().run() != nullptr || !m_recipe->isValid()) {
        return;
    }
    m_board->expect(settingsOf(m_recipe->recipe()), m_recipe->stepsPerEpoch());
}

void TrainPage::fillGhosts() {
    std::vector<std::pair<QString, QString>> choices;
    const LiveRun* live = workspace().train().run();
    const LiveRun* followed = workspace().follow().run();
    const auto shown = m_following && followed != nullptr ? followed->folder
                       : isLiveShown() && live != nullptr ? live->folder
                                                          : m_viewed;
    if (!m_ghost.isEmpty() && toPath(m_ghost) == shown) {
        m_ghost.clear();  // it would lie beneath its own curves
        m_board->setGhost({}, nullptr);
    }
    for (const RunSummary& run : workspace().runs().runs()) {
        if (run.folder != shown && run.epochsDone > 0) {
            choices.emplace_back(runTitle(run.folder, run.arch), toQString(run.folder));
        }
    }
    m_board->setGhostChoices(choices, m_ghost);
}

void TrainPage::chooseGhost(const QString& folder) {
    m_ghost = folder;
    fillGhosts();
    m_board->setGhost({}, nullptr);
    if (!folder.isEmpty()) {
        workspace().runs().loadGhost(toPath(folder));
    }
}

std::filesystem::path TrainPage::shownFolder() const {
    const LiveRun* live = workspace().train().run();
    return isLiveShown() && live != nullptr ? live->folder : m_viewed;
}

std::optional<runs::FoldSummary> TrainPage::foldsOfShown() const {
    if (m_following) {
        return std::nullopt;
    }
    std::vector<runs::FoldCandidate> all;
    std::optional<runs::FoldCandidate> shown;
    const std::filesystem::path folder = shownFolder();
    for (const RunSummary& run : workspace().runs().runs()) {
        all.push_back({run.folder.string(), run.arch, run.settings, run.foldOrigin,
                       run.state == runs::RunState::Completed, run.createdMs, run.epochsDone,
                       run.bestEpoch, run.bestValAccuracy, run.bestValLoss});
        if (run.folder == folder) {
            if (run.folds) {
                return run.folds;
            }
            shown = all.back();
        }
    }
    return shown ? runs::foldsAround(*shown, all) : std::nullopt;
}

void TrainPage::fillFolds() {
    const auto summary = foldsOfShown();
    m_foldsCard->setVisible(summary && !summary->results.empty());
    if (summary) {
        m_foldsCard->setNote(tr("%1 of %2 folds").arg(summary->results.size()).arg(summary->folds));
        m_folds->setText(tr("validation accuracy %1\nvalidation loss %2")
                             .arg(spreadText(summary->accuracy), spreadText(summary->loss)));
        m_folds->setToolTip(
            tr("Mean and standard deviation of the best epochs of all finished runs that differ "
               "from the shown one in their fold alone"));
    }
}

void TrainPage::sayFolds() {
    const RunSummary* run = m_endedFold.empty() ? nullptr : workspace().runs().find(m_endedFold);
    if (run == nullptr || !run->folds || !run->folds->isComplete()) {
        return;
    }
    m_endedFold.clear();
    const QString text = tr("%1 folds are done: validation accuracy %2.")
                             .arg(run->folds->folds)
                             .arg(spreadText(run->folds->accuracy));
    tellDesktop(tr("Cross-validation"), text);
    Q_EMIT said({MessageBar::Kind::Success, text, tr("Try it on an image"),
                 [this] { actions().get(ActionId::PagePredict)->trigger(); }});
}

void TrainPage::fillRuns() {
    m_runMenu->clearChoices();
    const LiveRun* live = workspace().train().run();
    if (live != nullptr && workspace().runs().find(live->folder) == nullptr) {
        m_runMenu->addChoice(runTitle(live->folder, live->arch), QString());
    }
    for (const RunSummary& run : workspace().runs().runs()) {
        m_runMenu->addChoice(QStringLiteral("%1 · %2").arg(runTitle(run.folder, run.arch),
                                                           runStateText(run, workspace().train())),
                             toQString(run.folder));
    }
    const bool isLive = isLiveShown() && live != nullptr;
    m_runMenu->setCurrentData(toQString(isLive ? live->folder : m_viewed));
    if (m_following) {
        const LiveRun* followed = workspace().follow().run();
        if (workspace().runs().find(followed->folder) == nullptr) {
            m_runMenu->addChoice(toQString(workspace().follow().info().name),
                                 toQString(followed->folder));
        }
        m_runMenu->setCurrentData(toQString(followed->folder));
    }
    m_runMenu->menu()->addActions({m_aboveSettings, m_takeSettings});  // after the new ones
    m_runMenu->setVisible(m_following || live != nullptr || !workspace().runs().runs().empty());
    fillGhosts();
    fillFolds();
}

void TrainPage::view(const std::filesystem::path& folder) {
    stopFollowing();
    showTrials(false);
    const LiveRun* live = workspace().train().run();
    for (const RunningRun& run : workspace().queue().running()) {
        if (run.live != live && run.live->started && run.live->folder == folder) {
            follow(folder);  // it trains beside the one that is shown here
            return;
        }
    }
    const RunSummary* run = workspace().runs().find(folder);
    const bool isShown = live != nullptr && live->folder == folder;
    if (run != nullptr && run->alive && !isShown) {
        follow(folder);  // another program trains it
        return;
    }
    showPast(folder);
}

void TrainPage::showPast(const std::filesystem::path& folder) {
    const LiveRun* live = workspace().train().run();
    if (folder.empty() || (live != nullptr && live->folder == folder)) {
        m_viewed.clear();
        if (live != nullptr) {
            showLiveRun();
        } else {
            m_board->clear();
        }
    } else {
        m_viewed = folder;
        workspace().runs().loadHistory(folder);
    }
    fillGhosts();
    fillFolds();
    updateBar();
}

void TrainPage::viewNewest() {
    if (!workspace().runs().runs().empty()) {
        // Following is somebody's wish: it would bring this page to the front.
        stopFollowing();
        showTrials(false);
        showPast(workspace().runs().runs().front().folder);
        fillRuns();
    }
}

}  // namespace minarai::studio
