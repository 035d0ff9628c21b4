// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/model_facts_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

const QString kUnknown = QStringLiteral("–");

QLabel* wordsLabel(const char* role) {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    widgets::setRole(label, role);
    return label;
}

}  // namespace

ModelFactsPanel::ModelFactsPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_card(new widgets::Card),
      m_title(wordsLabel("title")),
      m_source(wordsLabel("secondary")),
      m_about(wordsLabel("")),
      m_parameters(new widgets::FigureLabel(QString())),
      m_macs(new widgets::FigureLabel(QString())),
      m_bytes(new widgets::FigureLabel(QString())),
      m_machineTitle(wordsLabel("heading")),
      m_state(wordsLabel("secondary")),
      m_forecastTitle(wordsLabel("heading")) {
    setMinimumWidth(270);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    QVBoxLayout* body = m_card->body();
    body->setSpacing(6);
    m_title->setObjectName(QStringLiteral("modelTitle"));
    body->addWidget(m_title);
    body->addWidget(m_source);
    body->addWidget(m_about);
    body->addSpacing(8);
    auto* figures = new QHBoxLayout;
    figures->setSpacing(20);
    figures->addWidget(m_parameters);
    figures->addWidget(m_macs);
    figures->addWidget(m_bytes);
    figures->addStretch();
    body->addLayout(figures);
    body->addSpacing(14);
    body->addWidget(m_machineTitle);
    m_machine = addLines(3, "measured");
    body->addWidget(m_state);
    m_state->setObjectName(QStringLiteral("modelState"));
    body->addSpacing(14);
    body->addWidget(m_forecastTitle);
    m_forecast = addLines(3, "forecast");
    body->addStretch(1);
}

std::vector<ModelFactsPanel::Line> ModelFactsPanel::addLines(int count, const char* objectName) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(1, 1);
    std::vector<Line> lines;
    for (int row = 0; row < count; ++row) {
        Line line{new QLabel, new QLabel};
        widgets::setRole(line.name, "field");
        line.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        line.value->setFont(widgets::Theme::of(this).font(widgets::FontRole::Body));
        line.value->setObjectName(QStringLiteral("%1%2").arg(QLatin1String(objectName)).arg(row));
        grid->addWidget(line.name, row, 0);
        grid->addWidget(line.value, row, 1);
        lines.push_back(line);
    }
    m_card->body()->addLayout(grid);
    return lines;
}

void ModelFactsPanel::showModel(const std::string& name) {
    m_name = name;
    refresh();
}

void ModelFactsPanel::refresh() {
    const ModelFacts* facts = m_workspace.models().find(m_name);
    m_card->setEnabled(facts != nullptr);
    if (facts == nullptr) {
        return;
    }
    m_title->setText(toQString(facts->about->name));
    QStringList source{toQString(facts->about->family)};
    if (!facts->about->source.empty()) {
        source << toQString(facts->about->source);
    }
    m_source->setText(source.join(QStringLiteral(" · ")));
    m_about->setText(widgets::phrased(coreText("Zoo", facts->about->description)));
    m_parameters->setCaption(tr("parameters"));
    m_macs->setCaption(tr("multiply-adds"));
    m_bytes->setCaption(tr("weights"));
    showCost(*facts);
    showMeasured(*facts);
    showForecast(*facts);
}

void ModelFactsPanel::showCost(const ModelFacts& facts) {
    const bool known = facts.cost && *facts.cost;
    m_parameters->setValue(
        known ? widgets::magnitudeText(static_cast<double>((*facts.cost)->parameters)) : kUnknown);
    m_macs->setValue(known ? widgets::magnitudeText(static_cast<double>((*facts.cost)->macs))
                           : kUnknown);
    m_bytes->setValue(known ? widgets::bytesText((*facts.cost)->parameterBytes) : kUnknown);
}

void ModelFactsPanel::showMeasured(const ModelFacts& facts) {
    const ModelSession& models = m_workspace.models();
    const bool known = facts.measured && *facts.measured;
    const std::int64_t batch = models.recipe().integer("batch");
    m_machineTitle->setText(
        facts.cost && *facts.cost
            ? tr("On this machine · %1 px, batch %2").arg((*facts.cost)->size).arg(batch)
            : tr("On this machine"));
    m_machine[0].name->setText(tr("Training"));
    m_machine[1].name->setText(tr("Inference"));
    m_machine[2].name->setText(tr("Memory of a step"));
    const auto perImage = [](double ms) { return tr("%1 ms an image").arg(widgets::rateText(ms)); };
    m_machine[0].value->setText(known ? perImage((*facts.measured)->trainMs) : kUnknown);
    m_machine[1].value->setText(known ? perImage((*facts.measured)->evalMs) : kUnknown);
    m_machine[2].value->setText(known ? widgets::bytesText((*facts.measured)->trainBytes)
                                      : kUnknown);

    QString state;
    widgets::setRole(m_state, "secondary");
    if (facts.cost && !*facts.cost) {
        widgets::setRole(m_state, "error");
        state = errorText(facts.cost->error());
    } else if (facts.measured && !*facts.measured) {
        widgets::setRole(m_state, "error");
        state = errorText(facts.measured->error());
    } else if (!known) {
        state = models.measuring() == facts.about->name ? tr("Measuring…")
                : m_workspace.train().isActive()        ? tr("Measured when the training is over.")
                                                        : tr("Measured in a moment.");
    }
    m_state->setText(widgets::phrased(state));
    m_state->setVisible(!state.isEmpty());
}

void ModelFactsPanel::showForecast(const ModelFacts& facts) {
    const auto forecast = m_workspace.models().forecast(facts);
    const auto project = m_workspace.project().project();
    const std::int64_t epochs = settingsOf(m_workspace.recipe()).integer("epochs");
    m_forecastTitle->setText(project ? tr("Forecast for your %n images", nullptr,
                                          static_cast<int>(project->catalog->samples.size()))
                                     : tr("Forecast"));
    m_forecast[0].name->setText(tr("An epoch"));
    m_forecast[1].name->setText(tr("%n epochs", nullptr, static_cast<int>(epochs)));
    m_forecast[2].name->setText(tr("Memory of the run"));
    const bool isScaled = forecast && forecast->isScaled;
    const auto about = [isScaled](const QString& text) {
        return (isScaled ? tr("about %1, estimated") : tr("about %1")).arg(text);
    };
    m_forecast[0].value->setText(forecast ? about(widgets::durationText(forecast->epochSeconds))
                                          : kUnknown);
    m_forecast[1].value->setText(
        forecast
            ? about(widgets::durationText(forecast->firstEpochSeconds +
                                          forecast->epochSeconds * static_cast<double>(epochs - 1)))
            : kUnknown);
    m_forecast[2].value->setText(forecast ? about(widgets::bytesText(forecast->memoryBytes))
                                          : kUnknown);
}

void ModelFactsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        refresh();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
