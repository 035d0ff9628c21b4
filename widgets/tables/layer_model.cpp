// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tables/layer_model.h"

#include <algorithm>
#include <utility>

#include "widgets/tables/data_table.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {
namespace {

QString countOrNothing(std::int64_t count) {
    return count == 0 ? QString() : countText(static_cast<std::uint64_t>(count));
}

double shareOf(std::int64_t value, std::int64_t most) {
    return static_cast<double>(value) / static_cast<double>(most);
}

}  // namespace

void LayerModel::setLayers(QVector<LayerLine> layers) {
    beginResetModel();
    m_layers = std::move(layers);
    m_mostParameters = 1;
    m_mostMacs = 1;
    for (const LayerLine& layer : std::as_const(m_layers)) {
        m_mostParameters = std::max(m_mostParameters, layer.parameters);
        m_mostMacs = std::max(m_mostMacs, layer.macs);
    }
    endResetModel();
}

QString LayerModel::asText() const {
    QStringList lines;
    for (int row = -1; row < m_layers.size(); ++row) {
        QStringList cells;
        for (int column = 0; column < Count; ++column) {
            cells << (row < 0 ? headerData(column, Qt::Horizontal, Qt::DisplayRole)
                              : data(index(row, column), Qt::DisplayRole))
                         .toString();
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void LayerModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, Count - 1);
}

int LayerModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_layers.size());
}

int LayerModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Count;
}

QVariant LayerModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const LayerLine& layer = m_layers[index.row()];
    const int column = index.column();
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>((column >= Parameters ? Qt::AlignRight : Qt::AlignLeft) |
                                Qt::AlignVCenter);
    }
    if (role == TableToneRole) {
        return static_cast<int>(column == Type ? TableTone::Secondary : TableTone::Normal);
    }
    if (role == TableShareRole) {
        return column == Parameters ? QVariant(shareOf(layer.parameters, m_mostParameters))
               : column == Macs     ? QVariant(shareOf(layer.macs, m_mostMacs))
                                    : QVariant();
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (column) {
        case Id:
            return layer.id;
        case Type:
            return layer.type;
        case Output:
            return layer.output;
        case Parameters:
            return countOrNothing(layer.parameters);
        case Macs:
            return countOrNothing(layer.macs);
        default:
            return {};
    }
}

QVariant LayerModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>((section >= Parameters ? Qt::AlignRight : Qt::AlignLeft) |
                                Qt::AlignVCenter);
    }
    if (role == TableWidestRole) {
        return section == Id       ? QStringLiteral("features.denseblock4.denselayer16")
               : section == Type   ? QStringLiteral("AdaptiveAvgPool2d")
               : section == Output ? QStringLiteral("1024×112×112")
                                   : QStringLiteral("88,888,888,888");
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
        case Id:
            return tr("Layer");
        case Type:
            return tr("Type");
        case Output:
            return tr("Output");
        case Parameters:
            return tr("Parameters");
        case Macs:
            return tr("Multiply-adds");
        default:
            return {};
    }
}

}  // namespace minarai::widgets
