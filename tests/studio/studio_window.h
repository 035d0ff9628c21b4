// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A studio on screen, small images on disk, and waiting without sleeping.
#pragma once

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <functional>

#include "engine/engine_library.h"
#include "studio/language.h"
#include "studio/main_window.h"
#include "studio/workspace.h"

namespace minarai::studio {

void setTestTheme(widgets::Theme& theme);
widgets::Theme& testTheme();

/// Far more than anything takes, also with a sanitizer on a busy machine: only what never comes is
/// waited for so long.
constexpr int kPatienceMs = 120'000;

/// Events are handled until the condition holds; false after the time.
bool waitUntil(const std::function<bool()>& holds, int timeoutMs = kPatienceMs);

/// `classes` folders of `perClass` small PNG pictures below folder.
void writeImages(const std::filesystem::path& folder, int classes, int perClass);

/// A file with a JPEG's first bytes and nothing more.
std::filesystem::path writeBrokenImage(const std::filesystem::path& file);

/// The window on screen, with the engine's library behind it.
class StudioWindow {
  public:
    explicit StudioWindow(EngineLoader loader = engine::loadEngine);

    Workspace workspace;
    Language language;
    MainWindow window;
    QTemporaryDir folder;

    [[nodiscard]] std::filesystem::path path(const QString& name) const;
    /// Drops files onto the middle of the window, as a file manager does.
    void drop(const std::vector<std::filesystem::path>& files);
    void dropUrls(const QList<QUrl>& urls);
    /// Opens by dropping and waits until the folder and its runs are read.
    bool openByDrop(const std::filesystem::path& images);
    /// A recipe that trains in seconds.
    void setQuickRecipe(int epochs);
    /// Switches and waits until the window speaks it.
    void chooseLanguage(const QString& name);
    /// Clicks a button of the top bar or a page by its object name.
    bool click(const QString& objectName);
    /// Types the name into the file dialog that is opened and takes it; false if none is.
    bool answerFileDialog(const QString& file);
};

}  // namespace minarai::studio
