// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/cards/card_column.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "widgets/theme/theme.h"

namespace minarai::widgets {

namespace {

constexpr int kSpacing = 8;
constexpr int kEdge = 28;  ///< px from the edge where a held card scrolls the column
constexpr int kScrollMs = 16;

}  // namespace

/// The card under the pointer and the line where it would go, above everything else.
class DragLayer final : public QWidget {
  public:
    explicit DragLayer(QWidget* parent) : QWidget(parent) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

    QPixmap picture;
    int pictureY = 0;
    int lineY = 0;

  protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(Theme::of(this).color(Token::Accent), 3, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(4, lineY), QPointF(width() - 4, lineY));
        painter.setOpacity(0.85);
        painter.drawPixmap(0, pictureY, picture);
    }
};

CardColumn::CardColumn(QWidget* parent)
    : QScrollArea(parent),
      m_content(new QWidget),
      m_column(new QVBoxLayout(m_content)),
      m_layer(new DragLayer(m_content)) {
    setWidget(m_content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    m_content->setAutoFillBackground(false);
    m_column->setContentsMargins(1, 1, 1, 1);
    m_column->setSpacing(kSpacing);
    m_column->addStretch(1);
    setFocusPolicy(Qt::NoFocus);
    m_scroll.setInterval(kScrollMs);
    connect(&m_scroll, &QTimer::timeout, this, &CardColumn::scrollAtEdges);
}

StepCard* CardColumn::makeCard(const StepCardContent& content) {
    auto* card = new StepCard(content, m_content);
    const quint64 key = content.key;
    card->installEventFilter(this);
    card->header()->installEventFilter(this);
    connect(card, &StepCard::switched, this, [this, key](bool on) { Q_EMIT switched(key, on); });
    connect(card, &StepCard::valueChanged, this,
            [this, key](const QString& name) { Q_EMIT valueChanged(key, name); });
    connect(card, &StepCard::duplicateWanted, this, [this, key] { Q_EMIT duplicateWanted(key); });
    connect(card, &StepCard::removeWanted, this, [this, key] { Q_EMIT removeWanted(key); });
    return card;
}

void CardColumn::setContents(const std::vector<StepCardContent>& contents) {
    std::vector<StepCard*> cards;
    for (const StepCardContent& content : contents) {
        StepCard* known = card(content.key);
        if (known == nullptr) {
            known = makeCard(content);
        } else {
            known->setContent(content);
        }
        cards.push_back(known);
    }
    if (cards == m_cards) {
        return;
    }
    endDrag(false);
    m_content->setUpdatesEnabled(false);
    QWidget* focused = QApplication::focusWidget();
    bool lostFocus = false;
    for (StepCard* old : m_cards) {
        m_column->removeWidget(old);
        if (std::find(cards.begin(), cards.end(), old) == cards.end()) {
            lostFocus |= focused != nullptr && (old == focused || old->isAncestorOf(focused));
            old->hide();
            old->deleteLater();
        }
    }
    const int before = indexOf(m_current);
    m_cards = cards;
    for (std::size_t i = 0; i < cards.size(); ++i) {
        m_column->insertWidget(static_cast<int>(i), cards[i]);
        cards[i]->show();
    }
    orderFocus();
    if (card(m_current) == nullptr) {
        // The neighbour of what is gone.
        const int next = std::min(before, count() - 1);
        const quint64 key = next < 0 ? 0 : cardAt(next)->key();
        m_current = 0;
        setCurrent(key);
        if (lostFocus && key != 0) {
            card(key)->setFocus(Qt::OtherFocusReason);
        }
    }
    m_content->setUpdatesEnabled(true);
}

StepCard* CardColumn::card(quint64 key) const {
    const int index = indexOf(key);
    return index < 0 ? nullptr : m_cards[static_cast<std::size_t>(index)];
}

StepCard* CardColumn::cardAt(int index) const {
    return index >= 0 && index < count() ? m_cards[static_cast<std::size_t>(index)] : nullptr;
}

int CardColumn::indexOf(quint64 key) const {
    const auto found = std::find_if(m_cards.begin(), m_cards.end(),
                                    [key](const StepCard* card) { return card->key() == key; });
    return found == m_cards.end() ? -1 : static_cast<int>(found - m_cards.begin());
}

void CardColumn::setCurrent(quint64 key) {
    if (key != m_current) {
        m_current = key;
        for (StepCard* card : m_cards) {
            card->setUnfolded(card->key() == key);
        }
        orderFocus();  // a form may be new
        Q_EMIT currentChanged(key);
    }
    if (StepCard* shown = card(key)) {
        // The card has its new height only when it has been laid out.
        m_content->layout()->activate();
        const int width = viewport()->width();
        const int needed = m_column->hasHeightForWidth() ? m_column->heightForWidth(width)
                                                         : m_column->minimumSize().height();
        m_content->resize(width, std::max(viewport()->height(), needed));
        ensureWidgetVisible(shown, 0, kSpacing);
    }
}

void CardColumn::orderFocus() {
    QWidget* last = nullptr;
    for (StepCard* card : m_cards) {
        QList<QWidget*> parts{card};
        for (QWidget* part : card->findChildren<QWidget*>()) {
            // The list of a combo box is a window of its own.
            if ((part->focusPolicy() & Qt::TabFocus) != 0 && part->window() == window()) {
                parts << part;
            }
        }
        for (QWidget* part : parts) {
            if (last != nullptr) {
                setTabOrder(last, part);
            }
            last = part;
        }
    }
}

void CardColumn::focusCard(quint64 key) {
    setCurrent(key);
    if (StepCard* shown = card(key)) {
        shown->setFocus(Qt::OtherFocusReason);
    }
}

void CardColumn::setFoot(QWidget* foot) {
    m_column->insertWidget(m_column->count() - 1, foot);
}

bool CardColumn::eventFilter(QObject* watched, QEvent* event) {
    auto* card = qobject_cast<StepCard*>(watched);
    const bool isHeader = card == nullptr;
    if (isHeader) {
        card = qobject_cast<StepCard*>(watched->parent());
    }
    if (card == nullptr || std::find(m_cards.begin(), m_cards.end(), card) == m_cards.end()) {
        return QScrollArea::eventFilter(watched, event);
    }
    switch (event->type()) {
        case QEvent::MouseButtonPress:
        case QEvent::MouseMove:
        case QEvent::MouseButtonRelease:
            if (isHeader) {
                return mouseEvent(card, static_cast<QMouseEvent*>(event));
            }
            break;
        case QEvent::KeyPress:
            if (!isHeader) {
                return keyEvent(card, static_cast<QKeyEvent*>(event));
            }
            break;
        case QEvent::FocusIn:
            if (!isHeader && static_cast<QFocusEvent*>(event)->reason() != Qt::MouseFocusReason) {
                setCurrent(card->key());
            }
            break;
        default:
            break;
    }
    return QScrollArea::eventFilter(watched, event);
}

bool CardColumn::mouseEvent(StepCard* card, QMouseEvent* event) {
    if (event->type() == QEvent::MouseButtonPress) {
        if (event->button() != Qt::LeftButton) {
            return false;
        }
        m_pressed = card;
        m_pressedAt = m_content->mapFromGlobal(event->globalPosition().toPoint());
        return true;
    }
    if (m_pressed != card) {
        return false;
    }
    m_pointer = event->globalPosition().toPoint();
    if (event->type() == QEvent::MouseMove) {
        const QPoint way = m_content->mapFromGlobal(m_pointer) - m_pressedAt;
        if (!m_dragging && way.manhattanLength() >= QApplication::startDragDistance()) {
            beginDrag();
        }
        if (m_dragging) {
            moveDrag();
        }
        return true;
    }
    if (event->button() != Qt::LeftButton) {
        return false;
    }
    if (m_dragging) {
        moveDrag();
        endDrag(true);
    } else {
        m_pressed = nullptr;
        // A second click folds the card again.
        const bool fold = m_current == card->key() && card->hasFocus();
        card->setFocus(Qt::MouseFocusReason);
        setCurrent(fold ? 0 : card->key());
    }
    return true;
}

void CardColumn::beginDrag() {
    m_dragging = true;
    m_pressed->setFocus(Qt::MouseFocusReason);
    m_pressed->header()->setCursor(Qt::ClosedHandCursor);
    // The line with the name is enough to know it by.
    const int height = m_pressed->header()->geometry().bottom() + 5;
    m_layer->picture = m_pressed->grab(QRect(0, 0, m_pressed->width(), height));
    m_layer->setGeometry(m_content->rect());
    m_layer->raise();
    m_layer->show();
    m_scroll.start();
}

void CardColumn::moveDrag() {
    const int y = m_content->mapFromGlobal(m_pointer).y();
    m_target = targetAt(y);
    m_layer->setGeometry(m_content->rect());
    m_layer->pictureY = y - m_layer->picture.height() / 2;
    m_layer->lineY = gapY(m_target);
    m_layer->update();
}

void CardColumn::endDrag(bool drop) {
    if (m_pressed != nullptr) {
        m_pressed->header()->setCursor(Qt::OpenHandCursor);
    }
    const StepCard* held = m_pressed;
    const bool wasDragging = m_dragging;
    m_pressed = nullptr;
    m_dragging = false;
    m_scroll.stop();
    m_layer->hide();
    if (drop && wasDragging && held != nullptr && m_target != indexOf(held->key())) {
        Q_EMIT moveWanted(held->key(), m_target);
    }
}

int CardColumn::targetAt(int y) const {
    int target = 0;
    for (const StepCard* card : m_cards) {
        if (card != m_pressed && card->geometry().center().y() < y) {
            ++target;
        }
    }
    return target;
}

int CardColumn::gapY(int target) const {
    int index = 0;
    int bottom = 1;
    for (const StepCard* card : m_cards) {
        if (card == m_pressed) {
            continue;
        }
        if (index == target) {
            return std::max(1, card->geometry().top() - kSpacing / 2);
        }
        bottom = card->geometry().bottom();
        ++index;
    }
    return bottom + kSpacing / 2;
}

void CardColumn::scrollAtEdges() {
    const int y = viewport()->mapFromGlobal(m_pointer).y();
    const int way = y < kEdge ? y - kEdge : std::max(0, y - (viewport()->height() - kEdge));
    if (way != 0) {
        verticalScrollBar()->setValue(verticalScrollBar()->value() + std::clamp(way, -24, 24) / 2);
        moveDrag();
    }
}

bool CardColumn::keyEvent(StepCard* card, QKeyEvent* event) {
    const quint64 key = card->key();
    const int index = indexOf(key);
    const bool alt = event->modifiers().testFlag(Qt::AltModifier);
    if (event->key() == Qt::Key_Escape && m_dragging) {
        endDrag(false);
        return true;
    }
    switch (event->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down: {
            const int other = index + (event->key() == Qt::Key_Up ? -1 : 1);
            if (other < 0 || other >= count()) {
                return true;
            }
            if (alt) {
                Q_EMIT moveWanted(key, other);
                ensureWidgetVisible(card, 0, kSpacing);
            } else if (card->hasFocus()) {
                focusCard(cardAt(other)->key());
            }
            return true;
        }
        case Qt::Key_Space:
            if (card->hasFocus()) {
                card->onSwitch()->click();
                return true;
            }
            return false;
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            if (card->hasFocus()) {
                Q_EMIT removeWanted(key);
                return true;
            }
            return false;
        case Qt::Key_D:
            if (event->modifiers() == Qt::ControlModifier) {
                Q_EMIT duplicateWanted(key);
                return true;
            }
            return false;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (card->hasFocus()) {
                setCurrent(key);
                card->focusForm();
                return true;
            }
            return false;
        case Qt::Key_Escape:
            if (!card->hasFocus()) {
                card->setFocus(Qt::OtherFocusReason);
                return true;
            }
            return false;
        default:
            return false;
    }
}

void CardColumn::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    if (m_dragging) {
        m_layer->setGeometry(m_content->rect());
    }
}

}  // namespace minarai::widgets
