// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The layers of a network as a table: id, type, output, parameters, multiply-adds, how they learn.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QVector>
#include <cstdint>

namespace minarai::widgets {

struct LayerLine {
    QString id;
    QString type;
    QString output;  ///< "64×56×56"
    std::int64_t parameters = 0;
    std::int64_t macs = 0;
    bool frozen = false;  ///< its weights stay as they are
    double rate = 1;      ///< multiplies the learning rate of its weights
    bool operator==(const LayerLine&) const = default;
};

class LayerModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Id, Type, Output, Parameters, Macs, Learning, Count };

    using QAbstractTableModel::QAbstractTableModel;

    /// The same layers in another state keep the current row.
    void setLayers(QVector<LayerLine> layers);
    /// Some layer learns otherwise than the others.
    [[nodiscard]] bool hasLearning() const;
    [[nodiscard]] const QVector<LayerLine>& layers() const { return m_layers; }
    /// Tab-separated lines with a heading, for the clipboard.
    [[nodiscard]] QString asText() const;
    /// "frozen" or "×0.1"; empty where it learns as the others, or has nothing that could.
    [[nodiscard]] static QString learningText(const LayerLine& layer);
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

  private:
    QVector<LayerLine> m_layers;
    std::int64_t m_mostParameters = 1;
    std::int64_t m_mostMacs = 1;
};

}  // namespace minarai::widgets
