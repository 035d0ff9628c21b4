// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/catalog_query.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "studio/session/paths.h"

namespace minarai::studio {

namespace {

std::string_view fileName(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// Puts the smallest numbers first; what has none comes last.
template <typename NumberOf>
void sortByNumber(QVector<quint32>& indices, const NumberOf& numberOf) {
    std::vector<std::pair<double, quint32>> numbered;
    numbered.reserve(static_cast<std::size_t>(indices.size()));
    for (const quint32 index : indices) {
        const std::optional<double> number = numberOf(index);
        numbered.emplace_back(number.value_or(std::numeric_limits<double>::infinity()), index);
    }
    std::stable_sort(numbered.begin(), numbered.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::transform(numbered.begin(), numbered.end(), indices.begin(),
                   [](const auto& each) { return each.second; });
}

void sortByPrediction(QVector<quint32>& indices, CatalogQuery::Sort sort, const CatalogView& view) {
    if (!view.predictions) {
        return;
    }
    const runs::CatalogPredictions& said = *view.predictions;
    const dataset::Catalog& catalog = *view.project->catalog;
    sortByNumber(indices, [&](quint32 i) -> std::optional<double> {
        if (!said.has(i)) {
            return std::nullopt;
        }
        const auto confidence = static_cast<double>(said.confidence(i));
        switch (sort) {
            case CatalogQuery::Sort::LeastSure:
                return confidence;
            case CatalogQuery::Sort::MostSure:
                return -confidence;
            case CatalogQuery::Sort::Loss: {
                const std::int32_t label =
                    view.review ? view.review->labelOf(catalog, i) : catalog.samples[i].label;
                const std::optional<double> loss = said.loss(i, label);
                return loss ? std::optional(-*loss) : std::nullopt;
            }
            default: {
                const std::int32_t predicted = said.predicted(i);
                return predicted < 0 ? static_cast<double>(catalog.classes.size())
                                     : static_cast<double>(predicted);
            }
        }
    });
}

void sortIndices(QVector<quint32>& indices, CatalogQuery::Sort sort, const CatalogView& view) {
    const auto& samples = view.project->catalog->samples;
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
        case CatalogQuery::Sort::Oldest:
            by([](const auto& a, const auto& b) { return a.modifiedNs < b.modifiedNs; });
            break;
        case CatalogQuery::Sort::Largest:
            by([](const auto& a, const auto& b) { return a.bytes > b.bytes; });
            break;
        case CatalogQuery::Sort::Smallest:
            by([](const auto& a, const auto& b) { return a.bytes < b.bytes; });
            break;
        case CatalogQuery::Sort::Problem: {
            // Problems are sorted by kind; an image without any stands behind all.
            const auto& first = view.problems->firstOfSample;
            std::stable_sort(indices.begin(), indices.end(), [&](quint32 a, quint32 b) {
                return static_cast<std::uint32_t>(first[a]) < static_cast<std::uint32_t>(first[b]);
            });
            break;
        }
        case CatalogQuery::Sort::Prediction:
        case CatalogQuery::Sort::LeastSure:
        case CatalogQuery::Sort::MostSure:
        case CatalogQuery::Sort::Loss:
            sortByPrediction(indices, sort, view);
            break;
    }
}

std::vector<bool> samplesWithProblem(dataset::ProblemKind kind, const CatalogView& view) {
    std::vector<bool> has(view.project->catalog->samples.size());
    const ProblemList& problems = *view.problems;
    for (std::size_t i = 0; i < problems.problems.size(); ++i) {
        if (problems.problems[i].kind != kind) {
            continue;
        }
        for (const std::int32_t sample : {problems.samples[i].first, problems.samples[i].other}) {
            if (sample >= 0) {
                has[static_cast<std::size_t>(sample)] = true;
            }
        }
    }
    return has;
}

bool editsMatch(CatalogQuery::Edits edits, const Mark& mark) {
    switch (edits) {
        case CatalogQuery::Edits::All:
            return true;
        case CatalogQuery::Edits::Edited:
            return mark.isEdited();
        case CatalogQuery::Edits::Excluded:
            return mark.excluded;
        case CatalogQuery::Edits::Relabelled:
            return mark.label >= 0;
        case CatalogQuery::Edits::Untouched:
            return !mark.isEdited();
    }
    return true;
}

/// Whether what the run said of the image, whose class in force is label, is what is asked for.
bool answerMatches(const CatalogQuery& query, const runs::CatalogPredictions* said, quint32 sample,
                   std::int32_t label) {
    using Answers = CatalogQuery::Answers;
    if (said == nullptr || !said->has(sample)) {
        return !query.predicted && !query.confidence &&
               (query.answers == Answers::All || query.answers == Answers::Missing);
    }
    const bool isRight = said->isRight(sample, label);
    const float confidence = said->confidence(sample);
    return query.answers != Answers::Missing && (query.answers != Answers::Right || isRight) &&
           (query.answers != Answers::Wrong || !isRight) &&
           (!query.predicted || said->predicted(sample) == *query.predicted) &&
           (!query.confidence ||
            (confidence >= query.confidence->from && confidence < query.confidence->below));
}

}  // namespace

bool CatalogQuery::isFiltering() const {
    CatalogQuery everything;
    everything.sort = sort;
    return *this != everything;
}

bool CatalogQuery::asksPredictions() const {
    return predicted || answers != Answers::All || confidence || sort >= Sort::Prediction;
}

QVector<quint32> runQuery(const CatalogQuery& query, const CatalogView& view,
                          const std::stop_token& stop) {
    const auto& catalog = *view.project->catalog;
    static const Review kNothing;
    const Review& review = view.review ? *view.review : kNothing;
    std::vector<bool> classMatches;
    for (const std::string& name : catalog.classes) {
        classMatches.push_back(toQString(name).contains(query.text, Qt::CaseInsensitive));
    }
    std::vector<bool> withProblem;
    if (query.problem) {
        withProblem = samplesWithProblem(*query.problem, view);
    }
    const auto partOf = [&](quint32 i) {
        return view.parts && i < view.parts->size() ? (*view.parts)[i] : catalog.samples[i].part;
    };
    const auto matches = [&](quint32 i) {
        const std::int32_t label = review.labelOf(catalog, i);
        const Mark mark = review.mark(i);
        if ((query.label && label != *query.label) || (query.problem && !withProblem[i]) ||
            // An excluded image is in no part.
            (query.part && (mark.excluded || partOf(i) != *query.part)) ||
            !editsMatch(query.edits, mark) ||
            !answerMatches(query, view.predictions.get(), i, label)) {
            return false;
        }
        const bool hasProblem = view.problems->firstOfSample[i] >= 0;
        if ((query.problems == CatalogQuery::Problems::With && !hasProblem) ||
            (query.problems == CatalogQuery::Problems::Without && hasProblem)) {
            return false;
        }
        return query.text.isEmpty() || classMatches[static_cast<std::size_t>(label)] ||
               toQString(catalog.samples[i].path).contains(query.text, Qt::CaseInsensitive);
    };
    QVector<quint32> indices;
    const auto count = static_cast<quint32>(catalog.samples.size());
    for (quint32 i = 0; i < count && !stop.stop_requested(); ++i) {
        if (matches(i)) {
            indices.push_back(i);
        }
    }
    sortIndices(indices, query.sort, view);
    return indices;
}

}  // namespace minarai::studio
