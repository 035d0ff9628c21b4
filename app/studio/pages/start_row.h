// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// "Start from": random weights, published ones or a file, and what that means for this network.
#pragma once

#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>
#include <filesystem>
#include <utility>
#include <vector>

#include "studio/session/start_session.h"
#include "studio/shell/sheet.h"
#include "widgets/theme/controls.h"
#include "widgets/theme/phrases.h"

namespace minarai::studio {

class StartRow : public QWidget {
    Q_OBJECT
  public:
    explicit StartRow(StartSession& session, QWidget* parent = nullptr);

    /// While a run goes on the choice can be read but not changed.
    void setLocked(bool locked);
    /// Runs whose weights can be chosen: what each is called, and its file.
    void setRuns(std::vector<std::pair<QString, std::filesystem::path>> runs);

    [[nodiscard]] widgets::ComboBox* choices() const { return m_choices; }
    [[nodiscard]] QPushButton* button() const { return m_button; }
    [[nodiscard]] QString statusText() const { return widgets::unphrased(m_status->text()); }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    StartSession& m_session;
    std::vector<std::pair<QString, std::filesystem::path>> m_runs;
    QLabel* m_title;
    widgets::ComboBox* m_choices;
    QLabel* m_status;
    widgets::ThinProgressBar* m_progress;
    QPushButton* m_button;
    QToolButton* m_partial;  ///< take what fits, and back
    QToolButton* m_details;
    QPointer<Sheet> m_sheet;

    void fill();
    void choose();
    void chooseFile();
    void show();
    void press();
    void showDetails();
    [[nodiscard]] QString mismatchText() const;
    [[nodiscard]] QString readyText() const;
};

}  // namespace minarai::studio
