// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Steps in an order, one card each; taken hold of with the mouse or moved with the keyboard.
#pragma once

#include <QPoint>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>
#include <vector>

#include "widgets/cards/step_card.h"

namespace minarai::widgets {

class DragLayer;

/// One card is current and unfolded. Keys on a card: Up and Down go to the next one, Alt+Up and
/// Alt+Down move it, Space switches it, Delete removes it, Ctrl+D duplicates it, Enter goes into
/// its form and Escape back to the card. The owner does what is wanted and gives the new contents.
class CardColumn : public QScrollArea {
    Q_OBJECT
  public:
    explicit CardColumn(QWidget* parent = nullptr);

    /// Cards of known keys stay the widgets they are, whatever their place.
    void setContents(const std::vector<StepCardContent>& contents);
    [[nodiscard]] int count() const { return static_cast<int>(m_cards.size()); }
    [[nodiscard]] StepCard* card(quint64 key) const;
    [[nodiscard]] StepCard* cardAt(int index) const;
    [[nodiscard]] int indexOf(quint64 key) const;

    /// 0: none.
    [[nodiscard]] quint64 current() const { return m_current; }
    /// Unfolds the card and brings it into sight; 0 folds all.
    void setCurrent(quint64 key);
    /// The same, and the keyboard to the card.
    void focusCard(quint64 key);

    /// What stands beneath the last card; the column owns it.
    void setFoot(QWidget* foot);
    [[nodiscard]] bool isDragging() const { return m_dragging; }

  Q_SIGNALS:
    void switched(quint64 key, bool on);
    void valueChanged(quint64 key, const QString& name);
    /// The card is to stand at this index of the others.
    void moveWanted(quint64 key, int index);
    void duplicateWanted(quint64 key);
    void removeWanted(quint64 key);
    void currentChanged(quint64 key);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QWidget* m_content;
    QVBoxLayout* m_column;
    DragLayer* m_layer;
    std::vector<StepCard*> m_cards;
    quint64 m_current = 0;
    StepCard* m_pressed = nullptr;
    QPoint m_pressedAt;  ///< in the content's coordinates
    bool m_dragging = false;
    int m_target = 0;  ///< index among the other cards
    QTimer m_scroll;
    QPoint m_pointer;  ///< global, while dragging

    StepCard* makeCard(const StepCardContent& content);
    bool mouseEvent(StepCard* card, QMouseEvent* event);
    bool keyEvent(StepCard* card, QKeyEvent* event);
    void beginDrag();
    void moveDrag();
    void endDrag(bool drop);
    void scrollAtEdges();
    /// Tab goes from card to card in the order in which they stand, through each form.
    void orderFocus();
    [[nodiscard]] int targetAt(int y) const;
    [[nodiscard]] int gapY(int target) const;
};

}  // namespace minarai::widgets
