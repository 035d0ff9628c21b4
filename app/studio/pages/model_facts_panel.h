// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The right card of the Model page: what the chosen architecture is, costs and will take.
#pragma once

#include <QGridLayout>
#include <QLabel>
#include <QWidget>
#include <string>
#include <vector>

#include "studio/workspace.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class ModelFactsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ModelFactsPanel(Workspace& workspace, QWidget* parent = nullptr);

    void showModel(const std::string& name);
    /// Again, after something has become known.
    void refresh();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Line {
        QLabel* name;
        QLabel* value;
    };

    Workspace& m_workspace;
    std::string m_name;
    widgets::Card* m_card;
    QLabel* m_title;
    QLabel* m_source;
    QLabel* m_about;
    widgets::FigureLabel* m_parameters;
    widgets::FigureLabel* m_macs;
    widgets::FigureLabel* m_bytes;
    QLabel* m_machineTitle;
    std::vector<Line> m_machine;
    QLabel* m_state;
    QLabel* m_forecastTitle;
    std::vector<Line> m_forecast;

    std::vector<Line> addLines(int count, const char* objectName);
    void showCost(const ModelFacts& facts);
    void showMeasured(const ModelFacts& facts);
    void showForecast(const ModelFacts& facts);
};

}  // namespace minarai::studio
