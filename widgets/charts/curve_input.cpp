// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pointer and keyboard on a CurveChart, and the readout they move.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/charts/curve_parts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {
namespace {

constexpr double kZoomStep = 1.25;
constexpr int kDragBegins = 4;
constexpr double kClickRadius = 16;

/// A part of the full range: never beyond it, never thinner than a thousandth.
QCPRange bounded(double from, double to, const Span& full) {
    const double width = std::clamp(to - from, (full.to - full.from) / 1000, full.to - full.from);
    const double start = std::clamp(from, full.from, full.to - width);
    return {start, start + width};
}

}  // namespace

void CurveChart::Parts::zoomX(double factor, double around) {
    if (xLogarithmic) {
        return;
    }
    const QCPRange now = plot->xAxis->range();
    plot->xAxis->setRange(bounded(around - (around - now.lower) / factor,
                                  around + (now.upper - around) / factor, fullX));
    zoomed = true;
    plot->replot(QCustomPlot::rpQueuedReplot);
    overlay->update();
}

void CurveChart::Parts::zoomY(double factor, double around) {
    const QCPRange now = plot->yAxis->range();
    if (logAction->isChecked()) {
        const double low = std::log(around) - std::log(around / now.lower) / factor;
        const double high = std::log(around) + std::log(now.upper / around) / factor;
        const QCPRange logs = bounded(low, high, {std::log(fullY.from), std::log(fullY.to)});
        plot->yAxis->setRange(std::exp(logs.lower), std::exp(logs.upper));
    } else {
        plot->yAxis->setRange(bounded(around - (around - now.lower) / factor,
                                      around + (now.upper - around) / factor, fullY));
    }
    zoomed = true;
    plot->replot(QCustomPlot::rpQueuedReplot);
    overlay->update();
}

void CurveChart::Parts::panTo(QPoint to) {
    const auto moved = [&](QCPAxis* axis, int before, int after) {
        return axis->pixelToCoord(before) - axis->pixelToCoord(after);
    };
    const double byX = moved(plot->xAxis, draggedFrom.x(), to.x());
    const QCPRange x = plot->xAxis->range();
    plot->xAxis->setRange(bounded(x.lower + byX, x.upper + byX, fullX));
    if (!logAction->isChecked()) {
        const double byY = moved(plot->yAxis, draggedFrom.y(), to.y());
        const QCPRange y = plot->yAxis->range();
        plot->yAxis->setRange(bounded(y.lower + byY, y.upper + byY, fullY));
    }
    draggedFrom = to;
    zoomed = true;
    plot->replot(QCustomPlot::rpQueuedReplot);
    overlay->update();
}

void CurveChart::Parts::moveReadout(std::optional<double> x) {
    if (x == readout) {
        return;
    }
    readout = x;
    overlay->update();
    describe();
    if (x) {
        Q_EMIT chart->hovered(*x);
    }
}

std::vector<CurveReading> CurveChart::Parts::readings() const {
    std::vector<CurveReading> found;
    if (!readout) {
        return found;
    }
    constexpr double kBeside = 10;
    const double pixel = plot->xAxis->coordToPixel(*readout);
    for (const auto& one : series) {
        const auto index = nearestByX(one->shown, *readout);
        if (!index) {
            continue;
        }
        const QPointF point = one->shown[*index];
        // Beyond its end a series has nothing to say about this x.
        const bool outside = *readout < one->shown.first().x() || *readout > one->shown.last().x();
        if (!outside || std::abs(plot->xAxis->coordToPixel(point.x()) - pixel) <= kBeside) {
            found.push_back({one.get(), point});
        }
    }
    return found;
}

QString CurveChart::Parts::placeText(double x) const {
    return xLogarithmic ? readoutText(x) : shortReal(std::round(x * 100) / 100);
}

void CurveChart::Parts::stepReadout(int steps) {
    const CurveSeries* one = primary();
    if (one == nullptr) {
        return;
    }
    const auto last = one->shown.size() - 1;
    const qsizetype index =
        readout ? std::clamp<qsizetype>(*nearestByX(one->shown, *readout) + steps, 0, last) : last;
    moveReadout(one->shown[index].x());
}

void CurveChart::Parts::click(QPoint at) {
    const CurveSeries* best = nullptr;
    QPointF bestPoint;
    double bestDistance = kClickRadius;
    for (const auto& one : series) {
        for (const QPointF& point : one->shown) {
            const double dx = plot->xAxis->coordToPixel(point.x()) - at.x();
            const double dy = plot->yAxis->coordToPixel(point.y()) - at.y();
            const double distance = std::hypot(dx, dy);
            if (distance < bestDistance) {
                best = one.get();
                bestPoint = point;
                bestDistance = distance;
            }
        }
    }
    if (best != nullptr) {
        Q_EMIT chart->pointActivated(best->id, bestPoint.x());
    }
}

bool CurveChart::Parts::isOnMarker(QPoint at) const {
    constexpr double kGrip = 7;
    return markerMovable && marker &&
           std::abs(plot->xAxis->coordToPixel(*marker) - at.x()) <= kGrip;
}

void CurveChart::Parts::moveMarker(double x) {
    const double bounded = std::clamp(x, fullX.from, fullX.to);
    if (marker != bounded) {
        marker = bounded;
        overlay->update();
        Q_EMIT chart->markerMoved(bounded);
    }
}

void CurveChart::Parts::stepMarker(int steps) {
    const CurveSeries* one = primary();
    if (one == nullptr) {
        return;
    }
    const auto last = one->shown.size() - 1;
    const auto near = nearestByX(one->shown, marker.value_or(one->shown.last().x()));
    moveMarker(one->shown[std::clamp<qsizetype>(*near + steps, 0, last)].x());
}

void CurveChart::Parts::press(const QMouseEvent& mouse) {
    chart->setFocus(Qt::MouseFocusReason);
    pressed = mouse.button() == Qt::LeftButton;
    pressedAt = draggedFrom = mouse.position().toPoint();
    movingMarker = pressed && isOnMarker(pressedAt);
}

void CurveChart::Parts::move(QPoint at) {
    if (movingMarker) {
        moveMarker(plot->xAxis->pixelToCoord(at.x()));
        return;
    }
    if (pressed && !xLogarithmic &&
        (dragging || (at - pressedAt).manhattanLength() > kDragBegins)) {
        dragging = true;
        plot->setCursor(Qt::ClosedHandCursor);
        panTo(at);
        return;
    }
    if (isOnMarker(at)) {
        plot->setCursor(Qt::SizeHorCursor);
    } else {
        plot->unsetCursor();
    }
    std::optional<double> snapped;
    if (plot->axisRect()->rect().adjusted(-6, 0, 6, 0).contains(at)) {
        const double x = plot->xAxis->pixelToCoord(at.x());
        double nearest = 0;
        for (const auto& one : series) {
            const auto index = nearestByX(one->shown, x);
            if (!index) {
                continue;
            }
            const double candidate = one->shown[*index].x();
            if (!snapped || std::abs(candidate - x) < nearest) {
                snapped = candidate;
                nearest = std::abs(candidate - x);
            }
        }
    }
    moveReadout(snapped);
}

bool CurveChart::Parts::handleMouse(QEvent* event) {
    switch (event->type()) {
        case QEvent::MouseButtonPress:
            press(*static_cast<QMouseEvent*>(event));
            return pressed;
        case QEvent::MouseMove:
            move(static_cast<QMouseEvent*>(event)->position().toPoint());
            return true;
        case QEvent::MouseButtonRelease: {
            const QPoint at = static_cast<QMouseEvent*>(event)->position().toPoint();
            if (pressed && !dragging && !movingMarker) {
                click(at);
            }
            pressed = dragging = movingMarker = false;
            plot->unsetCursor();
            return true;
        }
        case QEvent::MouseButtonDblClick:
            chart->resetZoom();
            return true;
        case QEvent::Wheel: {
            auto* wheel = static_cast<QWheelEvent*>(event);
            if (wheel->angleDelta().y() == 0 || !hasPoints()) {
                return false;
            }
            const double factor = std::pow(kZoomStep, wheel->angleDelta().y() / 120.0);
            if (wheel->modifiers().testFlag(Qt::ControlModifier)) {
                zoomY(factor, plot->yAxis->pixelToCoord(wheel->position().y()));
            } else {
                zoomX(factor, plot->xAxis->pixelToCoord(wheel->position().x()));
            }
            wheel->accept();
            return true;
        }
        case QEvent::Leave:
            moveReadout(std::nullopt);
            return false;
        default:
            return false;
    }
}

bool CurveChart::eventFilter(QObject* watched, QEvent* event) {
    return watched == m_parts->plot ? m_parts->handleMouse(event)
                                    : QWidget::eventFilter(watched, event);
}

void CurveChart::keyPressEvent(QKeyEvent* event) {
    Parts& p = *m_parts;
    const QCPRange x = p.plot->xAxis->range();
    const double middle = p.readout.value_or(x.center());
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right: {
            const int step = event->key() == Qt::Key_Left ? -1 : 1;
            if (p.markerMovable) {
                p.stepMarker(step);
            } else {
                p.stepReadout(step);
            }
            return;
        }
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            p.zoomX(kZoomStep, middle);
            return;
        case Qt::Key_Minus:
            p.zoomX(1 / kZoomStep, middle);
            return;
        case Qt::Key_Home:
            resetZoom();
            return;
        case Qt::Key_Escape:
            if (p.readout) {
                p.moveReadout(std::nullopt);
                return;
            }
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (const CurveSeries* one = p.primary(); one != nullptr && p.readout) {
                Q_EMIT pointActivated(one->id, one->shown[*nearestByX(one->shown, *p.readout)].x());
                return;
            }
            break;
        default:
            break;
    }
    QWidget::keyPressEvent(event);
}

void CurveChart::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    m_parts->overlay->update();
}

void CurveChart::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    m_parts->overlay->update();
}

CurveOverlay::CurveOverlay(CurveChart::Parts& parts, QWidget* parent)
    : QWidget(parent), m_parts(parts) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFont(Theme::of(this).font(FontRole::Label));
}

void CurveOverlay::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = m_parts.plot->axisRect()->rect();
    if (!m_parts.hasPoints()) {
        painter.setFont(theme.font(FontRole::Secondary));
        painter.setPen(theme.color(Token::Secondary));
        painter.drawText(area.adjusted(12, 8, -12, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         phrased(m_parts.emptyText));
    }
    paintLegend(painter, area);
    if (m_parts.marker) {
        const double x = m_parts.plot->xAxis->coordToPixel(*m_parts.marker);
        if (x >= area.left() - 1 && x <= area.right() + 1) {
            painter.setPen(QPen(theme.color(Token::Accent), 1.5));
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
            if (m_parts.markerMovable) {
                painter.setBrush(theme.color(Token::Accent));
                painter.setPen(Qt::NoPen);
                painter.drawEllipse(QPointF(x, area.top() + 1), 5, 5);
            }
        }
    }
    if (m_parts.readout && m_parts.hasPoints()) {
        paintReadout(painter, area);
    }
    if (m_parts.chart->hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Accent), 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

bool CurveChart::Parts::isCrossed(const QRectF& place) const {
    const auto at = [this](const QPointF& point) {
        return QPointF(plot->xAxis->coordToPixel(point.x()), plot->yAxis->coordToPixel(point.y()));
    };
    for (const auto& one : series) {
        // From the right, where legends stand.
        for (qsizetype i = one->shown.size() - 1; i >= 0; --i) {
            const QPointF from = at(one->shown[std::max<qsizetype>(i - 1, 0)]);
            const QPointF to = at(one->shown[i]);
            if (to.x() < place.left()) {
                break;
            }
            if (from.x() <= place.right() && std::max(from.y(), to.y()) >= place.top() &&
                std::min(from.y(), to.y()) <= place.bottom()) {
                return true;
            }
        }
    }
    return false;
}

void CurveOverlay::paintLegend(QPainter& painter, const QRectF& area) {
    const auto named = m_parts.named();
    if (named.empty()) {
        return;
    }
    constexpr int kLine = 18;
    constexpr int kEdge = 6;
    const Theme& theme = Theme::of(this);
    const QFontMetrics metrics = fontMetrics();
    const int most = std::max(0, static_cast<int>(area.width() / 2) - kLine - 4 * kEdge);
    QStringList labels;
    int widest = 0;
    for (const CurveSeries* one : named) {
        labels << metrics.elidedText(one->label, Qt::ElideRight, most);
        widest = std::max(widest, metrics.horizontalAdvance(labels.last()));
    }
    const int step = metrics.height() + 2;
    QRectF box(0, 0, widest + kLine + 3 * kEdge, step * static_cast<int>(named.size()) + kEdge);
    box.moveTopRight(area.topRight() + QPointF(-2, 2));
    // Above, or below where curves run there and none runs below.
    QRectF below = box;
    below.moveBottom(area.bottom() - 2);
    if (m_parts.isCrossed(box) && !m_parts.isCrossed(below)) {
        box = below;
    }
    QColor ground = theme.color(Token::Surface);
    ground.setAlphaF(0.8F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(box, kSmallRadius, kSmallRadius);
    painter.setFont(font());
    double top = box.top() + kEdge / 2.0;
    for (std::size_t i = 0; i < named.size(); ++i) {
        const double middle = top + step / 2.0;
        painter.setPen(m_parts.penOf(*named[i], theme.isDark()));
        painter.drawLine(QPointF(box.left() + kEdge, middle),
                         QPointF(box.left() + kEdge + kLine, middle));
        painter.setPen(theme.color(Token::Secondary));
        painter.drawText(QRectF(box.left() + 2 * kEdge + kLine, top, widest + kEdge, step),
                         Qt::AlignLeft | Qt::AlignVCenter, labels[static_cast<qsizetype>(i)]);
        top += step;
    }
}

void CurveOverlay::paintReadout(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::of(this);
    const double x = *m_parts.readout;
    const double pixel = m_parts.plot->xAxis->coordToPixel(x);
    if (pixel < area.left() - 1 || pixel > area.right() + 1) {
        return;
    }
    struct Line {
        QColor color;
        QString label;
        QString value;
    };
    std::vector<Line> lines;
    painter.setPen(QPen(theme.color(Token::Tertiary), 1));
    painter.drawLine(QPointF(pixel, area.top()), QPointF(pixel, area.bottom()));
    for (const auto& [one, point] : m_parts.readings()) {
        const QPointF at(m_parts.plot->xAxis->coordToPixel(point.x()),
                         m_parts.plot->yAxis->coordToPixel(point.y()));
        const QColor color = m_parts.colorOf(*one, theme.isDark());
        lines.push_back({color, one->label, readoutText(point.y())});
        if (area.adjusted(-2, -2, 2, 2).contains(at)) {
            painter.setPen(QPen(theme.color(Token::Surface), 1.5));
            painter.setBrush(color);
            painter.drawEllipse(at, 4, 4);
        }
    }
    if (lines.empty()) {
        return;
    }
    const QFontMetrics metrics = fontMetrics();
    const QString head = m_parts.xTitle.isEmpty()
                             ? readoutText(x)
                             : QStringLiteral("%1 %2").arg(m_parts.xTitle, m_parts.placeText(x));
    int labels = metrics.horizontalAdvance(head);
    int values = 0;
    for (const Line& line : lines) {
        labels = std::max(labels, metrics.horizontalAdvance(line.label) + 16);
        values = std::max(values, metrics.horizontalAdvance(line.value));
    }
    const int step = metrics.height() + 3;
    QRectF box(0, 0, labels + values + 30, step * (static_cast<int>(lines.size()) + 1) + 10);
    // On the side with room, so that the box never covers what the pointer is on.
    box.moveTop(area.top() + 4);
    box.moveLeft(pixel + 12 + box.width() <= area.right() ? pixel + 12 : pixel - 12 - box.width());
    painter.setPen(QPen(theme.color(Token::Border), 1));
    painter.setBrush(theme.color(Token::Surface));
    painter.drawRoundedRect(box, kSmallRadius, kSmallRadius);
    painter.setFont(font());
    double top = box.top() + 5;
    painter.setPen(theme.color(Token::Secondary));
    painter.drawText(QRectF(box.left() + 10, top, labels + values + 10, step),
                     Qt::AlignLeft | Qt::AlignVCenter, head);
    for (const Line& line : lines) {
        top += step;
        painter.setPen(Qt::NoPen);
        painter.setBrush(line.color);
        painter.drawRoundedRect(QRectF(box.left() + 10, top + step / 2.0 - 1.5, 10, 3), 1.5, 1.5);
        painter.setPen(theme.color(Token::Secondary));
        painter.drawText(QRectF(box.left() + 26, top, labels, step),
                         Qt::AlignLeft | Qt::AlignVCenter, line.label);
        painter.setPen(theme.color(Token::Text));
        painter.drawText(QRectF(box.left(), top, box.width() - 10, step),
                         Qt::AlignRight | Qt::AlignVCenter, line.value);
    }
}

}  // namespace minarai::widgets
