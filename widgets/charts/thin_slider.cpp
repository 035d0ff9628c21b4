// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/thin_slider.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>
#include <algorithm>
#include <cmath>

#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

constexpr int kEdge = 9;  ///< room for the handle at both ends
constexpr double kHandle = 5.5;

}  // namespace

ThinSlider::ThinSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QSlider::valueChanged, this, [this] { update(); });
}

QSize ThinSlider::sizeHint() const {
    return {200, 24};
}

QSize ThinSlider::minimumSizeHint() const {
    return {90, 24};
}

double ThinSlider::positionOf(int value) const {
    const double share = maximum() > minimum() ? static_cast<double>(value - minimum()) /
                                                     static_cast<double>(maximum() - minimum())
                                               : 1.0;
    return kEdge + share * (width() - 2 * kEdge);
}

void ThinSlider::goTo(double x) {
    const double share = (x - kEdge) / std::max(1, width() - 2 * kEdge);
    setValue(minimum() + static_cast<int>(std::lround(share * (maximum() - minimum()))));
}

void ThinSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        setFocus(Qt::MouseFocusReason);
        setSliderDown(true);
        goTo(event->position().x());
        event->accept();
    }
}

void ThinSlider::mouseMoveEvent(QMouseEvent* event) {
    if (isSliderDown()) {
        goTo(event->position().x());
    }
}

void ThinSlider::mouseReleaseEvent(QMouseEvent* /*event*/) {
    setSliderDown(false);
}

void ThinSlider::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = height() / 2.0;
    const QRectF track(kEdge, middle - 2, width() - 2 * kEdge, 4);
    painter.setPen(QPen(theme.color(Token::Border), 1));
    painter.setBrush(theme.color(Token::Hover));
    painter.drawRoundedRect(track, 2, 2);
    if (!isEnabled() && maximum() == minimum()) {
        return;  // there is nothing to choose from
    }
    const double x = positionOf(value());
    const QColor ink = theme.color(isEnabled() ? Token::Accent : Token::Tertiary);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawRoundedRect(QRectF(track.left(), track.top(), x - track.left(), 4), 2, 2);
    painter.setBrush(theme.color(Token::Surface));
    painter.setPen(QPen(ink, 2));
    painter.drawEllipse(QPointF(x, middle), kHandle, kHandle);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(ink, 1.5));
        painter.drawEllipse(QPointF(x, middle), kHandle + 3, kHandle + 3);
    }
}

EpochSlider::EpochSlider(QWidget* parent) : ThinSlider(parent) {
    setRange(0, 0);
    setEnabled(false);
    connect(this, &QSlider::valueChanged, this, [this] {
        if (!m_quiet) {
            Q_EMIT epochChosen(epoch());
        }
    });
}

void EpochSlider::setEpochs(const std::vector<std::int64_t>& epochs) {
    const std::int64_t before = epoch();
    m_epochs = epochs;
    const int last = std::max(0, static_cast<int>(epochs.size()) - 1);
    m_quiet = true;
    setRange(0, last);
    setPageStep(std::max(1, last / 10));
    setValue(before == 0 ? last : indexOf(before).value_or(last));
    m_quiet = false;
    setEnabled(epochs.size() > 1);
    update();
}

void EpochSlider::setBest(std::int64_t epoch) {
    m_best = epoch;
    update();
}

std::int64_t EpochSlider::epoch() const {
    const auto index = static_cast<std::size_t>(value());
    return index < m_epochs.size() ? m_epochs[index] : 0;
}

std::optional<int> EpochSlider::indexOf(std::int64_t epoch) const {
    const auto at = std::lower_bound(m_epochs.begin(), m_epochs.end(), epoch);
    return at == m_epochs.end() ? std::nullopt
                                : std::optional<int>(static_cast<int>(at - m_epochs.begin()));
}

void EpochSlider::setEpoch(std::int64_t epoch) {
    m_quiet = true;
    setValue(indexOf(epoch).value_or(maximum()));
    m_quiet = false;
}

void EpochSlider::paintEvent(QPaintEvent* event) {
    ThinSlider::paintEvent(event);
    const auto best = m_best > 0 ? indexOf(m_best) : std::nullopt;
    if (!best) {
        return;
    }
    // A small flag above the track: the handle does not cover it.
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::of(this).color(Token::Validation));
    const QPointF tip(positionOf(*best), height() / 2.0 - 6);
    painter.drawPolygon(QPolygonF({tip, tip + QPointF(-4, -6), tip + QPointF(4, -6)}));
}

}  // namespace minarai::widgets
