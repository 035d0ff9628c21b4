// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window asks of every page.
#pragma once

#include <QEvent>
#include <QString>
#include <QWidget>
#include <functional>

#include "studio/shell/actions.h"
#include "studio/shell/image_overlay.h"
#include "studio/workspace.h"
#include "widgets/theme/message_bar.h"

namespace minarai::studio {

/// Something to say in the bar above the pages, with an optional button.
struct Message {
    widgets::MessageBar::Kind kind = widgets::MessageBar::Kind::Info;
    QString text;
    QString button;
    std::function<void()> act;
};

class Page : public QWidget {
    Q_OBJECT
  public:
    Page(Workspace& workspace, Actions& actions, QWidget* parent = nullptr)
        : QWidget(parent), m_workspace(workspace), m_actions(actions) {}

    /// The page's buttons for the top bar; made once, given away to the bar.
    [[nodiscard]] virtual QWidget* barWidget() = 0;

  Q_SIGNALS:
    void said(const minarai::studio::Message& message);
    /// What was said does not hold any more.
    void unsaid();
    void largeViewWanted(const minarai::studio::ImageSequence& sequence, int row);
    void statusChanged();

  protected:
    [[nodiscard]] Workspace& workspace() const { return m_workspace; }
    [[nodiscard]] Actions& actions() const { return m_actions; }

    virtual void retranslate() = 0;
    void changeEvent(QEvent* event) override {
        if (event->type() == QEvent::LanguageChange) {
            retranslate();
        }
        QWidget::changeEvent(event);
    }

  private:
    Workspace& m_workspace;
    Actions& m_actions;
};

}  // namespace minarai::studio
