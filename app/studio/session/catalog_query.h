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
#include "studio/session/project.h"
#include "studio/session/review.h"

namespace minarai::studio {

/// What a query looks at: snapshots, shared with the screen.
struct CatalogView {
    std::shared_ptr<const Project> project;
    std::shared_ptr<const ProblemList> problems;
    std::shared_ptr<const Review> review;                     ///< null: nothing was decided
    std::shared_ptr<const std::vector<dataset::Part>> parts;  ///< null: as the folders say
};

struct CatalogQuery {
    enum class Sort { Folder, Name, Newest, Oldest, Largest, Smallest, Problem };
    enum class Problems { All, With, Without };
    enum class Edits { All, Edited, Excluded, Relabelled, Untouched };
    QString text{};  ///< part of the path or of the class, any case
    std::optional<std::int32_t> label{};
    std::optional<dataset::ProblemKind> problem{};
    std::optional<dataset::Part> part{};
    Problems problems = Problems::All;
    Edits edits = Edits::All;
    Sort sort = Sort::Folder;
    bool operator==(const CatalogQuery&) const = default;

    /// Whether it leaves anything out.
    [[nodiscard]] bool isFiltering() const;
};

/// Indices of samples. Labels and classes are those in force. For a worker: it looks at every
/// sample.
QVector<quint32> runQuery(const CatalogQuery& query, const CatalogView& view,
                          const std::stop_token& stop);

}  // namespace minarai::studio
