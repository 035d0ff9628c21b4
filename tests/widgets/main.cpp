// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of views need an application and a theme, but no screen.
#include <gtest/gtest.h>

#include <QApplication>
#include <QLocale>

#include "widgets/theme/theme.h"

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    ::testing::InitGoogleTest(&argc, argv);
    QApplication app(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    minarai::widgets::Theme theme(app);
    theme.setMode(minarai::widgets::Theme::Mode::Light);
    return RUN_ALL_TESTS();
}
