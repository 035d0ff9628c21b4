// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Before the start: the pre-flight card and the learning-rate range test, in
// the board's place.
#pragma once

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QWidget>
#include <functional>

#include "studio/session/trial_session.h"
#include "widgets/charts/curve_chart.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class TrialsPanel : public QWidget {
    Q_OBJECT
  public:
    /// plan: what would be trained now; nothing while that is not possible.
    TrialsPanel(TrialSession& trials, std::function<std::optional<TrainPlan>()> plan,
                QWidget* parent = nullptr);

    /// The trials can begin.
    void setReady(bool ready);

    [[nodiscard]] widgets::CurveChart* chart() const { return m_chart; }
    [[nodiscard]] QPushButton* useButton() const { return m_use; }
    [[nodiscard]] QString factsText() const;

  Q_SIGNALS:
    /// The rate beneath the marker is wanted.
    void rateChosen(double rate);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Fact {
        enum class Mark { None, Good, Bad };
        QString name;
        QString value;
        Mark mark = Mark::None;
    };

    TrialSession& m_trials;
    std::function<std::optional<TrainPlan>()> m_plan;
    bool m_ready = false;
    widgets::Card* m_checkCard;
    widgets::Card* m_rangeCard;
    QPushButton* m_check;
    QPushButton* m_find;
    QLabel* m_checkEmpty;
    QWidget* m_facts;
    QGridLayout* m_grid;
    widgets::CurveChart* m_chart;
    QLabel* m_advice;
    QPushButton* m_steepest;
    QPushButton* m_tenth;
    QPushButton* m_use;
    QLabel* m_error;

    void makeCheck();
    void makeRange();
    void start(TrialSession::Kind kind);
    void refresh();
    void drawCurve();
    void showFacts();
    [[nodiscard]] std::vector<Fact> facts() const;
    static Fact learningFact(const train::DryRun& dry);
    void setMarker(double rate);
    void retranslate();
};

}  // namespace minarai::studio
