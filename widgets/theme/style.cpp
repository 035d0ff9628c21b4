// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/style.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>

#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

void paintCheckBox(QPainter& painter, const QStyleOption& option, const Theme& theme, bool round) {
    const bool on = option.state.testFlag(QStyle::State_On);
    const bool partly = option.state.testFlag(QStyle::State_NoChange);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool over = option.state.testFlag(QStyle::State_MouseOver);
    const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const double radius = round ? box.width() / 2 : 3.5;

    QColor fill = theme.color(Token::Ground);
    QColor line = theme.color(over ? Token::Secondary : Token::Tertiary);
    if (on || partly) {
        fill = theme.color(enabled ? Token::Accent : Token::Tertiary);
        line = fill;
    } else if (!enabled) {
        line = theme.color(Token::Border);
    }
    painter.setPen(QPen(line, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(box, radius, radius);
    if (!on && !partly) {
        return;
    }
    const QColor sign = theme.color(Token::OnAccent);
    if (round) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(sign);
        painter.drawEllipse(box.center(), box.width() * 0.2, box.width() * 0.2);
        return;
    }
    QPen pen(sign, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    const auto at = [&](double x, double y) {
        return QPointF(box.left() + box.width() * x, box.top() + box.height() * y);
    };
    if (partly) {
        painter.drawLine(at(0.25, 0.5), at(0.75, 0.5));
    } else {
        painter.drawPolyline(QPolygonF({at(0.22, 0.52), at(0.42, 0.72), at(0.78, 0.3)}));
    }
}

void paintFocus(QPainter& painter, const QRect& rect, const Theme& theme) {
    painter.setPen(QPen(theme.color(Token::Accent), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), kSmallRadius, kSmallRadius);
}

}  // namespace

Style::Style(const Theme& theme)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), m_theme(theme) {}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    switch (element) {
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck:
        case PE_IndicatorRadioButton:
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            paintCheckBox(*painter, *option, m_theme, element == PE_IndicatorRadioButton);
            painter->restore();
            return;
        case PE_FrameFocusRect:
            // Rows of item views show the current row by their ground already.
            if (!option->state.testFlag(State_KeyboardFocusChange) &&
                (widget == nullptr || !widget->hasFocus())) {
                return;
            }
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            paintFocus(*painter, option->rect, m_theme);
            painter->restore();
            return;
        default:
            QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
    if (element != CE_Splitter) {
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    }
    // The handle is the gap between two cards; it shows itself only under the pointer.
    if (!option->state.testFlag(State_MouseOver) && !option->state.testFlag(State_Sunken)) {
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_theme.color(Token::Scroll));
    const QRectF rect(option->rect);
    const QSizeF size = rect.width() < rect.height() ? QSizeF(3, qMin(32.0, rect.height()))
                                                     : QSizeF(qMin(32.0, rect.width()), 3);
    QRectF grip(QPointF(), size);
    grip.moveCenter(rect.center());
    painter->drawRoundedRect(grip, 1.5, 1.5);
    painter->restore();
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                               QPainter* painter, const QWidget* widget) const {
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (control != CC_Slider || slider == nullptr) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    const bool flat = slider->orientation == Qt::Horizontal;
    const bool enabled = slider->state.testFlag(State_Enabled);
    const QRectF handle = subControlRect(CC_Slider, slider, SC_SliderHandle, widget);
    const QRectF rect(slider->rect);
    QRectF track = flat ? QRectF(rect.left() + 2, rect.center().y() - 2, rect.width() - 4, 4)
                        : QRectF(rect.center().x() - 2, rect.top() + 2, 4, rect.height() - 4);
    QRectF done = track;
    if (flat) {
        const bool reversed = slider->upsideDown;
        reversed ? done.setLeft(handle.center().x()) : done.setRight(handle.center().x());
    } else {
        const bool reversed = !slider->upsideDown;
        reversed ? done.setTop(handle.center().y()) : done.setBottom(handle.center().y());
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_theme.color(Token::Hover));
    painter->drawRoundedRect(track, 2, 2);
    painter->setBrush(m_theme.color(enabled ? Token::Accent : Token::Tertiary));
    painter->drawRoundedRect(done, 2, 2);
    const bool focused = slider->state.testFlag(State_HasFocus);
    painter->setPen(QPen(m_theme.color(focused ? Token::Accent : Token::Scroll), focused ? 2 : 1));
    painter->setBrush(m_theme.color(Token::Surface));
    painter->drawEllipse(handle.center(), 6.5, 6.5);
    painter->restore();
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* returnData) const {
    switch (hint) {
        case SH_ComboBox_Popup:
        case SH_EtchDisabledText:
        case SH_DialogButtonBox_ButtonsHaveIcons:
        case SH_ItemView_ActivateItemOnSingleClick:
        case SH_ScrollBar_Transient:
            return 0;
        case SH_ToolTip_WakeUpDelay:
            return 450;
        case SH_ToolTipLabel_Opacity:
            return 255;
        case SH_Slider_AbsoluteSetButtons:
            return Qt::LeftButton;
        default:
            return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option,
                       const QWidget* widget) const {
    switch (metric) {
        case PM_SplitterWidth:
            return kGap;
        case PM_SmallIconSize:
        case PM_ButtonIconSize:
            return kIconSize;
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight:
            return 16;
        case PM_LayoutHorizontalSpacing:
        case PM_LayoutVerticalSpacing:
            return kGrid;
        case PM_ToolTipLabelFrameWidth:
            return 6;
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

}  // namespace minarai::widgets
