// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the next start knows of the one before: folders, the window and its parts, choices.
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QFile>
#include <QSplitter>
#include <algorithm>
#include <cstdlib>

#include "studio/session/paths.h"
#include "studio/shell/sidebar.h"
#include "studio/shell/welcome_page.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

namespace fs = std::filesystem;

/// The row of a folder on the first page; null if it is not offered there.
QAbstractButton* rowOf(const StudioWindow& studio, const fs::path& folder) {
    const auto rows = studio.window.findChild<WelcomePage*>()->findChildren<QAbstractButton*>();
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const QAbstractButton* row) {
        return row->isVisible() && row->toolTip() == toQString(folder);
    });
    return found == rows.end() ? nullptr : *found;
}

TEST(Remembered, RecentFoldersAreOfferedNewestFirst) {
    const QTemporaryDir home;
    const fs::path first = toPath(home.filePath("first"));
    const fs::path second = toPath(home.filePath("second"));
    writeImages(first, 2, 3);
    writeImages(second, 2, 3);
    {
        StudioWindow studio;
        ASSERT_TRUE(studio.openByDrop(first));
        ASSERT_TRUE(studio.openByDrop(second));
        EXPECT_TRUE(studio.window.close());
    }
    QFile settings(qEnvironmentVariable("XDG_CONFIG_HOME") + QStringLiteral("/minarai/studio.ini"));
    ASSERT_TRUE(settings.open(QIODevice::ReadOnly)) << settings.fileName().toStdString();
    EXPECT_TRUE(settings.readAll().contains(toQString(second).toUtf8()))
        << "another process would not know";

    StudioWindow studio;
    QAbstractButton* newest = rowOf(studio, second);
    QAbstractButton* older = rowOf(studio, first);
    ASSERT_NE(newest, nullptr);
    ASSERT_NE(older, nullptr);
    EXPECT_LT(newest->y(), older->y());
    EXPECT_TRUE(older->accessibleName().contains("first"));
    QTest::mouseClick(older, Qt::LeftButton);
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.project().project() != nullptr; }));
    EXPECT_EQ(studio.workspace.project().project()->catalog->root, first);
    EXPECT_EQ(studio.workspace.settings().recentFolders().front(), toQString(first));

    // A folder that is gone meanwhile is told of, and the others can still be opened.
    fs::remove_all(second);
    StudioWindow later;
    ASSERT_NE(rowOf(later, second), nullptr);
    QTest::mouseClick(rowOf(later, second), Qt::LeftButton);
    ASSERT_TRUE(waitUntil([&] { return later.window.messages().isVisible(); }));
    EXPECT_TRUE(later.window.messages().text().contains(toQString(second)))
        << later.window.messages().text().toStdString();
    ASSERT_NE(rowOf(later, first), nullptr);
    QTest::mouseClick(rowOf(later, first), Qt::LeftButton);
    EXPECT_TRUE(waitUntil([&] { return later.workspace.project().project() != nullptr; }));
}

TEST(Remembered, PartsOfTheWindowStayAsTheyWerePut) {
    const QTemporaryDir home;
    const fs::path images = toPath(home.filePath("shapes"));
    writeImages(images, 2, 4);
    const auto splitterOf = [](StudioWindow& studio) {
        return studio.window.trainPage().findChild<QSplitter*>(QString(),
                                                               Qt::FindDirectChildrenOnly);
    };
    const auto show = [&](StudioWindow& studio) {
        ASSERT_TRUE(studio.openByDrop(images));
        studio.window.resize(1280, 800);
        QGuiApplication::sync();
        ASSERT_TRUE(waitUntil([&] { return studio.window.size() == QSize(1280, 800); }));
        studio.window.showPage(MainWindow::kTrain);
        ASSERT_NE(splitterOf(studio), nullptr);
        ASSERT_TRUE(waitUntil([&] { return splitterOf(studio)->width() > 900; }));
    };
    int recipeWidth = 0;
    int thumbnails = 0;
    {
        StudioWindow studio;
        show(studio);
        QSplitter& splitter = *splitterOf(studio);
        const QList<int> before = splitter.sizes();
        ASSERT_EQ(before.size(), 2);
        splitter.setSizes({before[0] + 60, before[1] - 60});
        recipeWidth = splitter.sizes()[0];
        ASSERT_GT(recipeWidth, before[0] + 20);
        auto* gallery = studio.window.dataPage().gallery();
        gallery->setThumbnailWidth(gallery->thumbnailWidth() + 24);
        thumbnails = gallery->thumbnailWidth();
        ASSERT_FALSE(studio.window.findChild<Sidebar*>()->isNarrow());
        QTest::keyClick(&studio.window, Qt::Key_B, Qt::ControlModifier);
        ASSERT_TRUE(studio.window.findChild<Sidebar*>()->isNarrow());
        studio.chooseLanguage(QStringLiteral("ja"));
        studio.window.chooseAppearance(QStringLiteral("dark"));
        EXPECT_TRUE(studio.window.close());
    }
    StudioWindow studio;
    EXPECT_EQ(studio.workspace.settings().language(), QStringLiteral("ja"));
    EXPECT_EQ(studio.workspace.settings().appearance(), QStringLiteral("dark"));
    EXPECT_TRUE(studio.window.findChild<Sidebar*>()->isNarrow());
    show(studio);
    EXPECT_NEAR(splitterOf(studio)->sizes()[0], recipeWidth, 8);
    EXPECT_EQ(studio.window.dataPage().gallery()->thumbnailWidth(), thumbnails);
    // As the other tests expect it.
    QTest::keyClick(&studio.window, Qt::Key_B, Qt::ControlModifier);
    EXPECT_FALSE(studio.window.findChild<Sidebar*>()->isNarrow());
    studio.window.chooseLanguage(QStringLiteral("en"));
    studio.window.chooseAppearance(QStringLiteral("light"));
    EXPECT_TRUE(studio.window.close());
}

}  // namespace
}  // namespace minarai::studio
