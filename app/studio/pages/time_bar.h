// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The foot of the Train page: the time machine's slider, and how busy the machine is.
#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "studio/session/load_session.h"
#include "studio/session/timeline_session.h"
#include "widgets/charts/thin_slider.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

/// A caption, a bar for a share and a figure: "processor ▬▬▬ 97 %".
class Gauge : public QWidget {
    Q_OBJECT
  public:
    explicit Gauge(QWidget* parent = nullptr);
    /// widest: the figure that takes the most room. share: 0 ... 1.
    void set(const QString& caption, const QString& figure, double share);
    void reserve(const QString& caption, const QString& widest);
    [[nodiscard]] QString figure() const { return m_figure; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_caption;
    QString m_figure;
    QString m_widest;
    double m_share = 0;
};

class TimeBar : public QWidget {
    Q_OBJECT
  public:
    TimeBar(TimelineSession& timeline, LoadSession& load, QWidget* parent = nullptr);

    /// A run whose epochs still come; "Live" goes back to it, "Newest" elsewhere.
    void setLive(bool live);
    void setBest(std::int64_t epoch) { m_slider->setBest(epoch); }
    [[nodiscard]] widgets::EpochSlider* slider() const { return m_slider; }
    [[nodiscard]] QToolButton* liveButton() const { return m_live; }
    [[nodiscard]] const Gauge* gpuGauge() const { return m_gpu; }
    [[nodiscard]] const Gauge* gpuMemoryGauge() const { return m_gpuMemory; }

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    TimelineSession& m_timeline;
    LoadSession& m_load;
    QLabel* m_epoch;
    widgets::EpochSlider* m_slider;
    QToolButton* m_live;
    Gauge* m_processor;
    Gauge* m_memory;
    QWidget* m_gpuGauges;
    Gauge* m_gpu;
    Gauge* m_gpuMemory;
    bool m_isLive = false;

    void choose(qint64 epoch);
    void showEpoch();
    void showLoad();
    /// Hidden where no such device is in use.
    void showGpu();
    void retranslate();
};

}  // namespace minarai::studio
