// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/recipe_panel.h"

#include <QEvent>
#include <QLineEdit>
#include <QScrollBar>
#include <QVBoxLayout>

#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"
#include "zoo/zoo.h"

namespace minarai::studio {

namespace {

const QString kStartSetting = QStringLiteral("start_from");

constexpr auto kOwn = "own";
/// Stands for the number of classes while no folder is open.
constexpr std::int64_t kSomeClasses = 10;

}  // namespace

RecipePanel::RecipePanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_card(new widgets::Card),
      m_preset(new widgets::TextMenuButton),
      m_start(new StartRow(workspace.start())),
      m_scroll(new QScrollArea),
      m_form(new widgets::ParamForm),
      m_forecastText(new QLabel) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_card->addHeaderWidget(m_preset);
    m_card->body()->addWidget(m_start);
    m_scroll->setWidget(m_form);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_form->setAutoFillBackground(false);
    m_card->body()->addWidget(m_scroll, 1);
    m_forecastText->setWordWrap(true);
    m_forecastText->setObjectName(QStringLiteral("forecast"));
    m_card->body()->addSpacing(4);
    m_card->body()->addWidget(m_forecastText);

    m_form->setSchema(recipeSchema(), workspace.recipe());
    connect(&workspace, &Workspace::recipeChanged, this, [this] {
        if (recipe() != m_workspace.recipe()) {
            setRecipe(m_workspace.recipe());
        }
    });
    connect(&workspace.models(), &ModelSession::allChanged, this, &RecipePanel::showForecast);
    connect(&workspace.models(), &ModelSession::modelChanged, this, &RecipePanel::showForecast);
    connect(m_form, &widgets::ParamForm::valueChanged, this, &RecipePanel::take);
    connect(m_form, &widgets::ParamForm::validityChanged, this, &RecipePanel::changed);
    connect(m_preset, &widgets::TextMenuButton::chosen, this, [this](const QVariant& id) {
        for (const Preset& preset : presets()) {
            if (id.toString() == QLatin1String(preset.id.c_str())) {
                setRecipe(withSplitOf(preset.values, recipe()));
            }
        }
    });
    connect(&workspace.project(), &ProjectSession::opened, this, &RecipePanel::take);
    connect(&workspace.project(), &ProjectSession::splitPreviewed, this, [this] {
        showForecast();
        Q_EMIT changed();
    });
    fillPresets();
    m_card->setTitle(tr("Recipe"));
    fitForm();
    take();
    workspace.start().fromText(workspace.settings().text(kStartSetting));
    connect(&workspace.start(), &StartSession::changed, this, [this] {
        m_workspace.settings().setText(kStartSetting, m_workspace.start().toText());
    });
}

RecipePanel::~RecipePanel() = default;

void RecipePanel::fitForm() {
    // Files that are dropped are meant for the window, not for a field.
    for (auto* line : m_form->findChildren<QLineEdit*>()) {
        line->setAcceptDrops(false);
    }
    // The form scrolls up and down only: no editor may be cut off at the side.
    m_scroll->setMinimumWidth(m_form->minimumSizeHint().width() +
                              m_scroll->verticalScrollBar()->sizeHint().width());
}

void RecipePanel::setRecipe(const Params& recipe) {
    m_form->setValues(recipe);
    take();
}

void RecipePanel::setModel(const QString& file, std::int64_t size) {
    Params values = recipe();
    values.set(kArchitecture, file.toStdString());
    if (!recipeSchema().set(values, "size", size)) {
        values.set("size", std::int64_t{0});
    }
    // Another model of the same name: the form sees no change, the forecast is a new one.
    setRecipe(values);
}

bool RecipePanel::isValid() const {
    const auto& split = m_workspace.project().split();
    return m_form->isValid() && (!m_forecast || m_forecast->has_value()) &&
           (!split || split->has_value());
}

void RecipePanel::setLocked(bool locked) {
    m_locked = locked;
    QSet<QString> names;
    if (locked) {
        for (const ParamSpec& spec : recipeSchema().specs()) {
            names.insert(QString::fromStdString(spec.name));
        }
    }
    m_form->setReadOnlyNames(names);
    m_preset->setEnabled(!locked);
    m_start->setLocked(locked);
}

void RecipePanel::take() {
    const Params values = recipe();
    m_workspace.setRecipe(values);
    const Preset* preset = presetOf(values);
    m_preset->setCurrentData(preset == nullptr ? QLatin1String(kOwn)
                                               : QString::fromStdString(preset->id));
    aimStart();
    askForecast();
    wish();
    Q_EMIT changed();
}

void RecipePanel::wish() {
    std::vector<std::string> names;
    if (isVisible()) {
        names.push_back(recipe().text(kArchitecture));
    }
    m_workspace.models().want(ModelSession::Wisher::TrainPage, std::move(names));
}

void RecipePanel::fitForecast() {
    // The layout asks a label for its height at a width of its own choice.
    m_forecastText->setMinimumHeight(m_forecastText->heightForWidth(m_forecastText->width()));
}

void RecipePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitForecast();
}

void RecipePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    wish();
}

void RecipePanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    wish();
}

void RecipePanel::aimStart() {
    const auto project = m_workspace.project().project();
    const Params values = recipe();
    m_workspace.start().setTarget(
        {values.text(kArchitecture),
         project ? static_cast<std::int64_t>(project->catalog->classes.size()) : kSomeClasses,
         values.integer("size")});
}

void RecipePanel::askForecast() {
    const auto project = m_workspace.project().project();
    const auto classes =
        project ? static_cast<std::int64_t>(project->catalog->classes.size()) : kSomeClasses;
    const quint64 serial = ++m_forecastSerial;
    m_worker.replace([this, serial, classes, values = recipe()](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this,
            [this, serial, result = forecast(values, classes)] {
                if (serial == m_forecastSerial) {
                    m_forecast = result;
                    showForecast();
                    Q_EMIT changed();
                }
            },
            Qt::QueuedConnection);
    });
}

void RecipePanel::showForecast() {
    if (!m_forecast) {
        return;
    }
    if (!*m_forecast) {
        widgets::setRole(m_forecastText, "error");
        m_forecastText->setText(widgets::phrased(errorText(m_forecast->error())));
        fitForecast();
        return;
    }
    widgets::setRole(m_forecastText, "secondary");
    const RecipeForecast& forecast = **m_forecast;
    const QString parameters = widgets::magnitudeText(static_cast<double>(forecast.parameters));
    QString text =
        forecast.trainable < forecast.parameters
            ? tr("trains %1 of %2 parameters")
                  .arg(widgets::magnitudeText(static_cast<double>(forecast.trainable)), parameters)
            : tr("%1 parameters, all trained").arg(parameters);
    text +=
        QStringLiteral(" · ") + tr("%1 multiply-adds an image · input %2×%3×%3")
                                    .arg(widgets::magnitudeText(static_cast<double>(forecast.macs)))
                                    .arg(forecast.channels)
                                    .arg(forecast.size);
    const auto& split = m_workspace.project().split();
    if (split && *split) {
        text += QStringLiteral("\n") +
                tr("%1 training and %2 validation images · always guessing the largest class "
                   "gives %3")
                    .arg(widgets::countText((*split)->train), widgets::countText((*split)->val),
                         widgets::metricText((*split)->baseline));
    } else if (split) {
        widgets::setRole(m_forecastText, "error");
        text = errorText(split->error());
    }
    if (const QString cost = costText(); !cost.isEmpty() && (!split || *split)) {
        text += QLatin1Char('\n') + cost;
    }
    m_forecastText->setText(widgets::phrased(text));
    fitForecast();
}

QString RecipePanel::costText() const {
    const ModelSession& models = m_workspace.models();
    const std::string name = recipe().text(kArchitecture);
    const ModelFacts* facts = models.find(name);
    if (facts == nullptr) {
        return {};
    }
    if (const auto forecast = models.forecast(*facts)) {
        return tr("about %1 an epoch · about %2 of memory, as measured on this machine")
            .arg(widgets::durationText(forecast->epochSeconds),
                 widgets::bytesText(forecast->memoryBytes));
    }
    return models.measuring() == name ? tr("measuring time and memory…") : QString();
}

void RecipePanel::fillPresets() {
    m_preset->clearChoices();
    for (const Preset& preset : presets()) {
        m_preset->addChoice(coreText("Preset", preset.name), QString::fromStdString(preset.id));
    }
    m_preset->addChoice(tr("own settings"), QLatin1String(kOwn));
    m_preset->setToolTip(tr("Presets: from a quick look to a careful run"));
    m_preset->setAccessibleName(tr("Preset"));
    const Preset* preset = presetOf(recipe());
    m_preset->setCurrentData(preset == nullptr ? QLatin1String(kOwn)
                                               : QString::fromStdString(preset->id));
}

void RecipePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        m_card->setTitle(tr("Recipe"));
        fillPresets();
        showForecast();
        // The form takes its words when it is built.
        const bool advanced = m_form->isAdvancedShown();
        m_form->setSchema(recipeSchema(), recipe());
        m_form->setAdvancedShown(advanced);
        setLocked(m_locked);
        fitForm();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
