// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Says in place what a dialog would say: what happened, to which file, what to do.
#pragma once

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

namespace minarai::widgets {

/// Hidden while it has nothing to say. Screen readers are told when it speaks. A success without a
/// button goes by itself after a while, though not under the pointer nor with the keyboard.
class MessageBar : public QFrame {
    Q_OBJECT
  public:
    enum class Kind { Info, Success, Warning, Error };

    explicit MessageBar(QWidget* parent = nullptr);

    /// Replaces what is shown, its buttons included.
    void showMessage(Kind kind, const QString& text);

    /// Adds a button to the shown message; connect to its clicked().
    QPushButton* addButton(const QString& text);

    /// How long such a success stands.
    void setLastingMs(int ms) { m_lasting.setInterval(ms); }

    /// Removes the message and hides the bar.
    void clear();

    [[nodiscard]] QString text() const;
    [[nodiscard]] Kind kind() const { return m_kind; }

  Q_SIGNALS:
    /// The user closed the message, or it went by itself.
    void closed();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    Kind m_kind = Kind::Info;
    QLabel* m_icon;
    QLabel* m_text;
    QHBoxLayout* m_buttons;
    QToolButton* m_close;
    QTimer m_lasting;
    void removeButtons();
    void showIcon();
};

}  // namespace minarai::widgets
