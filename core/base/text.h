// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Marks English text which the studio shows in the user's language.
//
// The core speaks English and knows no translator. MN_TEXT leaves the text as it is; `lupdate`
// collects it (it is declared as an alias of QT_TRANSLATE_NOOP), and the studio looks the text
// up by the same context when it shows it.
#pragma once

#define MN_TEXT(context, text) text
