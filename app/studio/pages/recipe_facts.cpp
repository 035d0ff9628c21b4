// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/recipe_facts.h"

#include <QGridLayout>

#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kMostRows = 6;

}  // namespace

RecipeFacts::RecipeFacts(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("recipeFacts"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(1, 1);
    for (int row = 0; row < kMostRows; ++row) {
        const Line line{new QLabel(this), new widgets::ElidedLabel({}, this)};
        widgets::setRole(line.name, "secondary");
        line.value->setFont(widgets::Theme::of(this).font(widgets::FontRole::Secondary));
        grid->addWidget(line.name, row, 0);
        grid->addWidget(line.value, row, 1);
        line.name->hide();
        line.value->hide();
        m_lines.push_back(line);
    }
}

void RecipeFacts::showParameters(const RecipeForecast& forecast) {
    setRows({parametersRow(forecast)});
}

void RecipeFacts::showAll(const RecipeForecast& forecast, const SplitPreview* split,
                          const std::optional<RecipeCost>& cost, bool measuring) {
    std::vector<Row> rows{parametersRow(forecast)};
    rows.emplace_back(tr("Multiply-adds"),
                      tr("%1 an image of %2×%3×%4")
                          .arg(widgets::magnitudeText(static_cast<double>(forecast.macs)))
                          .arg(forecast.channels)
                          .arg(forecast.size)
                          .arg(forecast.width));
    if (split != nullptr) {
        rows.emplace_back(tr("Images"), tr("%1 training, %2 validation")
                                            .arg(widgets::countText(split->train),
                                                 widgets::countText(split->val)));
        rows.emplace_back(
            tr("Baseline"),
            tr("%1 (always the largest class)").arg(widgets::metricText(split->baseline)));
    }
    if (cost) {
        rows.emplace_back(tr("An epoch"), epochText(*cost));
        if (cost->forecast.memoryBytes > 0) {
            rows.emplace_back(tr("Memory"),
                              tr("about %1").arg(widgets::bytesText(cost->forecast.memoryBytes)));
        }
    } else if (measuring) {
        rows.emplace_back(tr("An epoch"), tr("being measured…"));
    }
    setRows(rows);
}

QString RecipeFacts::text() const {
    QStringList rows;
    for (const Line& line : m_lines) {
        if (!line.name->isHidden()) {
            rows << line.name->text() + QLatin1Char('\t') + line.value->text();
        }
    }
    return rows.join(QLatin1Char('\n'));
}

void RecipeFacts::setRows(const std::vector<Row>& rows) {
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const bool isShown = i < rows.size();
        m_lines[i].name->setText(isShown ? rows[i].first : QString());
        m_lines[i].value->setText(isShown ? rows[i].second : QString());
        // The label itself looks only when it gets another size.
        const auto& value = *m_lines[i].value;
        const bool isCut = value.fontMetrics().horizontalAdvance(value.text()) > value.width();
        m_lines[i].value->setToolTip(isCut ? value.text() : QString());
        m_lines[i].name->setVisible(isShown);
        m_lines[i].value->setVisible(isShown);
    }
}

RecipeFacts::Row RecipeFacts::parametersRow(const RecipeForecast& forecast) {
    const QString all = widgets::magnitudeText(static_cast<double>(forecast.parameters));
    return {tr("Parameters"),
            forecast.trainable < forecast.parameters
                ? tr("%1, of them %2 trained")
                      .arg(all, widgets::magnitudeText(static_cast<double>(forecast.trainable)))
                : tr("%1, all trained").arg(all)};
}

QString RecipeFacts::epochText(const RecipeCost& cost) {
    const QString time = widgets::durationText(cost.forecast.epochSeconds);
    if (cost.source == RecipeCost::Source::Run) {
        return tr("about %1 (from its run)").arg(time);
    }
    if (cost.forecast.isScaled) {
        return tr("about %1 (estimated)").arg(time);
    }
    return cost.source == RecipeCost::Source::Check ? tr("about %1 (from the check)").arg(time)
                                                    : tr("about %1 (measured)").arg(time);
}

}  // namespace minarai::studio
