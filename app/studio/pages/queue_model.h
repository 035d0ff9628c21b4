// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the queue: runs that train on one of several devices, then those that wait.
#pragma once

#include <QAbstractListModel>
#include <QStyledItemDelegate>
#include <optional>
#include <string>
#include <vector>

#include "studio/session/queue_session.h"

namespace minarai::studio {

/// A run as the queue shows it.
struct QueueRow {
    quint64 id = 0;
    runs::QueuedRun run;
    QString folder;          ///< of a run that trains; empty before it has one
    std::string device;      ///< that it trains on; empty while it waits
    std::int64_t epoch = 0;  ///< in which it is, from 1; 0: not begun
    bool isStopping = false;
    bool operator==(const QueueRow&) const = default;

    [[nodiscard]] bool trains() const { return !device.empty(); }
};

class QueueModel : public QAbstractListModel {
    Q_OBJECT
  public:
    /// Where the run is or will be, short: "GPU 1 · epoch 3 of 20". Empty on a machine with one
    /// device.
    static constexpr int kPlaceRole = Qt::UserRole;

    explicit QueueModel(QObject* parent) : QAbstractListModel(parent) {}

    /// devices: of the machine; with one or none the rows do not speak of places.
    void setRows(const std::vector<QueueRow>& rows, const std::vector<std::string>& devices);
    /// 0 for no row.
    [[nodiscard]] quint64 idAt(int row) const;
    [[nodiscard]] int rowOf(quint64 id) const;
    /// Null for no row.
    [[nodiscard]] const QueueRow* at(int row) const;
    /// The texts are in another language now.
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

  private:
    std::vector<QueueRow> m_rows;
    std::vector<std::string> m_devices;

    void takeRows(const std::vector<QueueRow>& rows);
    /// First what differs from the other rows; nothing that all settings share.
    [[nodiscard]] QString rowText(const QueueRow& row) const;
    [[nodiscard]] QString placeText(const QueueRow& row) const;
    [[nodiscard]] QString toolTip(const QueueRow& row) const;
};

/// The place stands at the right edge, and the rest is cut before it.
class QueueDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

}  // namespace minarai::studio
