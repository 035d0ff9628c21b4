// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A cleaned copy from the Data page, with real clicks and keys.
#include <gtest/gtest.h>

#include <QLayout>
#include <filesystem>
#include <fstream>
#include <set>

#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

namespace fs = std::filesystem;

class CopyPanelTest : public ::testing::Test {
  protected:
    StudioWindow m_studio;

    CopyPanel& panel() { return *m_studio.window.dataPage().copyPanel(); }
    ReviewSession& review() { return m_studio.workspace.review(); }

    /// Two classes of three images, and the panel in front.
    void open() {
        const fs::path images = m_studio.path("shapes");
        writeImages(images, 2, 3);
        ASSERT_TRUE(m_studio.openByDrop(images));
        ASSERT_TRUE(waitUntil([&] { return review().isLoaded(); }));
        m_studio.window.actions().get(ActionId::SaveCopy)->trigger();
        ASSERT_TRUE(panel().isVisible());
        ASSERT_TRUE(waitUntil([&] { return panel().session().counts().has_value(); }));
    }
    static std::set<std::string> filesBelow(const fs::path& folder) {
        std::set<std::string> files;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (entry.is_regular_file()) {
                files.insert(entry.path().lexically_relative(folder).generic_string());
            }
        }
        return files;
    }
};

TEST_F(CopyPanelTest, SaysWhatWillBeCopiedAndCopiesIt) {
    ASSERT_FALSE(m_studio.window.actions().get(ActionId::SaveCopy)->isEnabled())
        << "without a folder there is nothing to copy";
    open();
    const auto& classes = m_studio.workspace.project().project()->catalog->classes;
    const std::string& first = classes[0];
    const std::string& second = classes[1];
    EXPECT_EQ(panel().session().counts()->images, 6U);
    review().setExcluded({0}, true);
    review().setLabel({1}, 1);
    ASSERT_TRUE(waitUntil([&] {
        const auto& counts = panel().session().counts();
        return review().isKept() && counts && counts->images == 5 && counts->renumbered == 1;
    })) << panel().facts().toStdString();
    EXPECT_TRUE(panel().facts().contains("Excluded: 1")) << panel().facts().toStdString();
    EXPECT_TRUE(panel().facts().contains("Class changed: 1"));
    EXPECT_EQ(panel().target()->text(), toQString(m_studio.path("shapes-cleaned")));
    ASSERT_TRUE(m_studio.click("copyStart"));
    ASSERT_TRUE(waitUntil([&] { return m_studio.window.messages().isVisible(); }));
    EXPECT_TRUE(m_studio.window.messages().text().contains("shapes-cleaned"));
    EXPECT_EQ(filesBelow(m_studio.path("shapes-cleaned")),
              (std::set<std::string>{first + "/2.png", second + "/0.png", second + "/1-2.png",
                                     second + "/1.png", second + "/2.png"}));
    EXPECT_EQ(filesBelow(m_studio.path("shapes")).size(), 6U);
}

TEST_F(CopyPanelTest, DoesNotOverwriteAndEscLeavesIt) {
    open();
    fs::create_directories(m_studio.path("mine"));
    std::ofstream(m_studio.path("mine") / "note.txt") << "mine";
    panel().target()->clear();
    EXPECT_FALSE(m_studio.window.findChild<QPushButton*>("copyStart")->isEnabled());
    QTest::keyClicks(panel().target(), toQString(m_studio.path("mine")));
    QTest::keyClick(panel().target(), Qt::Key_Return);
    ASSERT_TRUE(waitUntil([&] { return panel().errorText().contains("exists already"); }))
        << panel().errorText().toStdString();
    EXPECT_EQ(filesBelow(m_studio.path("mine")), std::set<std::string>{"note.txt"});
    QTest::keyClick(panel().target(), Qt::Key_Escape);
    EXPECT_FALSE(panel().isVisible());
}

TEST_F(CopyPanelTest, ACancelAtOnceEndsItAndTheKeyboardStays) {
    open();
    QWidget* target = panel().target();
    QTest::keyClick(target, Qt::Key_Return);
    ASSERT_TRUE(panel().session().isRunning());
    auto* cancel = m_studio.window.findChild<QPushButton*>("copyCancel");
    EXPECT_EQ(m_studio.window.focusWidget(), cancel);
    cancel->parentWidget()->layout()->activate();
    EXPECT_LT(cancel->geometry().right(), cancel->parentWidget()->width() / 2)
        << "a double click on Export would hit it";
    QTest::keyClick(cancel, Qt::Key_Space);
    // It may have been complete already; it must not hang.
    ASSERT_TRUE(waitUntil([&] { return !panel().session().isRunning(); }));
    EXPECT_EQ(m_studio.window.focusWidget(), target);
    EXPECT_FALSE(cancel->isVisible());
}

TEST_F(CopyPanelTest, AFailureIsToldOnOtherPagesAndTheNextFolderHasItsOwnPlace) {
    open();
    fs::create_directories(m_studio.path("mine"));
    std::ofstream(m_studio.path("mine") / "note.txt") << "mine";
    m_studio.window.showPage(MainWindow::kTrain);
    panel().session().start(m_studio.workspace.project().project()->catalog, review().review(),
                            m_studio.path("mine"));
    ASSERT_TRUE(waitUntil([&] { return !panel().session().isRunning(); }));
    EXPECT_TRUE(m_studio.window.messages().text().contains("exists already"))
        << m_studio.window.messages().text().toStdString();

    const fs::path others = m_studio.path("others");
    writeImages(others, 2, 4);
    ASSERT_TRUE(m_studio.openByDrop(others));
    EXPECT_EQ(panel().target()->text(), toQString(m_studio.path("others-cleaned")));
    EXPECT_FALSE(panel().session().counts().has_value()) << "of the former folder";
}

TEST_F(CopyPanelTest, DecisionsThatCannotBeReadAreSaid) {
    open();
    const fs::path catalog = m_studio.workspace.project().file()->store.file();
    writeImages(m_studio.path("others"), 2, 4);
    ASSERT_TRUE(m_studio.openByDrop(m_studio.path("others")));
    fs::remove(catalog);
    fs::create_directory(catalog);
    ASSERT_TRUE(m_studio.openByDrop(m_studio.path("shapes")));
    ASSERT_EQ(m_studio.workspace.project().file(), nullptr);
    m_studio.window.actions().get(ActionId::SaveCopy)->trigger();
    EXPECT_TRUE(panel().facts().contains("cannot be read")) << panel().facts().toStdString();
    EXPECT_FALSE(m_studio.window.findChild<QPushButton*>("copyStart")->isEnabled());
}

}  // namespace
}  // namespace minarai::studio
