// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/review_session.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace minarai::studio {

namespace {

using dataset::CatalogStore;
using dataset::EditStep;

std::vector<std::string> pathsOf(const std::optional<EditStep>& step) {
    std::vector<std::string> paths;
    if (step) {
        for (const dataset::Edit& edit : step->edits) {
            paths.push_back(edit.path);
        }
    }
    return paths;
}

}  // namespace

ReviewSession::ReviewSession(QObject* parent)
    : QObject(parent), m_review(std::make_shared<const Review>()) {}

ReviewSession::~ReviewSession() = default;

void ReviewSession::setProject(std::shared_ptr<const Project> project,
                               std::shared_ptr<CatalogFile> file) {
    ++m_serial;
    m_project = std::move(project);
    m_file = std::move(file);
    m_review = std::make_shared<const Review>();
    m_loaded = false;
    m_pending = 0;
    if (m_file) {
        load();
    }
}

void ReviewSession::load() {
    run(Kind::Load, [](CatalogStore& store) -> Result<std::vector<std::string>> {
        // A decision may have been made through the catalog's former holder since it was opened.
        MN_TRY(store.apply({}));
        std::vector<std::string> paths;
        for (const auto& [path, state] : store.states()) {
            paths.push_back(path);
        }
        return paths;
    });
}

ReviewSession::Stored ReviewSession::read(const Project& project, const CatalogStore& store,
                                          const std::vector<std::string>& paths) {
    Stored stored;
    const std::vector<std::string>& classes = project.catalog->classes;
    for (const std::string& path : paths) {
        const auto sample = project.find(path);
        if (!sample) {
            continue;  // not in the folder any more
        }
        const dataset::ImageState state = store.stateOf(path);
        const auto found = std::find(classes.begin(), classes.end(), state.className);
        Mark mark;
        mark.excluded = state.excluded;
        mark.group = state.group;
        if (!state.className.empty() && found != classes.end()) {
            mark.label = static_cast<std::int32_t>(found - classes.begin());
        }
        stored.marks.push_back({*sample, mark});
    }
    stored.undoSteps = store.undoSteps();
    stored.redoSteps = store.redoSteps();
    return stored;
}

void ReviewSession::run(Kind kind, Step step) {
    ++m_pending;
    // Steps are never dropped: each stands on the one before it, and the window may be closed at
    // once after a decision.
    m_worker.keep([this, serial = m_serial, kind, project = m_project, file = m_file,
                   step = std::move(step)](const std::stop_token&) {
        auto work = [&]() -> Result<Stored> {
            const std::scoped_lock lock(file->mutex);
            MN_ASSIGN(const std::vector<std::string> paths, step(file->store));
            return read(*project, file->store, paths);
        };
        QMetaObject::invokeMethod(
            this, [this, serial, kind, result = work()] { take(serial, kind, result); },
            Qt::QueuedConnection);
    });
}

void ReviewSession::take(quint64 serial, Kind kind, const Result<Stored>& stored) {
    if (serial != m_serial) {
        return;
    }
    --m_pending;
    if (!stored) {
        if (kind != Kind::Load) {
            load();
        }
        Q_EMIT failed(stored.error());
        return;
    }
    if (kind == Kind::Apply && m_pending > 0) {
        return;  // on the screen since it was decided, and perhaps decided anew
    }
    std::vector<Mark> marks = m_review->marks;
    marks.resize(m_project->catalog->samples.size());
    if (kind == Kind::Load) {
        std::fill(marks.begin(), marks.end(), Mark{});
    }
    for (const auto& [sample, mark] : stored->marks) {
        marks[sample] = mark;
    }
    const bool isFirst = !m_loaded;
    m_loaded = true;
    show(std::move(marks), stored->undoSteps, stored->redoSteps);
    if (isFirst) {
        Q_EMIT loaded();
    }
}

void ReviewSession::show(std::vector<Mark> marks, std::size_t undoSteps, std::size_t redoSteps) {
    QVector<quint32> others;
    for (std::uint32_t i = 0; i < marks.size(); ++i) {
        if (!(m_review->mark(i) == marks[i])) {
            others.push_back(i);
        }
    }
    if (others.isEmpty() && marks.size() == m_review->marks.size() &&
        undoSteps == m_review->undoSteps && redoSteps == m_review->redoSteps) {
        return;  // the catalog says what is on the screen already
    }
    m_review = makeReview(std::move(marks), undoSteps, redoSteps);
    Q_EMIT changed(others);
}

void ReviewSession::setExcluded(const QVector<quint32>& samples, bool excluded) {
    QVector<QPair<quint32, Mark>> decisions;
    for (const quint32 sample : samples) {
        Mark mark = m_review->mark(sample);
        mark.excluded = excluded;
        decisions.push_back({sample, mark});
    }
    decide(decisions);
}

void ReviewSession::setLabel(const QVector<quint32>& samples, std::int32_t label) {
    if (!m_project || label < 0 ||
        static_cast<std::size_t>(label) >= m_project->catalog->classes.size()) {
        return;
    }
    QVector<QPair<quint32, Mark>> decisions;
    for (const quint32 sample : samples) {
        Mark mark = m_review->mark(sample);
        mark.label = m_project->catalog->samples.at(sample).label == label ? -1 : label;
        decisions.push_back({sample, mark});
    }
    decide(decisions);
}

void ReviewSession::keepTogether(const QVector<QPair<quint32, quint32>>& pairs) {
    std::vector<Mark> marks = m_review->marks;
    std::uint32_t last = 0;
    for (const Mark& mark : marks) {
        last = std::max(last, mark.group);
    }
    for (const auto& [first, other] : pairs) {
        if (first >= marks.size() || other >= marks.size()) {
            continue;
        }
        std::uint32_t& a = marks[first].group;
        std::uint32_t& b = marks[other].group;
        if (a > 0 && b > 0 && a != b) {
            // Two groups become one.
            const std::uint32_t kept = a;
            const std::uint32_t gone = b;
            for (Mark& mark : marks) {
                mark.group = mark.group == gone ? kept : mark.group;
            }
        } else {
            a = b = a > 0 ? a : b > 0 ? b : ++last;
        }
    }
    QVector<QPair<quint32, Mark>> decisions;
    for (std::uint32_t i = 0; i < marks.size(); ++i) {
        if (marks[i].group != m_review->mark(i).group) {
            decisions.push_back({i, marks[i]});
        }
    }
    decide(decisions);
}

void ReviewSession::decide(const QVector<QPair<quint32, Mark>>& decisions) {
    if (!m_loaded) {
        return;
    }
    const dataset::Catalog& catalog = *m_project->catalog;
    std::vector<Mark> marks = m_review->marks;
    std::vector<dataset::Edit> edits;
    std::vector<std::string> paths;
    for (const auto& [sample, mark] : decisions) {
        if (sample >= marks.size() || marks[sample] == mark) {
            continue;
        }
        marks[sample] = mark;
        dataset::Edit edit;
        edit.path = catalog.samples[sample].path;
        edit.state.excluded = mark.excluded;
        edit.state.group = mark.group;
        if (mark.label >= 0) {
            edit.state.className = catalog.classes[static_cast<std::size_t>(mark.label)];
        }
        paths.push_back(edit.path);
        edits.push_back(std::move(edit));
    }
    if (edits.empty()) {
        return;
    }
    run(Kind::Apply, [edits, paths](CatalogStore& store) -> Result<std::vector<std::string>> {
        MN_TRY(store.apply(edits));
        return paths;
    });
    show(std::move(marks), m_review->undoSteps + 1, 0);
}

void ReviewSession::undo() {
    if (m_loaded && canUndo()) {
        run(Kind::Turn, [](CatalogStore& store) -> Result<std::vector<std::string>> {
            MN_ASSIGN(const auto step, store.undo());
            return pathsOf(step);
        });
    }
}

void ReviewSession::redo() {
    if (m_loaded && canRedo()) {
        run(Kind::Turn, [](CatalogStore& store) -> Result<std::vector<std::string>> {
            MN_ASSIGN(const auto step, store.redo());
            return pathsOf(step);
        });
    }
}

}  // namespace minarai::studio
