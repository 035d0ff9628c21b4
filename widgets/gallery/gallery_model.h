// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a gallery: which pictures, in which order, with which captions.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QVector>
#include <functional>

namespace minarai::widgets {

struct GalleryItem {
    enum class Verdict { None, Right, Wrong };
    quint64 thumbnailKey = 0;
    QString caption;    ///< the class, predicted or labelled
    QString rightText;  ///< "0.94", "↑ 0.94"
    QString badge;      ///< a pill on the picture: "excluded", "flipped"
    QString toolTip;
    Verdict verdict = Verdict::None;
    bool badgeIsAnswer = false;  ///< the verdict is about the badge and stands there
    QString mark;                ///< one sign in the upper right corner: "▲"
    QString markText;            ///< what the sign says, for assistive tools
    Verdict markTone = Verdict::None;
    bool dimmed = false;    ///< excluded images
    bool excluded = false;  ///< with a sign on the picture
    bool changed = false;   ///< the caption is another one than it was: with a pencil
    QString changedFrom;    ///< the caption it had, for assistive tools
};

/// A list of keys in an order, and a function that describes a key when its row is painted. Keys
/// must be unique. Nothing is copied per row but the key.
class GalleryModel : public QAbstractListModel {
    Q_OBJECT
  public:
    /// Describes one key; called for visible rows only, so it must be quick and not decode.
    using Describe = std::function<GalleryItem(quint64 key)>;

    enum Role {
        KeyRole = Qt::UserRole + 1,
        CaptionRole,
        RightTextRole,
        BadgeRole,
        VerdictRole,
        DimmedRole,
    };

    explicit GalleryModel(Describe describe, QObject* parent = nullptr);

    /// The keys in their new order. Rows appended at the end come as an insertion and the same keys
    /// in another order as a layout change (selection and current row follow their keys); only a
    /// different set is a reset.
    void setKeys(QVector<quint64> keys);
    void appendKeys(const QVector<quint64>& keys);
    void removeKeys(const QVector<quint64>& keys);
    [[nodiscard]] const QVector<quint64>& keys() const { return m_keys; }
    [[nodiscard]] quint64 keyAt(int row) const;
    /// -1 if it is not there. A few comparisons, after the first call for other keys than before.
    [[nodiscard]] int rowOf(quint64 key) const;

    /// What describe() says about these keys has changed.
    void itemsChanged(const QVector<quint64>& keys);
    /// What describe() says may have changed for every row.
    void allItemsChanged();

    /// What describe() says about a row.
    [[nodiscard]] GalleryItem item(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  private:
    Describe m_describe;
    QVector<quint64> m_keys;
    mutable bool m_isIndexed = false;
    /// The rows in the order of their keys; empty where that is the order they stand in. A hash of
    /// a million keys would take half a second.
    mutable QVector<int> m_byKey;
    void indexRows() const;
};

}  // namespace minarai::widgets
