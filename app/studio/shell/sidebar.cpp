// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/shell/sidebar.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "widgets/theme/theme.h"

namespace minarai::studio {

using widgets::FontRole;
using widgets::Theme;
using widgets::Token;

NavButton::NavButton(const QString& iconName, QAction* action, QWidget* parent)
    : QAbstractButton(parent), m_iconName(iconName), m_action(action) {
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, this, &NavButton::takeAction);
    takeAction();
}

void NavButton::takeAction() {
    setText(m_action->text());
    setToolTip(m_action->toolTip());
    setEnabled(m_action->isEnabled());
    setAccessibleName(m_count.isEmpty() ? text() : QStringLiteral("%1, %2").arg(text(), m_count));
    update();
}

void NavButton::setCount(const QString& count) {
    if (m_count != count) {
        m_count = count;
        takeAction();
    }
}

void NavButton::setNarrow(bool narrow) {
    m_narrow = narrow;
    update();
}

QSize NavButton::sizeHint() const {
    return {widgets::kFieldHeight + 4, widgets::kFieldHeight + 4};
}

void NavButton::enterEvent(QEnterEvent*) {
    update();
}

void NavButton::leaveEvent(QEvent*) {
    update();
}

void NavButton::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(Qt::NoPen);
    if (isChecked()) {
        painter.setBrush(theme.color(Token::AccentGround));
        painter.drawRoundedRect(frame, widgets::kSmallRadius, widgets::kSmallRadius);
    } else if (underMouse() && isEnabled()) {
        painter.setBrush(theme.color(Token::Hover));
        painter.drawRoundedRect(frame, widgets::kSmallRadius, widgets::kSmallRadius);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Accent), 1.5));
        painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), widgets::kSmallRadius,
                                widgets::kSmallRadius);
    }
    const Token ink = !isEnabled()  ? Token::Tertiary
                      : isChecked() ? Token::Accent
                                    : Token::Secondary;
    const int iconLeft = m_narrow ? (width() - widgets::kIconSize) / 2 : 10;
    const QRect iconRect(iconLeft, (height() - widgets::kIconSize) / 2, widgets::kIconSize,
                         widgets::kIconSize);
    theme.icon(m_iconName, ink).paint(&painter, iconRect);
    if (m_narrow) {
        return;
    }
    painter.setFont(theme.font(FontRole::Label));
    painter.setPen(theme.color(isChecked() ? Token::Accent : Token::Secondary));
    const QRect countRect = rect().adjusted(0, 0, -10, 0);
    painter.drawText(countRect, Qt::AlignRight | Qt::AlignVCenter, m_count);
    QFont font = theme.font(FontRole::Body);
    font.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
    painter.setFont(font);
    painter.setPen(theme.color(ink));
    painter.drawText(rect().adjusted(36, 0, -10, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
}

JobPanel::JobPanel(QWidget* parent)
    : QAbstractButton(parent),
      m_title(new widgets::ElidedLabel),
      m_detail(new widgets::ElidedLabel),
      m_bar(new widgets::ThinProgressBar(widgets::ThinProgressBar::Caption::None)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->setSpacing(5);
    widgets::setRole(m_title, "label");
    widgets::setRole(m_detail, "label");
    layout->addWidget(m_title);
    layout->addWidget(m_bar);
    layout->addWidget(m_detail);
    for (QWidget* child : {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_detail),
                           static_cast<QWidget*>(m_bar)}) {
        child->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    hide();
}

void JobPanel::setJob(const QString& title, const QString& detail, quint64 done, quint64 total) {
    if (m_title->text() != title) {
        m_title->setText(title);
    }
    if (m_detail->text() != detail) {
        m_detail->setText(detail);
        setAccessibleName(QStringLiteral("%1, %2").arg(title, detail));
        setToolTip(QStringLiteral("%1\n%2").arg(title, detail));
    }
    m_bar->setProgress(done, total);
}

void JobPanel::setNarrow(bool narrow) {
    m_title->setVisible(!narrow);
    m_detail->setVisible(!narrow);
}

void JobPanel::paintEvent(QPaintEvent*) {
    if (!underMouse() && !hasFocus()) {
        return;
    }
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(theme.color(Token::Accent), 1.5) : QPen(Qt::NoPen));
    painter.setBrush(theme.color(Token::Hover));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), widgets::kSmallRadius,
                            widgets::kSmallRadius);
}

Sidebar::Sidebar(const Actions& actions, QWidget* parent) : QFrame(parent), m_job(new JobPanel) {
    widgets::setRole(this, "sidebar");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 10, 8, 8);
    layout->setSpacing(2);
    m_pages = {new NavButton(QStringLiteral("data"), actions.get(ActionId::PageData)),
               new NavButton(QStringLiteral("augment"), actions.get(ActionId::PageAugment)),
               new NavButton(QStringLiteral("model"), actions.get(ActionId::PageModel)),
               new NavButton(QStringLiteral("train"), actions.get(ActionId::PageTrain)),
               new NavButton(QStringLiteral("predict"), actions.get(ActionId::PagePredict))};
    for (NavButton* page : m_pages) {
        layout->addWidget(page);
    }
    layout->addStretch();
    layout->addWidget(m_job);
    QAction* collapse = actions.get(ActionId::Sidebar);
    m_collapse = widgets::iconButton(QStringLiteral("sidebar"), collapse->toolTip());
    connect(m_collapse, &QToolButton::clicked, collapse, &QAction::trigger);
    connect(collapse, &QAction::changed, this, [this, collapse] {
        m_collapse->setToolTip(collapse->toolTip());
        m_collapse->setAccessibleName(collapse->text());
    });
    layout->addWidget(m_collapse, 0, Qt::AlignLeft);
    setNarrow(false);
}

void Sidebar::setCurrent(std::size_t index) {
    m_pages[index]->setChecked(true);
}

void Sidebar::setNarrow(bool narrow) {
    m_narrow = narrow;
    m_squeezed = false;
    fit();
}

void Sidebar::setSqueezed(bool squeezed) {
    if (squeezed != m_inSmallWindow) {
        m_inSmallWindow = m_squeezed = squeezed;
        fit();
    }
}

void Sidebar::fit() {
    const bool narrow = looksNarrow();
    setFixedWidth(narrow ? widgets::kSidebarCollapsedWidth : widgets::kSidebarWidth);
    for (NavButton* page : m_pages) {
        page->setNarrow(narrow);
    }
    m_job->setNarrow(narrow);
}

void Sidebar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Pages"));
    }
    QFrame::changeEvent(event);
}

}  // namespace minarai::studio
