// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/card.h"

#include <QEvent>
#include <QPainter>

#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {

namespace {

constexpr int kMostOverhang = 10;

/// How far the ground of a flat tool reaches beyond what is seen of it while it is at rest.
int overhangOf(const QWidget* tool) {
    const QString role = tool->property("mnRole").toString();
    if (role == QLatin1String("quiet")) {
        return qobject_cast<const QToolButton*>(tool) != nullptr ? 10 : 6;
    }
    if (role == QLatin1String("icon")) {
        return 8;
    }
    return qobject_cast<const TextMenuButton*>(tool) != nullptr ? 7 : 0;
}

}  // namespace

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
    m_headerLayout->addStretch(0);
    m_headerLayout->addWidget(m_note, 1);
    m_tools->setSpacing(2);
    m_headerLayout->addLayout(m_tools);
    m_header->setFixedHeight(24);
    m_header->installEventFilter(this);

    auto* column = new QVBoxLayout(this);
    column->setSpacing(6);
    column->addWidget(m_header);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(kGrid);
    auto* frame = new QHBoxLayout;
    frame->setContentsMargins(0, 0, kMostOverhang, 0);
    frame->addLayout(m_body);
    column->addLayout(frame, 1);
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
    layout()->setContentsMargins(kCardPadding, empty ? kCardPadding : 8,
                                 kCardPadding - kMostOverhang, kCardPadding);
    alignTools();
}

void Card::alignTools() {
    int overhang = 0;
    for (int i = 0; i < m_tools->count(); ++i) {
        const QWidget* tool = m_tools->itemAt(i)->widget();
        // One that was only just made counts as hidden until it is laid out.
        const bool isHidden = tool != nullptr && tool->isHidden() &&
                              tool->testAttribute(Qt::WA_WState_ExplicitShowHide);
        if (tool != nullptr && !isHidden) {
            overhang = overhangOf(tool);
        }
    }
    const QMargins margins(0, 0, kMostOverhang - overhang, 0);
    if (m_headerLayout->contentsMargins() != margins) {
        m_headerLayout->setContentsMargins(margins);
    }
}

bool Card::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_header && event->type() == QEvent::LayoutRequest) {
        alignTools();  // a tool may have come or gone
    }
    return QFrame::eventFilter(watched, event);
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
    QPen pen(Theme::of(this).color(Token::Tertiary), 1.0, Qt::CustomDashLine);
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
