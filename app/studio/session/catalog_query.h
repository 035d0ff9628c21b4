// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which images of a project a gallery shows, and in which order.
#pragma once

#include <QString>
#include <QVector>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "dataset/catalog.h"
#include "runs/best_predictions.h"
#include "studio/session/project.h"
#include "studio/session/review.h"

namespace minarai::studio {

/// What a query looks at: snapshots, shared with the screen.
struct CatalogView {
    std::shared_ptr<const Project> project;
    std::shared_ptr<const ProblemList> problems;
    std::shared_ptr<const Review> review;                     ///< null: nothing was decided
    std::shared_ptr<const std::vector<dataset::Part>> parts;  ///< null: as the folders say
    /// Null: no run said anything of the images.
    std::shared_ptr<const runs::CatalogPredictions> predictions{};
};

/// From and with the one, up to and without the other.
struct ConfidenceRange {
    float from = 0;
    float below = 2;  ///< beyond 1: certainty belongs to it
    bool operator==(const ConfidenceRange&) const = default;
};

struct CatalogQuery {
    enum class Sort {
        Folder,
        Name,
        Newest,
        Oldest,
        Largest,
        Smallest,
        Problem,
        Prediction,  ///< by predicted class; this and the next ones: images without one come last
        LeastSure,
        MostSure,
        Loss,  ///< the worst first
    };
    enum class Problems { All, With, Without };
    enum class Edits { All, Edited, Excluded, Relabelled, Untouched };
    enum class Answers { All, Right, Wrong, Missing };  ///< against the class in force
    QString text{};  ///< part of the path or of the class, any case
    std::optional<std::int32_t> label{};
    std::optional<dataset::ProblemKind> problem{};
    std::optional<dataset::Part> part{};
    Problems problems = Problems::All;
    Edits edits = Edits::All;
    std::optional<std::int32_t> predicted{};
    Answers answers = Answers::All;
    std::optional<ConfidenceRange> confidence{};
    Sort sort = Sort::Folder;
    bool operator==(const CatalogQuery&) const = default;

    /// Whether it leaves anything out.
    [[nodiscard]] bool isFiltering() const;
    /// Whether it asks, filtering or sorting, what a run said.
    [[nodiscard]] bool asksPredictions() const;
};

/// Indices of samples. Labels and classes are those in force. For a worker: it looks at every
/// sample.
QVector<quint32> runQuery(const CatalogQuery& query, const CatalogView& view,
                          const std::stop_token& stop);

}  // namespace minarai::studio
