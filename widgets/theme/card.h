// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The card every page is made of, and what stands in it while there is nothing to show.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/theme/controls.h"
#include "widgets/theme/labels.h"
#include "widgets/theme/message_bar.h"
#include "widgets/theme/tokens.h"

namespace minarai::widgets {

/// A rounded surface: a title row (title and legend left, secondary actions right) and a body.
class Card : public QFrame {
    Q_OBJECT
  public:
    explicit Card(const QString& title = {}, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    [[nodiscard]] QString title() const;

    /// Where the content goes. Padding is already there.
    [[nodiscard]] QVBoxLayout* body() const { return m_body; }

    /// Puts one widget into the body which takes all the room.
    void setContent(QWidget* content);

    /// A short line of colour and its name beside the title.
    void addLegend(Token color, const QString& name, bool dashed = false);
    void clearLegend();

    /// A widget at the right end of the title row; the card owns it.
    void addHeaderWidget(QWidget* widget);

    /// An action as flat text at the right end ("log", "export"); the action stays the caller's.
    QToolButton* addHeaderAction(QAction* action);

    /// Quiet text at the right end ("checked just now"), replaced by the next call.
    void setNote(const QString& text);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* m_header;
    QHBoxLayout* m_headerLayout;
    QHBoxLayout* m_legend;
    QHBoxLayout* m_tools;
    QLabel* m_title;
    ElidedLabel* m_note;
    QVBoxLayout* m_body;
    void updateHeader();
    /// What is seen of the last tool ends where the body ends.
    void alignTools();
};

/// What a view shows before there is data: icon, title, one sentence, up to two buttons.
class EmptyState : public QWidget {
    Q_OBJECT
  public:
    explicit EmptyState(const QString& iconName, const QString& title, const QString& sentence,
                        QWidget* parent = nullptr);

    void setTexts(const QString& title, const QString& sentence);

    /// Adds a button; connect to its clicked(). The first one is usually primary.
    QPushButton* addButton(const QString& text, bool primary = false);

    /// Draws the dashed frame of a place where files may be dropped.
    void setDropZone(bool on);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    QLabel* m_title;
    QLabel* m_sentence;
    QHBoxLayout* m_buttons;
    bool m_dropZone = false;
    void fitSentence();
};

}  // namespace minarai::widgets
