// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How many images of each class train, validate and test, with a small bar in each cell.
#pragma once

#include <QAbstractTableModel>
#include <QVector>
#include <array>

namespace minarai::studio {

struct PartsRow {
    QString name;
    std::array<quint64, 3> counts{};  ///< training, validation, test
};

class PartsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Train, Val, Test, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(const QVector<PartsRow>& rows);
    void retranslate();
    [[nodiscard]] bool hasTest() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

  private:
    QVector<PartsRow> m_rows;
    quint64 m_most = 1;
};

}  // namespace minarai::studio
