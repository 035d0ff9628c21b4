// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/controls.h"

#include <QActionGroup>
#include <QEnterEvent>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStylePainter>
#include <QTimerEvent>
#include <QToolTip>
#include <QWheelEvent>

#include "widgets/theme/theme.h"

namespace minarai::widgets {

Switch::Switch(QWidget* parent) : QAbstractButton(parent) {
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Switch::sizeHint() const {
    return {36, kFieldHeight};
}

void Switch::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF track(2, (height() - 18) / 2.0, 32, 18);
    QColor ground = theme.color(isChecked() ? Token::Accent : Token::Scroll);
    if (!isEnabled()) {
        ground = theme.color(isChecked() ? Token::Tertiary : Token::Border);
    } else if (underMouse()) {
        ground = theme.color(isChecked() ? Token::AccentHover : Token::Tertiary);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(track, 9, 9);
    const bool right = isChecked() == (layoutDirection() == Qt::LeftToRight);
    painter.setBrush(isChecked() ? theme.color(Token::OnAccent) : theme.color(Token::Surface));
    painter.drawEllipse(QPointF(right ? track.right() - 9 : track.left() + 9, track.center().y()),
                        6.5, 6.5);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Accent), 1.5));
        painter.drawRoundedRect(track.adjusted(-1.2, -2.2, 1.2, 2.2), 11, 11);
    }
}

void Switch::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void Switch::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

ComboBox::ComboBox(QWidget* parent) : QComboBox(parent) {
    setFocusPolicy(Qt::StrongFocus);
}

void ComboBox::paintEvent(QPaintEvent* /*event*/) {
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    const QRect room =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    option.currentText =
        fontMetrics().elidedText(option.currentText, Qt::ElideRight, room.width() - 4);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

void ComboBox::wheelEvent(QWheelEvent* event) {
    if (hasFocus()) {
        QComboBox::wheelEvent(event);
    } else {
        event->ignore();
    }
}

ThinProgressBar::ThinProgressBar(Caption placement, QWidget* parent)
    : QProgressBar(parent), m_placement(placement) {
    setRange(0, 1000);
    setValue(0);
    setTextVisible(false);
    setFont(Theme::of(this).font(FontRole::Label));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ThinProgressBar::setCaption(const QString& text, const QString& shorter) {
    if (text == m_caption && shorter == m_shorter) {
        return;
    }
    m_caption = text;
    m_shorter = shorter;
    setAccessibleName(text);
    // It may grow, never shrink: what stands beside it must not dance with the numbers.
    if (const int wide = fontMetrics().horizontalAdvance(text); wide > m_widest) {
        m_widest = wide;
        updateGeometry();
    }
    update();
}

QString ThinProgressBar::captionFor(int room) const {
    const bool fits = m_shorter.isEmpty() || fontMetrics().horizontalAdvance(m_caption) <= room;
    return fontMetrics().elidedText(fits ? m_caption : m_shorter, Qt::ElideRight, room);
}

void ThinProgressBar::setProgress(quint64 done, quint64 total) {
    if (total == 0) {
        setRange(0, 0);
    } else {
        setRange(0, 1000);
        const double share = static_cast<double>(qMin(done, total)) / static_cast<double>(total);
        setValue(static_cast<int>(share * 1000));
    }
    updateTimer();
}

QSize ThinProgressBar::sizeHint() const {
    const int text = fontMetrics().height();
    switch (m_placement) {
        case Caption::None:
            return {120, 6};
        case Caption::Above:
            return {qMax(140, m_widest + 2), text + 9};
        case Caption::Beside:
            return {qMax(220, m_widest + 90), qMax(text, 6)};
    }
    return {120, 6};
}

QSize ThinProgressBar::minimumSizeHint() const {
    return {qBound(60, m_widest + 2, 200), sizeHint().height()};
}

void ThinProgressBar::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QRectF track(0, (height() - 4) / 2.0, width(), 4);
    painter.setPen(theme.color(Token::Secondary));
    if (m_placement == Caption::Above) {
        const int text = fontMetrics().height();
        painter.drawText(QRect(0, 0, width(), text), Qt::AlignLeft | Qt::AlignVCenter,
                         captionFor(width()));
        track.moveTop(height() - 5);
    } else if (m_placement == Caption::Beside) {
        const int text = qMin(fontMetrics().horizontalAdvance(m_caption), width() * 2 / 3);
        painter.drawText(QRect(width() - text, 0, text, height()),
                         Qt::AlignRight | Qt::AlignVCenter, captionFor(text));
        track.setWidth(qMax(20, width() - text - (text > 0 ? kGrid : 0)));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Hover));
    painter.drawRoundedRect(track, 2, 2);
    QRectF done = track;
    if (maximum() == minimum()) {
        const double length = track.width() / 4;
        const double start = (track.width() + length) * m_phase / 100.0 - length;
        done.setLeft(track.left() + qMax(0.0, start));
        done.setRight(track.left() + qMin(track.width(), start + length));
    } else {
        done.setWidth(track.width() * (value() - minimum()) / (maximum() - minimum()));
    }
    if (done.width() > 0) {
        painter.setBrush(theme.color(isEnabled() ? Token::Accent : Token::Tertiary));
        painter.drawRoundedRect(done, 2, 2);
    }
}

void ThinProgressBar::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_timer) {
        QProgressBar::timerEvent(event);
        return;
    }
    m_phase = (m_phase + 2) % 101;
    update();
}

void ThinProgressBar::showEvent(QShowEvent* event) {
    QProgressBar::showEvent(event);
    updateTimer();
}

void ThinProgressBar::hideEvent(QHideEvent* event) {
    QProgressBar::hideEvent(event);
    updateTimer();
}

void ThinProgressBar::updateTimer() {
    const bool wanted = isVisible() && maximum() == minimum();
    if (wanted && m_timer == 0) {
        m_timer = startTimer(40);
    } else if (!wanted && m_timer != 0) {
        killTimer(m_timer);
        m_timer = 0;
    }
}

SegmentedControl::SegmentedControl(QWidget* parent)
    : QWidget(parent), m_group(new QButtonGroup(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(2);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::currentChanged);
}

int SegmentedControl::addSegment(const QString& text, const QVariant& value,
                                 const QString& toolTip) {
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setCheckable(true);
    button->setToolTip(toolTip);
    setRole(button, "segment");
    const int index = count();
    m_group->addButton(button, index);
    m_data << value;
    layout()->addWidget(button);
    button->setChecked(index == 0);
    return index;
}

void SegmentedControl::setSegmentText(int index, const QString& text) {
    if (auto* button = m_group->button(index)) {
        button->setText(text);
    }
}

int SegmentedControl::currentIndex() const {
    return m_group->checkedId();
}

QVariant SegmentedControl::currentData() const {
    return m_data.value(currentIndex());
}

int SegmentedControl::count() const {
    return static_cast<int>(m_data.size());
}

void SegmentedControl::setCurrentIndex(int index) {
    if (auto* button = m_group->button(index)) {
        button->setChecked(true);
    }
}

void SegmentedControl::setCurrentData(const QVariant& value) {
    setCurrentIndex(static_cast<int>(m_data.indexOf(value)));
}

void SegmentedControl::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    auto* next = m_group->button(currentIndex() + step);
    if (step == 0 || next == nullptr) {
        QWidget::keyPressEvent(event);
        return;
    }
    next->setFocus();
    next->click();
}

void SegmentedControl::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::of(this).color(Token::Hover));
    painter.drawRoundedRect(rect(), 6, 6);
}

TextMenuButton::TextMenuButton(const QString& prefix, QWidget* parent)
    : QToolButton(parent),
      m_prefix(prefix),
      m_menu(new QMenu(this)),
      m_group(new QActionGroup(this)) {
    setPopupMode(QToolButton::InstantPopup);
    setMenu(m_menu);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setFont(Theme::of(this).font(FontRole::Secondary));
    connect(m_group, &QActionGroup::triggered, this, [this](QAction* action) {
        updateText();
        Q_EMIT chosen(action->data());
    });
}

void TextMenuButton::addChoice(const QString& text, const QVariant& value) {
    // A menu takes a single "&" for the mark of a key.
    QAction* action =
        m_menu->addAction(QString(text).replace(QLatin1Char('&'), QLatin1String("&&")));
    action->setData(value);
    action->setCheckable(true);
    m_group->addAction(action);
    action->setChecked(m_group->actions().size() == 1);
    updateText();
}

void TextMenuButton::clearChoices() {
    // Not at once: this may be the doing of one of them.
    for (QAction* action : m_group->actions()) {
        m_group->removeAction(action);
        m_menu->removeAction(action);
        action->deleteLater();
    }
    updateText();
}

QVariant TextMenuButton::currentData() const {
    const QAction* action = m_group->checkedAction();
    return action == nullptr ? QVariant() : action->data();
}

void TextMenuButton::setCurrentData(const QVariant& value) {
    for (QAction* action : m_group->actions()) {
        if (action->data() == value) {
            action->setChecked(true);
        }
    }
    updateText();
}

void TextMenuButton::setPrefix(const QString& prefix) {
    m_prefix = prefix;
    updateText();
}

void TextMenuButton::updateText() {
    const QAction* action = m_group->checkedAction();
    const QString chosen = action == nullptr ? QString() : action->text();
    setText(m_prefix + QString(chosen).replace(QLatin1String("&&"), QLatin1String("&")));
    setShortcut({});  // of an "&" in a name
    setAccessibleName(text());
    updateGeometry();
}

QSize TextMenuButton::sizeHint() const {
    return {fontMetrics().horizontalAdvance(text()) + 26, fontMetrics().height() + 6};
}

QSize TextMenuButton::minimumSizeHint() const {
    constexpr int kShortest = 96;
    return {qMin(sizeHint().width(), kShortest), sizeHint().height()};
}

bool TextMenuButton::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && width() < sizeHint().width()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString meaning = toolTip();
        QToolTip::showText(help->globalPos(),
                           meaning.isEmpty() ? text() : text() + QLatin1Char('\n') + meaning, this);
        return true;
    }
    return QToolButton::event(event);
}

void TextMenuButton::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool over = isEnabled() && (underMouse() || isDown());
    if (over || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(theme.color(Token::Accent), 1) : QPen(Qt::NoPen));
        painter.setBrush(over ? theme.color(Token::Hover) : QColor(Qt::transparent));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kSmallRadius,
                                kSmallRadius);
    }
    const Token ink = !isEnabled() ? Token::Tertiary : over ? Token::Accent : Token::Secondary;
    painter.setPen(theme.color(ink));
    const QRect room = rect().adjusted(6, 0, -20, 0);
    // Advances are rounded: a text that has the room it asked for is never cut.
    const bool isShort = width() < sizeHint().width();
    // Room that is kept for a longer text lies before the words, not between them and their arrow.
    painter.drawText(
        room, Qt::AlignRight | Qt::AlignVCenter,
        isShort ? fontMetrics().elidedText(text(), Qt::ElideRight, room.width()) : text());
    painter.setPen(QPen(theme.color(ink), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF tip(width() - 11, height() / 2.0 + 2);
    painter.drawPolyline(QPolygonF({tip + QPointF(-3.5, -3.5), tip, tip + QPointF(3.5, -3.5)}));
}

QToolButton* textButton(QAction* action, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::StrongFocus);
    setRole(button, "quiet");
    return button;
}

QToolButton* textButton(const QString& text, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::StrongFocus);
    setRole(button, "quiet");
    return button;
}

QToolButton* iconButton(const QString& iconName, const QString& toolTip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(Theme::of(button).icon(iconName));
    button->setIconSize(QSize(kIconSize, kIconSize));
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    // A click leaves the keyboard where it is: the next key is meant for the view.
    button->setFocusPolicy(Qt::TabFocus);
    setRole(button, "icon");
    return button;
}

}  // namespace minarai::widgets
