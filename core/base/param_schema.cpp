// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// ParamSchema: conversion, range checks and reference text, all from the description.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/param_spec.h"

namespace minarai {
namespace {

constexpr double kLargestExactInteger = 9007199254740992.0;

std::string typeText(const ParamSpec& spec) {
    switch (spec.type) {
        case ParamType::Flag:
            return "true or false";
        case ParamType::Integer:
            return "a whole number";
        case ParamType::Real:
            return "a number";
        case ParamType::Choice:
        case ParamType::Text:
            return "text";
        case ParamType::Integers:
            return "whole numbers separated by commas";
        case ParamType::Reals:
            return "numbers separated by commas";
    }
    return {};
}

Error typeError(const ParamSpec& spec, std::string_view given) {
    return fail(ErrorCode::SettingType, spec.name, std::string(given.substr(0, 80)),
                typeText(spec));
}

std::optional<std::int64_t> asInteger(double value) {
    if (!std::isfinite(value) || std::floor(value) != value ||
        std::abs(value) > kLargestExactInteger) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

std::string_view trimmed(std::string_view text) {
    const auto isSpace = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && isSpace(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isSpace(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

template <typename T>
std::optional<T> parseNumber(std::string_view text) {
    text = trimmed(text);
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
    }
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> parseInteger(std::string_view text) {
    if (const auto whole = parseNumber<std::int64_t>(text)) {
        return whole;
    }
    const auto real = parseNumber<double>(text);
    return real ? asInteger(*real) : std::nullopt;
}

/// The parts of "1,2" or "1x2" or "[1, 2]".
std::vector<std::string_view> listParts(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && text.front() == '[' && text.back() == ']') {
        text = text.substr(1, text.size() - 2);
    }
    std::vector<std::string_view> parts;
    while (!trimmed(text).empty()) {
        const std::size_t end = text.find_first_of(",x");
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) {
            break;
        }
        text.remove_prefix(end + 1);
    }
    return parts;
}

template <typename T, typename Parse>
std::optional<std::vector<T>> parseList(std::string_view text, Parse parse) {
    std::vector<T> values;
    for (const std::string_view part : listParts(text)) {
        const auto value = parse(part);
        if (!value) {
            return std::nullopt;
        }
        values.push_back(*value);
    }
    return values;
}

std::optional<ParamValue> parseText(const ParamSpec& spec, std::string_view text) {
    switch (spec.type) {
        case ParamType::Flag:
            for (const std::string_view yes : {"true", "yes", "on", "1"}) {
                if (text == yes) {
                    return true;
                }
            }
            for (const std::string_view no : {"false", "no", "off", "0"}) {
                if (text == no) {
                    return false;
                }
            }
            return std::nullopt;
        case ParamType::Integer:
            if (const auto value = parseInteger(text)) {
                return *value;
            }
            return std::nullopt;
        case ParamType::Real:
            if (const auto value = parseNumber<double>(text)) {
                return *value;
            }
            return std::nullopt;
        case ParamType::Choice:
        case ParamType::Text:
            return std::string(text);
        case ParamType::Integers:
            if (auto values = parseList<std::int64_t>(text, parseInteger)) {
                return *std::move(values);
            }
            return std::nullopt;
        case ParamType::Reals:
            if (auto values = parseList<double>(text, parseNumber<double>)) {
                return *std::move(values);
            }
            return std::nullopt;
    }
    return std::nullopt;
}

/// The value in the type that the spec asks for, or nothing if it cannot be.
std::optional<ParamValue> coerced(const ParamSpec& spec, ParamValue value) {
    switch (spec.type) {
        case ParamType::Flag:
            if (std::holds_alternative<bool>(value)) {
                return value;
            }
            return std::nullopt;
        case ParamType::Integer:
            if (const double* real = std::get_if<double>(&value)) {
                if (const auto whole = asInteger(*real)) {
                    return *whole;
                }
                return std::nullopt;
            }
            return std::holds_alternative<std::int64_t>(value) ? std::optional(value)
                                                               : std::nullopt;
        case ParamType::Real:
            if (const auto* whole = std::get_if<std::int64_t>(&value)) {
                return static_cast<double>(*whole);
            }
            return std::holds_alternative<double>(value) ? std::optional(value) : std::nullopt;
        case ParamType::Choice:
        case ParamType::Text:
            return std::holds_alternative<std::string>(value) ? std::optional(value) : std::nullopt;
        case ParamType::Integers:
            if (const auto* whole = std::get_if<std::int64_t>(&value)) {
                return std::vector<std::int64_t>{*whole};
            }
            if (const auto* reals = std::get_if<std::vector<double>>(&value);
                reals != nullptr && reals->empty()) {
                return std::vector<std::int64_t>{};
            }
            return std::holds_alternative<std::vector<std::int64_t>>(value) ? std::optional(value)
                                                                            : std::nullopt;
        case ParamType::Reals:
            if (const auto* whole = std::get_if<std::int64_t>(&value)) {
                return std::vector<double>{static_cast<double>(*whole)};
            }
            if (const auto* real = std::get_if<double>(&value)) {
                return std::vector<double>{*real};
            }
            if (const auto* wholes = std::get_if<std::vector<std::int64_t>>(&value)) {
                return std::vector<double>(wholes->begin(), wholes->end());
            }
            return std::holds_alternative<std::vector<double>>(value) ? std::optional(value)
                                                                      : std::nullopt;
    }
    return std::nullopt;
}

std::optional<ParamValue> fromJsonValue(const Json& json) {
    if (json.is_boolean()) {
        return json.get<bool>();
    }
    if (json.is_number_integer()) {
        if (json.is_number_unsigned() &&
            json.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
            return std::nullopt;
        }
        return json.get<std::int64_t>();
    }
    if (json.is_number()) {
        return json.get<double>();
    }
    if (json.is_string()) {
        return json.get<std::string>();
    }
    if (!json.is_array() || json.size() > 4096) {
        return std::nullopt;
    }
    std::vector<std::int64_t> wholes;
    std::vector<double> reals;
    for (const Json& element : json) {
        if (!element.is_number()) {
            return std::nullopt;
        }
        reals.push_back(element.get<double>());
        if (element.is_number_integer()) {
            wholes.push_back(element.get<std::int64_t>());
        }
    }
    if (wholes.size() == reals.size()) {
        return wholes;
    }
    return reals;
}

bool inRange(const ParamSpec& spec, double value) {
    return std::isfinite(value) && value <= spec.maximum &&
           (spec.minimumExcluded ? value > spec.minimum : value >= spec.minimum);
}

std::string numberText(double value) {
    return ParamSchema::valueText(value);
}

std::string joined(const std::vector<std::string>& parts) {
    return fmt::format("{}", fmt::join(parts, ", "));
}

/// A choice as a person types it; one that ends in a colon takes a name after it.
std::string choiceText(const ParamChoice& choice) {
    return choice.value.ends_with(':') ? choice.value + "NAME" : choice.value;
}

Status checkRange(const ParamSpec& spec, const ParamValue& value) {
    const auto outOfRange = [&] {
        return fail(ErrorCode::SettingRange, spec.name, ParamSchema::valueText(value),
                    ParamSchema::rangeText(spec));
    };
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        return inRange(spec, static_cast<double>(*whole)) ? Status{} : outOfRange();
    }
    if (const auto* real = std::get_if<double>(&value)) {
        return inRange(spec, *real) ? Status{} : outOfRange();
    }
    const auto checkAll = [&](const auto& values) -> Status {
        const auto size = static_cast<int>(values.size());
        const bool fits = size >= spec.minCount && size <= spec.maxCount &&
                          std::all_of(values.begin(), values.end(), [&](auto v) {
                              return inRange(spec, static_cast<double>(v));
                          });
        return fits ? Status{} : Status(outOfRange());
    };
    if (const auto* wholes = std::get_if<std::vector<std::int64_t>>(&value)) {
        return checkAll(*wholes);
    }
    if (const auto* reals = std::get_if<std::vector<double>>(&value)) {
        return checkAll(*reals);
    }
    if (spec.type == ParamType::Choice && !spec.openChoice) {
        const auto& text = std::get<std::string>(value);
        std::vector<std::string> known;
        for (const ParamChoice& choice : spec.choices) {
            const bool isPrefix = choice.value.ends_with(':');
            if (isPrefix ? text.starts_with(choice.value) && text.size() > choice.value.size()
                         : choice.value == text) {
                return {};
            }
            known.push_back(choiceText(choice));
        }
        return fail(ErrorCode::SettingChoice, spec.name, text.substr(0, 80), joined(known));
    }
    return {};
}

}  // namespace

const ParamSpec* ParamSchema::find(std::string_view name) const {
    const auto found = std::find_if(m_specs.begin(), m_specs.end(),
                                    [&](const ParamSpec& spec) { return spec.name == name; });
    return found == m_specs.end() ? nullptr : &*found;
}

Params ParamSchema::defaults() const {
    Params values;
    for (const ParamSpec& spec : m_specs) {
        values.set(spec.name, spec.defaultValue);
    }
    return values;
}

Status ParamSchema::set(Params& values, std::string_view name, ParamValue value) const {
    const ParamSpec* spec = find(name);
    if (spec == nullptr) {
        std::vector<std::string> known;
        for (const ParamSpec& each : m_specs) {
            known.push_back(each.name);
        }
        return fail(ErrorCode::UnknownSetting, std::string(name.substr(0, 80)), joined(known));
    }
    std::string given = valueText(value);
    auto typed = coerced(*spec, std::move(value));
    if (!typed) {
        return typeError(*spec, given);
    }
    MN_TRY(checkRange(*spec, *typed));
    values.set(name, *std::move(typed));
    return {};
}

Status ParamSchema::setText(Params& values, std::string_view name, std::string_view text) const {
    const ParamSpec* spec = find(name);
    if (spec == nullptr) {
        return set(values, name, std::string(text));
    }
    auto parsed = parseText(*spec, text);
    if (!parsed) {
        return typeError(*spec, text);
    }
    return set(values, name, *std::move(parsed));
}

Status ParamSchema::setJson(Params& values, std::string_view name, const Json& value) const {
    const ParamSpec* spec = find(name);
    if (spec == nullptr) {
        return set(values, name, std::string());
    }
    auto parsed = fromJsonValue(value);
    if (!parsed) {
        return typeError(*spec, value.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    return set(values, name, *std::move(parsed));
}

Result<Params> ParamSchema::fromJson(const Json& object) const {
    Params values = defaults();
    if (!object.is_object()) {
        return fail(ErrorCode::SettingConflict, "an object with settings is expected");
    }
    for (const auto& [name, value] : object.items()) {
        MN_TRY(setJson(values, name, value));
    }
    return values;
}

Json ParamSchema::toJson(const Params& values) const {
    Json object = Json::object();
    for (const ParamSpec& spec : m_specs) {
        if (const ParamValue* value = values.find(spec.name)) {
            object[spec.name] = paramValueToJson(*value);
        }
    }
    return object;
}

bool ParamSchema::applies(const ParamSpec& spec, const Params& values) const {
    if (spec.onlyIfName.empty()) {
        return true;
    }
    const ParamValue* value = values.find(spec.onlyIfName);
    return value != nullptr && std::find(spec.onlyIfValues.begin(), spec.onlyIfValues.end(),
                                         valueText(*value)) != spec.onlyIfValues.end();
}

std::string ParamSchema::rangeText(const ParamSpec& spec) {
    if (spec.type == ParamType::Choice) {
        std::vector<std::string> known;
        for (const ParamChoice& choice : spec.choices) {
            known.push_back(choiceText(choice));
        }
        return fmt::format("one of {}{}", joined(known), spec.openChoice ? ", or a file" : "");
    }
    if (spec.type == ParamType::Flag || spec.type == ParamType::Text) {
        return typeText(spec);
    }
    std::string text;
    if (std::isfinite(spec.minimum)) {
        text = fmt::format("{} {}", spec.minimumExcluded ? "over" : "at least",
                           numberText(spec.minimum));
    }
    if (std::isfinite(spec.maximum)) {
        text += fmt::format("{}at most {}", text.empty() ? "" : " and ", numberText(spec.maximum));
    }
    if (text.empty()) {
        text = typeText(spec);
    }
    if (spec.type == ParamType::Integers || spec.type == ParamType::Reals) {
        text = spec.minCount == spec.maxCount
                   ? fmt::format("{} numbers, each {}", spec.minCount, text)
                   : fmt::format("{} to {} numbers, each {}", spec.minCount, spec.maxCount, text);
    }
    return text;
}

std::string ParamSchema::valueText(const ParamValue& value) {
    struct Visitor {
        std::string operator()(bool flag) const { return flag ? "true" : "false"; }
        std::string operator()(std::int64_t whole) const { return fmt::format("{}", whole); }
        std::string operator()(double real) const { return fmt::format("{}", real); }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(const std::vector<std::int64_t>& wholes) const {
            return fmt::format("{}", fmt::join(wholes, ","));
        }
        std::string operator()(const std::vector<double>& reals) const {
            return fmt::format("{}", fmt::join(reals, ","));
        }
    };
    return std::visit(Visitor{}, value);
}

std::string ParamSchema::reference() const {
    std::string text;
    std::string group;
    for (const ParamSpec& spec : m_specs) {
        if (spec.group != group) {
            group = spec.group;
            text += fmt::format("{}{}\n", text.empty() ? "" : "\n", group);
        }
        const std::string standard = valueText(spec.defaultValue);
        text += fmt::format("  {} = {}{}{}\n      {}\n      Range: {}.", spec.name,
                            standard.empty() ? "(empty)" : standard, spec.unit.empty() ? "" : " ",
                            spec.unit, spec.description, rangeText(spec));
        if (!spec.onlyIfName.empty()) {
            text += fmt::format(" Only with {} = {}.", spec.onlyIfName,
                                fmt::join(spec.onlyIfValues, " or "));
        }
        text += '\n';
    }
    return text;
}

Json ParamSchema::referenceJson() const {
    Json list = Json::array();
    for (const ParamSpec& spec : m_specs) {
        Json entry{{"name", spec.name},        {"label", spec.label},
                   {"type", typeText(spec)},   {"default", paramValueToJson(spec.defaultValue)},
                   {"range", rangeText(spec)}, {"unit", spec.unit},
                   {"group", spec.group},      {"description", spec.description}};
        if (!spec.onlyIfName.empty()) {
            entry["only_if"] = Json{{spec.onlyIfName, spec.onlyIfValues}};
        }
        list.push_back(std::move(entry));
    }
    return list;
}

Json paramValueToJson(const ParamValue& value) {
    return std::visit([](const auto& v) { return Json(v); }, value);
}

}  // namespace minarai
