// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/augment_cards.h"

#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "augment/transform_about.h"
#include "studio/pages/augment_row.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/forms/param_editor.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

/// The name of the step's own probability in a card's form; no transform has a parameter so called.
constexpr const char* kChance = "probability";
constexpr std::array<const char*, 2> kMixSettings{"mixup", "cutmix"};

/// What the step does, in a few signs: "0.08, 1 · 0.75, 1.333", "15°", "p 0.5". Sizes only where
/// there is nothing else to say.
QString summaryOf(const augment::Step& step) {
    QStringList parts;
    QStringList sizes;
    for (const ParamSpec& spec : step.transform->schema().specs()) {
        const ParamValue* value = step.params.find(spec.name);
        const bool isNumber = spec.type == ParamType::Real || spec.type == ParamType::Reals ||
                              spec.type == ParamType::Integer;
        if (value == nullptr || spec.advanced) {
            continue;
        }
        const QString text = widgets::shownText(spec, *value);
        if (spec.name == "size") {
            sizes << text;
        } else if (isNumber && spec.unit != "px" && !text.isEmpty()) {
            parts << (spec.name == "p"   ? QStringLiteral("p %1").arg(text)
                      : spec.unit == "°" ? text + toQString(spec.unit)
                                         : text);
        }
    }
    if (parts.isEmpty()) {
        parts = sizes;
    }
    if (step.probability < 1) {
        parts << QStringLiteral("p %1").arg(widgets::shortReal(step.probability));
    }
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

AugmentCards::AugmentCards(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_document(workspace.augment().document()),
      m_card(new widgets::Card),
      m_preset(new widgets::TextMenuButton),
      m_add(new QPushButton),
      m_emptyAdd(new QPushButton),
      m_emptyText(new QLabel),
      m_empty(new QWidget),
      m_addList(new AugmentAddList(this)),
      m_column(new widgets::CardColumn),
      m_foot(new QLabel),
      m_mixTitle(new QLabel) {
    setMinimumWidth(300);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_preset->setObjectName(QStringLiteral("pipelinePreset"));
    m_card->addHeaderWidget(m_preset);
    m_card->body()->addWidget(m_column, 1);
    m_add->setObjectName(QStringLiteral("addStep"));
    m_add->setIcon(widgets::Theme::of(this).icon(QStringLiteral("plus"), widgets::Token::Text));
    m_card->body()->addWidget(m_add);

    auto* foot = new QWidget;
    auto* footColumn = new QVBoxLayout(foot);
    footColumn->setContentsMargins(2, 2, 2, 2);
    footColumn->setSpacing(8);
    auto* emptyColumn = new QVBoxLayout(m_empty);
    emptyColumn->setContentsMargins(0, 8, 0, 8);
    m_emptyText->setWordWrap(true);
    widgets::setRole(m_emptyText, "secondary");
    emptyColumn->addWidget(m_emptyText);
    emptyColumn->addWidget(m_emptyAdd, 0, Qt::AlignLeft);
    footColumn->addWidget(m_empty);
    m_foot->setWordWrap(true);
    m_foot->setObjectName(QStringLiteral("pipelineEnd"));
    widgets::setRole(m_foot, "secondary");
    footColumn->addWidget(m_foot);
    widgets::setRole(m_mixTitle, "label");
    m_mixTitle->hide();
    footColumn->addWidget(m_mixTitle);
    m_column->setFoot(foot);
    makeMixForm();
    if (m_mixForm != nullptr) {
        footColumn->addWidget(m_mixForm);
    }

    connect(m_add, &QPushButton::clicked, this, &AugmentCards::openAddList);
    connect(m_emptyAdd, &QPushButton::clicked, this, &AugmentCards::openAddList);
    connect(m_addList, &AugmentAddList::chosen, this, &AugmentCards::add);
    connect(m_preset, &widgets::TextMenuButton::chosen, this, [this](const QVariant& name) {
        m_workspace.augment().choose(name.toString().toStdString());
    });
    connect(&m_document, &AugmentDocument::changed, this, &AugmentCards::fill);
    connectColumn();
    retranslate();
}

AugmentCards::~AugmentCards() = default;

void AugmentCards::connectColumn() {
    using widgets::CardColumn;
    connect(m_column, &CardColumn::switched, &m_document, &AugmentDocument::setEnabled);
    connect(m_column, &CardColumn::valueChanged, this, &AugmentCards::setValue);
    connect(m_column, &CardColumn::moveWanted, &m_document, &AugmentDocument::move);
    connect(m_column, &CardColumn::duplicateWanted, this,
            [this](quint64 key) { m_column->focusCard(m_document.duplicate(key)); });
    connect(m_column, &CardColumn::removeWanted, &m_document, &AugmentDocument::remove);
}

void AugmentCards::makeMixForm() {
    std::vector<ParamSpec> specs;
    for (const char* name : kMixSettings) {
        if (const ParamSpec* spec = recipeSchema().find(name)) {
            specs.push_back(*spec);
            specs.back().group.clear();
            specs.back().advanced = false;
        }
    }
    if (specs.empty()) {
        return;
    }
    m_mixForm = new widgets::ParamForm;
    m_mixForm->setSlidersShown(true);
    m_mixForm->setSchema(ParamSchema(specs), m_workspace.recipe());
    m_mixTitle->show();
    connect(m_mixForm, &widgets::ParamForm::valueChanged, this, [this] {
        Params recipe = m_workspace.recipe();
        const Params mixing = m_mixForm->values();
        for (const auto& [name, value] : mixing.entries()) {
            recipe.set(name, value);
        }
        m_workspace.setRecipe(recipe);
    });
    connect(&m_workspace, &Workspace::recipeChanged, this, [this] {
        Params values;
        for (const char* name : kMixSettings) {
            if (const ParamValue* value = m_workspace.recipe().find(name)) {
                values.set(name, *value);
            }
        }
        if (values != m_mixForm->values()) {
            m_mixForm->setValues(values);
        }
    });
}

const ParamSchema& AugmentCards::schemaOf(const augment::Step& step) {
    const ParamSchema& own = step.transform->schema();
    // Transforms with a chance of their own, and those that always act, show the step's only where
    // it does something.
    const bool shown =
        step.probability < 1 || (own.find("p") == nullptr && !step.transform->isDeterministic());
    const auto [found, isNew] = m_schemas.try_emplace({step.transform, shown});
    if (isNew) {
        std::vector<ParamSpec> specs = own.specs();
        if (shown) {
            specs.insert(specs.begin(),
                         realParam(kChance, MN_TEXT("Param", "Probability"), 1.0)
                             .atLeast(0)
                             .atMost(1)
                             .about(MN_TEXT("Param", "How often the step acts at all.")));
        }
        found->second = ParamSchema(std::move(specs));
    }
    return found->second;
}

widgets::StepCardContent AugmentCards::contentOf(const AugmentStep& step) {
    widgets::StepCardContent content;
    content.key = step.key;
    content.title = transformTitle(*step.step.transform);
    content.meaning =
        coreText("Transform", std::string(augment::aboutTransform(*step.step.transform).meaning));
    content.summary = summaryOf(step.step);
    content.on = step.step.enabled;
    if (step.step.transform->actsOnTensor()) {
        content.note = tr("Acts on the finished tensor, after all other steps.");
    }
    content.schema = &schemaOf(step.step);
    content.values.set(kChance, step.step.probability);
    for (const auto& [name, value] : step.step.params.entries()) {
        content.values.set(name, value);
    }
    return content;
}

void AugmentCards::fill() {
    std::vector<widgets::StepCardContent> contents;
    for (const AugmentStep& step : m_document.steps()) {
        contents.push_back(contentOf(step));
    }
    m_column->setContents(contents);
    m_empty->setVisible(contents.empty());
    fillPresets();
    fillFoot();
}

void AugmentCards::fillFoot() {
    const augment::PreprocessSpec& spec = m_document.preprocess();
    const QString size =
        QStringLiteral("%1×%2×%3").arg(spec.channels).arg(spec.height).arg(spec.width);
    m_foot->setText(widgets::phrased(spec.normalize
                                         ? tr("→ %1, normalised: what the network gets").arg(size)
                                         : tr("→ %1: what the network gets").arg(size)));
}

void AugmentCards::setValue(quint64 key, const QString& name) {
    const widgets::StepCard* card = m_column->card(key);
    const Params values = card == nullptr ? Params() : card->form()->values();
    const ParamValue* value = values.find(name.toStdString());
    if (value == nullptr) {
        return;
    }
    const ParamValue wanted = *value;
    if (name == QLatin1String(kChance)) {
        m_document.setProbability(key, std::get<double>(wanted));
        return;
    }
    const Status set = m_document.setParam(key, name.toStdString(), wanted);
    if (widgets::StepCard* shown = m_column->card(key)) {
        shown->setError(set ? QString() : errorText(set.error()));
    }
}

void AugmentCards::openAddList() {
    m_addList->openBeneath(m_add);
}

void AugmentCards::add(const QString& name) {
    const augment::Transform* transform = augment::findTransform(name.toStdString());
    if (transform == nullptr) {
        return;
    }
    // Behind the card that is open; at the end otherwise.
    const int current = m_document.indexOf(m_column->current());
    const quint64 key =
        m_document.insert(*transform, current < 0 ? m_column->count() : current + 1);
    m_column->focusCard(key);
}

void AugmentCards::fillPresets() {
    m_preset->clearChoices();
    for (const char* name : {"none", "standard", "strong"}) {
        m_preset->addChoice(coreText("Param", name), QLatin1String(name));
    }
    if (m_workspace.augment().hasCustom()) {
        m_preset->addChoice(tr("custom"), QStringLiteral("custom"));
    }
    m_preset->setCurrentData(m_document.preset().empty()
                                 ? QStringLiteral("custom")
                                 : QString::fromStdString(m_document.preset()));
    m_preset->setToolTip(tr("Presets: none, standard or strong; custom is your own"));
    m_preset->setAccessibleName(tr("Preset"));
}

void AugmentCards::retranslate() {
    m_card->setTitle(tr("Pipeline"));
    m_add->setText(tr("Add a step"));
    m_add->setToolTip(withShortcut(tr("Choose a transform"), QStringLiteral("/")));
    m_emptyAdd->setText(tr("Add a step"));
    m_emptyText->setText(
        widgets::phrased(tr("There are no steps: images are only brought to size.")));
    m_mixTitle->setText(tr("Mixing within a batch"));
    m_column->setAccessibleName(tr("Steps of the pipeline"));
    fill();
}

void AugmentCards::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        if (m_mixForm != nullptr) {
            m_mixForm->setSchema(m_mixForm->schema(), m_mixForm->values());
        }
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
