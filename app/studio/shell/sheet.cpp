// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/shell/sheet.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <array>

#include "widgets/theme/card.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

namespace {

QLabel* textLabel(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    widgets::setRole(label, role);
    return label;
}

QWidget* shortcutColumn(const std::vector<const ShortcutGroup*>& groups) {
    auto* column = new QWidget;
    auto* grid = new QGridLayout(column);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    int row = 0;
    for (const ShortcutGroup* group : groups) {
        if (row > 0) {
            grid->setRowMinimumHeight(row++, 8);
        }
        grid->addWidget(textLabel(group->title, "heading"), row++, 0, 1, 2);
        for (const ShortcutLine& line : group->lines) {
            grid->addWidget(new widgets::Badge(line.keys), row, 0, Qt::AlignLeft);
            grid->addWidget(textLabel(line.text, "secondary"), row++, 1);
        }
    }
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(row, 1);
    return column;
}

}  // namespace

Sheet::Sheet(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    parent->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setAlignment(Qt::AlignCenter);
    hide();
}

void Sheet::present(QWidget* panel, const QString& name, double share) {
    setAccessibleName(name);
    if (isHidden()) {
        m_before = window()->focusWidget();
    }
    delete m_panel;
    m_panel = panel;
    m_share = share;
    layout()->addWidget(panel);
    layout()->setAlignment(panel, Qt::AlignCenter);
    fit();
    show();
    raise();
    setFocus();
}

void Sheet::fit() {
    setGeometry(parentWidget()->rect());
    if (m_panel != nullptr && m_share > 0) {
        m_panel->setFixedSize(size() * m_share);
    }
}

void Sheet::showShortcuts(const Actions& actions) {
    auto* card = new widgets::Card(tr("Keyboard"));
    card->setNote(tr("Esc closes"));
    auto* columns = new QHBoxLayout;
    columns->setContentsMargins(4, 8, 4, 4);
    columns->setSpacing(18);
    const std::vector<ShortcutGroup> groups = actions.shortcuts();
    std::array<std::vector<const ShortcutGroup*>, 3> parts;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        parts[i < 2 ? 0 : i < 4 ? 1 : 2].push_back(&groups[i]);
    }
    for (const auto& part : parts) {
        columns->addWidget(shortcutColumn(part));
    }
    card->body()->addLayout(columns);
    present(card, tr("Keyboard"));
}

void Sheet::showAbout(const QString& engineLine) {
    auto* card = new widgets::Card;
    card->setMaximumWidth(420);
    auto* mark = new QLabel;
    mark->setPixmap(widgets::Theme::appIcon().pixmap(56, 56));
    card->body()->setContentsMargins(20, 20, 20, 20);
    card->body()->setSpacing(8);
    card->body()->addWidget(mark);
    card->body()->addWidget(textLabel(
        QStringLiteral("Minarai %1").arg(QCoreApplication::applicationVersion()), "title"));
    auto* text = textLabel(
        tr("A studio in which you teach a computer to tell images apart and watch it learn. "
           "Minarai (見習い) is Japanese for one who learns by watching."),
        "secondary");
    text->setWordWrap(true);
    card->body()->addWidget(text);
    card->body()->addWidget(textLabel(engineLine, "label"));
    card->body()->addWidget(textLabel(tr("Licence: GPL-3.0-or-later"), "label"));
    present(card, tr("About Minarai"));
}

void Sheet::close() {
    hide();
    // It may stand on a page that was left meanwhile.
    if (m_before != nullptr && m_before->isVisible()) {
        m_before->setFocus(Qt::PopupFocusReason);
    }
    delete m_panel;
    m_panel = nullptr;
}

void Sheet::paintEvent(QPaintEvent*) {
    QColor veil = widgets::Theme::of(this).color(widgets::Token::Ground);
    veil.setAlphaF(0.82F);
    QPainter(this).fillRect(rect(), veil);
}

void Sheet::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        close();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void Sheet::mousePressEvent(QMouseEvent* event) {
    if (m_panel == nullptr || !m_panel->geometry().contains(event->pos())) {
        close();
    }
}

bool Sheet::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && isVisible()) {
        fit();
    }
    return QWidget::eventFilter(watched, event);
}

void Sheet::changeEvent(QEvent* event) {
    // Its texts were made for the old language.
    if (event->type() == QEvent::LanguageChange && isVisible()) {
        close();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
