// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/message_bar.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

#include "widgets/theme/controls.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

constexpr int kLastingMs = 6000;

struct Look {
    const char* icon;
    Token ground;
    Token ink;
};

Look lookOf(MessageBar::Kind kind) {
    switch (kind) {
        case MessageBar::Kind::Info:
            return {"info", Token::AccentGround, Token::Accent};
        case MessageBar::Kind::Success:
            return {"check", Token::AccentGround, Token::RightText};
        case MessageBar::Kind::Warning:
            return {"warning", Token::WarningGround, Token::WarningText};
        case MessageBar::Kind::Error:
            return {"error", Token::ErrorGround, Token::ErrorText};
    }
    return {"info", Token::AccentGround, Token::Accent};
}

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 7, 8, 7);
    row->setSpacing(kGrid + 2);
    row->addWidget(m_icon, 0, Qt::AlignVCenter);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_text, 1);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(kGrid);
    row->addLayout(m_buttons);
    m_close = iconButton(QStringLiteral("cross"), tr("Close this message"), this);
    row->addWidget(m_close, 0, Qt::AlignVCenter);
    connect(m_close, &QToolButton::clicked, this, [this] {
        clear();
        Q_EMIT closed();
    });
    m_lasting.setSingleShot(true);
    m_lasting.setInterval(kLastingMs);
    connect(&m_lasting, &QTimer::timeout, this, [this] {
        if (underMouse() || isAncestorOf(QApplication::focusWidget())) {
            m_lasting.start();
            return;
        }
        clear();
        Q_EMIT closed();
    });
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    hide();
}

void MessageBar::showMessage(Kind kind, const QString& text) {
    removeButtons();
    m_kind = kind;
    showIcon();
    m_text->setText(text);
    setAccessibleName(text);
    show();
    update();
    m_lasting.stop();
    if (kind == Kind::Success) {
        m_lasting.start();
    }
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::showIcon() {
    const Look look = lookOf(m_kind);
    m_icon->setPixmap(Theme::of(this)
                          .icon(QLatin1String(look.icon), look.ink)
                          .pixmap(QSize(18, 18), devicePixelRatioF()));
}

void MessageBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        showIcon();
    } else if (event->type() == QEvent::LanguageChange) {
        m_close->setToolTip(tr("Close this message"));
        m_close->setAccessibleName(m_close->toolTip());
    }
}

QPushButton* MessageBar::addButton(const QString& text) {
    auto* button = new QPushButton(text, this);
    m_buttons->addWidget(button);
    m_lasting.stop();
    return button;
}

void MessageBar::clear() {
    m_lasting.stop();
    removeButtons();
    m_text->clear();
    hide();
}

QString MessageBar::text() const {
    return m_text->text();
}

void MessageBar::removeButtons() {
    while (QLayoutItem* item = m_buttons->takeAt(0)) {
        // A click of this very button may have led here.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void MessageBar::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    const Look look = lookOf(m_kind);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ground = theme.color(look.ground);
    painter.setPen(QPen(mixed(ground, theme.color(look.ink), 0.35), 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

void MessageBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        m_close->click();
        return;
    }
    QFrame::keyPressEvent(event);
}

}  // namespace minarai::widgets
