// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pages with their counts, and the running job at the foot.
#pragma once

#include <QAbstractButton>
#include <QFrame>
#include <QString>
#include <vector>

#include "studio/shell/actions.h"
#include "widgets/theme/controls.h"
#include "widgets/theme/labels.h"

namespace minarai::studio {

/// A page in the sidebar: icon, name, count. Narrow: the icon alone.
class NavButton : public QAbstractButton {
    Q_OBJECT
  public:
    NavButton(const QString& iconName, QAction* action, QWidget* parent = nullptr);
    void setCount(const QString& count);
    void setNarrow(bool narrow);
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    QString m_iconName;
    QAction* m_action;
    QString m_count;
    bool m_narrow = false;
    void takeAction();
};

/// What runs now; a click shows it.
class JobPanel : public QAbstractButton {
    Q_OBJECT
  public:
    explicit JobPanel(QWidget* parent = nullptr);
    void setJob(const QString& title, const QString& detail, quint64 done, quint64 total);
    void setNarrow(bool narrow);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    widgets::ElidedLabel* m_title;
    widgets::ElidedLabel* m_detail;
    widgets::ThinProgressBar* m_bar;
};

class Sidebar : public QFrame {
    Q_OBJECT
  public:
    explicit Sidebar(const Actions& actions, QWidget* parent = nullptr);

    [[nodiscard]] NavButton* page(std::size_t index) const { return m_pages[index]; }
    [[nodiscard]] JobPanel* job() const { return m_job; }
    void setCurrent(std::size_t index);
    void setNarrow(bool narrow);
    /// As it was wished.
    [[nodiscard]] bool isNarrow() const { return m_narrow; }
    /// In a small window it is narrow until somebody wishes otherwise.
    void setSqueezed(bool squeezed);
    /// As it stands there.
    [[nodiscard]] bool looksNarrow() const { return m_narrow || m_squeezed; }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    std::vector<NavButton*> m_pages;
    JobPanel* m_job;
    QToolButton* m_collapse;
    bool m_narrow = false;
    bool m_squeezed = false;
    bool m_inSmallWindow = false;

    void fit();
};

}  // namespace minarai::studio
