// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/card.h"

#include <QPainter>

#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent),
      m_header(new QWidget(this)),
      m_headerLayout(new QHBoxLayout(m_header)),
      m_legend(new QHBoxLayout),
      m_tools(new QHBoxLayout),
      m_title(new QLabel(title, m_header)),
      m_note(new ElidedLabel({}, m_header)),
      m_body(new QVBoxLayout) {
    setRole(this, "card");
    setRole(m_title, "heading");
    setRole(m_note, "secondary");
    m_title->setTextFormat(Qt::PlainText);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    m_headerLayout->setContentsMargins(0, 0, 0, 0);
    m_headerLayout->setSpacing(10);
    m_headerLayout->addWidget(m_title);
    m_legend->setSpacing(10);
    m_headerLayout->addLayout(m_legend);
    m_headerLayout->addStretch(1);
    m_headerLayout->addWidget(m_note, 4);
    m_tools->setSpacing(2);
    m_headerLayout->addLayout(m_tools);
    m_header->setFixedHeight(24);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kCardPadding, 8, kCardPadding, kCardPadding);
    column->setSpacing(6);
    column->addWidget(m_header);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(kGrid);
    column->addLayout(m_body, 1);
    setAccessibleName(title);
    updateHeader();
}

void Card::setTitle(const QString& title) {
    m_title->setText(title);
    setAccessibleName(title);
    updateHeader();
}

QString Card::title() const {
    return m_title->text();
}

void Card::setContent(QWidget* content) {
    m_body->addWidget(content, 1);
}

void Card::addLegend(Token color, const QString& name, bool dashed) {
    m_legend->addWidget(new LegendLabel(color, name, dashed, m_header));
    updateHeader();
}

void Card::clearLegend() {
    while (QLayoutItem* item = m_legend->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    updateHeader();
}

void Card::addHeaderWidget(QWidget* widget) {
    m_tools->addWidget(widget);
    updateHeader();
}

QToolButton* Card::addHeaderAction(QAction* action) {
    QToolButton* button = textButton(action, m_header);
    addHeaderWidget(button);
    return button;
}

void Card::setNote(const QString& text) {
    m_note->setText(text);
    updateHeader();
}

void Card::updateHeader() {
    m_note->setVisible(!m_note->text().isEmpty());
    const bool empty = m_title->text().isEmpty() && m_note->text().isEmpty() &&
                       m_legend->isEmpty() && m_tools->isEmpty();
    m_header->setVisible(!empty);
    layout()->setContentsMargins(kCardPadding, empty ? kCardPadding : 8, kCardPadding,
                                 kCardPadding);
}

EmptyState::EmptyState(const QString& iconName, const QString& title, const QString& sentence,
                       QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(title, this)),
      m_sentence(new QLabel(phrased(sentence), this)),
      m_buttons(new QHBoxLayout) {
    // A button shows a QIcon that follows the theme; a label would keep the first pixmap.
    auto* icon = new QToolButton(this);
    icon->setIcon(Theme::of(this).icon(iconName, Token::Tertiary));
    icon->setIconSize(QSize(40, 40));
    icon->setAttribute(Qt::WA_TransparentForMouseEvents);
    icon->setFocusPolicy(Qt::NoFocus);
    setRole(icon, "icon");

    setRole(m_title, "title");
    setRole(m_sentence, "secondary");
    m_title->setAlignment(Qt::AlignCenter);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setFixedWidth(380);
    m_buttons->setSpacing(kGrid);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(kGrid);
    column->addStretch(2);
    column->addWidget(icon, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addWidget(m_sentence, 0, Qt::AlignHCenter);
    column->addSpacing(kGrid);
    auto* center = new QHBoxLayout;
    center->addStretch();
    center->addLayout(m_buttons);
    center->addStretch();
    column->addLayout(center);
    column->addStretch(3);
}

void EmptyState::setTexts(const QString& title, const QString& sentence) {
    m_title->setText(title);
    m_sentence->setText(phrased(sentence));
    fitSentence();
}

void EmptyState::setDropZone(bool on) {
    m_dropZone = on;
    update();
}

void EmptyState::paintEvent(QPaintEvent* event) {
    QWidget::paintEvent(event);
    if (!m_dropZone) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(Theme::of(this).color(Token::FieldBorder), 1.0, Qt::CustomDashLine);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

void EmptyState::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    fitSentence();
}

void EmptyState::fitSentence() {
    // A centred label is not asked how high it is for its width.
    m_sentence->setFixedHeight(m_sentence->heightForWidth(m_sentence->width()));
}

QPushButton* EmptyState::addButton(const QString& text, bool primary) {
    auto* button = new QPushButton(text, this);
    if (primary) {
        setRole(button, "primary");
    }
    m_buttons->addWidget(button);
    return button;
}

}  // namespace minarai::widgets
