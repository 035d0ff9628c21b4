// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/variant_model.h"

#include <utility>

namespace minarai::widgets {

void VariantModel::setItems(QVector<VariantItem> items) {
    if (items.size() != m_items.size()) {
        beginResetModel();
        m_items = std::move(items);
        endResetModel();
        return;
    }
    m_items = std::move(items);
    if (!m_items.isEmpty()) {
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_items.size()) - 1));
    }
}

int VariantModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant VariantModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const VariantItem& item = m_items[index.row()];
    switch (role) {
        case PictureRole:
            return item.picture;
        case CaptionRole:
            return item.caption;
        case BrokenRole:
            return item.isBroken;
        case Qt::ToolTipRole:
            return item.toolTip;
        case Qt::AccessibleTextRole:
            return item.description;
        default:
            return {};
    }
}

}  // namespace minarai::widgets
