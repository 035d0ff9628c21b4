// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/image/image_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {
namespace {

constexpr double kMaximumZoom = 64;
constexpr double kStep = 1.25;
constexpr double kNearestFrom = 4;

}  // namespace

ImageView::ImageView(QWidget* parent) : QWidget(parent), m_emptyText(tr("No image")) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    describe();
}

void ImageView::setImage(const QImage& image, QSize whole) {
    m_whole = whole.isEmpty() ? image.size() : whole;
    const bool sameSize = image.size() == m_image.size();
    m_image = image;
    m_scaled = {};
    if (!sameSize || m_fitted) {
        fit();
    }
    updateCursor();
    describe();
    update();
}

void ImageView::setOverlay(const QImage& overlay, double opacity) {
    m_overlay = overlay;
    m_overlayOpacity = std::clamp(opacity, 0.0, 1.0);
    update();
}

void ImageView::setEmptyText(const QString& text) {
    m_emptyText = text;
    describe();
    update();
}

void ImageView::setChecker(bool on) {
    m_checker = on;
    update();
}

void ImageView::setInfoShown(bool shown) {
    m_infoShown = shown;
    update();
}

double ImageView::zoom() const {
    return m_scale * devicePixelRatioF();
}

double ImageView::fitScale() const {
    if (m_image.isNull() || width() <= 0 || height() <= 0) {
        return 1;
    }
    const double scale = std::min(static_cast<double>(width()) / m_image.width(),
                                  static_cast<double>(height()) / m_image.height());
    return std::max(scale, 1e-4);
}

void ImageView::setZoom(double zoom, QPointF around) {
    setScale(zoom / devicePixelRatioF(), around);
}

void ImageView::setScale(double scale, QPointF around) {
    if (m_image.isNull()) {
        return;
    }
    const double least = std::min(fitScale(), 1 / devicePixelRatioF());
    const double wanted = std::clamp(scale, least, kMaximumZoom);
    const QPointF anchor = toImage(around);
    m_scale = wanted;
    m_fitted = false;
    m_offset = around - anchor * m_scale;
    keepInSight();
    updateCursor();
    describe();
    update();
    Q_EMIT zoomChanged(zoom());
}

void ImageView::fit() {
    m_fitted = true;
    m_scale = fitScale();
    m_offset = QPointF((width() - m_image.width() * m_scale) / 2,
                       (height() - m_image.height() * m_scale) / 2);
    updateCursor();
    describe();
    update();
    Q_EMIT zoomChanged(zoom());
}

void ImageView::showActualSize() {
    setZoom(1, QRectF(rect()).center());
}
void ImageView::zoomIn() {
    setScale(m_scale * kStep, QRectF(rect()).center());
}
void ImageView::zoomOut() {
    setScale(m_scale / kStep, QRectF(rect()).center());
}

QPointF ImageView::toImage(QPointF widgetPoint) const {
    return (widgetPoint - m_offset) / m_scale;
}
QPointF ImageView::toWidget(QPointF imagePoint) const {
    return imagePoint * m_scale + m_offset;
}

QSize ImageView::sizeHint() const {
    return {320, 240};
}
QSize ImageView::minimumSizeHint() const {
    return {80, 60};
}

void ImageView::keepInSight() {
    const auto keep = [](double offset, double picture, double room) {
        return picture <= room ? (room - picture) / 2 : std::clamp(offset, room - picture, 0.0);
    };
    m_offset = QPointF(keep(m_offset.x(), m_image.width() * m_scale, width()),
                       keep(m_offset.y(), m_image.height() * m_scale, height()));
}

void ImageView::updateCursor() {
    const bool movable = !m_image.isNull() && (m_image.width() * m_scale > width() + 0.5 ||
                                               m_image.height() * m_scale > height() + 0.5);
    setCursor(m_dragging ? Qt::ClosedHandCursor : movable ? Qt::OpenHandCursor : Qt::ArrowCursor);
}

QString ImageView::zoomText() const {
    return shareText(zoom() * m_image.width() / m_whole.width());
}

void ImageView::describe() {
    setAccessibleDescription(m_image.isNull() ? m_emptyText
                                              : tr("%1 × %2 pixels, shown at %3")
                                                    .arg(m_whole.width())
                                                    .arg(m_whole.height())
                                                    .arg(zoomText()));
}

void ImageView::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    QPainterPath frame;
    frame.addRoundedRect(QRectF(rect()), kSmallRadius, kSmallRadius);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(frame, theme.color(Token::Ground));
    if (m_image.isNull()) {
        painter.setPen(theme.color(Token::Secondary));
        painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                         phrased(m_emptyText));
    } else {
        painter.setClipPath(frame);
        const QRectF target(m_offset, QSizeF(m_image.size()) * m_scale);
        if (m_checker && m_image.hasAlphaChannel()) {
            const QRect area = target.toAlignedRect().intersected(rect());
            painter.fillRect(area, theme.color(Token::Surface));
            painter.fillRect(area, QBrush(theme.color(Token::Border), Qt::Dense4Pattern));
        }
        const double ratio = devicePixelRatioF();
        if (m_scale * ratio < 1 && m_fitted) {
            // A painter's bilinear filter alone would alias when it shrinks by more than two.
            const QSize pixels = (target.size() * ratio).toSize().expandedTo(QSize(1, 1));
            if (m_scaled.size() != pixels) {
                m_scaled = QPixmap::fromImage(
                    m_image.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
            }
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.drawPixmap(target, m_scaled, QRectF(m_scaled.rect()));
        } else {
            painter.setRenderHint(QPainter::SmoothPixmapTransform, m_scale * ratio < kNearestFrom);
            const QRectF shown = target.intersected(QRectF(rect()));
            const QRectF source(toImage(shown.topLeft()), shown.size() / m_scale);
            painter.drawImage(shown, m_image, source);
        }
        if (!m_overlay.isNull()) {
            painter.setOpacity(m_overlayOpacity);
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.drawImage(target, m_overlay);
            painter.setOpacity(1);
        }
        painter.setClipping(false);
        if (m_infoShown) {
            paintInfo(painter);
        }
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Accent), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kSmallRadius, kSmallRadius);
    }
}

void ImageView::paintInfo(QPainter& painter) {
    const QString text =
        tr("%1 × %2 · %3").arg(m_whole.width()).arg(m_whole.height()).arg(zoomText());
    painter.setFont(Theme::of(this).font(FontRole::Label));
    const QFontMetrics metrics = painter.fontMetrics();
    QRectF pill(0, 0, metrics.horizontalAdvance(text) + 16, metrics.height() + 4);
    if (pill.width() > width() - 16) {
        return;
    }
    pill.moveBottomRight(QPointF(width() - 8, height() - 8));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(16, 20, 26, 190));
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.setPen(QColor(Qt::white));
    painter.drawText(pill, Qt::AlignCenter, text);
}

void ImageView::wheelEvent(QWheelEvent* event) {
    if (m_image.isNull() || event->angleDelta().y() == 0) {
        event->ignore();
        return;
    }
    setScale(m_scale * std::pow(kStep, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void ImageView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
        m_dragging = !m_image.isNull();
        m_dragFrom = event->position();
        updateCursor();
    }
}

void ImageView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_dragging) {
        return;
    }
    m_offset += event->position() - m_dragFrom;
    m_dragFrom = event->position();
    keepInSight();
    update();
}

void ImageView::mouseReleaseEvent(QMouseEvent* /*event*/) {
    m_dragging = false;
    updateCursor();
}

void ImageView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (m_fitted) {
        setZoom(1, event->position());
    } else {
        fit();
    }
}

void ImageView::keyPressEvent(QKeyEvent* event) {
    const double step = 40;
    const bool isLetter = event->key() >= Qt::Key_A && event->key() <= Qt::Key_Z;
    if (isLetter && event->modifiers() != Qt::NoModifier) {
        QWidget::keyPressEvent(event);  // Ctrl+Z
        return;
    }
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomIn();
        case Qt::Key_Minus:
            return zoomOut();
        case Qt::Key_0:
        case Qt::Key_F:
            return fit();
        case Qt::Key_1:
        case Qt::Key_Z:
            return showActualSize();
        case Qt::Key_Left:
            m_offset.rx() += step;
            break;
        case Qt::Key_Right:
            m_offset.rx() -= step;
            break;
        case Qt::Key_Up:
            m_offset.ry() += step;
            break;
        case Qt::Key_Down:
            m_offset.ry() -= step;
            break;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    keepInSight();
    update();
}

void ImageView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (m_fitted) {
        fit();
    } else {
        keepInSight();
    }
}

void ImageView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void ImageView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

}  // namespace minarai::widgets
