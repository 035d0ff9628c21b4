// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Train page's pictures after the first run: time machine, queue, comparison, following.
#include <QLineEdit>
#include <QPushButton>
#include <algorithm>
#include <utility>

#include "studio/session/paths.h"
#include "studio/shots/shot_director.h"

namespace minarai::studio {

void ShotDirector::planTimeMachine() {
    const auto board = [this] { return m_window.trainPage().board(); };
    const auto shows = [this, board](std::int64_t epoch) {
        return board()->moment() && board()->moment()->figures.epoch == epoch;
    };
    add(
        [this, board] {
            m_window.clearMessages();
            board()->timeBar()->slider()->setValue(2);
            board()->timeBar()->slider()->setFocus();
        },
        [this, board, shows] { return shows(3) && galleryReady(board()->wall()->gallery()); },
        QStringLiteral("train-past"));
    add([board] { board()->wall()->setShow(ValidationWall::Show::Flipped); },
        [this, board] { return galleryReady(board()->wall()->gallery()); },
        QStringLiteral("train-flipped"));
    add(
        [this, board] {
            board()->wall()->setShow(ValidationWall::Show::All);
            board()->timeline().follow();
            board()->smoothing()->slider()->setValue(70);
            m_window.trainPage()
                .recipePanel()
                ->findChild<QLineEdit*>("searchSettings")
                ->setText(QStringLiteral("weight"));
        },
        {}, QStringLiteral("train-search"));
    add(
        [this] {
            m_window.trainPage().recipePanel()->findChild<QLineEdit*>("searchSettings")->clear();
        },
        {}, {});
}

void ShotDirector::planTrials() {
    add(
        [this] {
            m_window.trainPage().showTrials(true);
            m_window.findChild<QPushButton*>("runCheck")->click();
        },
        [this] {
            return m_window.workspace().trials().running() == TrialSession::Kind::None &&
                   m_window.workspace().trials().preflight();
        },
        {});
    add([this] { m_window.findChild<QPushButton*>("runRangeTest")->click(); },
        [this] {
            return m_window.workspace().trials().running() == TrialSession::Kind::None &&
                   m_window.workspace().trials().range();
        },
        QStringLiteral("train-check"));
    add([this] { m_window.trainPage().showTrials(false); }, {}, {});
}

void ShotDirector::planQueue() {
    const auto board = [this] { return m_window.trainPage().board(); };
    const auto enqueue = [this](const char* name, const char* value) {
        Params recipe = presets().front().values;
        (void)recipeSchema().setText(recipe, "epochs", "6");
        (void)recipeSchema().setText(recipe, name, value);
        m_window.trainPage().recipePanel()->setRecipe(recipe);
    };
    const auto add3 = [this] { m_window.actions().get(ActionId::Enqueue)->trigger(); };
    const auto ready = [this] { return m_window.trainPage().startButton()->isEnabled(); };
    add([enqueue] { enqueue("learning_rate", "0.003"); }, ready, {});
    add(
        [add3, enqueue] {
            add3();
            enqueue("optimizer", "sgd");
        },
        ready, {});
    add(
        [add3, enqueue] {
            add3();
            enqueue("augment", "strong");
        },
        ready, {});
    add(
        [this, add3] {
            add3();
            m_window.workspace().queue().start();
        },
        [this, board] {
            const LiveRun* run = m_window.workspace().train().run();
            return run != nullptr && !run->ended && run->epochs.size() >= 3 &&
                   galleryReady(board()->wall()->gallery());
        },
        QStringLiteral("train-queue"), true);
    add([this] { m_window.workspace().train().stopNow(); },
        [this] {
            return !m_window.workspace().train().isActive() &&
                   m_window.workspace().runs().runs().size() >= 2;
        },
        {});
    add(
        [this, board] {
            m_window.clearMessages();
            const auto waiting = m_window.workspace().queue().runs();
            for (const runs::QueuedRun& run : waiting) {
                m_window.workspace().queue().remove(run.id);
            }
            const auto& first = m_window.workspace().runs().runs().back();
            Q_EMIT board()->ghostWanted(toQString(first.folder));
        },
        [board] { return !board()->lossChart()->points(QStringLiteral("ghost")).isEmpty(); },
        QStringLiteral("train-ghost"));
    add([board] { board()->showRate(true); }, {}, QStringLiteral("train-rate"));
    add(
        [this, board] {
            board()->showRate(false);
            board()->smoothing()->slider()->setValue(0);
            Q_EMIT board()->ghostWanted({});
            stageRun();
            m_window.workspace().runs().refresh();
        },
        [this] { return isStagedRunListed(); }, {});
    add([this] { m_window.followRun(toQString(m_staged->folder())); },
        [this, board] {
            return m_window.trainPage().isFollowing() && board()->moment() &&
                   galleryReady(board()->wall()->gallery());
        },
        QStringLiteral("train-follow"));
    add(
        [this] {
            m_window.findChild<QPushButton*>("stopFollowing")->click();
            m_staged.reset();
            m_window.workspace().runs().refresh();
        },
        [this] { return m_window.workspace().runs().alive() == nullptr; }, {});
}

void ShotDirector::stageRun() {
    const auto& runs = m_window.workspace().runs().runs();
    const auto longest = std::max_element(
        runs.begin(), runs.end(),
        [](const RunSummary& a, const RunSummary& b) { return a.epochsDone < b.epochsDone; });
    if (longest == runs.end()) {
        return;
    }
    if (auto staged = StagedRun::of(longest->folder)) {
        m_staged = std::move(*staged);
    }
}

bool ShotDirector::isStagedRunListed() const {
    const RunSummary* run =
        m_staged ? m_window.workspace().runs().find(m_staged->folder()) : nullptr;
    return run != nullptr && run->alive;
}

}  // namespace minarai::studio
