// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/transform.h"

#include <exception>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

/// A list of names or of their numbers as comma-separated text; everything else as it is.
Json joined(const Json& value) {
    if (!value.is_array() || value.empty()) {
        return value;
    }
    std::string text;
    for (const Json& element : value) {
        if (!element.is_string() && !element.is_number_integer()) {
            return value;
        }
        text += text.empty() ? "" : ",";
        text += element.is_string() ? element.get<std::string>() : element.dump();
    }
    return text;
}

/// What the functional of torchvision calls an argument for which we have one name everywhere.
std::string_view drawnName(const Transform& transform, std::string_view key) {
    return transform.name() == "CenterCrop" && key == "output_size" ? "size" : key;
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

std::vector<const Transform*> allTransforms() {
    return {&resizeTransform(),
            &centerCropTransform(),
            &randomCropTransform(),
            &randomResizedCropTransform(),
            &randomHorizontalFlipTransform(),
            &randomVerticalFlipTransform(),
            &randomRotationTransform(),
            &colorJitterTransform(),
            &grayscaleTransform(),
            &randomGrayscaleTransform(),
            &gaussianBlurTransform()};
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
        if (value.is_null() && transform.schema().find(key) != nullptr) {
            continue;
        }
        MN_TRY(transform.schema().setJson(params, key, value));
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
        const std::string_view key = drawnName(transform, given);
        const ParamSpec* spec = transform.drawnSchema().find(key);
        if (value.is_null() && spec != nullptr) {
            continue;
        }
        const bool isText = spec != nullptr && spec->type == ParamType::Text;
        MN_TRY(transform.drawnSchema().setJson(drawn, key, isText ? joined(value) : value));
    }
    for (const std::string& name : transform.requiredDrawn()) {
        if (!drawn.has(name)) {
            return missing(transform, name);
        }
    }
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
