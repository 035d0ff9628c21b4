// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/smoothing_button.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QWidgetAction>
#include <cmath>

#include "widgets/theme/theme.h"

namespace minarai::widgets {

SmoothingButton::SmoothingButton(QWidget* parent)
    : QToolButton(parent), m_slider(new ThinSlider), m_value(new QLabel) {
    setRole(this, "quiet");
    setPopupMode(QToolButton::InstantPopup);
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
    auto* menu = new QMenu(this);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(panel);
    menu->addAction(action);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, m_slider, [this] { m_slider->setFocus(); });
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

void SmoothingButton::updateText() {
    const QString value = QString::number(smoothing(), 'f', 2);
    m_value->setText(value);
    // The number alone: the card's title has room for one word.
    setText((m_slider->value() == 0 ? tr("smooth") : value) + QStringLiteral(" ▾"));
    setToolTip(tr("Smooth the curves for the eye; the data stay faint behind them"));
    setAccessibleName(tr("Smoothing, %1").arg(value));
    m_slider->setAccessibleName(tr("Smoothing"));
}

void SmoothingButton::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        updateText();
    }
    QToolButton::changeEvent(event);
}

}  // namespace minarai::widgets
