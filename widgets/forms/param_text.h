// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The value of a parameter in words, and one step of it.
#pragma once

#include <QString>
#include <string>

#include "base/param_spec.h"

namespace minarai::widgets {

/// Core's English text of a description in the user's language.
QString paramText(const std::string& english);

/// A value as a person writes it: "0.001", "3.9e-4", "0.4, 0.6", "AdamW" stays "adamw".
QString editorText(const ParamSpec& spec, const ParamValue& value);

/// The same for reading: "0.75, 1.333" where a number has no short form, "AdamW" for "adamw".
QString shownText(const ParamSpec& spec, const ParamValue& value);

/// The value one step up or down from value, within the spec's range: by factors where the spec is
/// logarithmic, by 1 or by a digit of the shown number otherwise.
ParamValue stepped(const ParamSpec& spec, const ParamValue& value, int steps);

/// The choice that takes a name and that this value is one of: "upto:layer2". Null if there is
/// none.
const ParamChoice* namedChoice(const ParamSpec& spec, const QString& value);

/// The whole number that has a name, as it is typed ("0" where 0 means never); empty where none
/// has.
QString namedNumber(const ParamSpec& spec);

/// What stands in an empty field: the name of that number, or an example of the text.
QString emptyText(const ParamSpec& spec);

/// What a person wrote, as the schema reads it: "up to layer2" -> "upto:layer2"; any other text as
/// it is.
QString writtenText(const ParamSpec& spec, const QString& text);

}  // namespace minarai::widgets
