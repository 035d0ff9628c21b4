// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which images of a project a gallery shows, and in which order.
#pragma once

#include <QString>
#include <QVector>
#include <optional>
#include <stop_token>

#include "dataset/catalog.h"
#include "studio/session/project.h"

namespace minarai::studio {

struct CatalogQuery {
    enum class Sort { Folder, Name, Newest, Largest, Smallest };
    QString text{};  ///< part of the path or of the class, any case
    std::optional<std::int32_t> label{};
    std::optional<dataset::ProblemKind> problem{};
    Sort sort = Sort::Folder;
    bool operator==(const CatalogQuery&) const = default;
};

/// Indices of samples. For a worker: it looks at every sample.
QVector<quint32> runQuery(const CatalogQuery& query, const Project& project,
                          const ProblemList& problems, const std::stop_token& stop);

}  // namespace minarai::studio
