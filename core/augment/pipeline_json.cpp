// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pipeline files: {"version":1,"name":...,"transforms":[...]}.
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "augment/pipeline.h"
#include "base/files.h"
#include "base/json_problem.h"

namespace minarai::augment {
namespace {

constexpr int kVersion = 1;
constexpr std::size_t kMaxSteps = 64;
constexpr std::size_t kMaxNameLength = 200;
constexpr std::uint64_t kMaxFileBytes = 1 << 20;

/// The keys of a step beside "name" and "params", and those of Normalize.
const ParamSchema& stepSchema() {
    static const ParamSchema schema({
        realParam("probability", MN_TEXT("Param", "Probability"), 1.0)
            .atLeast(0)
            .atMost(1)
            .about(MN_TEXT("Param", "How often the step acts at all.")),
        flagParam("enabled", MN_TEXT("Param", "Enabled"), true)
            .about(MN_TEXT("Param", "Whether the step is part of the pipeline.")),
    });
    return schema;
}

std::string knownNames() {
    std::string names;
    for (const Transform* transform : allTransforms()) {
        names += names.empty() ? "" : ", ";
        names += transform->name();
    }
    return names + ", ToTensor, Normalize";
}

struct Entry {
    std::string name;
    Json params = Json::object();
    Params settings;
};

Result<Entry> entryFromJson(const Json& json) {
    Entry entry;
    entry.settings = stepSchema().defaults();
    if (json.is_string()) {
        entry.name = json.get<std::string>();
        return entry;
    }
    if (!json.is_object() || !json.contains("name") || !json["name"].is_string()) {
        return fail(ErrorCode::SettingType, "transforms", json.type_name(),
                    MN_TEXT("Error", "objects with a “name”"));
    }
    for (const auto& [key, value] : json.items()) {
        if (key == "name") {
            entry.name = value.get<std::string>();
        } else if (key == "params") {
            entry.params = value;
        } else {
            MN_TRY(stepSchema().setJson(entry.settings, key, value));
        }
    }
    return entry;
}

Status takeNormalize(const Json& params, PreprocessSpec* preprocess) {
    if (!params.is_object()) {
        return fail(ErrorCode::SettingType, "Normalize", params.type_name(),
                    MN_TEXT("Error", "an object with the parameters"));
    }
    PreprocessSpec spec = preprocess != nullptr ? *preprocess : PreprocessSpec{};
    Json json = preprocessToJson(spec);
    for (const auto& [key, value] : params.items()) {
        if (key == "inplace") {
            continue;
        }
        if (key != "mean" && key != "std") {
            return fail(ErrorCode::UnknownSetting, key, "mean, std");
        }
        json[key] = value;
    }
    json["normalize"] = true;
    MN_ASSIGN(spec, preprocessFromJson(json));
    if (preprocess != nullptr) {
        *preprocess = spec;
    }
    return {};
}

/// An error inside a step, with the step's number and name in front.
Error atStep(std::string_view pipeline, std::size_t index, std::string_view name,
             const Error& error) {
    return fail(
        ErrorCode::PipelineInvalid, pipeline,
        name.empty() ? fmt::format("{}", index + 1) : fmt::format("{} ({})", index + 1, name),
        error.message());
}

Result<std::vector<Step>> stepsFromJson(const Json& list, std::string_view pipeline,
                                        PreprocessSpec* preprocess) {
    std::vector<Step> steps;
    bool ended = false;
    bool onTensor = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto entry = entryFromJson(list[i]);
        if (!entry) {
            return atStep(pipeline, i, "", entry.error());
        }
        const std::string& name = entry->name;
        if (name == "ToTensor" || name == "Normalize") {
            if (name == "Normalize" && ended && onTensor) {
                return atStep(pipeline, i, name,
                              fail(ErrorCode::SettingConflict,
                                   MN_TEXT("Error", "RandomErasing stands after Normalize")));
            }
            ended = true;
            if (name == "Normalize" && entry->settings.flag("enabled")) {
                if (const Status taken = takeNormalize(entry->params, preprocess); !taken) {
                    return atStep(pipeline, i, name, taken.error());
                }
            }
            continue;
        }
        const Transform* transform = findTransform(name);
        if (transform == nullptr) {
            return atStep(
                pipeline, i, "",
                fail(ErrorCode::UnknownTransform, name.substr(0, kMaxNameLength), knownNames()));
        }
        onTensor = onTensor || transform->actsOnTensor();
        if (ended && !transform->actsOnTensor()) {
            return atStep(
                pipeline, i, name,
                fail(ErrorCode::SettingConflict,
                     MN_TEXT("Error",
                             "ToTensor and Normalize stand at the end of a pipeline; only "
                             "RandomErasing may follow")));
        }
        auto params = paramsFromJson(*transform, entry->params);
        if (!params) {
            return atStep(pipeline, i, name, params.error());
        }
        steps.push_back({transform, std::move(*params), entry->settings.real("probability"),
                         entry->settings.flag("enabled")});
    }
    return steps;
}

Result<Pipeline> parse(const Json& json, std::string_view source, PreprocessSpec* preprocess) {
    Pipeline pipeline;
    const Json* list = &json;
    if (json.is_object()) {
        if (const auto version = json.find("version"); version != json.end()) {
            if (!version->is_number_integer() || version->get<std::int64_t>() < 1) {
                return fail(ErrorCode::FileFormat, source,
                            MN_TEXT("Error", "“version” must be a positive number"));
            }
            if (version->get<std::int64_t>() > kVersion) {
                return fail(ErrorCode::VersionTooNew, source, version->dump());
            }
        }
        if (const auto name = json.find("name"); name != json.end() && name->is_string()) {
            pipeline.name = name->get<std::string>().substr(0, kMaxNameLength);
        }
        const auto transforms = json.find("transforms");
        if (transforms == json.end()) {
            return fail(ErrorCode::FileFormat, source,
                        MN_TEXT("Error", "a pipeline needs a list “transforms”"));
        }
        list = &*transforms;
    }
    if (!list->is_array()) {
        return fail(ErrorCode::FileFormat, source,
                    MN_TEXT("Error", "a pipeline is a list of transforms"));
    }
    if (list->size() > kMaxSteps) {
        return fail(ErrorCode::FileFormat, source,
                    fmt::format("it has {} steps, and {} are the limit", list->size(), kMaxSteps));
    }
    MN_ASSIGN(pipeline.steps, stepsFromJson(*list, source, preprocess));
    return pipeline;
}

}  // namespace

Result<Pipeline> pipelineFromJson(const Json& json, PreprocessSpec* preprocess) {
    return parse(json, "pipeline", preprocess);
}

Json pipelineToJson(const Pipeline& pipeline) {
    Json transforms = Json::array();
    for (const Step& step : pipeline.steps) {
        if (step.transform == nullptr) {
            continue;
        }
        Json entry;
        entry["name"] = step.transform->name();
        entry["params"] = step.transform->schema().toJson(step.params);
        entry["probability"] = step.probability;
        entry["enabled"] = step.enabled;
        transforms.push_back(std::move(entry));
    }
    Json json;
    json["version"] = kVersion;
    json["name"] = pipeline.name;
    json["transforms"] = std::move(transforms);
    return json;
}

Result<Pipeline> readPipeline(const std::filesystem::path& path, PreprocessSpec* preprocess) {
    MN_ASSIGN(const std::string text, readTextFile(path, kMaxFileBytes));
    Json json;
    try {
        // Deep nesting would exhaust the stack when the value is destroyed or printed.
        constexpr int kMaxDepth = 32;
        json = Json::parse(text, [](int depth, Json::parse_event_t, Json&) {
            if (depth > kMaxDepth) {
                throw std::length_error("nested too deeply");
            }
            return true;
        });
    } catch (const std::exception& error) {
        return fail(ErrorCode::JsonInvalid, toUtf8(path), jsonProblem(error));
    }
    MN_ASSIGN(Pipeline pipeline, parse(json, toUtf8(path), preprocess));
    if (pipeline.name.empty()) {
        pipeline.name = toUtf8(path.stem());
    }
    return pipeline;
}

}  // namespace minarai::augment
