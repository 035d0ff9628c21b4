// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The composed model as a table, and how its layers learn: the menu of a layer, and the marks on
// the canvas.
#include <utility>

#include "spec/graph.h"
#include "studio/pages/composer_panel.h"
#include "studio/pages/layer_learning.h"
#include "studio/pages/model_summary.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"

namespace minarai::studio {

namespace {

/// What of the recipe decides how layers learn; false for recipes by which all learn alike.
bool learnsByLayer(const Params& recipe) {
    return recipe.text("freeze") != "none" || recipe.real("layer_decay") != 1 ||
           !recipe.text("rate_multipliers").empty();
}

}  // namespace

std::string ComposerPanel::layerOf(const std::string& key) const {
    const std::string group = spec::groupName(key);
    return !group.empty() || m_document.draft().find(key) == nullptr ? group : key;
}

void ComposerPanel::addLearning(QMenu* menu, const std::string& key) {
    const std::string layer = layerOf(key);
    const auto model = m_document.model();
    if (!layer.empty() && model) {
        addLearningEntries(menu, m_workspace, *model, layer, QStringLiteral("F"));
    }
}

void ComposerPanel::showLearning(const QPoint& place) {
    if (const Status possible = canLearn(); !possible) {
        sayError(possible.error());
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("layerMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addLearning(menu, m_canvas->currentKey().toStdString());
    if (menu->isEmpty()) {
        delete menu;
        return;
    }
    menu->popup(place);
}

void ComposerPanel::showSummary() {
    Q_EMIT unsaid();
    auto model = m_document.model();
    if (!model) {
        sayError(model.error());
        return;
    }
    if (m_sheet == nullptr || m_sheet->parentWidget() != window()) {
        delete m_sheet;
        m_sheet = new Sheet(window());
    }
    auto* summary = new ModelSummary(m_workspace);
    summary->setObjectName(QStringLiteral("composedSummary"));
    connect(&m_workspace, &Workspace::settledRecipeChanged, summary, &ModelSummary::refresh);
    summary->showSpec(std::move(*model));
    m_sheet->present(summary, tr("summary"), 0.8);
    summary->setFocus();
}

void ComposerPanel::freezeHere() {
    Q_EMIT unsaid();
    const std::string layer = layerOf(m_canvas->currentKey().toStdString());
    if (layer.empty()) {
        return;
    }
    if (m_workspace.train().isActive()) {
        Q_EMIT said({widgets::MessageBar::Kind::Info,
                     tr("A training is running. Its network cannot be changed."),
                     {},
                     {}});
        return;
    }
    Status done = canLearn();
    if (done) {
        done = freezeUpTo(m_workspace, *m_document.model(), layer);
    }
    if (!done) {
        sayError(done.error());
    }
}

Status ComposerPanel::canLearn() const {
    const auto model = m_document.model();
    return model ? Status() : Status(model.error());
}

void ComposerPanel::refreshLearning() {
    const quint64 serial = ++m_planSerial;
    const Params recipe = m_workspace.settledRecipe();
    if (!learnsByLayer(recipe)) {
        m_planner.cancel();
        takePlan(std::nullopt);
        return;
    }
    m_planner.replace([this, serial, draft = m_document.draft(),
                       settings = settingsOf(recipe)](const std::stop_token&) mutable {
        std::optional<train::TrainingPlan> plan;
        if (spec::sortGraph(draft)) {
            if (auto made = train::planTraining(draft, settings)) {
                plan = std::move(*made);
            }
        }
        QMetaObject::invokeMethod(
            this,
            [this, serial, plan = std::move(plan)]() mutable {
                if (serial == m_planSerial) {
                    takePlan(std::move(plan));
                }
            },
            Qt::QueuedConnection);
    });
}

void ComposerPanel::takeRecipe() {
    const Params& recipe = m_workspace.settledRecipe();
    std::string learning = recipe.text("freeze") + "\n" + recipe.text("rate_multipliers");
    if (learning != m_learning && isVisible()) {
        m_ownNetwork = recipe.text(kArchitecture);
    }
    m_learning = std::move(learning);
    takeSize();
    refreshLearning();
}

void ComposerPanel::takePlan(std::optional<train::TrainingPlan> plan) {
    const bool isOther = plan.has_value() || m_plan.has_value();
    m_plan = std::move(plan);
    if (!isOther) {
        return;
    }
    // It comes late: a picture that says nothing new would end what a hand is doing on the canvas.
    const widgets::GraphPicture picture = makePicture(m_document, m_plan ? &*m_plan : nullptr);
    if (picture.nodes != m_canvas->picture().nodes) {
        m_canvas->setPicture(picture);
    }
}

}  // namespace minarai::studio
