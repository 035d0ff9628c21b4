// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/project_session.h"

#include <algorithm>
#include <utility>

#include "dataset/audit.h"
#include "dataset/sample_set.h"
#include "studio/session/paths.h"
#include "studio/session/problem_fixes.h"

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
    connect(&m_splitWaker, &Waker::due, this, &ProjectSession::showSplitProgress);
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
    m_opensAgain = false;
    scan(folder, false);
}

void ProjectSession::rescan() {
    if (m_project && !m_opening) {
        m_opensAgain = true;
        scan(std::filesystem::path(m_project->catalog->root), false);
    }
}

void ProjectSession::openSample() {
    m_opensAgain = false;
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
        auto work = [&]() -> Result<Opened> {
            if (drawSample) {
                MN_TRY(dataset::writeSampleSet(folder, dataset::kSamplesPerClass, progress, stop));
            }
            return openFolder(folder, progress, stop);
        };
        QMetaObject::invokeMethod(
            this, [this, serial, result = work()] { finishOpen(serial, result); },
            Qt::QueuedConnection);
    });
    Q_EMIT openStarted();
}

Result<ProjectSession::Opened> ProjectSession::openFolder(const std::filesystem::path& folder,
                                                          const ProgressCallback& progress,
                                                          const std::stop_token& stop) {
    Opened opened;
    std::vector<dataset::Problem> problems;
    auto store = dataset::CatalogStore::open(folder, dataset::catalogFolder(), progress, stop);
    if (store) {
        opened.project = makeProject(store->scanned());
        opened.notice = store->notice();
        const dataset::CatalogChanges& changes = store->changes();
        opened.changes = {changes.known, changes.added.size(), changes.removed.size(),
                          changes.changed.size()};
        const auto known = store->problems();
        if (known && *known) {
            problems = **known;
            opened.audited = true;
        }
        if (const auto statistics = store->statistics()) {
            opened.statistics = *statistics;
        }
        opened.file = std::make_shared<CatalogFile>(std::move(*store));
    } else if (store.error().code == ErrorCode::CatalogFailed) {
        // The images can be looked at and trained on all the same.
        opened.notice = store.error();
        MN_ASSIGN(dataset::Catalog catalog, dataset::scan(folder, progress, stop));
        opened.project = makeProject(std::move(catalog));
    } else {
        return store.error();
    }
    const auto& found = opened.project->catalog->problems;
    problems.insert(problems.end(), found.begin(), found.end());
    opened.problems = makeProblemList(*opened.project, std::move(problems));
    return opened;
}

void ProjectSession::cancelOpen() {
    if (!m_opening) {
        return;
    }
    ++m_serial;
    m_opening = false;
    m_scanner.cancel();
    resumeAudit();
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

void ProjectSession::finishOpen(quint64 serial, const Result<Opened>& result) {
    if (serial != m_serial || !m_opening) {
        return;
    }
    m_opening = false;
    if (!result) {
        resumeAudit();
        Q_EMIT openFailed(result.error());
        return;
    }
    m_isRescan = m_opensAgain;
    m_project = result->project;
    m_problems = result->problems;
    m_file = result->file;
    m_statistics = result->statistics;
    m_changes = result->changes;
    m_catalogNotice = result->notice;
    m_sizes.reset();
    m_split.reset();
    m_audited = result->audited;
    m_auditing = false;
    watchFolder();
    Q_EMIT opened();
    Q_EMIT problemsChanged();
    if (m_audited) {
        Q_EMIT auditFinished();
    } else {
        startAudit();
    }
}

void ProjectSession::resumeAudit() {
    // It was ended in favour of a scan that came to nothing.
    if (m_project && m_auditing) {
        startAudit();
    }
}

void ProjectSession::watchFolder() {
    m_onDisk = {};
    m_watch = std::make_unique<dataset::FolderWatch>(
        m_project->catalog,
        [this, project = m_project](const dataset::FolderDifference& difference) {
            QMetaObject::invokeMethod(
                this,
                [this, project, difference] {
                    if (project == m_project) {
                        m_onDisk = difference;
                        Q_EMIT diskChanged();
                    }
                },
                Qt::QueuedConnection);
        });
}

void ProjectSession::startAudit() {
    m_auditing = true;
    m_auditClock.start();
    m_auditSeen = {0, m_project->catalog->samples.size()};
    m_auditor.replace(
        [this, serial = m_serial, project = m_project, file = m_file](const std::stop_token& stop) {
            auto result = inspectFolder(
                *project, file.get(), [this](const Progress& now) { report(now); }, stop);
            QMetaObject::invokeMethod(
                this, [this, serial, result = std::move(result)] { finishAudit(serial, result); },
                Qt::QueuedConnection);
        });
    Q_EMIT auditProgressed(0, m_auditSeen.total);
}

Result<ProjectSession::Audited> ProjectSession::inspectFolder(const Project& project,
                                                              CatalogFile* file,
                                                              const ProgressCallback& progress,
                                                              const std::stop_token& stop) {
    dataset::AuditOptions options;
    options.threads = 1;  // the screen and the training come first
    std::vector<dataset::Finding> known;
    if (file != nullptr) {
        const std::scoped_lock lock(file->mutex);
        if (auto findings = file->store.findings()) {
            known = std::move(*findings);
        }
    }
    MN_ASSIGN(const dataset::AuditReport report,
              dataset::inspect(*project.catalog, options, progress, stop, std::move(known)));
    if (file != nullptr) {
        // Where it cannot be kept the images are looked at again the next time.
        const std::scoped_lock lock(file->mutex);
        (void)file->store.storeAudit(report);
    }
    std::vector<dataset::Problem> all = project.catalog->problems;
    all.insert(all.end(), report.problems.begin(), report.problems.end());
    return Audited{makeProblemList(project, std::move(all)), report.statistics};
}

void ProjectSession::finishAudit(quint64 serial, const Result<Audited>& result) {
    if (serial != m_serial) {
        return;
    }
    m_auditing = false;
    m_audited = result.has_value();
    if (result) {
        m_problems = result->problems;
        m_statistics = result->statistics;
        m_sizes.reset();
        Q_EMIT problemsChanged();
    }
    Q_EMIT auditFinished();
}

void ProjectSession::requestSizes() {
    if (!m_project || !m_file) {
        return;
    }
    m_sizer.replace([this, serial = m_serial, file = m_file](const std::stop_token&) {
        auto sizes = std::make_shared<ImageSizes>();
        Result<std::vector<dataset::Finding>> findings = std::vector<dataset::Finding>();
        {
            const std::scoped_lock lock(file->mutex);
            findings = file->store.findings();
        }
        if (!findings) {
            return;
        }
        const auto area = [](const std::array<std::uint32_t, 2>& size) {
            return std::uint64_t{size[0]} * size[1];
        };
        for (const dataset::Finding& finding : *findings) {
            if (!finding.look) {
                continue;
            }
            const std::array<std::uint32_t, 2> size{finding.look->width, finding.look->height};
            const auto above = std::upper_bound(ImageSizes::kFrom.begin(), ImageSizes::kFrom.end(),
                                                std::min(size[0], size[1]));
            ++sizes->counts[static_cast<std::size_t>(above - ImageSizes::kFrom.begin()) - 1];
            if (sizes->images == 0 || area(size) < area(sizes->smallest)) {
                sizes->smallest = size;
            }
            if (area(size) > area(sizes->largest)) {
                sizes->largest = size;
            }
            ++sizes->images;
        }
        QMetaObject::invokeMethod(
            this,
            [this, serial, sizes] {
                if (serial == m_serial) {
                    m_sizes = sizes;
                    Q_EMIT sizesCounted();
                }
            },
            Qt::QueuedConnection);
    });
}

void ProjectSession::requestSplit(const SplitKey& key, std::shared_ptr<const Review> review) {
    if (!m_project) {
        return;
    }
    const quint64 serial = ++m_splitSerial;
    m_splitting = true;
    m_splitSeen = {};
    m_splitter.replace([this, serial, project = m_project, problems = m_problems,
                        audited = m_audited, key,
                        review = std::move(review)](const std::stop_token& stop) {
        const auto progress = [this](const Progress& now) {
            {
                const std::scoped_lock lock(m_progressMutex);
                m_splitNow = now;
            }
            m_splitWaker.wake();
        };
        auto result = previewSplit(*project, audited ? problems.get() : nullptr, *review, key,
                                   progress, stop);
        if (result) {
            result->leaks = leaksOf(*problems, *review, *result->parts);
            result->review = review;
        }
        QMetaObject::invokeMethod(
            this,
            [this, serial, result = std::move(result)] {
                if (serial == m_splitSerial) {
                    m_splitting = false;
                    m_split = result;
                    Q_EMIT splitPreviewed();
                }
            },
            Qt::QueuedConnection);
    });
}

void ProjectSession::showSplitProgress() {
    {
        const std::scoped_lock lock(m_progressMutex);
        m_splitSeen = m_splitNow;
    }
    if (m_splitting) {
        Q_EMIT splitProgressed();
    }
}

void ProjectSession::checkAgain() {
    if (m_project && !m_opening && !m_auditing) {
        m_audited = false;
        startAudit();
    }
}

std::optional<double> ProjectSession::auditSecondsLeft() const {
    constexpr double kKnownAfterSeconds = 1;
    const double seconds = static_cast<double>(m_auditClock.elapsed()) / 1000;
    if (!m_auditing || m_auditSeen.done == 0 || m_auditSeen.total == 0 ||
        seconds < kKnownAfterSeconds) {
        return std::nullopt;
    }
    const auto left = static_cast<double>(m_auditSeen.total - m_auditSeen.done);
    return seconds * left / static_cast<double>(m_auditSeen.done);
}

}  // namespace minarai::studio
