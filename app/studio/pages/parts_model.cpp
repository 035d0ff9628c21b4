// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/parts_model.h"

#include <algorithm>

#include "widgets/tables/data_table.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

void PartsModel::setRows(const QVector<PartsRow>& rows) {
    m_most = 1;
    for (const PartsRow& row : rows) {
        m_most = std::max(m_most, *std::max_element(row.counts.begin(), row.counts.end()));
    }
    if (rows.size() != m_rows.size()) {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    } else if (!rows.isEmpty()) {
        m_rows = rows;
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

void PartsModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

bool PartsModel::hasTest() const {
    return std::any_of(m_rows.begin(), m_rows.end(),
                       [](const PartsRow& row) { return row.counts[2] > 0; });
}

int PartsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PartsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PartsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const PartsRow& row = m_rows[index.row()];
    if (index.column() == Name) {
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? QVariant(row.name) : QVariant();
    }
    const quint64 count = row.counts.at(static_cast<std::size_t>(index.column() - Train));
    switch (role) {
        case Qt::DisplayRole:
            return widgets::countText(count);
        case Qt::TextAlignmentRole:
            return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
        case widgets::TableShareRole:
            return static_cast<double>(count) / static_cast<double>(m_most);
        default:
            return {};
    }
}

QVariant PartsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>((section == Name ? Qt::AlignLeft : Qt::AlignRight) |
                                Qt::AlignVCenter);
    }
    if (role == widgets::TableWidestRole) {
        return section == Name ? QStringLiteral("sunflower") : QStringLiteral("00,000");
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
        case Name:
            return tr("Class");
        case Train:
            return tr("Training");
        case Val:
            return tr("Validation");
        default:
            return tr("Test");
    }
}

}  // namespace minarai::studio
