// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Sliders in the look of the house: the plain one, and the one of the time machine.
#pragma once

#include <QSlider>
#include <cstdint>
#include <optional>
#include <vector>

namespace minarai::widgets {

/// A thin track with a round handle. A click on the track goes there.
class ThinSlider : public QSlider {
    Q_OBJECT
  public:
    explicit ThinSlider(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

    /// Where a value is, in pixels.
    [[nodiscard]] double positionOf(int value) const;

  private:
    void goTo(double x);
};

/// One step an epoch, the best one marked. Arrow keys go an epoch on or back, Page keys a tenth of
/// the run, Home and End to its ends.
class EpochSlider : public ThinSlider {
    Q_OBJECT
  public:
    explicit EpochSlider(QWidget* parent = nullptr);

    /// The numbers that can be chosen, ascending. The value is an index into them.
    void setEpochs(const std::vector<std::int64_t>& epochs);
    /// 0: none.
    void setBest(std::int64_t epoch);
    /// 0 while there is none.
    [[nodiscard]] std::int64_t epoch() const;
    /// Emits nothing.
    void setEpoch(std::int64_t epoch);

  Q_SIGNALS:
    /// The user chose an epoch.
    void epochChosen(qint64 epoch);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<std::int64_t> m_epochs;
    std::int64_t m_best = 0;
    bool m_quiet = false;

    [[nodiscard]] std::optional<int> indexOf(std::int64_t epoch) const;
};

}  // namespace minarai::widgets
