// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/run_predictions_session.h"

#include <utility>

namespace minarai::studio {

namespace {

/// What a run says while it goes on is not its last word.
bool hasEnded(const RunSummary& run) {
    return !run.alive && run.bestEpoch > 0;
}

}  // namespace

RunPredictionsSession::RunPredictionsSession(const RunsSession& runs, QObject* parent)
    : QObject(parent), m_runs(runs), m_worker([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, error] { take(error); }, Qt::QueuedConnection);
      }) {
    connect(&runs, &RunsSession::changed, this, &RunPredictionsSession::follow);
}

RunPredictionsSession::~RunPredictionsSession() = default;

void RunPredictionsSession::setProject(std::shared_ptr<const Project> project) {
    const bool isSame = m_project && project && m_project->catalog->root == project->catalog->root;
    m_project = std::move(project);
    ++m_serial;
    m_worker.cancel();
    m_read.reset();
    m_predictions.reset();
    m_failure.reset();
    m_state = State::Waiting;
    if (isSame) {
        follow();
        return;
    }
    // The list of the runs is still that of the former folder.
    m_chosen.clear();
    m_run.clear();
}

void RunPredictionsSession::choose(const std::filesystem::path& folder) {
    if (m_chosen != folder) {
        m_chosen = folder;
        follow();
    }
}

std::vector<const RunSummary*> RunPredictionsSession::candidates() const {
    std::vector<const RunSummary*> candidates;
    for (const RunSummary& run : m_runs.runs()) {
        // One that was resumed stays what it is until it ends again.
        if (hasEnded(run) || (run.bestEpoch > 0 && run.folder == m_run)) {
            candidates.push_back(&run);
        }
    }
    return candidates;
}

const RunSummary* RunPredictionsSession::source() {
    const auto all = candidates();
    if (!m_chosen.empty()) {
        for (const RunSummary* run : all) {
            if (run->folder == m_chosen) {
                return run;
            }
        }
        if (m_runs.find(m_chosen) == nullptr) {
            m_chosen.clear();  // it is gone
        }
    }
    return all.empty() ? nullptr : all.front();
}

void RunPredictionsSession::follow() {
    if (!m_project || !m_runs.isLoaded()) {
        return;
    }
    const RunSummary* run = source();
    if (run == nullptr) {
        ++m_serial;
        m_worker.cancel();
        m_run.clear();
        m_read.reset();
        m_predictions.reset();
        m_failure.reset();
        setState(State::None);
        return;
    }
    const bool goesOn = run->alive && run->folder == m_run && m_predictions;
    if (!goesOn && m_read != Key{run->folder, run->id, run->bestEpoch, run->epochsDone}) {
        read(*run);
    }
}

void RunPredictionsSession::read(const RunSummary& run) {
    m_run = run.folder;
    m_read = Key{run.folder, run.id, run.bestEpoch, run.epochsDone};
    m_failure.reset();
    m_worker.replace([this, serial = ++m_serial, folder = run.folder,
                      project = m_project](const std::stop_token& stop) {
        const auto work = [&]() -> Answer {
            MN_ASSIGN(runs::BestPredictions best, runs::readBestPredictions(folder, stop));
            return std::make_shared<const runs::CatalogPredictions>(std::move(best),
                                                                    *project->catalog);
        };
        QMetaObject::invokeMethod(
            this,
            [this, serial, answer = work()] {
                if (serial == m_serial) {
                    take(answer);
                }
            },
            Qt::QueuedConnection);
    });
    setState(State::Reading);
}

void RunPredictionsSession::take(const Answer& answer) {
    m_predictions = answer ? *answer : nullptr;
    if (answer) {
        m_failure.reset();
    } else {
        m_failure = answer.error();
    }
    m_state = answer ? State::Ready : State::Failed;
    Q_EMIT changed();
}

void RunPredictionsSession::setState(State state) {
    if (m_state != state) {
        m_state = state;
        Q_EMIT changed();
    }
}

}  // namespace minarai::studio
