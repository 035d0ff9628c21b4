// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The right card of the Predict page: what the run thinks of the chosen picture.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "studio/workspace.h"
#include "widgets/charts/bar_list.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class AnswerPanel : public QWidget {
    Q_OBJECT
  public:
    /// Below it the answer is called unsure: all others together are as probable.
    static constexpr double kSure = 0.5;

    explicit AnswerPanel(Workspace& workspace, QWidget* parent = nullptr);

    /// Shows the answer for a picture of the session, or that it is still to come.
    void showItem(quint32 number);
    [[nodiscard]] widgets::BarList* bars() const { return m_bars; }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    Workspace& m_workspace;
    quint32 m_number = 0;
    widgets::Card* m_card;
    QLabel* m_answer;
    widgets::FigureLabel* m_confidence;
    widgets::FigureLabel* m_time;
    QLabel* m_barsTitle;
    widgets::BarList* m_bars;
    QLabel* m_error;
    QPushButton* m_remove;
    QLabel* m_source;

    void showNothing(const PredictItem* item);
    void retranslate();
};

}  // namespace minarai::studio
