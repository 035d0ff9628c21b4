// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/param_spec.h"

#include <algorithm>

namespace minarai {
namespace {

ParamSpec make(std::string name, std::string label, ParamType type, ParamValue value) {
    ParamSpec spec;
    spec.name = std::move(name);
    spec.label = std::move(label);
    spec.type = type;
    spec.defaultValue = std::move(value);
    return spec;
}

template <typename T>
T valueOr(const Params& params, std::string_view name) {
    const ParamValue* value = params.find(name);
    const T* typed = value == nullptr ? nullptr : std::get_if<T>(value);
    return typed == nullptr ? T{} : *typed;
}

}  // namespace

ParamSpec flagParam(std::string name, std::string label, bool value) {
    return make(std::move(name), std::move(label), ParamType::Flag, value);
}

ParamSpec integerParam(std::string name, std::string label, std::int64_t value) {
    return make(std::move(name), std::move(label), ParamType::Integer, value);
}

ParamSpec realParam(std::string name, std::string label, double value) {
    return make(std::move(name), std::move(label), ParamType::Real, value);
}

ParamSpec choiceParam(std::string name, std::string label, std::string value,
                      std::vector<ParamChoice> choices) {
    ParamSpec spec = make(std::move(name), std::move(label), ParamType::Choice, std::move(value));
    spec.choices = std::move(choices);
    return spec;
}

ParamSpec textParam(std::string name, std::string label, std::string value) {
    return make(std::move(name), std::move(label), ParamType::Text, std::move(value));
}

ParamSpec integersParam(std::string name, std::string label, std::vector<std::int64_t> value) {
    return make(std::move(name), std::move(label), ParamType::Integers, std::move(value));
}

ParamSpec realsParam(std::string name, std::string label, std::vector<double> value) {
    return make(std::move(name), std::move(label), ParamType::Reals, std::move(value));
}

void Params::set(std::string_view name, ParamValue value) {
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    if (found != m_entries.end()) {
        found->second = std::move(value);
    } else {
        m_entries.emplace_back(std::string(name), std::move(value));
    }
}

const ParamValue* Params::find(std::string_view name) const {
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    return found == m_entries.end() ? nullptr : &found->second;
}

void Params::erase(std::string_view name) {
    std::erase_if(m_entries, [&](const auto& entry) { return entry.first == name; });
}

bool Params::flag(std::string_view name) const {
    return valueOr<bool>(*this, name);
}
std::int64_t Params::integer(std::string_view name) const {
    return valueOr<std::int64_t>(*this, name);
}
double Params::real(std::string_view name) const {
    return valueOr<double>(*this, name);
}
std::string Params::text(std::string_view name) const {
    return valueOr<std::string>(*this, name);
}
std::vector<std::int64_t> Params::integers(std::string_view name) const {
    return valueOr<std::vector<std::int64_t>>(*this, name);
}
std::vector<double> Params::reals(std::string_view name) const {
    return valueOr<std::vector<double>>(*this, name);
}

}  // namespace minarai
