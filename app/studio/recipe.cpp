// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/recipe.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "base/files.h"
#include "base/text.h"
#include "runs/prepare.h"
#include "spec/summary.h"
#include "train/phases.h"
#include "train/settings.h"
#include "train/training_plan.h"
#include "zoo/zoo.h"

namespace minarai::studio {

namespace {

ParamSchema makeRecipeSchema() {
    std::vector<ParamChoice> architectures;
    for (const zoo::Architecture& architecture : zoo::architectures()) {
        architectures.push_back({architecture.name, architecture.name});
    }
    std::vector<ParamSpec> specs;
    specs.push_back(
        choiceParam(kArchitecture, MN_TEXT("Param", "Architecture"), "lite_cnn", architectures)
            .orFile()
            .about(MN_TEXT("Param",
                           "The network that is trained. Small ones learn in minutes, "
                           "deep ones need more images and time.")));
    // What belongs together stands together, in the order in which the groups first appear.
    std::vector<std::string> groups;
    const auto& settings = train::settingsSchema().specs();
    for (const ParamSpec& spec : settings) {
        if (std::find(groups.begin(), groups.end(), spec.group) == groups.end()) {
            groups.push_back(spec.group);
        }
    }
    for (const std::string& group : groups) {
        std::copy_if(settings.begin(), settings.end(), std::back_inserter(specs),
                     [&](const ParamSpec& spec) { return spec.group == group; });
    }
    return ParamSchema(std::move(specs));
}

Params presetValues(const std::string& architecture,
                    std::initializer_list<std::pair<const char*, const char*>> changes) {
    const ParamSchema& schema = recipeSchema();
    Params values = schema.defaults();
    values.set(kArchitecture, architecture);
    for (const auto& [name, text] : changes) {
        // Names and ranges are those of the schema; a preset that does not fit keeps its default.
        (void)schema.setText(values, name, text);
    }
    return values;
}

std::vector<Preset> makePresets() {
    return {
        {"quick", MN_TEXT("Preset", "Quick look"), MN_TEXT("Preset", "a small network, minutes"),
         presetValues("lite_cnn", {{"size", "64"}, {"epochs", "12"}})},
        {"standard", MN_TEXT("Preset", "Standard"),
         MN_TEXT("Preset", "a residual network, medium images"),
         presetValues("resnet18", {{"size", "128"}, {"epochs", "20"}})},
        {"careful", MN_TEXT("Preset", "Careful"),
         MN_TEXT("Preset", "large images, strong augmentation, stops by itself"),
         presetValues("resnet18", {{"size", "224"},
                                   {"epochs", "60"},
                                   {"augment", "strong"},
                                   {"warmup_epochs", "2"},
                                   {"early_stopping", "10"}})},
        {"head", MN_TEXT("Preset", "New head, pretrained"),
         MN_TEXT("Preset", "learns the last layer alone; a minute or less for few images"),
         presetValues("mobilenet_v2",
                      {{"epochs", "10"}, {"learning_rate", "0.003"}, {"freeze", "all_but_head"}}),
         true},
        {"fine_tune", MN_TEXT("Preset", "Fine-tune pretrained"),
         MN_TEXT("Preset", "begins with what ImageNet taught; best for few images"),
         presetValues("resnet18", {{"epochs", "10"},
                                   {"learning_rate", "0.0005"},
                                   {"freeze", "none"},
                                   {"layer_decay", "0.7"},
                                   {"warmup_epochs", "1"},
                                   {"label_smoothing", "0.1"}}),
         true},
    };
}

}  // namespace

const ParamSchema& recipeSchema() {
    static const ParamSchema schema = makeRecipeSchema();
    return schema;
}

Params settingsOf(const Params& recipe) {
    Params settings = recipe;
    settings.erase(kArchitecture);
    train::applyPhases(settings);
    return settings;
}

bool isModelFile(const std::string& architecture) {
    return architecture.find('/') != std::string::npos;
}

std::string modelName(const std::string& architecture) {
    const auto file = fromUtf8(architecture);
    return toUtf8(file.extension() == ".json" ? file.stem() : file.filename());
}

Result<spec::ModelSpec> modelOf(const std::string& architecture, std::int64_t classes,
                                std::int64_t size) {
    if (const zoo::Architecture* known = zoo::find(architecture); known != nullptr) {
        const std::int64_t edge = size > 0 ? size : known->size;
        return zoo::build(architecture, classes, known->channels, edge, edge);
    }
    if (!isModelFile(architecture)) {
        return fail(ErrorCode::UnknownArchitecture, architecture, "");
    }
    MN_ASSIGN(spec::ModelSpec model, spec::readModelSpec(fromUtf8(architecture)));
    if (size > 0) {
        const std::int64_t channels = model.input[0];
        MN_ASSIGN(model, spec::withInput(std::move(model), channels, size, size));
    }
    return spec::withClasses(std::move(model), classes);
}

const ParamSchema& splitSchema() {
    static const ParamSchema schema = [] {
        std::vector<ParamSpec> specs;
        for (const char* name : {"split", "validation_fraction", "test_fraction", "group_pattern",
                                 "folds", "fold", "seed"}) {
            if (const ParamSpec* spec = recipeSchema().find(name)) {
                specs.push_back(*spec);
                specs.back().advanced = false;
                specs.back().group.clear();
            }
        }
        return ParamSchema(std::move(specs));
    }();
    return schema;
}

Params withSplitOf(Params values, const Params& recipe) {
    for (const ParamSpec& spec : splitSchema().specs()) {
        if (const ParamValue* value = recipe.find(spec.name)) {
            values.set(spec.name, *value);
        }
    }
    return values;
}

const std::vector<Preset>& presets() {
    static const std::vector<Preset> all = makePresets();
    return all;
}

const Preset* presetOf(const Params& recipe) {
    const auto found = std::find_if(presets().begin(), presets().end(), [&](const Preset& preset) {
        return std::all_of(recipeSchema().specs().begin(), recipeSchema().specs().end(),
                           [&](const ParamSpec& spec) {
                               if (splitSchema().find(spec.name) != nullptr) {
                                   return true;
                               }
                               const ParamValue* a = recipe.find(spec.name);
                               const ParamValue* b = preset.values.find(spec.name);
                               return a != nullptr && b != nullptr && *a == *b;
                           });
    });
    return found == presets().end() ? nullptr : &*found;
}

Result<RecipeForecast> forecast(const Params& recipe, std::int64_t classes) {
    const std::string name = recipe.text(kArchitecture);
    const Params settings = settingsOf(recipe);
    MN_TRY(train::checkSettings(settings));
    MN_ASSIGN(const spec::ModelSpec model, modelOf(name, classes, settings.integer("size")));
    RecipeForecast result;
    result.channels = model.input[0];
    result.size = model.input[1];
    result.width = model.input[2];
    MN_TRY(runs::checkChannels(model));
    MN_TRY(train::checkPhases(model, train::phasesOf(settings)));
    MN_ASSIGN(const spec::Summary summary, spec::summarize(model));
    MN_ASSIGN(const train::TrainingPlan plan, train::planTraining(model, settings));
    result.parameters = summary.parameters;
    result.trainable = plan.trainable;
    result.macs = summary.macs;
    return result;
}

}  // namespace minarai::studio
