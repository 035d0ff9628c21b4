// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The gallery of architectures as a table: what each costs, counted, measured and forecast.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QString>
#include <QStringList>
#include <QVector>
#include <cstdint>
#include <optional>

namespace minarai::widgets {

/// A row. What is not known yet has no value and is shown as "–".
struct ArchitectureRow {
    QString name;
    QString family;
    QString words;  ///< searched, not shown
    std::optional<std::int64_t> parameters;
    std::optional<std::int64_t> macs;     ///< multiply-adds of an image
    std::optional<std::uint64_t> bytes;   ///< of the weights
    std::optional<double> accuracy;       ///< published, 0 ... 1
    std::optional<double> trainMs;        ///< of an image, measured here
    std::optional<std::uint64_t> memory;  ///< of training
    std::optional<double> epochSeconds;   ///< forecast
    QString problem;                      ///< why it cannot be used; the tooltip
    bool measuring = false;
    bool inUse = false;  ///< the recipe's
    bool operator==(const ArchitectureRow&) const = default;
};

class ArchitectureModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Family, Parameters, Macs, Size, Accuracy, TrainTime, Memory, Epoch, Count };

    using QAbstractTableModel::QAbstractTableModel;

    /// As many rows as before are updated in place.
    void setRows(const QVector<ArchitectureRow>& rows);
    void setRow(int row, const ArchitectureRow& value);
    [[nodiscard]] const ArchitectureRow& row(int row) const { return m_rows[row]; }
    [[nodiscard]] bool hasAccuracy() const;

    /// Speaks another language now.
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

  private:
    QVector<ArchitectureRow> m_rows;

    [[nodiscard]] static QString textOf(const ArchitectureRow& row, int column);
    [[nodiscard]] static QVariant sortValue(const ArchitectureRow& row, int column);
    [[nodiscard]] static QString titleOf(int column);
    [[nodiscard]] static QString meaningOf(int column);
};

/// Every word of the search must be in a row's name, family or words. Unknown values stand last,
/// whichever way a column is sorted.
class ArchitectureFilter : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    explicit ArchitectureFilter(QObject* parent = nullptr);

    void setSearch(const QString& text);
    /// Empty: all families.
    void setFamily(const QString& family);
    [[nodiscard]] const ArchitectureModel* architectures() const;

  protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

  private:
    QStringList m_words;
    QString m_family;
};

}  // namespace minarai::widgets
