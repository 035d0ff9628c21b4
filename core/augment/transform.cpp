// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/transform.h"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

std::string plainText(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/// ["Rotate", 30] or ["Equalize"]: an operation with its magnitude.
bool isOperation(const Json& value) {
    return value.is_array() && !value.empty() && value.size() <= 2 && value[0].is_string() &&
           (value.size() == 1 || value[1].is_number());
}

/// Names, numbers and operations as text: commas within a list, semicolons between lists of
/// operations. Everything else stays as it is and is refused by the schema.
Json joined(const Json& value, bool isInner = false) {
    if (value.is_number()) {
        return plainText(value);
    }
    if (!value.is_array() || value.empty()) {
        return value;
    }
    std::string text;
    for (const Json& element : value) {
        const bool isList = element.is_array() && !isOperation(element);
        if (isList && isInner) {
            return value;  // nothing has lists in lists of lists
        }
        text += text.empty() ? "" : isList ? ";" : ",";
        if (isOperation(element)) {
            text += plainText(element[0]);
            if (element.size() == 2) {
                text += ' ';
                text += plainText(element[1]);
            }
        } else if (isList) {
            const Json inner = joined(element, true);
            if (!inner.is_string()) {
                return value;
            }
            text += inner.get<std::string>();
        } else if (element.is_string() || element.is_number()) {
            text += plainText(element);
        } else {
            return value;
        }
    }
    return text;
}

/// [[0, 0], [223, 0], ...] as one list.
Json flattened(const Json& value) {
    if (!value.is_array() || value.empty() || !value[0].is_array()) {
        return value;
    }
    Json flat = Json::array();
    for (const Json& element : value) {
        if (!element.is_array()) {
            return value;
        }
        flat.insert(flat.end(), element.begin(), element.end());
    }
    return flat;
}

/// A JSON value in the form that the parameter's schema reads.
Json asParameter(const ParamSpec* spec, const Json& value) {
    if (spec == nullptr) {
        return value;
    }
    switch (spec->type) {
        case ParamType::Text:
            return joined(value);
        case ParamType::Integers:
        case ParamType::Reals:
            return flattened(value);
        default:
            return value;
    }
}

/// Arguments that torchvision has for tensors alone: on a PIL picture they change nothing.
bool isOfTensorsAlone(const Transform& transform, std::string_view key) {
    const std::string_view name = transform.name();
    return (key == "antialias" && (name == "Resize" || name == "RandomResizedCrop")) ||
           (key == "inplace" && name == "RandomErasing");
}

/// What the functional of torchvision calls an argument for which we have one name everywhere.
std::string_view drawnName(const Transform& transform, std::string_view key) {
    return transform.name() == "CenterCrop" && key == "output_size" ? "size" : key;
}

/// A list of one shear is one along both axes; the number alone is one along x.
Json drawnValue(const Transform& transform, std::string_view key, const Json& value) {
    const bool isList = value.is_array() && value.size() == 1;
    return isList && transform.name() == "RandomAffine" && key == "shear"
               ? Json::array({value[0], value[0]})
               : value;
}

/// To the functional, one number is the shorter edge of what is cut out, as for Resize.
void completeSize(const Transform& transform, Params& drawn) {
    if (transform.name() != "RandomResizedCrop" || !drawn.has("size") ||
        drawn.integers("size").size() != 1) {
        return;
    }
    static constexpr std::int64_t kLongest = 1 << 28;
    const auto edge = [&drawn](const char* name) {
        return static_cast<int>(std::clamp<std::int64_t>(drawn.integer(name), 1, kLongest));
    };
    const Extent size = resizedExtent(edge("width"), edge("height"), drawn.integers("size"), 0);
    drawn.set("size", std::vector<std::int64_t>{size.height, size.width});
}

Error missing(const Transform& transform, const std::string& name) {
    return fail(ErrorCode::SettingConflict,
                fmt::format(MN_TEXT("Error", "{} needs “{}” ({})"), transform.name(), name,
                            ParamSchema::rangeText(*transform.drawnSchema().find(name))));
}

Error notAnObject(const Transform& transform, const Json& json) {
    return fail(ErrorCode::SettingType, transform.name(), json.type_name(),
                MN_TEXT("Error", "an object with the parameters"));
}

}  // namespace

std::optional<Reduced> Transform::applyReduced(const Reduced&, int, int, const Params&,
                                               const Params&) const {
    return {};
}

void Transform::applyToTensor(float*, int, int, int, const Params&, const Params&) const {}

std::vector<const Transform*> allTransforms() {
    return {&resizeTransform(),
            &centerCropTransform(),
            &randomCropTransform(),
            &randomResizedCropTransform(),
            &randomHorizontalFlipTransform(),
            &randomVerticalFlipTransform(),
            &randomRotationTransform(),
            &randomAffineTransform(),
            &randomPerspectiveTransform(),
            &shiftScaleRotateTransform(),
            &colorJitterTransform(),
            &grayscaleTransform(),
            &randomGrayscaleTransform(),
            &gaussianBlurTransform(),
            &randomAdjustSharpnessTransform(),
            &randomAutocontrastTransform(),
            &randomEqualizeTransform(),
            &randomPosterizeTransform(),
            &randomSolarizeTransform(),
            &randomInvertTransform(),
            &randomErasingTransform(),
            &coarseDropoutTransform(),
            &autoAugmentTransform(),
            &randAugmentTransform(),
            &trivialAugmentWideTransform(),
            &augMixTransform()};
}

const Transform* findTransform(std::string_view name) {
    for (const Transform* transform : allTransforms()) {
        if (transform->name() == name) {
            return transform;
        }
    }
    return nullptr;
}

Result<Params> paramsFromJson(const Transform& transform, const Json& json) {
    Params params = transform.schema().defaults();
    if (json.is_null()) {
        return params;
    }
    if (!json.is_object()) {
        return notAnObject(transform, json);
    }
    for (const auto& [key, value] : json.items()) {
        if (isOfTensorsAlone(transform, key)) {
            continue;
        }
        const ParamSpec* spec = transform.schema().find(key);
        if (value.is_null() && spec != nullptr) {
            continue;
        }
        MN_TRY(transform.schema().setJson(params, key, asParameter(spec, value)));
    }
    MN_TRY(transform.check(params));
    return params;
}

Result<Params> drawnFromJson(const Transform& transform, const Params& params, const Json& json) {
    if (!json.is_object() && !json.is_null()) {
        return notAnObject(transform, json);
    }
    Params drawn;
    for (const ParamSpec& spec : transform.drawnSchema().specs()) {
        // "order" of ColorJitter, "flip" of the flips: arguments that no constructor has.
        if (transform.schema().find(spec.name) == nullptr) {
            drawn.set(spec.name, spec.defaultValue);
        }
    }
    for (const std::string& name : transform.requiredDrawn()) {
        drawn.erase(name);
    }
    for (const auto& [given, value] : json.items()) {
        if (isOfTensorsAlone(transform, given)) {
            continue;
        }
        const std::string_view key = drawnName(transform, given);
        const ParamSpec* spec = transform.drawnSchema().find(key);
        if (value.is_null() && spec != nullptr) {
            continue;
        }
        MN_TRY(transform.drawnSchema().setJson(
            drawn, key, asParameter(spec, drawnValue(transform, key, value))));
    }
    for (const std::string& name : transform.requiredDrawn()) {
        if (!drawn.has(name)) {
            return missing(transform, name);
        }
    }
    completeSize(transform, drawn);
    MN_TRY(transform.check(params));
    return drawn;
}

Result<image::Image> applyDrawn(const Transform& transform, const Params& params,
                                const Params& drawn, const image::Image& picture) {
    if (picture.empty()) {
        return fail(ErrorCode::Internal,
                    MN_TEXT("Error", "a transform was given an empty picture"));
    }
    for (const std::string& name : transform.requiredDrawn()) {
        if (!drawn.has(name)) {
            return missing(transform, name);
        }
    }
    // Drawn values may come from anywhere: hold each to its range again.
    Params checked;
    for (const auto& [name, value] : drawn.entries()) {
        MN_TRY(transform.drawnSchema().set(checked, name, value));
    }
    MN_TRY(transform.checkDrawn(params, checked, picture.width, picture.height));
    try {
        return transform.apply(picture, params, checked);
    } catch (const std::exception&) {
        return fail(ErrorCode::OutOfMemory, transform.name());
    }
}

}  // namespace minarai::augment
