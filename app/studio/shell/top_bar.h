// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The project, the actions of the page, the device and the menu of the program.
#pragma once

#include <QFrame>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>

#include "widgets/theme/labels.h"

namespace minarai::studio {

class TopBar : public QFrame {
    Q_OBJECT
  public:
    explicit TopBar(QWidget* parent = nullptr);

    /// An empty name stands for "no project".
    void setProject(const QString& name, const QString& summary);
    /// "CPU · 2 threads"; empty hides the pill.
    void setDevice(const QString& text, const QString& toolTip,
                   widgets::Badge::Kind kind = widgets::Badge::Kind::Neutral);
    /// The buttons of the page that is shown; null for none. Owned by the bar.
    void showActions(QWidget* actions);

    [[nodiscard]] QToolButton* projectButton() const { return m_project; }
    [[nodiscard]] QToolButton* menuButton() const { return m_menu; }

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QString m_name;
    QToolButton* m_project;
    widgets::Badge* m_summary;
    QStackedWidget* m_actions;
    QWidget* m_noActions;
    widgets::Badge* m_device;
    QToolButton* m_menu;

    void retranslate();
    void showSummary();
};

}  // namespace minarai::studio
