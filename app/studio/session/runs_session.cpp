// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/runs_session.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "studio/session/paths.h"

namespace minarai::studio {

namespace {

RunSummary summaryOf(const runs::RunEntry& entry) {
    RunSummary summary;
    summary.folder = entry.folder;
    summary.id = entry.info.id;
    summary.arch = entry.info.arch;
    summary.classes = entry.info.classes;
    summary.device = entry.info.machine.device;
    summary.settings = entry.info.settings;
    summary.state = entry.info.state;
    summary.createdMs = entry.info.createdMs;
    summary.epochsDone = entry.info.epochsDone;
    summary.epochsPlanned = entry.info.settings.integer("epochs");
    summary.bestEpoch = entry.info.bestEpoch;
    summary.bestValAccuracy = entry.info.bestValAccuracy;
    summary.bestValLoss = entry.info.bestValLoss;
    summary.foldOrigin = runs::foldOrigin(entry);
    summary.alive = runs::isBeingTrained(entry.folder);
    std::error_code ignored;
    summary.predicts = std::filesystem::exists(entry.folder / "best.pth", ignored) ||
                       std::filesystem::exists(entry.folder / "last.pth", ignored);
    if (entry.info.settings.text("split") == "kfold") {
        // A damaged file is no loss here: the runs themselves say the same.
        summary.folds = runs::readFolds(entry.folder).value_or(std::nullopt);
    }
    return summary;
}

}  // namespace

RunsSession::RunsSession(QObject* parent) : QObject(parent) {}

void RunsSession::setRoot(const std::filesystem::path& root) {
    m_root = root;
    m_loaded = false;
    m_runs.clear();
    Q_EMIT changed();
    refresh();
}

void RunsSession::refresh() {
    const quint64 serial = ++m_listSerial;
    m_lister.replace([this, serial, root = m_root](const std::stop_token&) {
        std::vector<RunSummary> summaries;
        for (const runs::RunEntry& entry : runs::listRuns(root)) {
            summaries.push_back(summaryOf(entry));
        }
        QMetaObject::invokeMethod(
            this,
            [this, serial, summaries = std::move(summaries)] {
                if (serial == m_listSerial) {
                    m_runs = summaries;
                    m_loaded = true;
                    Q_EMIT changed();
                }
            },
            Qt::QueuedConnection);
    });
}

const RunSummary* RunsSession::find(const std::filesystem::path& folder) const {
    const auto found = std::find_if(m_runs.begin(), m_runs.end(),
                                    [&](const auto& run) { return run.folder == folder; });
    return found == m_runs.end() ? nullptr : &*found;
}

const RunSummary* RunsSession::interrupted() const {
    return newest([](const RunSummary& run) { return run.canResume(); });
}

const RunSummary* RunsSession::alive() const {
    return newest([](const RunSummary& run) { return run.alive; });
}

const RunSummary* RunsSession::newestWithWeights() const {
    return newest([](const RunSummary& run) { return run.predicts; });
}

const RunSummary* RunsSession::newest(bool (*fits)(const RunSummary& run)) const {
    const auto found = std::find_if(m_runs.begin(), m_runs.end(), fits);
    return found == m_runs.end() ? nullptr : &*found;
}

void RunsSession::loadHistory(const std::filesystem::path& folder) {
    load(folder, m_reader, m_historySerial, &RunsSession::historyLoaded);
}

void RunsSession::loadGhost(const std::filesystem::path& folder) {
    load(folder, m_ghostReader, m_ghostSerial, &RunsSession::ghostLoaded);
}

void RunsSession::load(const std::filesystem::path& folder, Worker& worker, quint64& newest,
                       Loaded loaded) {
    const quint64 serial = ++newest;
    worker.replace([this, serial, &newest, loaded, folder](const std::stop_token& stop) {
        auto history = runs::readHistory(folder);
        std::shared_ptr<const runs::RunHistory> shared;
        Error error;
        if (history) {
            shared = std::make_shared<const runs::RunHistory>(std::move(*history));
        } else {
            error = history.error();
        }
        QMetaObject::invokeMethod(
            this,
            [this, serial, &newest, loaded, folder, shared, error] {
                if (serial != newest) {
                    return;
                }
                if (shared) {
                    Q_EMIT(this->*loaded)(toQString(folder), shared);
                } else {
                    Q_EMIT historyFailed(error);
                }
            },
            Qt::QueuedConnection);
        if (shared && loaded == &RunsSession::historyLoaded) {
            loadSteps(folder, serial, shared, stop);  // a long run's epochs need not wait for them
        }
    });
}

void RunsSession::loadSteps(const std::filesystem::path& folder, quint64 serial,
                            const std::shared_ptr<const runs::RunHistory>& history,
                            const std::stop_token& stop) {
    auto points = std::make_shared<const std::vector<StepPoint>>(readPoints(folder, stop));
    if (points->empty()) {
        return;
    }
    QMetaObject::invokeMethod(
        this,
        [this, serial, folder, history, points] {
            if (serial == m_historySerial) {
                Q_EMIT stepsLoaded(toQString(folder), history, points);
            }
        },
        Qt::QueuedConnection);
}

}  // namespace minarai::studio
