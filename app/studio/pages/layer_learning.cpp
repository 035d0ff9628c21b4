// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/layer_learning.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/depth.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "train/training_plan.h"

namespace minarai::studio {

namespace {

struct LayerLearning {
    Q_DECLARE_TR_FUNCTIONS(LayerLearning)
};

void change(Workspace& workspace, const char* setting, const std::string& value) {
    Params recipe = workspace.recipe();
    recipe.set(setting, value);
    workspace.setRecipe(recipe);
}

constexpr std::string_view kUpTo = "upto:";

std::string upTo(const std::string& layer) {
    return std::string(kUpTo) + layer;
}

Result<train::TrainingPlan> planUpTo(const Workspace& workspace, const spec::ModelSpec& model,
                                     const std::string& layer) {
    Params settings = settingsOf(workspace.settledRecipe());
    settings.set("freeze", upTo(layer));
    return train::planTraining(model, settings);
}

void addFreezing(QMenu* menu, Workspace& workspace, const spec::ModelSpec& model,
                 const std::string& layer, const QString& key) {
    const QString text = LayerLearning::tr("Freeze up to “%1”").arg(toQString(layer));
    QAction* action =
        menu->addAction(key.isEmpty() ? text : QStringLiteral("%1\t%2").arg(text, key));
    // The head has to learn.
    action->setEnabled(planUpTo(workspace, model, layer).has_value());
    QObject::connect(action, &QAction::triggered, menu->parent(),
                     [&workspace, layer] { change(workspace, "freeze", upTo(layer)); });
}

void addRates(QMenu* menu, Workspace& workspace, const std::vector<train::NodePlan>& nodes,
              const std::string& layer) {
    QMenu* rates = menu->addMenu(LayerLearning::tr("Learning rate of “%1”").arg(toQString(layer)));
    const auto known = train::rateMultipliers(workspace.recipe().text("rate_multipliers"));
    const bool learns = std::any_of(nodes.begin(), nodes.end(), [&](const train::NodePlan& node) {
        return spec::isWithin(node.id, layer) && node.parameters > 0 && !node.frozen;
    });
    if (!known || !learns) {
        rates->menuAction()->setEnabled(false);
        return;
    }
    const auto own = std::find_if(known->begin(), known->end(),
                                  [&](const auto& pair) { return pair.first == layer; });
    const double current = own == known->end() ? 1 : own->second;
    for (const double factor : {0.01, 0.1, 0.3, 1.0, 3.0, 10.0}) {
        QAction* action = rates->addAction(QStringLiteral("×") + QLocale().toString(factor));
        action->setCheckable(true);
        action->setChecked(factor == current);
        QObject::connect(
            action, &QAction::triggered, menu->parent(),
            [&workspace, layer, factor, pairs = *known]() mutable {
                std::erase_if(pairs, [&](const auto& pair) { return pair.first == layer; });
                if (factor != 1) {
                    pairs.emplace_back(layer, factor);
                }
                change(workspace, "rate_multipliers", train::rateMultipliersText(pairs));
            });
    }
}

}  // namespace

void addLearningEntries(QMenu* menu, Workspace& workspace, const spec::ModelSpec& model,
                        const std::string& layer, const QString& freezeKey) {
    const auto earlier = menu->actions().size();
    const std::string group = layer.substr(0, layer.find('.'));
    addFreezing(menu, workspace, model, layer, freezeKey);
    if (group != layer) {
        addFreezing(menu, workspace, model, group, {});
    }
    if (workspace.settledRecipe().text("freeze") != "none") {
        QObject::connect(menu->addAction(LayerLearning::tr("Freeze nothing")), &QAction::triggered,
                         menu->parent(), [&workspace] { change(workspace, "freeze", "none"); });
    }
    menu->addSeparator();
    const auto plan = train::planTraining(model, settingsOf(workspace.settledRecipe()));
    const auto nodes = plan ? plan->nodes : std::vector<train::NodePlan>();
    addRates(menu, workspace, nodes, layer);
    if (group != layer) {
        addRates(menu, workspace, nodes, group);
    }
    if (workspace.train().isActive()) {
        const auto actions = menu->actions();
        for (qsizetype i = earlier; i < actions.size(); ++i) {
            actions[i]->setEnabled(false);  // as every setting of a run that trains
        }
    }
}

Status freezeUpTo(Workspace& workspace, const spec::ModelSpec& model, const std::string& layer) {
    MN_TRY(planUpTo(workspace, model, layer));
    change(workspace, "freeze", upTo(layer));
    return {};
}

void renameLearning(Workspace& workspace, const std::string& from, const std::string& to) {
    Params recipe = workspace.recipe();
    const auto rename = [&](std::string& name) {
        if (spec::isWithin(name, from)) {
            name = to + name.substr(from.size());
        }
    };
    if (const std::string freeze = recipe.text("freeze"); freeze.starts_with(kUpTo)) {
        std::string layer = freeze.substr(kUpTo.size());
        rename(layer);
        recipe.set("freeze", upTo(layer));
    }
    if (auto rates = train::rateMultipliers(recipe.text("rate_multipliers"));
        rates && !rates->empty()) {
        for (auto& rate : *rates) {
            rename(rate.first);
        }
        recipe.set("rate_multipliers", train::rateMultipliersText(*rates));
    }
    workspace.setRecipe(recipe);
}

}  // namespace minarai::studio
