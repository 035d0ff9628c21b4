// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The points of one curve, kept within bounds however many arrive.
#pragma once

#include <QPointF>
#include <QString>
#include <QVector>
#include <optional>

namespace minarai::widgets {

/// Sorted by x. When the bound is reached, neighbours are averaged in pairs, and from then on each
/// kept point is the mean of as many arriving ones.
class CurvePoints {
  public:
    explicit CurvePoints(int bound) : m_bound(bound - bound % 2) {}

    void append(QPointF point);
    void assign(const QVector<QPointF>& points);
    void clear();

    /// What is drawn: the kept points and the mean of those not yet averaged.
    [[nodiscard]] QVector<QPointF> points() const;
    [[nodiscard]] bool isEmpty() const { return m_points.isEmpty() && m_pending == 0; }

  private:
    int m_bound;
    QVector<QPointF> m_points;
    QPointF m_sum;
    int m_pending = 0;
    int m_stride = 1;

    void insert(QPointF point);
    void halve();
};

/// Exponentially smoothed for the eye, without the drag towards zero at the beginning: the debiased
/// mean of TensorBoard, where weight (0 ... 0.99) is that of what was before.
QVector<QPointF> smoothed(const QVector<QPointF>& points, double weight);

/// The index of the point whose x is nearest; nothing for no points. Points sorted by x.
std::optional<qsizetype> nearestByX(const QVector<QPointF>& points, double x);

}  // namespace minarai::widgets
