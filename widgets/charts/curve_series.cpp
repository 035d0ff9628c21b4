// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/curve_series.h"

#include <algorithm>
#include <cmath>

namespace minarai::widgets {
namespace {

bool isFinite(QPointF point) {
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

bool byX(const QPointF& a, const QPointF& b) {
    return a.x() < b.x();
}

}  // namespace

void CurvePoints::append(QPointF point) {
    if (!isFinite(point)) {
        return;
    }
    if (m_stride == 1) {
        insert(point);
        return;
    }
    m_sum += point;
    if (++m_pending == m_stride) {
        insert(m_sum / m_pending);
        m_sum = {};
        m_pending = 0;
    }
}

void CurvePoints::insert(QPointF point) {
    if (m_points.isEmpty() || m_points.last().x() <= point.x()) {
        m_points.append(point);
    } else {
        m_points.insert(std::upper_bound(m_points.begin(), m_points.end(), point, byX), point);
    }
    if (m_points.size() >= m_bound) {
        halve();
    }
}

void CurvePoints::halve() {
    const qsizetype pairs = m_points.size() / 2;
    const bool odd = m_points.size() % 2 == 1;
    const QPointF last = m_points.last();
    for (qsizetype i = 0; i < pairs; ++i) {
        m_points[i] = (m_points[2 * i] + m_points[2 * i + 1]) / 2;
    }
    m_points.resize(pairs);
    if (odd) {
        m_sum += last * m_stride;
        m_pending += m_stride;
    }
    m_stride *= 2;
}

void CurvePoints::assign(const QVector<QPointF>& points) {
    clear();
    m_points.reserve(points.size());
    for (const QPointF& point : points) {
        if (isFinite(point)) {
            m_points.append(point);
        }
    }
    std::stable_sort(m_points.begin(), m_points.end(), byX);
    while (m_points.size() >= m_bound) {
        halve();
    }
}

void CurvePoints::clear() {
    m_points.clear();
    m_sum = {};
    m_pending = 0;
    m_stride = 1;
}

QVector<QPointF> CurvePoints::points() const {
    QVector<QPointF> all = m_points;
    if (m_pending > 0) {
        all.append(m_sum / m_pending);
    }
    return all;
}

QVector<QPointF> smoothed(const QVector<QPointF>& points, double weight) {
    const double keep = std::clamp(weight, 0.0, 0.99);
    double mean = 0;
    double share = 0;
    QVector<QPointF> result;
    result.reserve(points.size());
    for (const QPointF& point : points) {
        mean = keep * mean + (1 - keep) * point.y();
        share = keep * share + (1 - keep);
        result.append({point.x(), mean / share});
    }
    return result;
}

std::optional<qsizetype> nearestByX(const QVector<QPointF>& points, double x) {
    if (points.isEmpty()) {
        return std::nullopt;
    }
    const auto after = std::lower_bound(points.begin(), points.end(), QPointF(x, 0), byX);
    if (after == points.begin()) {
        return 0;
    }
    const qsizetype index = after - points.begin();
    if (after == points.end()) {
        return index - 1;
    }
    return x - points[index - 1].x() <= after->x() - x ? index - 1 : index;
}

}  // namespace minarai::widgets
