// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of CurveChart, shared by the files that implement it and by nobody else.
#pragma once

#include <QAction>
#include <QTimer>
#include <map>
#include <optional>
#include <vector>

#include "widgets/charts/curve_chart.h"
#include "widgets/charts/curve_series.h"
#include "widgets/charts/qcustomplot_include.h"
#include "widgets/theme/tokens.h"

namespace minarai::widgets {

struct CurveSeries {
    QString id;
    QString label;
    SeriesRole role = SeriesRole::Plain;
    int colorIndex = 0;
    CurvePoints data{CurveChart::kMaxPoints};
    QVector<QPointF> shown;        ///< data.points() at the last refresh
    QCPGraph* graph = nullptr;     ///< owned by the plot
    QCPGraph* rawGraph = nullptr;  ///< the unsmoothed curve behind a smoothed one
    bool dirty = true;
};

struct Span {
    double from = 0;
    double to = 0;
    bool operator==(const Span&) const = default;
};

/// Readout, marker, empty text and focus: painted over the plot, so that moving the pointer never
/// replots the curves.
class CurveOverlay;

/// What a curve says at the readout.
struct CurveReading {
    const CurveSeries* series = nullptr;
    QPointF point;
};

struct CurveChart::Parts {
    CurveChart* chart = nullptr;
    QCustomPlot* plot = nullptr;
    CurveOverlay* overlay = nullptr;
    std::vector<std::unique_ptr<CurveSeries>> series;
    QString title;
    QString xTitle;
    QString emptyText;
    QAction* logAction = nullptr;
    QAction* exportAction = nullptr;
    QAction* resetAction = nullptr;
    QTimer refreshTimer;

    std::optional<Span> xSpan;
    std::optional<Span> ySpan;
    Span fullX{0, 1};
    Span fullY{0, 1};
    bool grown = false;  ///< fullY holds a range of these points that must not shrink
    bool zoomed = false;
    std::optional<double> marker;
    double smoothing = 0;
    bool markerMovable = false;
    bool movingMarker = false;
    bool xLogarithmic = false;
    std::optional<double> readout;
    QPoint pressedAt;
    QPoint draggedFrom;
    bool pressed = false;
    bool dragging = false;

    [[nodiscard]] CurveSeries* find(const QString& id) const;
    [[nodiscard]] CurveSeries* primary() const;
    [[nodiscard]] bool hasPoints() const;
    [[nodiscard]] QColor colorOf(const CurveSeries& one, bool dark) const;
    [[nodiscard]] QPen penOf(const CurveSeries& one, bool dark) const;
    [[nodiscard]] std::vector<const CurveSeries*> named() const;
    [[nodiscard]] bool isCrossed(const QRectF& place) const;
    /// None without a readout.
    [[nodiscard]] std::vector<CurveReading> readings() const;
    /// A value of the x axis.
    [[nodiscard]] QString placeText(double x) const;

    void scheduleRefresh();
    void refresh();
    void updateRanges();
    void applyRanges();
    void styleAxes(bool dark);
    void styleSeries(CurveSeries& one, bool dark);
    void describe();
    void nameActions();

    void zoomX(double factor, double around);
    void zoomY(double factor, double around);
    void panTo(QPoint to);
    void moveReadout(std::optional<double> x);
    void stepReadout(int steps);
    void click(QPoint at);
    [[nodiscard]] bool isOnMarker(QPoint at) const;
    void moveMarker(double x);
    void stepMarker(int steps);
    void press(const QMouseEvent& mouse);
    void move(QPoint at);
    bool handleMouse(QEvent* event);
    void chooseExport();
    [[nodiscard]] QString csv() const;
};

/// Where a range of values begins and ends in nice steps.
Span niceSpan(double low, double high, bool logarithmic);

class CurveOverlay final : public QWidget {
    Q_OBJECT
  public:
    explicit CurveOverlay(CurveChart::Parts& parts, QWidget* parent);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    CurveChart::Parts& m_parts;
    void paintLegend(QPainter& painter, const QRectF& area);
    void paintReadout(QPainter& painter, const QRectF& area);
};

}  // namespace minarai::widgets
