// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The grid takes another project, or keeps its place in one that was read again.
#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "studio/pages/data_grid.h"

namespace minarai::studio {

void DataGrid::takeProject() {
    const auto project = m_workspace.project().project();
    const auto before = std::exchange(m_project, project);
    m_place.reset();
    m_awaitsReview = false;
    m_awaitsPredictions = false;
    if (before && m_workspace.project().isRescan()) {
        renewProject(*before);
        return;
    }
    m_query = {};
    m_search->clear();
    m_queryTimer.stop();
    m_splitShown.reset();
    for (widgets::TextMenuButton* button : {m_part, m_problemFilter}) {
        button->setCurrentData(-1);
    }
    for (widgets::TextMenuButton* button : {m_edits, m_sort}) {
        button->setCurrentData(0);
    }
    m_predictions->takeProject();
    fillSort();
    m_galleryModel->setKeys({});
    m_problems->hide();
    // The catalog's own order needs no worker: the grid is there at once.
    QVector<quint32> all(static_cast<qsizetype>(project->catalog->samples.size()));
    std::iota(all.begin(), all.end(), 0U);
    ++m_querySerial;
    takeKeys(all);
}

DataGrid::Place DataGrid::placeIn(const Project& project) const {
    const auto pathOf = [&project](quint64 key) {
        const auto& samples = project.catalog->samples;
        return key != 0 && sampleOf(key) < samples.size() ? samples[sampleOf(key)].path
                                                          : std::string();
    };
    Place place;
    for (const quint64 key : m_gallery->selectedKeys()) {
        place.selected.push_back(pathOf(key));
    }
    place.current = pathOf(m_gallery->currentKey());
    const QRect sight = m_gallery->viewport()->rect();
    const QModelIndex first = m_gallery->indexAt(sight.topLeft() + QPoint(12, 12));
    place.first = pathOf(first.isValid() ? m_galleryModel->keyAt(first.row()) : 0);
    return place;
}

void DataGrid::renewProject(const Project& before) {
    m_place = placeIn(before);
    m_query.problem.reset();
    m_problems->hide();
    if (m_query.label) {
        const auto& classes = m_project->catalog->classes;
        const auto& name = before.catalog->classes[static_cast<std::size_t>(*m_query.label)];
        const auto found = std::find(classes.begin(), classes.end(), name);
        m_query.label = found == classes.end()
                            ? std::nullopt
                            : std::optional(static_cast<std::int32_t>(found - classes.begin()));
    }
    m_predictions->renewProject();
    m_predictions->writeTo(m_query);
    // No key of the former folder may be taken for one of this.
    m_galleryModel->setKeys({});
    m_splitShown.reset();
    m_queryTimer.stop();
    ++m_querySerial;
    if (m_query.isFiltering() || m_query.sort != CatalogQuery::Sort::Folder) {
        m_awaitsReview = m_workspace.project().file() != nullptr;
        m_awaitsPredictions =
            m_query.asksPredictions() && !m_workspace.runPredictions().predictions();
        runAwaited();
        return;
    }
    QVector<quint32> all(static_cast<qsizetype>(m_project->catalog->samples.size()));
    std::iota(all.begin(), all.end(), 0U);
    takeKeys(all);
}

void DataGrid::takePlace(const Place& place) {
    const auto rowOf = [this](const std::string& path) {
        return m_galleryModel->rowOf(m_workspace.imageKey(path));
    };
    const auto indexOf = [&](const std::string& path) {
        const int row = rowOf(path);
        return row < 0 ? QModelIndex() : m_galleryModel->index(row);
    };
    std::vector<int> rows;
    for (const std::string& path : place.selected) {
        if (const int row = rowOf(path); row >= 0) {
            rows.push_back(row);
        }
    }
    std::sort(rows.begin(), rows.end());
    QItemSelection selection;  // of ranges: all of 100,000 rows may be chosen
    for (auto row = rows.begin(); row != rows.end();) {
        auto last = row;
        while (std::next(last) != rows.end() && *std::next(last) == *last + 1) {
            ++last;
        }
        selection.select(m_galleryModel->index(*row), m_galleryModel->index(*last));
        row = std::next(last);
    }
    QItemSelectionModel& chosen = *m_gallery->selectionModel();
    chosen.setCurrentIndex(indexOf(place.current), QItemSelectionModel::NoUpdate);
    chosen.select(selection, QItemSelectionModel::ClearAndSelect);
    const QModelIndex first = indexOf(place.first);
    if (first.isValid()) {
        m_gallery->scrollTo(first, QAbstractItemView::PositionAtTop);
    }
}

}  // namespace minarai::studio
