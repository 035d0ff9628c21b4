// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTemporaryDir>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>

#include "engine/engine_library.h"
#include "studio/desktop_id.h"
#include "studio/language.h"
#include "studio/main_window.h"
#include "studio/options.h"
#include "studio/shots/shot_director.h"
#include "studio/startup_clock.h"
#include "studio/workspace.h"
#include "widgets/theme/theme.h"

namespace {

/// Screenshots neither read nor change what the user has. Before Qt looks at the environment.
std::unique_ptr<QTemporaryDir> isolateShots(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        if (std::strncmp(argv[i], "--shots", 7) == 0) {
            auto folder = std::make_unique<QTemporaryDir>();
            qputenv("XDG_CONFIG_HOME", (folder->path() + QStringLiteral("/config")).toUtf8());
            qputenv("XDG_DATA_HOME", (folder->path() + QStringLiteral("/data")).toUtf8());
            qputenv("XDG_CACHE_HOME", (folder->path() + QStringLiteral("/cache")).toUtf8());
            return folder;
        }
    }
    return nullptr;
}

void printStartup() {
    std::printf("first paint after %.0f ms\n", minarai::studio::millisecondsAlive());
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    minarai::engine::prepareEnvironment(argv);
    std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is a failed write like any other
    const auto shotsHome = isolateShots(argc, argv);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("minarai-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("Minarai"));
    QApplication::setDesktopFileName(QString::fromLatin1(minarai::studio::kDesktopId));
    QApplication::setApplicationVersion(QStringLiteral(MINARAI_VERSION));
    const minarai::studio::Options options = minarai::studio::readOptions(app);

    minarai::widgets::Theme theme(app);
    minarai::studio::Language language(app);
    minarai::studio::Workspace workspace(minarai::engine::loadEngine);
    language.choose(options.language.value_or(workspace.settings().language()));
    minarai::studio::MainWindow window(workspace, language, theme);
    // The option holds for this start only.
    const QString remembered = workspace.settings().appearance();
    window.chooseAppearance(options.theme.value_or(remembered));
    workspace.settings().setAppearance(remembered);

    if (options.startupProbe) {
        QObject::connect(&window, &minarai::studio::MainWindow::firstPainted, &app, [] {
            printStartup();
            QApplication::quit();
        });
    }
    std::unique_ptr<minarai::studio::ShotDirector> director;
    if (!options.shotsFolder.isEmpty()) {
        director = std::make_unique<minarai::studio::ShotDirector>(window, options);
    }
    window.show();
    if (!options.folder.isEmpty()) {
        window.openFolder(options.folder);
    }
    return QApplication::exec();
}
