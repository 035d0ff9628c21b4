// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tables/architecture_model.h"

#include <algorithm>
#include <utility>

#include "widgets/tables/data_table.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {
namespace {

const QString kUnknown = QStringLiteral("–");

template <typename T>
QVariant sortable(const std::optional<T>& value) {
    return value ? QVariant(static_cast<double>(*value)) : QVariant();
}

}  // namespace

void ArchitectureModel::setRows(const QVector<ArchitectureRow>& rows) {
    if (rows.size() != m_rows.size()) {
        beginResetModel();
        m_rows = rows;
        endResetModel();
        return;
    }
    for (int i = 0; i < rows.size(); ++i) {
        setRow(i, rows[i]);
    }
}

void ArchitectureModel::setRow(int row, const ArchitectureRow& value) {
    if (m_rows[row] != value) {
        m_rows[row] = value;
        Q_EMIT dataChanged(index(row, 0), index(row, Count - 1));
    }
}

bool ArchitectureModel::hasAccuracy() const {
    return std::any_of(m_rows.begin(), m_rows.end(),
                       [](const ArchitectureRow& row) { return row.accuracy.has_value(); });
}

void ArchitectureModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, Count - 1);
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, Count - 1));
    }
}

int ArchitectureModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ArchitectureModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Count;
}

QString ArchitectureModel::textOf(const ArchitectureRow& row, int column) {
    const auto magnitude = [](const std::optional<std::int64_t>& value) {
        return value ? magnitudeText(static_cast<double>(*value)) : kUnknown;
    };
    const auto bytes = [](const std::optional<std::uint64_t>& value) {
        return value ? bytesText(*value) : kUnknown;
    };
    switch (column) {
        case Name:
            return row.name;
        case Family:
            return row.family;
        case Parameters:
            return magnitude(row.parameters);
        case Macs:
            return magnitude(row.macs);
        case Size:
            return bytes(row.bytes);
        case Accuracy:
            return row.accuracy ? metricText(*row.accuracy) : kUnknown;
        case TrainTime:
            return row.trainMs     ? rateText(*row.trainMs)
                   : row.measuring ? tr("measuring…")
                                   : kUnknown;
        case Memory:
            return bytes(row.memory);
        case Epoch:
            return row.epochSeconds ? durationText(*row.epochSeconds) : kUnknown;
        default:
            return {};
    }
}

QVariant ArchitectureModel::sortValue(const ArchitectureRow& row, int column) {
    switch (column) {
        case Name:
            return row.name;
        case Family:
            return row.family;
        case Parameters:
            return sortable(row.parameters);
        case Macs:
            return sortable(row.macs);
        case Size:
            return sortable(row.bytes);
        case Accuracy:
            return sortable(row.accuracy);
        case TrainTime:
            return sortable(row.trainMs);
        case Memory:
            return sortable(row.memory);
        case Epoch:
            return sortable(row.epochSeconds);
        default:
            return {};
    }
}

QVariant ArchitectureModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const ArchitectureRow& row = m_rows[index.row()];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return textOf(row, column);
        case Qt::ToolTipRole:
            return row.problem.isEmpty() ? QVariant() : QVariant(row.problem);
        case Qt::TextAlignmentRole:
            return static_cast<int>((column > Family ? Qt::AlignRight : Qt::AlignLeft) |
                                    Qt::AlignVCenter);
        case Qt::AccessibleTextRole:
            return column == Name && row.inUse ? tr("%1, in use").arg(row.name)
                                               : QVariant(textOf(row, column));
        case TableSortRole:
            return sortValue(row, column);
        case TableToneRole: {
            TableTone tone = TableTone::Normal;
            if (column == Name) {
                tone = row.inUse ? TableTone::Accent : TableTone::Strong;
            } else if (column == Family || textOf(row, column) == kUnknown ||
                       (column == TrainTime && !row.trainMs)) {
                tone = TableTone::Secondary;
            }
            return static_cast<int>(row.problem.isEmpty() ? tone : TableTone::Secondary);
        }
        default:
            return {};
    }
}

QString ArchitectureModel::titleOf(int column) {
    switch (column) {
        case Name:
            return tr("Architecture");
        case Family:
            return tr("Family");
        case Parameters:
            return tr("Parameters");
        case Macs:
            return tr("Multiply-adds");
        case Size:
            return tr("Weights");
        case Accuracy:
            return tr("ImageNet top-1");
        case TrainTime:
            return tr("ms/image");
        case Memory:
            return tr("Memory");
        case Epoch:
            return tr("Epoch");
        default:
            return {};
    }
}

QString ArchitectureModel::meaningOf(int column) {
    switch (column) {
        case Parameters:
            return tr("Numbers that training adjusts");
        case Macs:
            return tr("Multiplications with addition for one image");
        case Size:
            return tr("Size of the saved weights");
        case Accuracy:
            return tr("Published top-1 accuracy on ImageNet of the weights that can be had");
        case TrainTime:
            return tr("Training time of an image, measured on this machine");
        case Memory:
            return tr("Memory of training, measured on this machine");
        case Epoch:
            return tr("Time of an epoch: a forecast for the images that are open");
        default:
            return {};
    }
}

QVariant ArchitectureModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    switch (role) {
        case Qt::DisplayRole:
            return titleOf(section);
        case Qt::ToolTipRole: {
            const QString meaning = meaningOf(section);
            return meaning.isEmpty() ? QVariant() : QVariant(meaning);
        }
        case Qt::TextAlignmentRole:
            return static_cast<int>((section > Family ? Qt::AlignRight : Qt::AlignLeft) |
                                    Qt::AlignVCenter);
        case TableWidestRole:
            switch (section) {
                case Name:
                    return QStringLiteral("shufflenet_v2_x0_5");
                case Family:
                    return QStringLiteral("EfficientNetV2");
                case TrainTime:
                    return tr("measuring…");
                case Epoch:
                    return durationText(599);
                case Accuracy:
                    return QStringLiteral("0.888");
                default:
                    return QStringLiteral("888.8 MB");
            }
        default:
            return {};
    }
}

ArchitectureFilter::ArchitectureFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(TableSortRole);
    // Rows stand still while measurements arrive; a click on the header sorts again.
    setDynamicSortFilter(false);
}

void ArchitectureFilter::setSearch(const QString& text) {
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void ArchitectureFilter::setFamily(const QString& family) {
    m_family = family;
    invalidateFilter();
}

const ArchitectureModel* ArchitectureFilter::architectures() const {
    return qobject_cast<const ArchitectureModel*>(sourceModel());
}

bool ArchitectureFilter::filterAcceptsRow(int row, const QModelIndex& /*parent*/) const {
    const ArchitectureRow& values = architectures()->row(row);
    if (!m_family.isEmpty() && values.family != m_family) {
        return false;
    }
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) {
        return values.name.contains(word, Qt::CaseInsensitive) ||
               values.family.contains(word, Qt::CaseInsensitive) ||
               values.words.contains(word, Qt::CaseInsensitive);
    });
}

bool ArchitectureFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(TableSortRole);
    const QVariant b = right.data(TableSortRole);
    if (a.isValid() != b.isValid()) {
        return a.isValid() == (sortOrder() == Qt::AscendingOrder);
    }
    return a.typeId() == QMetaType::QString
               ? QString::compare(a.toString(), b.toString(), Qt::CaseInsensitive) < 0
               : a.toDouble() < b.toDouble();
}

}  // namespace minarai::widgets
