// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/curve_chart.h"

#include <QVBoxLayout>
#include <algorithm>

#include "widgets/charts/curve_parts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {
namespace {

constexpr int kRefreshMs = 33;
constexpr int kLongestRefreshMs = 500;
/// Times that drawing takes pass until the next drawing: a chart has a tenth of the thread at most.
constexpr double kPause = 9;
constexpr int kLeftMargin = 42;

}  // namespace

CurveSeries* CurveChart::Parts::find(const QString& id) const {
    const auto found =
        std::find_if(series.begin(), series.end(), [&](const auto& one) { return one->id == id; });
    return found == series.end() ? nullptr : found->get();
}

CurveSeries* CurveChart::Parts::primary() const {
    CurveSeries* first = nullptr;
    for (const auto& one : series) {
        if (one->shown.isEmpty()) {
            continue;
        }
        if (one->role == SeriesRole::Validation) {
            return one.get();
        }
        first = first == nullptr ? one.get() : first;
    }
    return first;
}

bool CurveChart::Parts::hasPoints() const {
    return std::any_of(series.begin(), series.end(),
                       [](const auto& one) { return !one->data.isEmpty(); });
}

std::vector<const CurveSeries*> CurveChart::Parts::named() const {
    std::vector<const CurveSeries*> found;
    for (const auto& one : series) {
        const bool isNamed = one->role == SeriesRole::OtherRun || one->role == SeriesRole::Planned;
        if (isNamed && !one->data.isEmpty()) {
            found.push_back(one.get());
        }
    }
    return found;
}

void CurveChart::Parts::scheduleRefresh() {
    if (!refreshTimer.isActive()) {
        const int pause = static_cast<int>(kPause * plot->replotTime(/*average=*/true));
        refreshTimer.start(std::clamp(pause, kRefreshMs, kLongestRefreshMs));
    }
}

void CurveChart::Parts::refresh() {
    const bool dark = Theme::of(chart).isDark();
    for (const auto& one : series) {
        if (!one->dirty) {
            continue;
        }
        one->dirty = false;
        one->shown = one->data.points();
        const bool smoothThis = smoothing > 0 && one->role == SeriesRole::Training;
        const auto feed = [](QCPGraph* graph, const QVector<QPointF>& points) {
            QVector<QCPGraphData> data;
            data.reserve(points.size());
            for (const QPointF& point : points) {
                data.append(QCPGraphData(point.x(), point.y()));
            }
            graph->data()->set(data, true);
        };
        feed(one->graph, smoothThis ? smoothed(one->shown, smoothing) : one->shown);
        if (smoothThis && one->rawGraph == nullptr) {
            one->rawGraph = plot->addGraph();
            one->rawGraph->removeFromLegend();
        }
        if (one->rawGraph != nullptr) {
            one->rawGraph->setVisible(smoothThis);
            feed(one->rawGraph, one->shown);
        }
        styleSeries(*one, dark);
    }
    updateRanges();
    describe();
    plot->replot(QCustomPlot::rpQueuedReplot);
    overlay->update();
}

void CurveChart::Parts::describe() {
    // What the readout is on, or the newest values.
    std::vector<CurveReading> told = readings();
    for (const auto& one : series) {
        if (!readout && !one->shown.isEmpty()) {
            told.push_back({one.get(), one->shown.last()});
        }
    }
    QStringList parts;
    for (const auto& [one, point] : told) {
        parts << CurveChart::tr("%1: %2 at %3")
                     .arg(one->label, readoutText(point.y()), placeText(point.x()));
    }
    chart->setAccessibleDescription(parts.isEmpty() ? emptyText : parts.join(QStringLiteral("; ")));
}

void CurveChart::Parts::nameActions() {
    logAction->setText(CurveChart::tr("log"));
    logAction->setToolTip(CurveChart::tr("Logarithmic axis"));
    exportAction->setText(CurveChart::tr("export"));
    exportAction->setToolTip(CurveChart::tr("Export as PNG, PDF, SVG or CSV"));
    resetAction->setText(CurveChart::tr("Show everything"));
    resetAction->setToolTip(CurveChart::tr("Show everything (Home or double click)"));
}

CurveChart::CurveChart(const QString& title, QWidget* parent)
    : QWidget(parent), m_parts(std::make_unique<Parts>()) {
    Parts& p = *m_parts;
    p.chart = this;
    p.emptyText = tr("The curve appears here as soon as there are values.");
    p.plot = new QCustomPlot(this);
    p.plot->setFocusPolicy(Qt::NoFocus);
    p.plot->setMouseTracking(true);
    p.plot->setPlottingHint(QCP::phFastPolylines, false);
    p.plot->setNoAntialiasingOnDrag(false);
    p.plot->addLayer(QStringLiteral("front"), p.plot->layer(QStringLiteral("main")));
    p.plot->axisRect()->setMinimumMargins(QMargins(kLeftMargin, 12, 14, 22));
    p.plot->axisRect()->setAutoMargins(QCP::msLeft | QCP::msBottom);
    p.plot->axisRect()->setMargins(QMargins(kLeftMargin, 12, 14, 22));
    p.plot->installEventFilter(this);
    p.overlay = new CurveOverlay(p, p.plot);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(p.plot);
    setFocusPolicy(Qt::StrongFocus);
    setFocusProxy(nullptr);
    setContextMenuPolicy(Qt::ActionsContextMenu);

    p.logAction = new QAction(this);
    p.logAction->setCheckable(true);
    p.exportAction = new QAction(this);
    p.resetAction = new QAction(this);
    p.nameActions();
    addActions({p.logAction, p.resetAction, p.exportAction});
    connect(p.logAction, &QAction::toggled, this, [this] {
        m_parts->grown = false;
        m_parts->zoomed = false;
        m_parts->styleAxes(Theme::of(this).isDark());
        m_parts->refresh();
    });
    connect(p.resetAction, &QAction::triggered, this, &CurveChart::resetZoom);
    connect(p.exportAction, &QAction::triggered, this, [this] { m_parts->chooseExport(); });

    p.refreshTimer.setSingleShot(true);
    connect(&p.refreshTimer, &QTimer::timeout, this, [this] { m_parts->refresh(); });
    connect(&Theme::of(this), &Theme::changed, this, [this] {
        m_parts->styleAxes(Theme::of(this).isDark());
        m_parts->plot->replot(QCustomPlot::rpQueuedReplot);
    });
    p.styleAxes(Theme::of(this).isDark());
    setTitle(title);
    p.updateRanges();
    p.describe();
}

CurveChart::~CurveChart() = default;

void CurveChart::setTitle(const QString& title) {
    m_parts->title = title;
    setAccessibleName(title);
}

void CurveChart::setXTitle(const QString& title) {
    m_parts->xTitle = title;
    m_parts->plot->xAxis->setLabel(title);
    m_parts->scheduleRefresh();
}

void CurveChart::setSeries(const QString& id, SeriesRole role, const QString& label,
                           int colorIndex) {
    CurveSeries* one = m_parts->find(id);
    if (one == nullptr) {
        m_parts->series.push_back(std::make_unique<CurveSeries>());
        one = m_parts->series.back().get();
        one->id = id;
        one->graph = m_parts->plot->addGraph();
    }
    one->role = role;
    one->label = label;
    one->colorIndex = colorIndex;
    one->dirty = true;
    m_parts->scheduleRefresh();
}

void CurveChart::removeSeries(const QString& id) {
    CurveSeries* one = m_parts->find(id);
    if (one == nullptr) {
        return;
    }
    m_parts->plot->removeGraph(one->graph);
    if (one->rawGraph != nullptr) {
        m_parts->plot->removeGraph(one->rawGraph);
    }
    std::erase_if(m_parts->series, [one](const auto& other) { return other.get() == one; });
    m_parts->grown = false;
    m_parts->scheduleRefresh();
}

QStringList CurveChart::seriesIds() const {
    QStringList ids;
    for (const auto& one : m_parts->series) {
        ids << one->id;
    }
    return ids;
}

QString CurveChart::seriesLabel(const QString& id) const {
    const CurveSeries* one = m_parts->find(id);
    return one == nullptr ? QString() : one->label;
}

QStringList CurveChart::legend() const {
    QStringList labels;
    for (const CurveSeries* one : m_parts->named()) {
        labels << one->label;
    }
    return labels;
}

void CurveChart::append(const QString& id, double x, double y) {
    if (CurveSeries* one = m_parts->find(id)) {
        one->data.append({x, y});
        one->dirty = true;
        m_parts->scheduleRefresh();
    }
}

void CurveChart::setPoints(const QString& id, const QVector<QPointF>& points) {
    if (CurveSeries* one = m_parts->find(id)) {
        one->data.assign(points);
        one->dirty = true;
        m_parts->grown = false;
        m_parts->scheduleRefresh();
    }
}

QVector<QPointF> CurveChart::points(const QString& id) const {
    const CurveSeries* one = m_parts->find(id);
    return one == nullptr ? QVector<QPointF>() : one->data.points();
}

void CurveChart::clear() {
    for (const auto& one : m_parts->series) {
        one->data.clear();
        one->dirty = true;
    }
    m_parts->grown = false;
    m_parts->zoomed = false;
    m_parts->readout.reset();
    m_parts->scheduleRefresh();
}

void CurveChart::clearSeries() {
    while (!m_parts->series.empty()) {
        removeSeries(m_parts->series.back()->id);
    }
    m_parts->zoomed = false;
    m_parts->readout.reset();
}

void CurveChart::setXSpan(double from, double to) {
    m_parts->xSpan = Span{from, to};
    m_parts->scheduleRefresh();
}

void CurveChart::setYSpan(double from, double to) {
    m_parts->ySpan = Span{from, to};
    m_parts->scheduleRefresh();
}

QPointF CurveChart::xRange() const {
    const QCPRange range = m_parts->plot->xAxis->range();
    return {range.lower, range.upper};
}

QPointF CurveChart::yRange() const {
    const QCPRange range = m_parts->plot->yAxis->range();
    return {range.lower, range.upper};
}

void CurveChart::setLogarithmic(bool on) {
    m_parts->logAction->setChecked(on);
}
bool CurveChart::isLogarithmic() const {
    return m_parts->logAction->isChecked();
}
void CurveChart::setSmoothing(double weight) {
    m_parts->smoothing = std::clamp(weight, 0.0, 0.99);
    for (const auto& one : m_parts->series) {
        one->dirty = true;
    }
    m_parts->scheduleRefresh();
}
double CurveChart::smoothing() const {
    return m_parts->smoothing;
}

void CurveChart::setMarker(std::optional<double> x) {
    m_parts->marker = x;
    m_parts->overlay->update();
}

std::optional<double> CurveChart::marker() const {
    return m_parts->marker;
}

void CurveChart::setMarkerMovable(bool on) {
    m_parts->markerMovable = on;
}

void CurveChart::setXLogarithmic(bool on) {
    m_parts->xLogarithmic = on;
    m_parts->grown = false;
    m_parts->zoomed = false;
    m_parts->styleAxes(Theme::of(this).isDark());
    m_parts->refresh();
}

void CurveChart::setEmptyText(const QString& text) {
    m_parts->emptyText = text;
    m_parts->describe();
    m_parts->overlay->update();
}

void CurveChart::resetZoom() {
    m_parts->zoomed = false;
    m_parts->applyRanges();
    m_parts->plot->replot(QCustomPlot::rpQueuedReplot);
    m_parts->overlay->update();
}

QAction* CurveChart::logAction() const {
    return m_parts->logAction;
}
QAction* CurveChart::exportAction() const {
    return m_parts->exportAction;
}
QAction* CurveChart::resetAction() const {
    return m_parts->resetAction;
}

QSize CurveChart::sizeHint() const {
    return {420, 240};
}
QSize CurveChart::minimumSizeHint() const {
    return {160, 100};
}

void CurveChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_parts->overlay->setGeometry(QRect(QPoint(), size()));
    m_parts->overlay->raise();
}

void CurveChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::EnabledChange) {
        m_parts->overlay->update();
    } else if (event->type() == QEvent::LanguageChange) {
        m_parts->nameActions();
    }
}

}  // namespace minarai::widgets
