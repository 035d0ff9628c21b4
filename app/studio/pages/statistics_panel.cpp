// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/statistics_panel.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QVBoxLayout>

#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kDecimals = 4;

QString listText(const std::array<double, 3>& values) {
    QStringList words;
    for (const double value : values) {
        words << widgets::metricText(value, kDecimals);
    }
    return QStringLiteral("[%1]").arg(words.join(QStringLiteral(", ")));
}

QString pixels(const std::array<std::uint32_t, 2>& size) {
    return QStringLiteral("%1 × %2").arg(size[0]).arg(size[1]);
}

}  // namespace

StatisticsPanel::StatisticsPanel(Workspace& workspace, QWidget* parent)
    : Card({}, parent),
      m_workspace(workspace),
      m_close(widgets::iconButton(QStringLiteral("cross"), {})),
      m_intro(new QLabel),
      m_colorTitle(new QLabel),
      m_copy(new QPushButton),
      m_sizeTitle(new QLabel),
      m_sizes(new widgets::BarList),
      m_range(new QLabel) {
    addHeaderWidget(m_close);
    for (QLabel* label : {m_intro, m_range}) {
        label->setWordWrap(true);
        widgets::setRole(label, "secondary");
    }
    widgets::setRole(m_colorTitle, "label");
    widgets::setRole(m_sizeTitle, "label");
    m_colors = makeColors();
    m_copy->setObjectName(QStringLiteral("copyStatistics"));
    m_sizes->setCounts(true);
    m_sizes->setHighlight(widgets::Token::Tertiary);
    body()->addWidget(m_colorTitle);
    body()->addWidget(m_colors);
    body()->addWidget(m_copy, 0, Qt::AlignLeft);
    body()->addWidget(m_intro);
    body()->addSpacing(12);
    body()->addWidget(m_sizeTitle);
    body()->addWidget(m_sizes);
    body()->addWidget(m_range);
    body()->addStretch(1);
    connect(m_close, &QToolButton::clicked, this, &StatisticsPanel::closeWanted);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(asText()); });
    ProjectSession& project = workspace.project();
    for (const auto signal :
         {&ProjectSession::measured, &ProjectSession::auditFinished, &ProjectSession::opened}) {
        connect(&project, signal, this, &StatisticsPanel::fill);
    }
    retranslate();
}

QWidget* StatisticsPanel::makeColors() {
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(5);
    for (int channel = 0; channel < 3; ++channel) {
        const auto at = static_cast<std::size_t>(channel);
        m_channels[at] = new QLabel;
        widgets::setRole(m_channels[at], "secondary");
        grid->addWidget(m_channels[at], 0, channel + 1, Qt::AlignRight);
        for (int row = 0; row < kRows; ++row) {
            QLabel*& value = m_values[static_cast<std::size_t>(row)][at];
            value = new QLabel;
            grid->addWidget(value, row + 1, channel + 1, Qt::AlignRight);
        }
        grid->setColumnStretch(channel + 1, 1);
    }
    for (int row = 0; row < kRows; ++row) {
        QLabel*& name = m_names[static_cast<std::size_t>(row)];
        name = new QLabel;
        widgets::setRole(name, "secondary");
        grid->addWidget(name, row + 1, 0);
    }
    return box;
}

bool StatisticsPanel::isFilled() const {
    const ProjectSession& project = m_workspace.project();
    return project.statistics() && project.sizes();
}

QString StatisticsPanel::asText() const {
    const auto& statistics = m_workspace.project().statistics();
    if (!statistics || statistics->images == 0) {
        return {};
    }
    return QStringLiteral("mean = %1\nstd = %2\n")
        .arg(listText(statistics->mean), listText(statistics->std));
}

void StatisticsPanel::fill() {
    const ProjectSession& project = m_workspace.project();
    const auto& statistics = project.statistics();
    const bool known = statistics && statistics->images > 0;
    m_colors->setVisible(known);
    m_copy->setVisible(known);
    m_colorTitle->setVisible(known);
    if (known) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
            m_values[0][channel]->setText(
                widgets::metricText(statistics->mean[channel], kDecimals));
            m_values[1][channel]->setText(widgets::metricText(statistics->std[channel], kDecimals));
        }
        m_intro->setText(widgets::phrased(
            tr("Over all pixels of %n training images at their own size, black 0 and white 1. "
               "Pretrained networks want the values they were trained with.",
               nullptr, static_cast<int>(statistics->images))));
    } else {
        m_intro->setText(widgets::phrased(
            project.isAuditing() ? tr("They are known when the check of the images is done.")
                                 : tr("The images were not checked.")));
    }
    const auto& sizes = project.sizes();
    const bool counted = sizes && sizes->images > 0;
    // Of one size there is nothing to draw.
    const bool differ = counted && sizes->smallest != sizes->largest;
    m_sizeTitle->setVisible(differ);
    m_sizes->setVisible(differ);
    m_range->setVisible(counted);
    if (!counted) {
        return;
    }
    QVector<widgets::BarItem> bars;
    for (std::size_t i = 0; i < ImageSizes::kFrom.size(); ++i) {
        const auto from = ImageSizes::kFrom.at(i);
        const QString label = i + 1 == ImageSizes::kFrom.size()
                                  ? tr("%1 and more").arg(from)
                                  : tr("%1 to %2").arg(from).arg(ImageSizes::kFrom.at(i + 1) - 1);
        bars.push_back({label, static_cast<double>(sizes->counts.at(i))});
    }
    m_sizes->setItems(bars);
    m_range->setText(
        !differ ? tr("All images are %1 px.").arg(pixels(sizes->smallest))
                : tr("From %1 to %2 px.").arg(pixels(sizes->smallest), pixels(sizes->largest)));
}

void StatisticsPanel::retranslate() {
    setTitle(tr("Statistics"));
    m_close->setToolTip(withShortcut(tr("Close"), QStringLiteral("Esc")));
    m_close->setAccessibleName(tr("Close"));
    m_colorTitle->setText(tr("Colours of the training images"));
    m_channels[0]->setText(tr("red"));
    m_channels[1]->setText(tr("green"));
    m_channels[2]->setText(tr("blue"));
    m_names[0]->setText(tr("mean"));
    m_names[1]->setText(tr("deviation"));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copies mean and standard deviation as two lines of Python"));
    m_sizeTitle->setText(tr("Shorter edge, px"));
    m_sizes->setAccessibleName(tr("Sizes of the images"));
    fill();
}

void StatisticsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    Card::changeEvent(event);
}

}  // namespace minarai::studio
