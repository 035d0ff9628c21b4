// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One application and one theme for all tests; settings and data in a folder of their own.
#include <gtest/gtest.h>

#include <QApplication>
#include <QTemporaryDir>

#include "engine/engine_library.h"
#include "studio/studio_window.h"
#include "widgets/theme/theme.h"

int main(int argc, char** argv) {
    minarai::engine::prepareEnvironment(argv);
    testing::InitGoogleTest(&argc, argv);
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.filePath("config").toUtf8());
    qputenv("XDG_DATA_HOME", home.filePath("data").toUtf8());
    qputenv("XDG_CACHE_HOME", home.filePath("cache").toUtf8());
    QApplication app(argc, argv);
    minarai::widgets::Theme theme(app);
    minarai::studio::setTestTheme(theme);
    return RUN_ALL_TESTS();
}
