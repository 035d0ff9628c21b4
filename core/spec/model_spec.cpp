// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/model_spec.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_problem.h"
#include "spec/graph.h"
#include "spec/op.h"
#include "spec/spec_json.h"

namespace minarai::spec {

namespace {

constexpr int kVersion = 1;
constexpr std::size_t kMaxDepth = 8;
constexpr std::size_t kMaxKeys = 1000;
constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 26;

/// Whether nothing in the document is nested deeper than a spec can be. Without recursion: the
/// document is not trusted yet.
bool isShallow(const Json& json) {
    std::vector<std::pair<const Json*, std::size_t>> todo{{&json, 0}};
    while (!todo.empty()) {
        const auto [value, depth] = todo.back();
        todo.pop_back();
        if (depth > kMaxDepth) {
            return false;
        }
        if (value->is_structured()) {
            for (const Json& child : *value) {
                todo.emplace_back(&child, depth + 1);
            }
        }
    }
    return true;
}

Status checkKeys(const ModelSpec& spec, std::string_view where, const Json& object,
                 std::initializer_list<std::string_view> known) {
    for (const auto& entry : object.items()) {
        if (std::find(known.begin(), known.end(), entry.key()) == known.end()) {
            return invalid(spec, where,
                           fmt::format(MN_TEXT("Spec", "there is no entry “{}”; possible ones: {}"),
                                       entry.key().substr(0, 100), fmt::join(known, ", ")));
        }
    }
    return {};
}

Result<std::string> textEntry(const ModelSpec& spec, std::string_view where, const Json& object,
                              const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) {
        return invalid(spec, where,
                       fmt::format(MN_TEXT("Spec", "the text “{}” is missing; add it"), key));
    }
    return found->get<std::string>();
}

Status readInput(ModelSpec& spec, const Json& json) {
    const auto found = json.find("input");
    bool good = found != json.end() && found->is_array() && found->size() == spec.input.size();
    for (std::size_t i = 0; good && i < spec.input.size(); ++i) {
        const Json& size = (*found)[i];
        good = size.is_number_integer() && size >= 1 && size <= 65536;
        if (good) {
            spec.input[i] = size.get<std::int64_t>();
        }
    }
    if (!good) {
        return invalid(spec, "input",
                       MN_TEXT("Spec", "it must be three whole numbers: channels, height, width"));
    }
    return {};
}

Status readAuxiliary(ModelSpec& spec, const Json& json) {
    const auto found = json.find("auxiliary");
    if (found == json.end()) {
        return {};
    }
    constexpr std::size_t kMost = 16;
    if (!found->is_array() || found->size() > kMost ||
        !std::all_of(found->begin(), found->end(), [](const Json& id) { return id.is_string(); })) {
        return invalid(spec, "auxiliary",
                       fmt::format(MN_TEXT("Spec", "it must be a list of at most {} ids"), kMost));
    }
    for (const Json& id : *found) {
        spec.auxiliary.push_back(id.get<std::string>());
    }
    return {};
}

Status readPlaces(ModelSpec& spec, const Json& json) {
    const auto found = json.find("places");
    if (found == json.end()) {
        return {};
    }
    constexpr double kFarthest = 1e6;
    const auto isCoordinate = [](const Json& value) {
        return value.is_number() && std::abs(value.get<double>()) <= kFarthest;
    };
    const auto isPlace = [&](const Json& place) {
        return place.is_array() && place.size() == 3 && place[0].is_string() &&
               isCoordinate(place[1]) && isCoordinate(place[2]);
    };
    if (!found->is_array() || found->size() > 2 * kMaxNodes ||
        !std::all_of(found->begin(), found->end(), isPlace)) {
        return invalid(spec, "places",
                       MN_TEXT("Spec", "it must be a list of [key, x, y] within a million units"));
    }
    for (const Json& place : *found) {
        spec.places.push_back(
            {place[0].get<std::string>(), place[1].get<double>(), place[2].get<double>()});
    }
    return {};
}

Status readOrigin(ModelSpec& spec, const Json& json) {
    if (!json.contains("origin")) {
        return {};
    }
    constexpr std::size_t kLongest = 100;
    MN_ASSIGN(std::string origin, textEntry(spec, "origin", json, "origin"));
    if (origin.size() > kLongest || !isId(origin)) {
        return invalid(spec, "origin",
                       MN_TEXT("Spec",
                               "it must be the name of an architecture, of letters, digits and "
                               "underscores; correct it or leave it out"));
    }
    spec.origin = std::move(origin);
    return {};
}

Result<bool> readDraftMark(const ModelSpec& spec, const Json& json, Drafts drafts) {
    const auto found = json.find("draft");
    if (found == json.end()) {
        return false;
    }
    if (!found->is_boolean()) {
        return invalid(spec, "draft", MN_TEXT("Spec", "it must be true or false"));
    }
    const bool isDraft = found->get<bool>();
    if (isDraft && drafts == Drafts::Refused) {
        return invalid(spec, "draft",
                       MN_TEXT("Spec",
                               "it is not finished yet; open it in the composer of "
                               "minarai-studio, solve its problems and save it again"));
    }
    return isDraft;
}

Result<Node> readNode(const ModelSpec& spec, std::size_t position, const Json& json) {
    std::string where = fmt::format("nodes[{}]", position);
    if (!json.is_object()) {
        return invalid(spec, where, MN_TEXT("Spec", "a layer must be a JSON object"));
    }
    Node node;
    MN_ASSIGN(node.id, textEntry(spec, where, json, "id"));
    where = node.id;
    MN_TRY(checkKeys(spec, where, json, {"id", "op", "inputs", "params", "before"}));
    MN_ASSIGN(node.op, textEntry(spec, where, json, "op"));
    const auto inputs = json.find("inputs");
    if (inputs == json.end() || !inputs->is_array() || inputs->size() > kMaxInputs ||
        !std::all_of(inputs->begin(), inputs->end(),
                     [](const Json& input) { return input.is_string(); })) {
        return invalid(
            spec, where,
            fmt::format(MN_TEXT("Spec", "“inputs” must be a list of at most {} ids"), kMaxInputs));
    }
    for (const Json& input : *inputs) {
        node.inputs.push_back(input.get<std::string>());
    }

    if (json.contains("before")) {
        MN_ASSIGN(node.before, textEntry(spec, where, json, "before"));
    }
    Json params = Json::object();
    if (const auto found = json.find("params"); found != json.end()) {
        params = *found;
    }
    if (!params.is_object()) {
        return invalid(spec, where, MN_TEXT("Spec", "“params” must be a JSON object"));
    }
    // PyTorch's layers have it; it changes where a result is put, never what it is.
    params.erase("inplace");
    const Op* op = findOp(node.op);
    if (op == nullptr) {
        return node;  // sortGraph says so, with the known ops
    }
    for (const std::string_view name : op->required()) {
        if (!params.contains(std::string(name))) {
            return invalid(
                spec, where,
                fmt::format(MN_TEXT("Spec", "{} needs “{}”; add it to “params”"), node.op, name));
        }
    }
    auto values = op->schema().fromJson(params);
    if (!values) {
        std::string text = values.error().message();
        if (text.ends_with('.')) {
            text.pop_back();
        }
        return invalid(spec, where, std::move(text));
    }
    node.params = std::move(*values);
    return node;
}

}  // namespace

const Node* ModelSpec::find(std::string_view id) const {
    const auto found =
        std::find_if(nodes.begin(), nodes.end(), [&](const Node& node) { return node.id == id; });
    return found == nodes.end() ? nullptr : &*found;
}

Result<ModelSpec> modelSpecFromJson(const Json& json) {
    return specFromJson(json, Drafts::Refused);
}

Result<ModelSpec> specFromJson(const Json& json, Drafts drafts) {
    ModelSpec spec;
    if (!json.is_object()) {
        return invalid(spec, "", MN_TEXT("Spec", "a model must be a JSON object"));
    }
    if (!isShallow(json)) {
        return invalid(spec, "", MN_TEXT("Spec", "its JSON is nested too deeply"));
    }
    MN_ASSIGN(spec.name, textEntry(spec, "name", json, "name"));
    const auto version = json.find("version");
    if (version == json.end() || !version->is_number_integer() || *version < 1) {
        return invalid(spec, "version", MN_TEXT("Spec", "it must be 1"));
    }
    if (*version > kVersion) {
        return fail(ErrorCode::VersionTooNew, spec.name.substr(0, 200), version->dump());
    }
    MN_ASSIGN(const bool isDraft, readDraftMark(spec, json, drafts));
    MN_TRY(checkKeys(
        spec, "", json,
        {"version", "name", "input", "nodes", "output", "auxiliary", "places", "draft", "origin"}));
    MN_TRY(readInput(spec, json));
    MN_ASSIGN(spec.output, textEntry(spec, "output", json, "output"));
    MN_TRY(readAuxiliary(spec, json));
    MN_TRY(readPlaces(spec, json));
    MN_TRY(readOrigin(spec, json));
    const auto nodes = json.find("nodes");
    if (nodes == json.end() || !nodes->is_array() || nodes->size() > kMaxNodes) {
        return invalid(
            spec, "nodes",
            fmt::format(MN_TEXT("Spec", "it must be a list of at most {} layers"), kMaxNodes));
    }
    for (std::size_t i = 0; i < nodes->size(); ++i) {
        MN_ASSIGN(Node node, readNode(spec, i, (*nodes)[i]));
        spec.nodes.push_back(std::move(node));
    }
    MN_TRY(isDraft ? checkDraft(spec) : sortGraph(spec));
    return spec;
}

Json modelSpecToJson(const ModelSpec& spec) {
    Json nodes = Json::array();
    for (const Node& node : spec.nodes) {
        Json params = Json::object();
        if (const Op* op = findOp(node.op)) {
            const auto required = op->required();
            for (const ParamSpec& param : op->schema().specs()) {
                const ParamValue* value = node.params.find(param.name);
                const bool needed =
                    std::find(required.begin(), required.end(), param.name) != required.end();
                if (value == nullptr || (!needed && *value == param.defaultValue)) {
                    continue;
                }
                Json written = paramValueToJson(*value);
                params[param.name] =
                    written.is_array() && written.size() == 1 ? Json(written[0]) : written;
            }
        }
        Json written{{"id", node.id}, {"op", node.op}, {"inputs", node.inputs}, {"params", params}};
        if (!node.before.empty()) {
            written["before"] = node.before;
        }
        nodes.push_back(std::move(written));
    }
    Json json{{"version", kVersion},
              {"name", spec.name},
              {"input", spec.input},
              {"nodes", std::move(nodes)},
              {"output", spec.output}};
    if (!spec.auxiliary.empty()) {
        json["auxiliary"] = spec.auxiliary;
    }
    for (const Place& place : spec.places) {
        json["places"].push_back(Json::array({place.key, place.x, place.y}));
    }
    if (!spec.origin.empty()) {
        json["origin"] = spec.origin;
    }
    return json;
}

Result<ModelSpec> readModelSpec(const std::filesystem::path& path) {
    return readSpecFile(path, Drafts::Refused);
}

Result<ModelSpec> readSpecFile(const std::filesystem::path& path, Drafts drafts) {
    MN_ASSIGN(const std::string text, readTextFile(path, kMaxFileBytes));
    // A Json object looks through its keys one by one: millions of them would take hours.
    std::vector<std::size_t> keys(kMaxDepth + 2);
    const auto watch = [&keys](int depth, Json::parse_event_t event, const Json&) {
        const auto level = static_cast<std::size_t>(depth);
        if (level >= keys.size()) {
            throw std::length_error(MN_TEXT("Spec", "it is nested too deeply"));
        }
        if (event == Json::parse_event_t::object_start) {
            keys[level] = 0;
        } else if (event == Json::parse_event_t::key && ++keys[level - 1] > kMaxKeys) {
            throw std::length_error(MN_TEXT("Spec", "an object has too many entries"));
        }
        return true;
    };
    try {
        auto spec = specFromJson(Json::parse(text, watch), drafts);
        if (!spec && !spec.error().args.empty()) {
            // A model without a name is known by its file, and so is what cannot be read yet.
            std::string& about = spec.error().args.front();
            if (about.empty() || spec.error().code == ErrorCode::VersionTooNew) {
                about = toUtf8(path);
            }
        }
        return spec;
    } catch (const std::exception& error) {
        return fail(ErrorCode::JsonInvalid, toUtf8(path), jsonProblem(error));
    }
}

Status writeModelSpec(const std::filesystem::path& path, const ModelSpec& spec) {
    return writeSpecFile(path, modelSpecToJson(spec));
}

Status writeSpecFile(const std::filesystem::path& path, const Json& json) {
    try {
        return writeFileAtomically(path, json.dump(1) + "\n");
    } catch (const std::exception& error) {
        return fail(ErrorCode::WriteFailed, toUtf8(path), error.what());
    }
}

}  // namespace minarai::spec
