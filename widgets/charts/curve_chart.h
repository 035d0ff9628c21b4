// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Curves over epochs or steps: loss, accuracy, learning rate, schedules, ROC.
//
//   auto* chart = new CurveChart(tr("Loss"));
//   chart->setSeries("train", SeriesRole::Training, tr("training"));
//   chart->setSeries("val", SeriesRole::Validation, tr("validation"));
//   chart->setXSpan(0, 30);
//   chart->append("val", epoch, loss);   // as often as you like; drawn at most ~30 times a second
//
// Wheel zooms the x axis (Ctrl: y), dragging moves, a double click or Home shows everything; with
// the keyboard: arrows move the readout from point to point, +/- zoom, Enter opens the point.
#pragma once

#include <QPointF>
#include <QString>
#include <QVector>
#include <QWidget>
#include <memory>
#include <optional>

#include "base/error.h"

namespace minarai::widgets {

enum class SeriesRole {
    Training,    ///< thin
    Validation,  ///< thick
    OtherRun,    ///< dashed
    Planned,     ///< accent, dotted: what a Plain curve is to become
    Plain,       ///< accent, thin: one curve alone (schedule, throughput)
    Raw,         ///< grey, thin: measured values behind their mean
    Class,       ///< a class's or run's colour, given by colorIndex
};

class CurveChart : public QWidget {
    Q_OBJECT
  public:
    explicit CurveChart(const QString& title = {}, QWidget* parent = nullptr);
    ~CurveChart() override;

    /// The name of what is drawn, for assistive tools and exported files.
    void setTitle(const QString& title);
    void setXTitle(const QString& title);

    /// Adds a series or changes its role and label. Drawn in the order in which they were added;
    /// validation always on top.
    void setSeries(const QString& id, SeriesRole role, const QString& label, int colorIndex = 0);
    void removeSeries(const QString& id);
    [[nodiscard]] QStringList seriesIds() const;
    [[nodiscard]] QString seriesLabel(const QString& id) const;
    /// The curves that are named within the chart, as they come and go: dashed and dotted ones
    /// that have points.
    [[nodiscard]] QStringList legend() const;

    /// Adds a point at the end (x must not go back; a point which does is put into place). Points
    /// that are not finite are left out. Unknown ids are ignored.
    void append(const QString& id, double x, double y);

    /// Replaces all points of a series.
    void setPoints(const QString& id, const QVector<QPointF>& points);

    /// The points kept: at most kMaxPoints a series; beyond, neighbours are averaged in pairs.
    [[nodiscard]] QVector<QPointF> points(const QString& id) const;
    static constexpr int kMaxPoints = 4000;

    /// Removes all points, keeps the series.
    void clear();
    /// Removes all series.
    void clearSeries();

    /// x shown at least, such as the planned epochs. Without it x grows in nice steps.
    void setXSpan(double from, double to);
    /// y shown at least, such as 0 ... 1 for an accuracy. Without it y grows in nice steps.
    void setYSpan(double from, double to);

    /// What is on screen now.
    [[nodiscard]] QPointF xRange() const;
    [[nodiscard]] QPointF yRange() const;

    void setLogarithmic(bool on);
    [[nodiscard]] bool isLogarithmic() const;
    /// Exponential smoothing for the eye of Training curves, which have a value for each step: the
    /// weight of what was before, 0 (off) to 0.99. A value of an epoch is a result and is drawn as
    /// it is. The data stay as they are, and faint behind the smoothed curve.
    void setSmoothing(double weight);
    [[nodiscard]] double smoothing() const;
    /// A vertical line, such as the epoch the time machine shows.
    void setMarker(std::optional<double> x);
    [[nodiscard]] std::optional<double> marker() const;
    /// The user may drag the marker, and the arrow keys move it from point to point.
    void setMarkerMovable(bool on);
    /// Positive x by powers of ten. There is no zoom then: everything is shown.
    void setXLogarithmic(bool on);
    /// What will appear here, while there are no points.
    void setEmptyText(const QString& text);
    void resetZoom();

    /// Writes .png, .pdf, .svg or .csv by the file's ending (UTF-8 path). FileFormat for another
    /// ending, WriteFailed.
    [[nodiscard]] Status exportTo(const QString& path);

    /// Also in the context menu; put them into a card's title row.
    [[nodiscard]] QAction* logAction() const;
    [[nodiscard]] QAction* exportAction() const;
    [[nodiscard]] QAction* resetAction() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    /// A point was clicked or opened with Enter.
    void pointActivated(const QString& seriesId, double x);
    /// The readout moved to x.
    void hovered(double x);
    /// The user moved the marker.
    void markerMoved(double x);
    /// An export from the chart's own menu failed; show it in the page's message bar.
    void exportFailed(const QString& message);
    /// An export from the chart's own menu is done.
    void exported(const QString& path);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  public:
    struct Parts;  ///< defined and used in this folder only

  private:
    std::unique_ptr<Parts> m_parts;
};

/// The smallest of 1, 1.2, 1.6, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is at least value;
/// 1 for values that are not positive and finite.
double niceCeiling(double value);

}  // namespace minarai::widgets
