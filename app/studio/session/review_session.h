// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The decisions about the images of the open project: shown at once, kept in the project's catalog,
// undone and redone without limit.
#pragma once

#include <QObject>
#include <QVector>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "studio/session/catalog_file.h"
#include "studio/session/review.h"
#include "studio/session/worker.h"

namespace minarai::studio {

class ReviewSession : public QObject {
    Q_OBJECT
  public:
    explicit ReviewSession(QObject* parent = nullptr);
    ~ReviewSession() override;

    /// Loads the project's decisions from its catalog; loaded() follows. Without a catalog nothing
    /// can be decided.
    void setProject(std::shared_ptr<const Project> project, std::shared_ptr<CatalogFile> file);

    /// Never null; without marks before loaded().
    [[nodiscard]] const std::shared_ptr<const Review>& review() const { return m_review; }
    [[nodiscard]] bool isLoaded() const { return m_loaded; }

    /// Each is one step for all these samples; without a sample that changes there is no step.
    void setExcluded(const QVector<quint32>& samples, bool excluded);
    void setLabel(const QVector<quint32>& samples, std::int32_t label);
    /// Keeps the two of each pair in one part of every drawn split.
    void keepTogether(const QVector<QPair<quint32, quint32>>& pairs);

    void undo();
    void redo();
    [[nodiscard]] bool canUndo() const { return m_review->undoSteps > 0; }
    [[nodiscard]] bool canRedo() const { return m_review->redoSteps > 0; }
    /// Everything that was decided is in the catalog.
    [[nodiscard]] bool isKept() const { return m_pending == 0; }

  Q_SIGNALS:
    void loaded();
    /// The samples whose decision is another one now.
    void changed(const QVector<quint32>& samples);
    /// A decision could not be kept; what is shown is what the catalog holds.
    void failed(const minarai::Error& error);

  private:
    struct Stored {
        QVector<QPair<quint32, Mark>> marks;  ///< what holds afterwards
        std::size_t undoSteps = 0;
        std::size_t redoSteps = 0;
    };
    enum class Kind { Load, Apply, Turn };  ///< Turn: undo and redo
    /// The paths that a step of the store may have changed.
    using Step = std::function<Result<std::vector<std::string>>(dataset::CatalogStore& store)>;

    std::shared_ptr<const Project> m_project;
    std::shared_ptr<CatalogFile> m_file;
    std::shared_ptr<const Review> m_review;
    bool m_loaded = false;
    quint64 m_serial = 0;  ///< of the project
    quint64 m_pending = 0;
    Worker m_worker;

    void decide(const QVector<QPair<quint32, Mark>>& decisions);
    void run(Kind kind, Step step);
    void load();
    void take(quint64 serial, Kind kind, const Result<Stored>& stored);
    void show(std::vector<Mark> marks, std::size_t undoSteps, std::size_t redoSteps);
    static Stored read(const Project& project, const dataset::CatalogStore& store,
                       const std::vector<std::string>& paths);
};

}  // namespace minarai::studio
