// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Core's English sentences with values in them, in the user's language.
//
// Core formats "Linear takes a flat input, but gets {}; …" with its values before anybody can
// translate it. The sentences that translators know are the ones of the translation file, so a
// text is looked up by the pattern which it fits, and its values are put into the translation.
#pragma once

#include <QString>
#include <string>

namespace minarai::studio {

/// The translation of a text of core's contexts "Op", "Spec", "Weights" and "Zoo"; the text itself
/// where there is none.
QString coreSentence(const std::string& english);

}  // namespace minarai::studio
