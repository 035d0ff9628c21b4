// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/gallery_model.h"

#include <QSet>
#include <algorithm>
#include <numeric>
#include <utility>

namespace minarai::widgets {

namespace {

/// The same for the same keys in any order; of others with a chance of one in 2^64. A hundred
/// thousand keys take a tenth of the time in which they are sorted.
quint64 signOf(const QVector<quint64>& keys) {
    quint64 sign = static_cast<quint64>(keys.size());
    for (const quint64 key : keys) {
        // The finish of splitmix64.
        quint64 mixed = (key ^ (key >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
        sign += mixed ^ (mixed >> 31U);
    }
    return sign;
}

}  // namespace

GalleryModel::GalleryModel(Describe describe, QObject* parent)
    : QAbstractListModel(parent), m_describe(std::move(describe)) {}

void GalleryModel::setKeys(QVector<quint64> keys) {
    if (keys == m_keys) {
        return;
    }
    const auto common = std::mismatch(m_keys.begin(), m_keys.end(), keys.begin(), keys.end());
    if (common.first == m_keys.end() && !m_keys.isEmpty()) {
        appendKeys(keys.mid(m_keys.size()));
        return;
    }
    if (signOf(m_keys) != signOf(keys)) {
        beginResetModel();
        m_keys = std::move(keys);
        m_isIndexed = false;
        endResetModel();
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList oldIndexes = persistentIndexList();
    QVector<quint64> oldKeys;
    oldKeys.reserve(oldIndexes.size());
    for (const QModelIndex& index : oldIndexes) {
        oldKeys << m_keys[index.row()];
    }
    m_keys = std::move(keys);
    m_isIndexed = false;
    QModelIndexList newIndexes;
    newIndexes.reserve(oldIndexes.size());
    for (const quint64 key : oldKeys) {
        newIndexes << index(rowOf(key));
    }
    changePersistentIndexList(oldIndexes, newIndexes);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void GalleryModel::appendKeys(const QVector<quint64>& keys) {
    if (keys.isEmpty()) {
        return;
    }
    const auto first = static_cast<int>(m_keys.size());
    beginInsertRows({}, first, first + static_cast<int>(keys.size()) - 1);
    m_keys += keys;
    m_isIndexed = false;
    endInsertRows();
}

void GalleryModel::removeKeys(const QVector<quint64>& keys) {
    const QSet<quint64> gone(keys.begin(), keys.end());
    // From the end, one run of rows at a time, so that earlier row numbers stay true.
    for (auto last = static_cast<int>(m_keys.size()) - 1; last >= 0; --last) {
        if (!gone.contains(m_keys[last])) {
            continue;
        }
        int first = last;
        while (first > 0 && gone.contains(m_keys[first - 1])) {
            --first;
        }
        beginRemoveRows({}, first, last);
        m_keys.remove(first, last - first + 1);
        m_isIndexed = false;
        endRemoveRows();
        last = first;
    }
}

quint64 GalleryModel::keyAt(int row) const {
    return row >= 0 && row < m_keys.size() ? m_keys[row] : 0;
}

int GalleryModel::rowOf(quint64 key) const {
    indexRows();
    if (m_byKey.isEmpty()) {
        const auto found = std::lower_bound(m_keys.begin(), m_keys.end(), key);
        return found != m_keys.end() && *found == key ? static_cast<int>(found - m_keys.begin())
                                                      : -1;
    }
    const auto found = std::lower_bound(m_byKey.begin(), m_byKey.end(), key,
                                        [this](int row, quint64 one) { return m_keys[row] < one; });
    return found != m_byKey.end() && m_keys[*found] == key ? *found : -1;
}

void GalleryModel::indexRows() const {
    if (std::exchange(m_isIndexed, true)) {
        return;
    }
    m_byKey.clear();
    if (std::is_sorted(m_keys.begin(), m_keys.end())) {
        return;
    }
    m_byKey.resize(m_keys.size());
    std::iota(m_byKey.begin(), m_byKey.end(), 0);
    std::sort(m_byKey.begin(), m_byKey.end(),
              [this](int one, int other) { return m_keys[one] < m_keys[other]; });
}

void GalleryModel::itemsChanged(const QVector<quint64>& keys) {
    for (const quint64 key : keys) {
        if (const int row = rowOf(key); row >= 0) {
            Q_EMIT dataChanged(index(row), index(row));
        }
    }
}

void GalleryModel::allItemsChanged() {
    if (!m_keys.isEmpty()) {
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_keys.size()) - 1));
    }
}

GalleryItem GalleryModel::item(int row) const {
    if (row < 0 || row >= m_keys.size()) {
        return {};
    }
    GalleryItem item = m_describe ? m_describe(m_keys[row]) : GalleryItem{};
    item.thumbnailKey = m_keys[row];
    return item;
}

int GalleryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_keys.size());
}

QVariant GalleryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    if (role == KeyRole) {
        return QVariant::fromValue(m_keys[index.row()]);
    }
    const GalleryItem shown = item(index.row());
    switch (role) {
        case Qt::DisplayRole:
        case CaptionRole:
            return shown.caption;
        case Qt::ToolTipRole:
            return shown.toolTip.isEmpty() ? QVariant() : QVariant(shown.toolTip);
        case Qt::AccessibleTextRole: {
            QStringList words{shown.caption, shown.rightText, shown.badge};
            if (shown.verdict != GalleryItem::Verdict::None) {
                words << (shown.verdict == GalleryItem::Verdict::Right ? tr("right") : tr("wrong"));
            }
            words << shown.markText;
            if (shown.changed) {
                words << tr("changed from %1").arg(shown.changedFrom);
            }
            if (shown.excluded) {
                words << tr("excluded");
            }
            words.removeAll(QString());
            return words.join(QStringLiteral(", "));
        }
        case RightTextRole:
            return shown.rightText;
        case BadgeRole:
            return shown.badge;
        case VerdictRole:
            return static_cast<int>(shown.verdict);
        case DimmedRole:
            return shown.dimmed;
        default:
            return {};
    }
}

QHash<int, QByteArray> GalleryModel::roleNames() const {
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert(KeyRole, "key");
    names.insert(CaptionRole, "caption");
    names.insert(RightTextRole, "rightText");
    names.insert(BadgeRole, "badge");
    names.insert(VerdictRole, "verdict");
    names.insert(DimmedRole, "dimmed");
    return names;
}

}  // namespace minarai::widgets
