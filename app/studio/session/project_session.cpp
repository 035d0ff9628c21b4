// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/project_session.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <new>
#include <utility>

#include "dataset/audit.h"
#include "dataset/sample_set.h"
#include "studio/session/pace.h"
#include "studio/session/paths.h"
#include "studio/session/problem_fixes.h"

namespace minarai::studio {

namespace {

/// A slider that is being moved draws many splits a second.
constexpr int kKeepPauseMs = 1000;

/// Nothing is thrown out of it, so that whoever waits for the split hears of it.
Result<SplitPreview> splitGuarded(const std::function<Result<SplitPreview>()>& split) {
    try {
        return split();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "the split");
    } catch (const std::exception& exception) {
        return fail(ErrorCode::Internal, exception.what());
    }
}

}  // namespace

ProjectSession::ProjectSession(QObject* parent)
    : QObject(parent),
      m_auditor([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, serial = m_auditedSerial, error] { finishAudit(serial, error); },
              Qt::QueuedConnection);
      }),
      m_scanner([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, serial = m_scannedSerial, error] { finishOpen(serial, error); },
              Qt::QueuedConnection);
      }) {
    connect(&m_waker, &Waker::due, this, &ProjectSession::showProgress);
    connect(&m_splitWaker, &Waker::due, this, &ProjectSession::showSplitProgress);
    m_keepTimer.setSingleShot(true);
    m_keepTimer.setInterval(kKeepPauseMs);
    connect(&m_keepTimer, &QTimer::timeout, this, &ProjectSession::keepSplit);
}

ProjectSession::~ProjectSession() {
    if (m_keepTimer.isActive()) {
        keepSplit();
    }
}

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
        m_scannedSerial = serial;
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
    std::vector<dataset::LookAlike> alike;
    auto store = dataset::CatalogStore::open(folder, dataset::catalogFolder(), progress, stop);
    if (store) {
        opened.project = makeProject(store->scanned());
        opened.notice = store->notice();
        const dataset::CatalogChanges& changes = store->changes();
        opened.changes = {changes.known, changes.added.size(), changes.removed.size(),
                          changes.changed.size()};
        const auto known = store->problems();
        auto pairs = store->alike();
        if (known && *known && pairs) {
            problems = **known;
            alike = std::move(*pairs);
            opened.audited = true;
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
    opened.problems = makeProblemList(*opened.project, std::move(problems), alike);
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
    if (m_keepTimer.isActive()) {
        keepSplit();
    }
    m_isRescan = m_opensAgain;
    m_project = result->project;
    m_problems = result->problems;
    m_file = result->file;
    m_earlierSplit = std::make_shared<EarlierSplit>();
    m_changes = result->changes;
    m_catalogNotice = result->notice;
    forgetMeasures();
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
            m_auditedSerial = serial;
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
    if (const Status looked = dataset::openImages(*project.catalog, options, progress, stop, known);
        !looked) {
        if (file != nullptr) {
            // The next check goes on from here.
            const std::scoped_lock lock(file->mutex);
            (void)file->store.storeFindings(known);
        }
        return looked.error();
    }
    MN_ASSIGN(const dataset::AuditReport report,
              dataset::inspect(*project.catalog, options, {}, stop, std::move(known)));
    if (file != nullptr) {
        // Where it cannot be kept the images are looked at again the next time.
        const std::scoped_lock lock(file->mutex);
        (void)file->store.storeAudit(report);
    }
    std::vector<dataset::Problem> all = project.catalog->problems;
    all.insert(all.end(), report.problems.begin(), report.problems.end());
    return Audited{makeProblemList(project, std::move(all), report.alike),
                   std::make_shared<const std::vector<ImageMeasure>>(measuresOf(report.findings))};
}

void ProjectSession::finishAudit(quint64 serial, const Result<Audited>& result) {
    if (serial != m_serial) {
        return;
    }
    m_auditing = false;
    m_audited = result.has_value();
    if (result) {
        m_problems = result->problems;
        forgetMeasures();
        m_measures = result->measures;
        Q_EMIT problemsChanged();
    }
    Q_EMIT auditFinished();
}

void ProjectSession::forgetMeasures() {
    m_sizer.cancel();
    m_measures.reset();
    m_sizes.reset();
    m_statistics.reset();
}

void ProjectSession::requestMeasures() {
    if (!m_audited || (!m_measures && !m_file)) {
        return;
    }
    const bool isSplit = m_split && *m_split;
    m_sizer.replace([this, serial = m_serial, project = m_project, file = m_file,
                     measures = m_measures, parts = isSplit ? (*m_split)->parts : nullptr,
                     review = isSplit ? (*m_split)->review
                                      : m_splitReview](const std::stop_token& stop) mutable {
        if (!measures) {
            const std::scoped_lock lock(file->mutex);
            const auto findings = file->store.findings();
            if (!findings) {
                return;
            }
            measures = std::make_shared<const std::vector<ImageMeasure>>(measuresOf(*findings));
        }
        auto sizes = std::make_shared<const ImageSizes>(sizesOf(*measures));
        const dataset::Statistics statistics =
            trainStatistics(*project->catalog, *measures, parts.get(), review.get());
        QMetaObject::invokeMethod(
            this,
            [this, serial, measures, sizes, statistics, stop] {
                if (serial == m_serial && !stop.stop_requested()) {
                    m_measures = measures;
                    m_sizes = sizes;
                    m_statistics = statistics;
                    Q_EMIT measured();
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
    m_splitReview = review;
    m_splitSeen = {};
    m_keepTimer.stop();
    m_splitter.replace([this, serial, project = m_project, problems = m_problems,
                        audited = m_audited, key, file = m_file, earlier = m_earlierSplit,
                        review = std::move(review)](const std::stop_token& stop) {
        const auto progress = [this](const Progress& now) {
            {
                const std::scoped_lock lock(m_progressMutex);
                m_splitNow = now;
            }
            m_splitWaker.wake();
        };
        auto result = splitGuarded([&] {
            auto preview = previewSplit(*project, audited ? problems.get() : nullptr, *review, key,
                                        progress, stop);
            if (preview) {
                preview->leaks = leaksOf(*problems, *review, *preview->parts);
                preview->review = review;
                if (!earlier->isRead && file) {
                    const std::scoped_lock lock(file->mutex);
                    earlier->split = file->store.split().value_or(std::nullopt);
                }
                earlier->isRead = true;
                preview->moved =
                    earlier->split ? movedBetween(*earlier->split, *preview->split) : 0;
            }
            return preview;
        });
        QMetaObject::invokeMethod(
            this,
            [this, serial, result = std::move(result)] {
                if (serial == m_splitSerial) {
                    m_splitting = false;
                    m_split = result;
                    if (m_split->has_value() && m_file) {
                        m_keepTimer.start();
                    }
                    Q_EMIT splitPreviewed();
                    requestMeasures();
                }
            },
            Qt::QueuedConnection);
    });
}

void ProjectSession::keepSplit() {
    m_keepTimer.stop();
    // Where it cannot be kept, it is drawn again the next time all the same.
    m_keeper.keep([file = m_file, split = (*m_split)->split](const std::stop_token&) {
        const std::scoped_lock lock(file->mutex);
        (void)file->store.keepSplit(*split);
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
    return m_auditing ? secondsLeftAtPace(m_auditSeen, m_auditClock) : std::nullopt;
}

}  // namespace minarai::studio
