// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/problem_model.h"

#include <utility>

#include "studio/session/paths.h"
#include "studio/texts.h"

namespace minarai::studio {

void ProblemModel::show(std::shared_ptr<const ProblemList> list, dataset::ProblemKind kind) {
    beginResetModel();
    m_list = std::move(list);
    m_rows.clear();
    for (std::size_t i = 0; m_list && i < m_list->problems.size(); ++i) {
        if (m_list->problems[i].kind == kind) {
            m_rows.push_back(i);
        }
    }
    endResetModel();
}

const dataset::Problem& ProblemModel::problemAt(int row) const {
    return m_list->problems[m_rows[static_cast<std::size_t>(row)]];
}

int ProblemModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ProblemModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const dataset::Problem& problem = problemAt(index.row());
    return index.column() == Path ? toQString(problem.path) : problemText(problem);
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section == Path ? tr("File") : tr("Reason");
}

}  // namespace minarai::studio
