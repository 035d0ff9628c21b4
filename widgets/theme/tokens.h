// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The one place of colours, fonts' sizes and distances. Nothing else names a colour.
#pragma once

#include <QColor>

namespace minarai::widgets {

/// Colours by meaning. Those marked "text" keep a contrast of 4.5:1 on Surface and Ground.
enum class Token {
    Ground,         ///< behind the cards; also the ground of fields
    Surface,        ///< cards, bars
    Border,         ///< 1 px lines, hairline grids
    Hover,          ///< under the pointer; tracks of bars; empty cells
    Text,           ///< text
    Secondary,      ///< text
    Tertiary,       ///< large or decorative only
    Accent,         ///< "you act here"; text
    AccentGround,   ///< selected rows, information
    OnAccent,       ///< text on Accent
    Training,       ///< curves
    Validation,     ///< curves
    OtherRun,       ///< curves, dashed
    Right,          ///< bars and signs, always with ✓
    Wrong,          ///< bars and signs, always with ✗
    RightText,      ///< text
    WrongText,      ///< text
    WarningText,    ///< text, also on WarningGround
    WarningGround,  ///< message bars
    ErrorText,      ///< text, also on ErrorGround
    ErrorGround,    ///< message bars
    ErrorBorder,    ///< around an invalid field
    FieldBorder,    ///< around fields and buttons
    Pressed,        ///< held buttons
    AccentHover,    ///< a primary button under the pointer
    Scroll,         ///< handles of scroll bars
};
inline constexpr int kTokenCount = 26;

/// The colour of a token in the light or the dark set.
QColor tokenColor(Token token, bool dark);

/// A token by its name in style.qss, such as "accent-ground"; Token::Text for an unknown one.
Token tokenByName(const QString& name);

/// Contrast of two opaque colours after WCAG 2.1, 1 ... 21.
double contrastRatio(const QColor& a, const QColor& b);

/// White or a near-black with a contrast of at least 4.5:1 on any opaque ground.
QColor readableOn(const QColor& ground);

/// a with `share` (0 ... 1) of b mixed in.
QColor mixed(const QColor& a, const QColor& b, double share);

// Distances in device-independent pixels.
inline constexpr int kGrid = 8;
inline constexpr int kGap = 12;  ///< between cards
inline constexpr int kCardPadding = 14;
inline constexpr int kRadius = 8;       ///< cards
inline constexpr int kSmallRadius = 5;  ///< fields, buttons
inline constexpr int kFieldHeight = 28;
inline constexpr int kButtonHeight = 30;
inline constexpr int kTopBarHeight = 44;
inline constexpr int kStatusBarHeight = 26;
inline constexpr int kSidebarWidth = 172;
inline constexpr int kSidebarCollapsedWidth = 48;
inline constexpr int kIconSize = 16;

// Sizes of type in pixels.
inline constexpr int kBodyPx = 13;
inline constexpr int kSecondaryPx = 12;
inline constexpr int kLabelPx = 11;
inline constexpr int kFigurePx = 22;

}  // namespace minarai::widgets
