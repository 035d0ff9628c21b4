// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Architecture and settings of a run as one schema, and the presets.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/param_spec.h"
#include "spec/model_spec.h"

namespace minarai::studio {

/// The name of the architecture among the values of a recipe.
inline constexpr const char* kArchitecture = "architecture";

/// train::settingsSchema() with the zoo's architectures in front.
const ParamSchema& recipeSchema();

/// Whether the recipe's architecture is the file of a composed model, not a name of the zoo.
bool isModelFile(const std::string& architecture);
/// The name to show: of the zoo, or the file's.
std::string modelName(const std::string& architecture);

/// The network of a recipe's architecture, a name of the zoo or the file of a composed model, for
/// so many classes and images of `size` px (0: the usual ones). Reads the file: on workers.
/// UnknownArchitecture, and the errors of spec::readModelSpec, withInput and withClasses.
Result<spec::ModelSpec> modelOf(const std::string& architecture, std::int64_t classes,
                                std::int64_t size);

/// The settings of the run that the recipe describes: without the architecture, and with the epochs
/// and the size that its phases say (train::applyPhases).
Params settingsOf(const Params& recipe);

struct Preset {
    std::string id;
    std::string name;         ///< MN_TEXT("Preset", ...)
    std::string meaning;      ///< MN_TEXT("Preset", ...)
    Params values;            ///< whole recipe
    bool pretrained = false;  ///< begins with the published weights, random ones otherwise
};
/// From quick to careful.
const std::vector<Preset>& presets();

/// The settings of the split, which belongs to the folder of images and not to a preset.
const ParamSchema& splitSchema();
/// The values with the split of another recipe.
Params withSplitOf(Params values, const Params& recipe);

/// The preset that equals these values, whatever the split; null if none does.
const Preset* presetOf(const Params& recipe);

/// What a recipe means for a number of classes: found on a worker, shown beneath the form.
struct RecipeForecast {
    std::int64_t parameters = 0;
    std::int64_t trainable = 0;  ///< of them: the others are frozen
    std::int64_t macs = 0;
    std::int64_t size = 0;   ///< px: the height
    std::int64_t width = 0;  ///< px
    std::int64_t channels = 0;
};
Result<RecipeForecast> forecast(const Params& recipe, std::int64_t classes);

}  // namespace minarai::studio
