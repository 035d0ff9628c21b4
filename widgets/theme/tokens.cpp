// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/tokens.h"

#include <QString>
#include <algorithm>
#include <array>
#include <cmath>

namespace minarai::widgets {
namespace {

struct Row {
    Token token;
    const char* name;
    QRgb light;
    QRgb dark;
};

constexpr std::array<Row, kTokenCount> kRows{{
    {Token::Ground, "ground", 0xfff5f6f8, 0xff15171b},
    {Token::Surface, "surface", 0xffffffff, 0xff1d2025},
    {Token::Border, "border", 0xffdfe3e8, 0xff2e333a},
    {Token::Hover, "hover", 0xffeef1f5, 0xff262a31},
    {Token::Text, "text", 0xff1b1f24, 0xffe7eaee},
    {Token::Secondary, "secondary", 0xff5b6572, 0xffa3adb9},
    {Token::Tertiary, "tertiary", 0xff8b95a1, 0xff8a94a1},
    {Token::Accent, "accent", 0xff2563c9, 0xff6ea3ff},
    {Token::AccentGround, "accent-ground", 0xffe8effb, 0xff22304a},
    {Token::OnAccent, "on-accent", 0xffffffff, 0xff10141b},
    {Token::Training, "training", 0xff0072b2, 0xff56b4e9},
    {Token::Validation, "validation", 0xffd55e00, 0xffe69f00},
    {Token::OtherRun, "other-run", 0xff8b95a1, 0xff78828f},
    {Token::Right, "right", 0xff009e73, 0xff2fbf94},
    {Token::Wrong, "wrong", 0xffd55e00, 0xffe69f00},
    {Token::RightText, "right-text", 0xff007a59, 0xff2fbf94},
    {Token::WrongText, "wrong-text", 0xffb34e00, 0xffe69f00},
    {Token::WarningText, "warning-text", 0xff7d5200, 0xfff0c05a},
    {Token::WarningGround, "warning-ground", 0xfffdf3dc, 0xff37301c},
    {Token::ErrorText, "error-text", 0xffb3261e, 0xffff9d94},
    {Token::ErrorGround, "error-ground", 0xfffdecea, 0xff3b2422},
    {Token::ErrorBorder, "error-border", 0xffd0453b, 0xffe0706a},
    {Token::FieldBorder, "field-border", 0xffd6dbe2, 0xff4a525d},
    {Token::Pressed, "pressed", 0xffe2e7ed, 0xff30353e},
    {Token::AccentHover, "accent-hover", 0xff1d54b0, 0xff8bb5ff},
    {Token::Scroll, "scroll", 0xffc6cdd6, 0xff434a54},
}};

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

}  // namespace

QColor tokenColor(Token token, bool dark) {
    const Row& row = kRows[static_cast<std::size_t>(token)];
    return QColor(dark ? row.dark : row.light);
}

Token tokenByName(const QString& name) {
    const auto found = std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) {
        return name == QLatin1String(row.name);
    });
    return found == kRows.end() ? Token::Text : found->token;
}

double contrastRatio(const QColor& a, const QColor& b) {
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QColor readableOn(const QColor& ground) {
    constexpr double kEnough = 4.5;
    const QColor light(Qt::white);
    const QColor dark(0x12, 0x16, 0x1b);
    if (contrastRatio(ground, light) >= kEnough) {
        return light;
    }
    // Between the two lies a narrow band of greys which only pure black can serve.
    return contrastRatio(ground, dark) >= kEnough ? dark : QColor(Qt::black);
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto s = static_cast<float>(std::clamp(share, 0.0, 1.0));
    return QColor::fromRgbF(a.redF() + (b.redF() - a.redF()) * s,
                            a.greenF() + (b.greenF() - a.greenF()) * s,
                            a.blueF() + (b.blueF() - a.blueF()) * s);
}

}  // namespace minarai::widgets
