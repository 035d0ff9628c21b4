// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

#include <gtest/gtest.h>

#include <QFontMetricsF>
#include <QImage>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <array>

#include "widgets/theme/controls.h"

namespace minarai::widgets {
namespace {

Theme& theme() {
    return const_cast<Theme&>(Theme::of());
}

TEST(Contrast, KnownPairs) {
    EXPECT_NEAR(contrastRatio(Qt::white, Qt::black), 21.0, 1e-6);
    EXPECT_NEAR(contrastRatio(QColor("#777777"), Qt::white), 4.48, 0.01);
    EXPECT_NEAR(contrastRatio(Qt::white, Qt::white), 1.0, 1e-6);
}

TEST(Tokens, TextReadsOnEveryGround) {
    constexpr std::array kText{Token::Text,      Token::Secondary, Token::Accent,
                               Token::RightText, Token::WrongText, Token::WarningText,
                               Token::ErrorText};
    for (const bool dark : {false, true}) {
        for (const Token text : kText) {
            for (const Token ground : {Token::Ground, Token::Surface}) {
                EXPECT_GE(contrastRatio(tokenColor(text, dark), tokenColor(ground, dark)), 4.5)
                    << "text " << static_cast<int>(text) << " on " << static_cast<int>(ground)
                    << (dark ? " dark" : " light");
            }
        }
        const auto pair = [dark](Token a, Token b) {
            return contrastRatio(tokenColor(a, dark), tokenColor(b, dark));
        };
        EXPECT_GE(pair(Token::OnAccent, Token::Accent), 4.5);
        EXPECT_GE(pair(Token::OnAccent, Token::AccentHover), 4.5);
        EXPECT_GE(pair(Token::Accent, Token::AccentGround), 4.5);
        EXPECT_GE(pair(Token::Text, Token::AccentGround), 4.5);
        EXPECT_GE(pair(Token::Text, Token::WarningGround), 4.5);
        EXPECT_GE(pair(Token::Text, Token::ErrorGround), 4.5);
        EXPECT_GE(pair(Token::WarningText, Token::WarningGround), 4.5);
        EXPECT_GE(pair(Token::ErrorText, Token::ErrorGround), 4.5);
        EXPECT_GE(pair(Token::Secondary, Token::Hover), 4.5);
    }
}

TEST(Tokens, TheDarkShowsWhatIsDisabledAndWhereAFieldEnds) {
    const auto pair = [](Token a, Token b) {
        return contrastRatio(tokenColor(a, true), tokenColor(b, true));
    };
    // Words of disabled buttons lie on Hover, where the button is a primary one.
    for (const Token ground : {Token::Ground, Token::Surface, Token::Hover}) {
        EXPECT_GE(pair(Token::Tertiary, ground), 4.5) << static_cast<int>(ground);
    }
    for (const Token ground : {Token::Ground, Token::Surface}) {
        EXPECT_GE(pair(Token::FieldBorder, ground), 2.0) << static_cast<int>(ground);
    }
}

TEST(Tokens, ReadableOnAnyGrey) {
    for (int grey = 0; grey < 256; ++grey) {
        const QColor ground(grey, grey, grey);
        EXPECT_GE(contrastRatio(readableOn(ground), ground), 4.5) << grey;
    }
}

TEST(Tokens, NamesInTheSheetAreKnown) {
    EXPECT_EQ(tokenByName("accent-ground"), Token::AccentGround);
    EXPECT_EQ(tokenByName("scroll"), Token::Scroll);
    EXPECT_FALSE(qApp->styleSheet().isEmpty());
    EXPECT_FALSE(qApp->styleSheet().contains('@')) << "a placeholder was left in the sheet";
}

TEST(Theme, SwitchesBothWaysAndTellsOnce) {
    theme().setMode(Theme::Mode::Light);
    QSignalSpy spy(&theme(), &Theme::changed);
    theme().setMode(Theme::Mode::Dark);
    EXPECT_TRUE(theme().isDark());
    EXPECT_EQ(qApp->palette().color(QPalette::Window), tokenColor(Token::Ground, true));
    EXPECT_TRUE(qApp->styleSheet().contains(tokenColor(Token::Surface, true).name()));
    theme().setMode(Theme::Mode::Dark);
    EXPECT_EQ(spy.count(), 1);
    theme().setMode(Theme::Mode::Light);
    EXPECT_EQ(qApp->palette().color(QPalette::Window), tokenColor(Token::Ground, false));
    EXPECT_EQ(spy.count(), 2);
}

TEST(Theme, TheChosenSegmentStandsAboveItsTrackInTheDark) {
    theme().setMode(Theme::Mode::Dark);
    SegmentedControl control;
    control.addSegment("Gallery");
    control.addSegment("Summary");
    control.resize(control.sizeHint());
    const QImage image = control.grab().toImage();
    const auto buttons = control.findChildren<QToolButton*>();
    ASSERT_EQ(buttons.size(), 2);
    // Beside the words, within the button's own padding.
    const auto groundOf = [&](const QToolButton* button) {
        const QRect box = button->geometry();
        return image.pixelColor(
            (QPointF(box.left() + 5, box.center().y()) * image.devicePixelRatio()).toPoint());
    };
    EXPECT_GT(contrastRatio(groundOf(buttons[0]), Qt::black),
              contrastRatio(groundOf(buttons[1]), Qt::black));
    theme().setMode(Theme::Mode::Light);
}

TEST(Theme, DigitsOfOneWidth) {
    for (const FontRole role : {FontRole::Body, FontRole::Label, FontRole::Figure}) {
        const QFontMetricsF metrics(theme().font(role));
        const double zero = metrics.horizontalAdvance("0000");
        EXPECT_NEAR(metrics.horizontalAdvance("1111"), zero, 0.01);
        EXPECT_NEAR(metrics.horizontalAdvance("7777"), zero, 0.01);
    }
}

TEST(Theme, EveryIconDrawsInTheTokensColour) {
    EXPECT_GE(Theme::iconNames().size(), 28);
    for (const QString& name : Theme::iconNames()) {
        const QImage image = theme().icon(name, Token::Accent).pixmap(QSize(32, 32), 1.0).toImage();
        ASSERT_FALSE(image.isNull()) << name.toStdString();
        int solid = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                if (pixel.alpha() > 250) {
                    ++solid;
                    EXPECT_EQ(pixel.rgb(), tokenColor(Token::Accent, false).rgb());
                }
            }
        }
        EXPECT_GT(solid, 10) << name.toStdString();
    }
    EXPECT_TRUE(theme().icon("no-such-icon").isNull());
    EXPECT_FALSE(Theme::appIcon().pixmap(QSize(64, 64)).isNull());
}

TEST(Theme, IconsFollowTheMode) {
    theme().setMode(Theme::Mode::Light);
    const QIcon icon = theme().icon("stop", Token::Text);
    const auto middle = [&icon] {
        return icon.pixmap(QSize(24, 24), 1.0).toImage().pixelColor(12, 12);
    };
    EXPECT_EQ(middle().rgb(), tokenColor(Token::Text, false).rgb());
    theme().setMode(Theme::Mode::Dark);
    EXPECT_EQ(middle().rgb(), tokenColor(Token::Text, true).rgb());
    theme().setMode(Theme::Mode::Light);
}

TEST(Theme, ClassColoursAreStableAndDiffer) {
    EXPECT_EQ(theme().classColor(3), theme().classColor(3));
    for (int a = 0; a < 12; ++a) {
        for (int b = 0; b < a; ++b) {
            EXPECT_NE(theme().classColor(a), theme().classColor(b));
        }
    }
    EXPECT_EQ(theme().classColor(12), theme().classColor(0));
    EXPECT_TRUE(theme().classColor(-1).isValid());
}

}  // namespace
}  // namespace minarai::widgets
