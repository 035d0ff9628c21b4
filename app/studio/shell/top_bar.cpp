// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/shell/top_bar.h"

#include <QEvent>

#include "widgets/theme/controls.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

namespace {

constexpr int kLongestName = 180;      ///< px
constexpr int kRoomForSummary = 1120;  ///< px of the bar

}  // namespace

TopBar::TopBar(QWidget* parent)
    : QFrame(parent),
      m_project(new QToolButton),
      m_summary(new widgets::Badge),
      m_actions(new QStackedWidget),
      m_noActions(new QWidget),
      m_device(new widgets::Badge),
      m_menu(widgets::iconButton(QStringLiteral("more"), {})) {
    widgets::setRole(this, "top-bar");
    setFixedHeight(widgets::kTopBarHeight);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->setSpacing(8);

    widgets::setRole(m_project, "quiet");
    m_project->setStyleSheet(
        QStringLiteral("QToolButton { font-size: %1px; font-weight: 600; color: palette(text); }")
            .arg(widgets::kBodyPx));
    m_project->setPopupMode(QToolButton::InstantPopup);
    m_project->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_project->setIcon(widgets::Theme::of(this).icon(QStringLiteral("chevron-down")));
    m_project->setIconSize({12, 12});
    m_project->setLayoutDirection(Qt::RightToLeft);  // the chevron stands behind the name
    m_menu->setPopupMode(QToolButton::InstantPopup);

    m_actions->addWidget(m_noActions);
    m_actions->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    layout->addWidget(m_project);
    layout->addWidget(m_summary);
    layout->addSpacing(16);
    layout->addWidget(m_actions, 1);
    layout->addWidget(m_device);
    layout->addWidget(m_menu);
    m_summary->hide();
    m_device->setObjectName(QStringLiteral("device"));
    m_device->hide();
    retranslate();
}

void TopBar::setProject(const QString& name, const QString& summary) {
    m_name = name;
    // The buttons of the page are worth more than the end of a long name.
    m_project->setText(
        name.isEmpty() ? QStringLiteral("Minarai")
                       : m_project->fontMetrics().elidedText(name, Qt::ElideMiddle, kLongestName));
    m_summary->setText(summary);
    showSummary();
    retranslate();
}

void TopBar::showSummary() {
    m_summary->setVisible(!m_summary->text().isEmpty() && width() >= kRoomForSummary);
}

void TopBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    showSummary();
}

void TopBar::setDevice(const QString& text, const QString& toolTip, widgets::Badge::Kind kind) {
    m_device->setText(text);
    m_device->setToolTip(toolTip);
    m_device->setKind(kind);
    m_device->setVisible(!text.isEmpty());
}

void TopBar::showActions(QWidget* actions) {
    QWidget* wanted = actions == nullptr ? m_noActions : actions;
    if (m_actions->indexOf(wanted) < 0) {
        m_actions->addWidget(wanted);
    }
    m_actions->setCurrentWidget(wanted);
}

void TopBar::retranslate() {
    m_project->setToolTip(m_name.isEmpty() ? tr("Open a folder")
                                           : m_name + QLatin1Char('\n') + tr("Open a folder"));
    m_project->setAccessibleName(tr("Project"));
    m_menu->setToolTip(tr("Menu"));
    m_menu->setAccessibleName(tr("Menu"));
    m_device->setAccessibleName(tr("Device"));
}

void TopBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QFrame::changeEvent(event);
}

}  // namespace minarai::studio
