// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/studio_window.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>
#include <fstream>
#include <utility>

#include "base/files.h"
#include "dataset/sample_set.h"
#include "engine/engine_library.h"
#include "image/decode.h"
#include "studio/session/paths.h"

namespace minarai::studio {

namespace {

widgets::Theme* theTheme = nullptr;

}  // namespace

void setTestTheme(widgets::Theme& theme) {
    theTheme = &theme;
}

widgets::Theme& testTheme() {
    return *theTheme;
}

bool waitUntil(const std::function<bool()>& holds, int timeoutMs) {
    return QTest::qWaitFor(holds, timeoutMs);
}

void writeImages(const std::filesystem::path& folder, int classes, int perClass) {
    for (int c = 0; c < classes; ++c) {
        const auto label = static_cast<std::size_t>(c);
        const auto place = folder / dataset::sampleClasses()[label];
        ASSERT_TRUE(makeFolder(place));
        for (int i = 0; i < perClass; ++i) {
            const auto bytes =
                image::encodePng(dataset::drawSample(label, static_cast<std::uint64_t>(i)));
            ASSERT_TRUE(writeFileAtomically(place / (std::to_string(i) + ".png"), bytes));
        }
    }
}

std::filesystem::path writeBrokenImage(const std::filesystem::path& file) {
    std::ofstream(file, std::ios::binary) << "\xff\xd8\xff\xe0 and nothing more";
    return file;
}

StudioWindow::StudioWindow(EngineLoader loader)
    : workspace(std::move(loader)),
      language(*QApplication::instance()),
      window(workspace, language, testTheme()) {
    language.choose(QStringLiteral("en"));
    // The desktop's own dialogs are no part of the program.
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    window.show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(&window, kPatienceMs));
    // A bare X server has no window manager that would make the window the active one, and
    // shortcuts work in active windows only.
    QApplication::setActiveWindow(&window);
}

std::filesystem::path StudioWindow::path(const QString& name) const {
    return toPath(folder.filePath(name));
}

void StudioWindow::drop(const std::vector<std::filesystem::path>& files) {
    QList<QUrl> urls;
    for (const auto& file : files) {
        urls.push_back(QUrl::fromLocalFile(toQString(file)));
    }
    dropUrls(urls);
}

void StudioWindow::dropUrls(const QList<QUrl>& urls) {
    QMimeData mime;
    mime.setUrls(urls);
    const QPoint middle = window.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    ASSERT_TRUE(enter.isAccepted());
    QDropEvent drop(QPointF(middle), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &drop);
}

bool StudioWindow::openByDrop(const std::filesystem::path& images) {
    drop({images});
    return waitUntil([&] {
        return workspace.project().project() && workspace.runs().isLoaded() &&
               workspace.project().project()->catalog->root == images;
    });
}

void StudioWindow::setQuickRecipe(int epochs) {
    Params recipe = presets().front().values;
    const std::pair<const char*, std::string> changes[] = {
        {kArchitecture, "lenet5"},          {"size", "28"},      {"batch", "8"},
        {"epochs", std::to_string(epochs)}, {"augment", "none"}, {"precision", "fp32"}};
    for (const auto& [name, text] : changes) {
        EXPECT_TRUE(recipeSchema().setText(recipe, name, text)) << name;
    }
    window.trainPage().recipePanel()->setRecipe(recipe);
}

void StudioWindow::chooseLanguage(const QString& name) {
    window.chooseLanguage(name);
    // Widgets hear of it by posted events.
    const QString expected =
        name == QStringLiteral("ja") ? QStringLiteral("データ") : QStringLiteral("Data");
    EXPECT_TRUE(
        waitUntil([&] { return window.actions().get(ActionId::PageData)->text() == expected; }));
}

bool StudioWindow::click(const QString& objectName) {
    auto* button = window.findChild<QAbstractButton*>(objectName);
    if (button == nullptr ||
        !waitUntil([&] { return button->isVisible() && button->isEnabled(); })) {
        return false;
    }
    QTest::mouseClick(button, Qt::LeftButton);
    return true;
}

bool StudioWindow::answerFileDialog(const QString& file) {
    const auto opened = [this] {
        const auto* dialog = window.findChild<QFileDialog*>();
        return dialog != nullptr && dialog->isVisible();
    };
    if (!waitUntil(opened)) {
        return false;
    }
    auto* name =
        window.findChild<QFileDialog*>()->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    if (name == nullptr) {
        return false;
    }
    name->setText(file);
    QTest::keyClick(name, Qt::Key_Return);
    const bool closed = waitUntil([this] { return window.findChild<QFileDialog*>() == nullptr; });
    QApplication::setActiveWindow(&window);  // as in the beginning
    return closed;
}

}  // namespace minarai::studio
