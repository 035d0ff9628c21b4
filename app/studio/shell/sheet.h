// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A quiet panel over the window: the keyboard sheet, the about text, lists to read. Not modal.
#pragma once

#include <QPointer>
#include <QWidget>

#include "studio/shell/actions.h"

namespace minarai::studio {

class Sheet : public QWidget {
    Q_OBJECT
  public:
    /// Covers its parent, the whole window, while it is shown; Esc, the button in the panel's card
    /// or a click beside the panel closes it.
    explicit Sheet(QWidget* parent);

    void showShortcuts(const Actions& actions);
    void showAbout(const QString& engineLine);
    /// Puts a panel into the middle; the sheet owns it. `share`: of the window's size, which it
    /// takes and keeps when the window is resized; 0: its own size.
    void present(QWidget* panel, const QString& name, double share = 0);
    void close();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QWidget* m_panel = nullptr;
    double m_share = 0;
    QPointer<QWidget> m_before;  ///< what had the keyboard

    void fit();
    void addCloseButton();
};

}  // namespace minarai::studio
