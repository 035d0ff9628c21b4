// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The first thing on screen: open, drop, try the sample, go on with a recent folder.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QWidget>

#include "studio/shell/actions.h"
#include "studio/workspace.h"
#include "widgets/theme/controls.h"
#include "widgets/theme/labels.h"

namespace minarai::studio {

class WelcomePage : public QWidget {
    Q_OBJECT
  public:
    WelcomePage(Workspace& workspace, const Actions& actions, QWidget* parent = nullptr);

    /// Shows that something droppable is over the window.
    void setDropHint(bool on);

  Q_SIGNALS:
    void folderChosen(const QString& folder);

  protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    Workspace& m_workspace;
    QWidget* m_panel;
    QLabel* m_title;
    QLabel* m_sentence;
    QStackedWidget* m_middle;
    QPushButton* m_open;
    QPushButton* m_sample;
    QPushButton* m_import;
    QLabel* m_dropText;
    widgets::ThinProgressBar* m_bar;
    QLabel* m_progress;
    QPushButton* m_cancel;
    QLabel* m_recentTitle;
    QVBoxLayout* m_recent;
    bool m_dropHint = false;

    QWidget* makeStart(const Actions& actions);
    QWidget* makeProgress();
    void fillRecent();
    void showOpening();
    void showProgress(quint64 done, quint64 total);
    void retranslate();
};

}  // namespace minarai::studio
