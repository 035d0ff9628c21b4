// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// "Describe once": the parameters of layers, transforms, optimisers, schedules and settings.
//
// From one ParamSchema come JSON reading and validation, `--set key=value`, command-line help,
// the form on the screen and the reference in the documentation.
//
//   ParamSchema schema({
//       realParam("learning_rate", MN_TEXT("Param", "Learning rate"), 0.01)
//           .over(0).atMost(100).logarithmic()
//           .about(MN_TEXT("Param", "Step size of the optimiser.")),
//   });
//   Params values = schema.defaults();
//   MN_TRY(schema.setText(values, "learning_rate", "0.1"));
//   values.real("learning_rate");  // 0.1
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace minarai {

enum class ParamType { Flag, Integer, Real, Choice, Text, Integers, Reals };
// clang-format off
using ParamValue = std::variant<bool, std::int64_t, double, std::string,
                                std::vector<std::int64_t>, std::vector<double>>;
// clang-format on
struct ParamChoice {
    std::string value;  ///< as in JSON and on the command line
    std::string label;  ///< as on the screen; English, marked with MN_TEXT("Param", ...)
};

/// One parameter: its name, type, range, default, unit and one line of meaning.
/// The setters return *this so that a schema reads as a table.
struct ParamSpec {
    std::string name;
    std::string label;
    ParamType type = ParamType::Text;
    ParamValue defaultValue;
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    bool minimumExcluded = false;
    int minCount = 0;  ///< Integers, Reals: number of elements
    int maxCount = 16;
    std::vector<ParamChoice> choices;       ///< Choice
    bool openChoice = false;                ///< Choice that also takes other text (a file)
    std::string unit;                       ///< "px", "s", "°"; empty for none
    std::string description;                ///< one sentence; why this default where it helps
    std::string group;                      ///< heading in forms and help
    bool logScale = false;                  ///< sliders and steppers move by factors
    bool advanced = false;                  ///< folded away in forms
    std::string onlyIfName;                 ///< shown only if this Choice or Flag ...
    std::vector<std::string> onlyIfValues;  ///< ... has one of these values
    // clang-format off
    ParamSpec& over(double value) { minimum = value; minimumExcluded = true; return *this; }
    ParamSpec& atLeast(double value) { minimum = value; minimumExcluded = false; return *this; }
    ParamSpec& atMost(double value) { maximum = value; return *this; }
    ParamSpec& counts(int low, int high) { minCount = low; maxCount = high; return *this; }
    ParamSpec& in(std::string text) { unit = std::move(text); return *this; }
    ParamSpec& about(std::string text) { description = std::move(text); return *this; }
    ParamSpec& under(std::string text) { group = std::move(text); return *this; }
    ParamSpec& logarithmic() { logScale = true; return *this; }
    ParamSpec& expert() { advanced = true; return *this; }
    ParamSpec& orFile() { openChoice = true; return *this; }
    ParamSpec& onlyIf(std::string other, std::vector<std::string> values) {
        onlyIfName = std::move(other);
        onlyIfValues = std::move(values);
        return *this;
    }
};
// clang-format on
ParamSpec flagParam(std::string name, std::string label, bool value);
ParamSpec integerParam(std::string name, std::string label, std::int64_t value);
ParamSpec realParam(std::string name, std::string label, double value);
ParamSpec choiceParam(std::string name, std::string label, std::string value,
                      std::vector<ParamChoice> choices);
ParamSpec textParam(std::string name, std::string label, std::string value);
ParamSpec integersParam(std::string name, std::string label, std::vector<std::int64_t> value);
ParamSpec realsParam(std::string name, std::string label, std::vector<double> value);

/// Named values in the order in which they were set. A getter asked for a name or type that is
/// not there returns the type's zero: validate with a schema first.
class Params {
  public:
    void set(std::string_view name, ParamValue value);
    [[nodiscard]] const ParamValue* find(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
    void erase(std::string_view name);

    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] std::int64_t integer(std::string_view name) const;
    [[nodiscard]] double real(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] std::vector<std::int64_t> integers(std::string_view name) const;
    [[nodiscard]] std::vector<double> reals(std::string_view name) const;

    [[nodiscard]] const std::vector<std::pair<std::string, ParamValue>>& entries() const {
        return m_entries;
    }
    bool operator==(const Params&) const = default;

  private:
    std::vector<std::pair<std::string, ParamValue>> m_entries;
};

class ParamSchema {
  public:
    ParamSchema() = default;
    explicit ParamSchema(std::vector<ParamSpec> specs) : m_specs(std::move(specs)) {}

    [[nodiscard]] const std::vector<ParamSpec>& specs() const { return m_specs; }
    [[nodiscard]] const ParamSpec* find(std::string_view name) const;

    [[nodiscard]] Params defaults() const;

    /// Checks type and range and stores the value. UnknownSetting, SettingType, SettingRange,
    /// SettingChoice. Whole reals are taken as integers, integers as reals, and one number as a
    /// list of one where the type asks for it.
    Status set(Params& values, std::string_view name, ParamValue value) const;

    /// The same from text as on the command line: "0.1", "true", "224", "0.4,0.6", "adamw".
    Status setText(Params& values, std::string_view name, std::string_view text) const;

    /// The same from a JSON value.
    Status setJson(Params& values, std::string_view name, const Json& value) const;

    /// Defaults overridden by a JSON object.
    [[nodiscard]] Result<Params> fromJson(const Json& object) const;

    /// Every value of the schema, in the schema's order.
    [[nodiscard]] Json toJson(const Params& values) const;

    /// False when the parameter's onlyIf condition does not hold.
    [[nodiscard]] bool applies(const ParamSpec& spec, const Params& values) const;

    /// The range in words: "at least 1", "over 0 and at most 1", "one of a, b".
    static std::string rangeText(const ParamSpec& spec);

    /// A value as on the command line; reals in the shortest form that reads back the same.
    static std::string valueText(const ParamValue& value);

    /// What `--explain` prints: one block a parameter with default, range, unit and meaning.
    [[nodiscard]] std::string reference() const;

    /// The same for machines: [{name,label,type,default,range,...}].
    [[nodiscard]] Json referenceJson() const;

  private:
    std::vector<ParamSpec> m_specs;
};

Json paramValueToJson(const ParamValue& value);

}  // namespace minarai
