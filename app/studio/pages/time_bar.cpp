// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/time_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

using widgets::FontRole;
using widgets::Theme;
using widgets::Token;

namespace {

constexpr int kGaugeBar = 40;
constexpr int kGaugeGap = 6;

}  // namespace

Gauge::Gauge(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Gauge::set(const QString& caption, const QString& figure, double share) {
    m_caption = caption;
    m_figure = figure;
    m_share = std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0;
    setAccessibleName(QStringLiteral("%1: %2").arg(caption, figure));
    update();
}

void Gauge::reserve(const QString& caption, const QString& widest) {
    m_caption = caption;
    m_widest = widest;
    updateGeometry();
}

QSize Gauge::sizeHint() const {
    const QFontMetrics metrics(Theme::of(this).font(FontRole::Label));
    return {metrics.horizontalAdvance(m_caption) + metrics.horizontalAdvance(m_widest) + kGaugeBar +
                2 * kGaugeGap,
            metrics.height() + 2};
}

void Gauge::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.font(FontRole::Label));
    const QFontMetrics metrics = painter.fontMetrics();
    painter.setPen(theme.color(Token::Secondary));
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, m_caption);
    const double left = metrics.horizontalAdvance(m_caption) + kGaugeGap;
    const QRectF bar(left, height() / 2.0 - 2, kGaugeBar, 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Hover));
    painter.drawRoundedRect(bar, 2, 2);
    painter.setBrush(theme.color(Token::Secondary));
    painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * m_share, 4), 2, 2);
    painter.setPen(theme.color(Token::Text));
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, m_figure);
}

TimeBar::TimeBar(TimelineSession& timeline, LoadSession& load, QWidget* parent)
    : QWidget(parent),
      m_timeline(timeline),
      m_load(load),
      m_epoch(new QLabel),
      m_slider(new widgets::EpochSlider),
      m_live(widgets::textButton(QString())),
      m_processor(new Gauge),
      m_memory(new Gauge),
      m_gpuGauges(new QWidget),
      m_gpu(new Gauge),
      m_gpuMemory(new Gauge) {
    auto* card = new widgets::Card;
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    widgets::setRole(m_epoch, "secondary");
    m_slider->setObjectName(QStringLiteral("timeMachine"));
    m_live->setObjectName(QStringLiteral("followLive"));
    m_live->setCheckable(true);
    row->addWidget(m_epoch);
    row->addWidget(m_slider, 1);
    row->addWidget(m_live);
    row->addSpacing(10);
    row->addWidget(m_processor);
    row->addSpacing(4);
    row->addWidget(m_memory);
    auto* gpu = new QHBoxLayout(m_gpuGauges);
    gpu->setContentsMargins(4, 0, 0, 0);
    gpu->setSpacing(14);
    gpu->addWidget(m_gpu);
    gpu->addWidget(m_gpuMemory);
    row->addWidget(m_gpuGauges);
    card->body()->setContentsMargins(0, 0, 0, 0);
    card->body()->addLayout(row);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_slider, &widgets::EpochSlider::epochChosen, this, &TimeBar::choose);
    connect(m_live, &QToolButton::clicked, this, [this] {
        m_timeline.follow();
        showEpoch();
    });
    connect(&m_timeline, &TimelineSession::epochsChanged, this, &TimeBar::showEpoch);
    connect(&m_timeline, &TimelineSession::momentReady, this, &TimeBar::showEpoch);
    connect(&m_load, &LoadSession::changed, this, &TimeBar::showLoad);
    retranslate();
}

void TimeBar::setLive(bool live) {
    m_isLive = live;
    retranslate();
}

void TimeBar::choose(qint64 epoch) {
    // The last epoch is the live one: it stays the last when another comes.
    if (!m_timeline.epochs().empty() && epoch == m_timeline.epochs().back()) {
        m_timeline.follow();
    } else {
        m_timeline.show(epoch);
    }
    showEpoch();
}

void TimeBar::showEpoch() {
    const std::int64_t epoch = m_timeline.wanted();
    m_slider->setEpochs(m_timeline.epochs());
    m_slider->setEpoch(epoch);
    m_epoch->setText(epoch > 0 ? tr("epoch %1").arg(epoch) : tr("no epoch yet"));
    m_slider->setAccessibleDescription(m_epoch->text());
    m_live->setEnabled(epoch > 0);
    m_live->setChecked(epoch > 0 && m_timeline.isFollowing());
}

void TimeBar::showLoad() {
    const MachineLoad& load = m_load.load();
    m_processor->set(tr("processor"),
                     load.processor ? widgets::shareText(*load.processor) : QStringLiteral("–"),
                     load.processor.value_or(0));
    const double used = load.totalBytes > 0 ? 1 - static_cast<double>(load.availableBytes) /
                                                      static_cast<double>(load.totalBytes)
                                            : 0;
    m_memory->set(tr("program memory"), widgets::bytesText(load.processBytes), used);
    m_processor->setToolTip(tr("Load of all cores in the last second"));
    m_memory->setToolTip(tr("This program has %1; %2 of %3 are free on this machine")
                             .arg(widgets::bytesText(load.processBytes),
                                  widgets::bytesText(load.availableBytes),
                                  widgets::bytesText(load.totalBytes)));
    showGpu();
}

void TimeBar::showGpu() {
    const auto& gpu = m_load.gpu();
    m_gpuGauges->setVisible(gpu.has_value());
    m_gpu->setVisible(gpu && gpu->busy);
    if (!gpu) {
        return;
    }
    const QString used = widgets::bytesText(gpu->usedBytes);
    const QString total = widgets::bytesText(gpu->totalBytes);
    m_gpu->set(tr("GPU"), widgets::shareText(gpu->busy.value_or(0)), gpu->busy.value_or(0));
    m_gpuMemory->set(tr("GPU memory"), used,
                     static_cast<double>(gpu->usedBytes) / static_cast<double>(gpu->totalBytes));
    const QString name = QString::fromStdString(gpu->name);
    m_gpu->setToolTip(tr("Load of the device that trains: %1").arg(name));
    m_gpuMemory->setToolTip(
        tr("%1 of %2 are in use on the device that trains, by all programs").arg(used, total));
}

void TimeBar::retranslate() {
    m_live->setText(m_isLive ? tr("Live") : tr("Newest"));
    m_live->setToolTip(tr("Follow the newest epoch (End)"));
    m_slider->setAccessibleName(tr("Time machine: epoch"));
    m_slider->setToolTip(
        tr("Drag to look back: the images, the matrix and the figures of any epoch (arrow keys, "
           "Home, End)"));
    m_processor->reserve(tr("processor"), QStringLiteral("100 %"));
    m_memory->reserve(tr("program memory"), QStringLiteral("88.8 GB"));
    m_gpu->reserve(tr("GPU"), QStringLiteral("100 %"));
    m_gpuMemory->reserve(tr("GPU memory"), QStringLiteral("88.8 GB"));
    // The longer words before the first epoch take their room from a slider without a place to go.
    m_epoch->setMinimumWidth(m_epoch->fontMetrics().horizontalAdvance(tr("epoch %1").arg(888)));
    showEpoch();
    showLoad();
}

void TimeBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void TimeBar::showEvent(QShowEvent* event) {
    m_load.setWatched(true);
    QWidget::showEvent(event);
}

void TimeBar::hideEvent(QHideEvent* event) {
    m_load.setWatched(false);
    QWidget::hideEvent(event);
}

}  // namespace minarai::studio
