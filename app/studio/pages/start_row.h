// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// "Start from": random weights, published ones or a file, and what that means for this network.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "studio/session/start_session.h"
#include "widgets/theme/controls.h"

namespace minarai::studio {

class StartRow : public QWidget {
    Q_OBJECT
  public:
    explicit StartRow(StartSession& session, QWidget* parent = nullptr);

    /// While a run goes on the choice can be read but not changed.
    void setLocked(bool locked);

    [[nodiscard]] widgets::ComboBox* choices() const { return m_choices; }
    [[nodiscard]] QPushButton* button() const { return m_button; }
    [[nodiscard]] QString statusText() const { return m_status->text(); }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    StartSession& m_session;
    QLabel* m_title;
    widgets::ComboBox* m_choices;
    QLabel* m_status;
    widgets::ThinProgressBar* m_progress;
    QPushButton* m_button;

    void fill();
    void choose();
    void chooseFile();
    void show();
    void press();
    [[nodiscard]] QString readyText() const;
};

}  // namespace minarai::studio
