// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/project_session.h"

#include <utility>

#include "dataset/sample_set.h"
#include "studio/session/paths.h"

namespace minarai::studio {

ProjectSession::ProjectSession(QObject* parent)
    : QObject(parent),
      m_auditor([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, error] { finishAudit(m_serial, error); }, Qt::QueuedConnection);
      }),
      m_scanner([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, error] { finishOpen(m_serial, error); }, Qt::QueuedConnection);
      }) {
    connect(&m_waker, &Waker::due, this, &ProjectSession::showProgress);
}

ProjectSession::~ProjectSession() = default;

QString ProjectSession::name() const {
    if (!m_project) {
        return {};
    }
    const std::filesystem::path& root = m_project->catalog->root;
    return toQString(root.has_filename() ? root.filename() : root.parent_path().filename());
}

void ProjectSession::open(const std::filesystem::path& folder) {
    scan(folder, false);
}

void ProjectSession::openSample() {
    scan(sampleFolder(), true);
}

void ProjectSession::scan(const std::filesystem::path& folder, bool drawSample) {
    const quint64 serial = ++m_serial;
    m_folder = folder;
    m_opening = true;
    m_auditor.cancel();
    report({});
    m_scanner.replace([this, serial, folder, drawSample](const std::stop_token& stop) {
        const auto progress = [this](const Progress& now) { report(now); };
        auto work = [&]() -> Result<std::shared_ptr<const Project>> {
            if (drawSample) {
                MN_TRY(dataset::writeSampleSet(folder, dataset::kSamplesPerClass, progress, stop));
            }
            MN_ASSIGN(dataset::Catalog catalog, dataset::scan(folder, progress, stop));
            return makeProject(std::move(catalog));
        };
        QMetaObject::invokeMethod(
            this, [this, serial, result = work()] { finishOpen(serial, result); },
            Qt::QueuedConnection);
    });
    Q_EMIT openStarted();
}

void ProjectSession::cancelOpen() {
    if (!m_opening) {
        return;
    }
    ++m_serial;
    m_opening = false;
    m_scanner.cancel();
    Q_EMIT openCancelled();
}

void ProjectSession::cancelAudit() {
    m_auditor.cancel();
}

void ProjectSession::report(const Progress& progress) {
    {
        const std::scoped_lock lock(m_progressMutex);
        m_progress = progress;
    }
    m_waker.wake();
}

void ProjectSession::showProgress() {
    Progress progress;
    {
        const std::scoped_lock lock(m_progressMutex);
        progress = m_progress;
    }
    if (m_opening) {
        Q_EMIT openProgressed(progress.done, progress.total);
    } else if (m_auditing) {
        m_auditSeen = progress;
        Q_EMIT auditProgressed(progress.done, progress.total);
    }
}

void ProjectSession::finishOpen(quint64 serial, Result<std::shared_ptr<const Project>> result) {
    if (serial != m_serial || !m_opening) {
        return;
    }
    m_opening = false;
    if (!result) {
        Q_EMIT openFailed(result.error());
        return;
    }
    m_project = std::move(*result);
    m_problems = makeProblemList(*m_project, m_project->catalog->problems);
    m_split.reset();
    m_audited = false;
    Q_EMIT opened();
    Q_EMIT problemsChanged();
    startAudit();
}

void ProjectSession::startAudit() {
    m_auditing = true;
    m_auditSeen = {0, m_project->catalog->samples.size()};
    m_auditor.replace([this, serial = m_serial, project = m_project](const std::stop_token& stop) {
        dataset::AuditOptions options;
        options.threads = 1;  // the screen and the training come first
        const auto found = dataset::audit(
            *project->catalog, options, [this](const Progress& now) { report(now); }, stop);
        auto merge = [&]() -> Result<std::shared_ptr<const ProblemList>> {
            if (!found) {
                return found.error();
            }
            std::vector<dataset::Problem> all = project->catalog->problems;
            all.insert(all.end(), found->begin(), found->end());
            return makeProblemList(*project, std::move(all));
        };
        QMetaObject::invokeMethod(
            this, [this, serial, result = merge()] { finishAudit(serial, result); },
            Qt::QueuedConnection);
    });
    Q_EMIT auditProgressed(0, m_auditSeen.total);
}

void ProjectSession::finishAudit(quint64 serial,
                                 Result<std::shared_ptr<const ProblemList>> result) {
    if (serial != m_serial) {
        return;
    }
    m_auditing = false;
    m_audited = result.has_value();
    if (result) {
        m_problems = std::move(*result);
        Q_EMIT problemsChanged();
    }
    Q_EMIT auditFinished();
}

void ProjectSession::requestSplit(double validationFraction, std::uint64_t seed) {
    if (!m_project) {
        return;
    }
    const quint64 serial = ++m_splitSerial;
    m_splitter.replace([this, serial, catalog = m_project->catalog, validationFraction,
                        seed](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this,
            [this, serial, result = previewSplit(*catalog, validationFraction, seed)] {
                if (serial == m_splitSerial) {
                    m_split = result;
                    Q_EMIT splitPreviewed();
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace minarai::studio
