// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/smoothing_button.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QWidgetAction>
#include <algorithm>
#include <cmath>

#include "widgets/theme/theme.h"

namespace minarai::widgets {

SmoothingButton::SmoothingButton(QWidget* parent)
    : TextMenuButton({}, parent), m_slider(new ThinSlider), m_value(new QLabel) {
    setFocusPolicy(Qt::TabFocus);
    m_slider->setRange(0, 99);
    m_slider->setPageStep(10);
    auto* panel = new QWidget;
    auto* row = new QHBoxLayout(panel);
    row->setContentsMargins(10, 4, 10, 4);
    row->addWidget(m_slider, 1);
    row->addWidget(m_value);
    m_value->setMinimumWidth(m_value->fontMetrics().horizontalAdvance(QStringLiteral("0.00")));
    panel->setFocusProxy(m_slider);
    auto* action = new QWidgetAction(menu());
    action->setDefaultWidget(panel);
    menu()->addAction(action);
    connect(menu(), &QMenu::aboutToShow, m_slider, [this] { m_slider->setFocus(); });
    connect(m_slider, &QSlider::valueChanged, this, [this] {
        updateText();
        Q_EMIT smoothingChanged(smoothing());
    });
    updateText();
}

double SmoothingButton::smoothing() const {
    return m_slider->value() / 100.0;
}

void SmoothingButton::setSmoothing(double weight) {
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(static_cast<int>(std::lround(weight * 100)));
    updateText();
}

QSize SmoothingButton::sizeHint() const {
    const QSize now = TextMenuButton::sizeHint();
    const QString widest = tr("smooth %1").arg(QStringLiteral("0.88"));
    const int room = now.width() - fontMetrics().horizontalAdvance(text());
    return {std::max(now.width(), room + fontMetrics().horizontalAdvance(widest)), now.height()};
}

void SmoothingButton::updateText() {
    const QString value = QString::number(smoothing(), 'f', 2);
    m_value->setText(value);
    setPrefix(m_slider->value() == 0 ? tr("smooth") : tr("smooth %1").arg(value));
    setToolTip(tr("Smooth the training curves for the eye; the data stay faint behind them"));
    setAccessibleName(tr("Smoothing, %1").arg(value));
    m_slider->setAccessibleName(tr("Smoothing"));
}

void SmoothingButton::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        updateText();
    }
    TextMenuButton::changeEvent(event);
}

}  // namespace minarai::widgets
