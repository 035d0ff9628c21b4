// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of Japanese that end between phrases and not within words.
#pragma once

#include <QString>

namespace minarai::widgets {

/// The text with invisible word joiners where a line must not end: Japanese has no spaces, and a
/// line may otherwise end within any word. A phrase is a word with the kana that follow it, also
/// behind a space ("Flatten を"), a number with what it counts ("35 枚"), この with its word; very
/// long ones may still be broken. A text without kana comes back as it is.
QString phrased(const QString& text);

/// The text without those marks, as it was.
QString unphrased(QString text);

}  // namespace minarai::widgets
