// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the check of the images measured: mean and deviation of each channel, sizes.
#pragma once

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <array>

#include "studio/workspace.h"
#include "widgets/charts/bar_list.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class StatisticsPanel : public widgets::Card {
    Q_OBJECT
  public:
    explicit StatisticsPanel(Workspace& workspace, QWidget* parent = nullptr);

    /// The sizes have been asked for and are shown, or there are none to show.
    [[nodiscard]] bool isFilled() const;
    /// "mean = [0.485, 0.456, 0.406]" and the deviation on a second line; empty while unknown.
    [[nodiscard]] QString asText() const;

  Q_SIGNALS:
    void closeWanted();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    static constexpr int kRows = 2;  ///< mean, deviation
    Workspace& m_workspace;
    QToolButton* m_close;
    QLabel* m_intro;
    QLabel* m_colorTitle;
    QWidget* m_colors;
    std::array<QLabel*, 3> m_channels{};
    std::array<QLabel*, kRows> m_names{};
    std::array<std::array<QLabel*, 3>, kRows> m_values{};
    QPushButton* m_copy;
    QLabel* m_sizeTitle;
    widgets::BarList* m_sizes;
    QLabel* m_range;

    QWidget* makeColors();
    void fill();
    void retranslate();
};

}  // namespace minarai::studio
