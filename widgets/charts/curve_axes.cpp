// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ranges that grow in nice steps and never jump, and how axes and curves look.
#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/charts/curve_parts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {
namespace {

QColor withAlpha(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

/// "0.5", "0.001", "1e-5": ticks in the shortest form, without a trailing zero's noise.
class ShortLogTicker final : public QCPAxisTickerLog {
  protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar /*format*/,
                         int /*precision*/) override {
        const double digit = tick / std::pow(10, std::floor(std::log10(tick) + 1e-9));
        const bool shown =
            std::abs(digit - 1) < 0.01 || std::abs(digit - 2) < 0.01 || std::abs(digit - 5) < 0.01;
        if (!shown) {
            return {};
        }
        if (m_isWide && tick < 0.5) {
            // One notation along an axis of powers: 0.01 among them is 1e-2.
            return QStringLiteral("1e%1").arg(std::lround(std::log10(tick)));
        }
        // Powers that were multiplied up carry dust: 9.9999999e-6.
        const double clean = QString::number(tick, 'g', 6).toDouble();
        return clean < 1e-3 || clean >= 1e5 ? shortReal(clean) : locale.toString(clean, 'g', 6);
    }
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override {
        // A range within two decades has too few powers of ten to read: add 2 and 5.
        m_isWide = range.lower <= 0 || std::log10(range.upper / range.lower) > 3;
        if (m_isWide) {
            return QCPAxisTickerLog::createTickVector(tickStep, range);
        }
        QVector<double> ticks;
        for (double decade = std::pow(10, std::floor(std::log10(range.lower)));
             decade <= range.upper; decade *= 10) {
            for (const double digit : {1.0, 2.0, 5.0}) {
                ticks << decade * digit;
            }
        }
        return ticks;
    }

  private:
    bool m_isWide = false;  ///< powers of ten alone
};

/// Fewer ticks than the range would like where their labels have no room one above the other.
class RoomyTicker final : public QCPAxisTicker {
  public:
    explicit RoomyTicker(const QCPAxis& axis) : m_axis(axis) { setTickCount(kMost); }

  protected:
    double getTickStep(const QCPRange& range) override {
        constexpr int kFrame = 34;
        const QCustomPlot& plot = *m_axis.parentPlot();
        const int line = QFontMetrics(m_axis.tickLabelFont()).height();
        const int title = plot.xAxis->label().isEmpty() ? 0 : line;
        const double room = plot.viewport().height() - kFrame - title;
        double step = range.size();
        for (int count = kMost; count > 0; --count) {
            setTickCount(count);
            step = QCPAxisTicker::getTickStep(range);
            if (room * step >= 1.5 * line * range.size()) {
                break;
            }
        }
        setTickCount(kMost);
        return step;
    }

  private:
    static constexpr int kMost = 4;
    const QCPAxis& m_axis;
};

}  // namespace

double niceCeiling(double value) {
    if (!std::isfinite(value) || value <= 0) {
        return 1;
    }
    constexpr std::array<double, 11> kSteps{1, 1.2, 1.6, 2, 2.5, 3, 4, 5, 6, 8, 10};
    const double decade = std::pow(10, std::floor(std::log10(value)));
    for (const double step : kSteps) {
        if (step * decade >= value * (1 - 1e-12)) {
            return step * decade;
        }
    }
    return 10 * decade;
}

Span niceSpan(double low, double high, bool logarithmic) {
    if (logarithmic) {
        const double bottom = std::pow(10, std::floor(std::log10(std::max(low, 1e-12)) * 2) / 2);
        const double top = std::pow(10, std::ceil(std::log10(std::max(high, 1e-12)) * 2) / 2);
        return {bottom, top > bottom ? top : bottom * 10};
    }
    // Most quantities here count from zero, and a first point alone must not set a thin band from
    // which the axis would jump with the second.
    if (low >= 0) {
        return {0, niceCeiling(high)};
    }
    high = std::max(high, 0.0);
    const double step = niceCeiling((high - low) / 4);
    return {std::floor(low / step) * step, std::ceil(high / step) * step};
}

void CurveChart::Parts::updateRanges() {
    double lowX = 0;
    double highX = 0;
    double lowY = 0;
    double highY = 0;
    bool any = false;
    const bool logarithmic = logAction->isChecked();
    for (const auto& one : series) {
        for (const QPointF& point : one->shown) {
            if (logarithmic && point.y() <= 0) {
                continue;
            }
            lowX = any ? std::min(lowX, point.x()) : point.x();
            highX = any ? std::max(highX, point.x()) : point.x();
            lowY = any ? std::min(lowY, point.y()) : point.y();
            highY = any ? std::max(highY, point.y()) : point.y();
            any = true;
        }
    }
    Span x = xSpan.value_or(Span{0, 1});
    if (any) {
        const double from = lowX >= 0 && !xSpan ? 0.0 : lowX;
        x.from = xSpan ? std::min(xSpan->from, from) : from;
        if (!xSpan || highX > xSpan->to) {
            x.to = highX > 0 ? niceCeiling(highX) : highX;
        }
    }
    if (xLogarithmic) {
        x = any ? niceSpan(lowX, highX, true) : xSpan.value_or(Span{1e-6, 1});
        x.from = std::max(x.from, 1e-12);
    }
    if (x.to <= x.from) {
        x.to = x.from + 1;
    }
    Span y = ySpan.value_or(Span{0, 1});
    if (any) {
        y = niceSpan(lowY, highY, logarithmic);
        if (ySpan && !logarithmic) {
            y = {std::min(y.from, ySpan->from), std::max(y.to, ySpan->to)};
            if (lowY >= ySpan->from && highY <= ySpan->to) {
                y = *ySpan;
            }
        }
        if (grown) {
            y = {std::min(y.from, fullY.from), std::max(y.to, fullY.to)};
        }
        grown = true;
    } else if (logarithmic) {
        y = {0.01, 1};
    }
    // Without a curve the grid would run through the words that stand in its place.
    plot->yAxis->grid()->setVisible(any);
    fullX = x;
    fullY = y;
    applyRanges();
}

void CurveChart::Parts::applyRanges() {
    if (zoomed) {
        return;
    }
    plot->xAxis->setRange(fullX.from, fullX.to);
    plot->yAxis->setRange(fullY.from, fullY.to);
}

QColor CurveChart::Parts::colorOf(const CurveSeries& one, bool dark) const {
    switch (one.role) {
        case SeriesRole::Training:
            return tokenColor(Token::Training, dark);
        case SeriesRole::Validation:
            return tokenColor(Token::Validation, dark);
        case SeriesRole::OtherRun:
        case SeriesRole::Raw:
            return tokenColor(Token::OtherRun, dark);
        case SeriesRole::Planned:
        case SeriesRole::Plain:
            return tokenColor(Token::Accent, dark);
        case SeriesRole::Class:
            return Theme::of(chart).classColor(one.colorIndex);
    }
    return tokenColor(Token::Accent, dark);
}

QPen CurveChart::Parts::penOf(const CurveSeries& one, bool dark) const {
    QPen pen(colorOf(one, dark), one.role == SeriesRole::Validation ? 2.2 : 1.4);
    pen.setJoinStyle(Qt::RoundJoin);
    pen.setCapStyle(Qt::RoundCap);
    if (one.role == SeriesRole::OtherRun) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({3, 2.5});
    } else if (one.role == SeriesRole::Planned) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({1, 2});
    }
    return pen;
}

void CurveChart::Parts::styleSeries(CurveSeries& one, bool dark) {
    const QColor color = colorOf(one, dark);
    one.graph->setPen(penOf(one, dark));
    one.graph->setName(one.label);
    // A line needs two points: a single epoch would be invisible.
    const bool sparse = one.shown.size() == 1;
    one.graph->setScatterStyle(sparse ? QCPScatterStyle(QCPScatterStyle::ssDisc, color, color, 5)
                                      : QCPScatterStyle());
    one.graph->setLayer(one.role == SeriesRole::Validation ? QStringLiteral("front")
                                                           : QStringLiteral("main"));
    if (one.rawGraph != nullptr) {
        one.rawGraph->setPen(QPen(withAlpha(color, dark ? 0.5 : 0.3), 1));
    }
}

void CurveChart::Parts::styleAxes(bool dark) {
    const auto c = [dark](Token token) { return tokenColor(token, dark); };
    plot->setBackground(QBrush(c(Token::Surface)));
    const QFont label = Theme::of(chart).font(FontRole::Label);
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) {
        axis->setTickLabelFont(label);
        axis->setTickLabelColor(c(Token::Secondary));
        axis->setLabelFont(label);
        axis->setLabelColor(c(Token::Secondary));
        axis->setTickLength(0, 0);
        axis->setSubTickLength(0, 0);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelPadding(6);
        axis->setNumberFormat(QStringLiteral("gb"));
        axis->setNumberPrecision(5);
        axis->grid()->setSubGridVisible(false);
        axis->grid()->setPen(QPen(c(Token::Border), 0));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    plot->xAxis->grid()->setVisible(false);
    plot->xAxis->setBasePen(QPen(c(Token::Border), 0));
    plot->yAxis->setBasePen(Qt::NoPen);
    if (xLogarithmic) {
        plot->xAxis->setScaleType(QCPAxis::stLogarithmic);
        plot->xAxis->setTicker(QSharedPointer<ShortLogTicker>::create());
    } else {
        // Epochs are counted: no tick stands between two of them.
        auto counts = QSharedPointer<QCPAxisTickerFixed>::create();
        counts->setTickStep(1);
        counts->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
        plot->xAxis->setScaleType(QCPAxis::stLinear);
        plot->xAxis->setTicker(counts);
    }
    if (logAction->isChecked()) {
        plot->yAxis->setScaleType(QCPAxis::stLogarithmic);
        plot->yAxis->setTicker(QSharedPointer<ShortLogTicker>::create());
    } else {
        plot->yAxis->setScaleType(QCPAxis::stLinear);
        plot->yAxis->setTicker(QSharedPointer<RoomyTicker>::create(*plot->yAxis));
    }
    for (const auto& one : series) {
        styleSeries(*one, dark);
    }
}

}  // namespace minarai::widgets
