// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/catalog_query.h"

#include <algorithm>
#include <vector>

#include "studio/session/paths.h"

namespace minarai::studio {

namespace {

std::string_view fileName(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

void sortIndices(QVector<quint32>& indices, CatalogQuery::Sort sort,
                 const std::vector<dataset::Sample>& samples) {
    const auto by = [&](auto less) {
        std::stable_sort(indices.begin(), indices.end(),
                         [&](quint32 a, quint32 b) { return less(samples[a], samples[b]); });
    };
    switch (sort) {
        case CatalogQuery::Sort::Folder:
            break;  // the catalog's own order
        case CatalogQuery::Sort::Name:
            by([](const auto& a, const auto& b) { return fileName(a.path) < fileName(b.path); });
            break;
        case CatalogQuery::Sort::Newest:
            by([](const auto& a, const auto& b) { return a.modifiedNs > b.modifiedNs; });
            break;
        case CatalogQuery::Sort::Largest:
            by([](const auto& a, const auto& b) { return a.bytes > b.bytes; });
            break;
        case CatalogQuery::Sort::Smallest:
            by([](const auto& a, const auto& b) { return a.bytes < b.bytes; });
            break;
    }
}

std::vector<bool> samplesWithProblem(dataset::ProblemKind kind, const Project& project,
                                     const ProblemList& problems) {
    std::vector<bool> has(project.catalog->samples.size());
    for (const dataset::Problem& problem : problems.problems) {
        if (problem.kind == kind) {
            if (const auto sample = project.find(problem.path)) {
                has[*sample] = true;
            }
        }
    }
    return has;
}

}  // namespace

QVector<quint32> runQuery(const CatalogQuery& query, const Project& project,
                          const ProblemList& problems, const std::stop_token& stop) {
    const auto& catalog = *project.catalog;
    std::vector<bool> classMatches;
    for (const std::string& name : catalog.classes) {
        classMatches.push_back(toQString(name).contains(query.text, Qt::CaseInsensitive));
    }
    std::vector<bool> withProblem;
    if (query.problem) {
        withProblem = samplesWithProblem(*query.problem, project, problems);
    }
    QVector<quint32> indices;
    for (std::size_t i = 0; i < catalog.samples.size() && !stop.stop_requested(); ++i) {
        const dataset::Sample& sample = catalog.samples[i];
        if ((query.label && sample.label != *query.label) || (query.problem && !withProblem[i])) {
            continue;
        }
        if (query.text.isEmpty() || classMatches[static_cast<std::size_t>(sample.label)] ||
            toQString(sample.path).contains(query.text, Qt::CaseInsensitive)) {
            indices.push_back(static_cast<quint32>(i));
        }
    }
    sortIndices(indices, query.sort, catalog.samples);
    return indices;
}

}  // namespace minarai::studio
