// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A handful of pictures that change together: the variants of one image.
#pragma once

#include <QAbstractListModel>
#include <QImage>
#include <QString>
#include <QVector>

namespace minarai::widgets {

struct VariantItem {
    QImage picture;   ///< null while it is being made, or where it cannot be
    QString caption;  ///< beneath it; empty for none
    QString toolTip;
    QString description;  ///< for assistive tools
    bool isBroken = false;
};

class VariantModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { PictureRole = Qt::UserRole + 1, CaptionRole, BrokenRole };

    using QAbstractListModel::QAbstractListModel;

    /// Another set; the same number of rows is a change of data and keeps the current row.
    void setItems(QVector<VariantItem> items);
    [[nodiscard]] const QVector<VariantItem>& items() const { return m_items; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

  private:
    QVector<VariantItem> m_items;
};

}  // namespace minarai::widgets
