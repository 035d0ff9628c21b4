// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The problems of one kind: file and reason, one row each.
#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "studio/session/project.h"

namespace minarai::studio {

class ProblemModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Path, Reason, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Null shows none.
    void show(std::shared_ptr<const ProblemList> list, dataset::ProblemKind kind);
    [[nodiscard]] const dataset::Problem& problemAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

  private:
    std::shared_ptr<const ProblemList> m_list;
    std::vector<std::size_t> m_rows;  ///< indices into the list
};

}  // namespace minarai::studio
