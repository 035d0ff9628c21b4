// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How much curves are smoothed: flat text which opens a slider from 0 to 0.99.
#pragma once

#include <QLabel>

#include "widgets/charts/thin_slider.h"
#include "widgets/theme/controls.h"

namespace minarai::widgets {

class SmoothingButton : public TextMenuButton {
    Q_OBJECT
  public:
    explicit SmoothingButton(QWidget* parent = nullptr);

    /// 0 ... 0.99; the weight of what was before, as in TensorBoard.
    [[nodiscard]] double smoothing() const;
    /// Emits nothing.
    void setSmoothing(double weight);
    [[nodiscard]] ThinSlider* slider() const { return m_slider; }
    /// The same for every weight: its neighbours stand still while the slider moves.
    [[nodiscard]] QSize sizeHint() const override;

  Q_SIGNALS:
    /// The user moved the slider.
    void smoothingChanged(double weight);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    ThinSlider* m_slider;
    QLabel* m_value;
    void updateText();
};

}  // namespace minarai::widgets
