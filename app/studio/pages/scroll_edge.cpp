// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/scroll_edge.h"

#include <QEvent>
#include <QLinearGradient>
#include <QPainter>
#include <QScrollBar>

#include "widgets/theme/theme.h"

namespace minarai::studio {

namespace {

constexpr int kFade = 18;

}  // namespace

ScrollEdge::ScrollEdge(QAbstractScrollArea* area, Qt::Edge edge)
    : QWidget(area), m_area(area), m_isTop(edge == Qt::TopEdge) {
    setObjectName(m_isTop ? QStringLiteral("scrollTopEdge") : QStringLiteral("scrollEdge"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    area->viewport()->installEventFilter(this);
    const QScrollBar* bar = area->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, &ScrollEdge::place);
    connect(bar, &QScrollBar::rangeChanged, this, &ScrollEdge::place);
    place();
}

void ScrollEdge::place() {
    const QRect view = m_area->viewport()->geometry();
    setGeometry(view.x(), m_isTop ? view.y() : view.bottom() + 1 - kFade, view.width(), kFade);
    const QScrollBar* bar = m_area->verticalScrollBar();
    setVisible(m_isTop ? bar->value() > bar->minimum() : bar->value() < bar->maximum());
    raise();
}

bool ScrollEdge::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move) {
        place();
    }
    return QWidget::eventFilter(watched, event);
}

void ScrollEdge::paintEvent(QPaintEvent* /*event*/) {
    const widgets::Theme& theme = widgets::Theme::of(this);
    const QColor surface = theme.color(widgets::Token::Surface);
    QColor none = surface;
    none.setAlpha(0);
    QLinearGradient fade(0, 0, 0, height());
    fade.setColorAt(m_isTop ? 1 : 0, none);
    fade.setColorAt(m_isTop ? 0 : 1, surface);
    QPainter painter(this);
    painter.fillRect(rect(), fade);
    painter.fillRect(0, m_isTop ? 0 : height() - 1, width(), 1,
                     theme.color(widgets::Token::Border));
}

}  // namespace minarai::studio
