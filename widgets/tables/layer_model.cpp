// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tables/layer_model.h"

#include <QLocale>
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
    const bool sameRows = std::equal(
        layers.begin(), layers.end(), m_layers.begin(), m_layers.end(),
        [](const LayerLine& a, const LayerLine& b) { return a.id == b.id && a.type == b.type; });
    if (!sameRows) {
        beginResetModel();
    }
    m_layers = std::move(layers);
    m_mostParameters = 1;
    m_mostMacs = 1;
    for (const LayerLine& layer : std::as_const(m_layers)) {
        m_mostParameters = std::max(m_mostParameters, layer.parameters);
        m_mostMacs = std::max(m_mostMacs, layer.macs);
    }
    if (!sameRows) {
        endResetModel();
    } else if (!m_layers.isEmpty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Count - 1));
    }
}

bool LayerModel::hasLearning() const {
    return std::any_of(m_layers.begin(), m_layers.end(),
                       [](const LayerLine& layer) { return !learningText(layer).isEmpty(); });
}

QString LayerModel::asText() const {
    const int columns = hasLearning() ? Count : Learning;
    QStringList lines;
    for (int row = -1; row < m_layers.size(); ++row) {
        QStringList cells;
        for (int column = 0; column < columns; ++column) {
            cells << (row < 0 ? headerData(column, Qt::Horizontal, Qt::DisplayRole)
                              : data(index(row, column), Qt::DisplayRole))
                         .toString();
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString LayerModel::learningText(const LayerLine& layer) {
    if (layer.parameters == 0) {
        return {};  // nothing of it could learn
    }
    return layer.frozen      ? tr("frozen")
           : layer.rate == 1 ? QString()
                             : QStringLiteral("×") + QLocale().toString(layer.rate, 'g', 3);
}

void LayerModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, Count - 1);
    if (!m_layers.isEmpty()) {
        Q_EMIT dataChanged(index(0, Learning), index(rowCount() - 1, Learning));
    }
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
        const bool isNumber = column == Parameters || column == Macs;
        return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == TableToneRole) {
        return static_cast<int>(column == Type || layer.frozen ? TableTone::Secondary
                                                               : TableTone::Normal);
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
        case Learning:
            return learningText(layer);
        default:
            return {};
    }
}

QVariant LayerModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section == Parameters || section == Macs;
        return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == TableWidestRole) {
        return section == Id         ? QStringLiteral("features.denseblock4.denselayer16")
               : section == Type     ? QStringLiteral("AdaptiveAvgPool2d")
               : section == Output   ? QStringLiteral("1024×112×112")
               : section == Learning ? QStringLiteral("×0.0001")
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
        case Learning:
            return tr("Learning");
        default:
            return {};
    }
}

}  // namespace minarai::widgets
