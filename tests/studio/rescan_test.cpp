// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A folder that changes on disk while it is open: the news, and reading it again.
#include <gtest/gtest.h>

#include <QLineEdit>
#include <memory>

#include "dataset/sample_set.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

namespace fs = std::filesystem;

class Rescanning : public ::testing::Test {
  protected:
    StudioWindow m_studio;
    fs::path m_images = m_studio.path("shapes");
    const std::vector<std::string>& m_names = dataset::sampleClasses();

    void open(int perClass = 6) {
        writeImages(m_images, 3, perClass);
        ASSERT_TRUE(m_studio.openByDrop(m_images));
        ASSERT_TRUE(waitUntil([&] { return review().isLoaded() && project().isAudited(); }));
    }
    DataPage& page() { return m_studio.window.dataPage(); }
    ReviewSession& review() { return m_studio.workspace.review(); }
    ProjectSession& project() { return m_studio.workspace.project(); }
    widgets::GalleryModel& gallery() {
        return static_cast<widgets::GalleryModel&>(*page().gallery()->model());
    }
    fs::path image(std::size_t label, const std::string& name) {
        return m_images / m_names[label] / (name + ".png");
    }
    quint64 keyOf(std::size_t label, const std::string& name) {
        return m_studio.workspace.imageKey(m_names[label] + "/" + name + ".png");
    }
    Mark markOf(std::size_t label, const std::string& name) {
        const auto sample = project().project()->find(m_names[label] + "/" + name + ".png");
        return sample ? review().review()->mark(*sample) : Mark{};
    }
    void addImage(std::size_t label, const std::string& name) {
        fs::copy_file(image(label, "0"), image(label, name));
    }
    bool hears(const dataset::FolderDifference& wanted) {
        return waitUntil([&] { return project().onDisk() == wanted; });
    }
    /// Once it is shown, which takes a turn of the event loop.
    QPushButton* rescanButton() {
        for (QPushButton* button :
             page().news()->findChildren<QPushButton*>(QStringLiteral("rescan"))) {
            if (button->isVisible()) {
                return button;
            }
        }
        return nullptr;
    }
    /// Until the folder was read again and its decisions are there.
    bool readAgain(const std::function<void()>& ask) {
        const auto before = project().project();
        ask();
        return waitUntil([&] { return project().project() != before && review().isLoaded(); });
    }
};

TEST_F(Rescanning, NewsAreToldCalmlyAndGoWhenTheFolderIsReadAgain) {
    open();
    EXPECT_TRUE(page().news()->isHidden());
    addImage(1, "new");
    ASSERT_TRUE(hears({1, 0, 0}));
    EXPECT_EQ(page().news()->text(), "The images on disk have changed: 1 new");
    EXPECT_EQ(project().project()->catalog->samples.size(), 18U) << "nothing happens by itself";
    fs::remove(image(0, "3"));
    ASSERT_TRUE(hears({1, 1, 0}));
    fs::remove(image(1, "new"));
    ASSERT_TRUE(hears({0, 1, 0}));
    m_studio.chooseLanguage(QStringLiteral("ja"));
    EXPECT_NE(page().news()->text(), "The images on disk have changed: 1 gone");
    m_studio.chooseLanguage(QStringLiteral("en"));
    ASSERT_TRUE(waitUntil([&] { return rescanButton() != nullptr; }));
    ASSERT_TRUE(readAgain([&] { QTest::mouseClick(rescanButton(), Qt::LeftButton); }));
    EXPECT_EQ(project().project()->catalog->samples.size(), 17U);
    EXPECT_EQ(gallery().rowCount(), 17);
    EXPECT_TRUE(page().news()->isHidden());
    EXPECT_EQ(m_studio.window.messages().text(), "The folder was read again: 1 gone");
    // The watch goes on, about what is shown now.
    addImage(2, "another");
    EXPECT_TRUE(hears({1, 0, 0}));
}

TEST_F(Rescanning, DecisionsSelectionAndFiltersStay) {
    open();
    page().gallery()->setFocus();
    ASSERT_TRUE(page().gallery()->setCurrentKey(keyOf(0, "1")));
    QTest::keyClick(page().gallery(), Qt::Key_X);
    ASSERT_TRUE(page().gallery()->setCurrentKey(keyOf(1, "4")));
    QTest::keyClick(page().gallery(), Qt::Key_3);
    ASSERT_TRUE(waitUntil([&] { return review().isKept(); }));
    // One class, in another order, two images chosen.
    QTest::mouseClick(page().side()->classes()->viewport(), Qt::LeftButton, {},
                      page()
                          .side()
                          ->classes()
                          ->visualRect(page().side()->classes()->model()->index(1, 0))
                          .center());
    ASSERT_TRUE(waitUntil([&] { return gallery().rowCount() < 18; }));
    const int shown = gallery().rowCount();
    page().gallery()->setFocus();
    ASSERT_TRUE(page().gallery()->setCurrentKey(keyOf(1, "2")));
    QTest::keyClick(page().gallery(), Qt::Key_Right, Qt::ShiftModifier);
    const QVector<quint32> chosen = page().grid()->selectedSamples();
    ASSERT_EQ(chosen.size(), 2);
    std::vector<std::string> paths;
    for (const quint32 sample : chosen) {
        paths.push_back(project().project()->catalog->samples[sample].path);
    }

    // An image before all of them, so that every number is another one afterwards.
    addImage(0, "0_first");
    addImage(1, "0_first");
    ASSERT_TRUE(hears({2, 0, 0}));
    ASSERT_TRUE(readAgain([&] { QTest::keyClick(&m_studio.window, Qt::Key_F5); }));
    ASSERT_TRUE(waitUntil([&] { return gallery().rowCount() == shown + 1; }));
    EXPECT_EQ(page().grid()->query().label, 1);
    std::vector<std::string> after;
    for (const quint32 sample : page().grid()->selectedSamples()) {
        after.push_back(project().project()->catalog->samples[sample].path);
    }
    EXPECT_EQ(after, paths);
    EXPECT_TRUE(markOf(0, "1").excluded);
    EXPECT_EQ(markOf(1, "4").label, 2);
    EXPECT_EQ(review().review()->edited, 2U);
    EXPECT_EQ(review().review()->undoSteps, 2U);
    // The next decision is about the images that are seen to be chosen.
    page().gallery()->setFocus();
    QTest::keyClick(page().gallery(), Qt::Key_X);
    ASSERT_TRUE(waitUntil([&] { return review().isKept(); }));
    EXPECT_TRUE(markOf(1, "2").excluded);
    EXPECT_EQ(review().review()->excluded, 3U);
    // With a filter of edits, too.
    page().grid()->clearFilters();
    EXPECT_TRUE(waitUntil([&] { return gallery().rowCount() == 20; }));
}

TEST_F(Rescanning, AFilterOfEditsWaitsForTheDecisions) {
    open();
    page().gallery()->setFocus();
    ASSERT_TRUE(page().gallery()->setCurrentKey(keyOf(0, "1")));
    QTest::keyClick(page().gallery(), Qt::Key_X);
    ASSERT_TRUE(waitUntil([&] { return review().isKept(); }));
    auto* filter = page().findChild<widgets::TextMenuButton*>(QStringLiteral("filterEdits"));
    filter->menu()->actions()[1]->trigger();
    ASSERT_TRUE(waitUntil([&] { return gallery().rowCount() == 1; }));
    addImage(0, "0_first");
    ASSERT_TRUE(hears({1, 0, 0}));
    ASSERT_TRUE(readAgain([&] { QTest::keyClick(&m_studio.window, Qt::Key_F5); }));
    ASSERT_TRUE(waitUntil([&] { return gallery().rowCount() == 1; }));
    EXPECT_EQ(gallery().keyAt(0), keyOf(0, "1"));
}

TEST_F(Rescanning, WithoutNewsItSaysSo) {
    open();
    ASSERT_TRUE(readAgain([&] { QTest::keyClick(&m_studio.window, Qt::Key_F5); }));
    EXPECT_EQ(m_studio.window.messages().text(), "Nothing has changed in the folder.");
    EXPECT_TRUE(project().isAudited()) << "what was checked stays known";
}

TEST_F(Rescanning, ATrainingIsNotDisturbedAndItsResultsStay) {
    open(10);
    ASSERT_TRUE(m_studio.click("goTrain"));
    m_studio.setQuickRecipe(2000);
    ASSERT_TRUE(m_studio.click("startTraining"));
    TrainSession& train = m_studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run() != nullptr && !train.run()->epochs.empty(); }));
    m_studio.window.showPage(MainWindow::kData);
    const auto before = project().project();
    addImage(0, "new");
    ASSERT_TRUE(hears({1, 0, 0}));
    ASSERT_TRUE(waitUntil([&] { return rescanButton() != nullptr; }));
    EXPECT_FALSE(rescanButton()->isEnabled());
    QTest::keyClick(&m_studio.window, Qt::Key_F5);
    EXPECT_FALSE(project().isOpening());
    EXPECT_EQ(m_studio.window.messages().text(),
              "A training is running. The folder can be read again when it has ended.");
    train.stopNow();
    ASSERT_TRUE(waitUntil([&] { return !train.isActive() && train.run()->ended; }));
    EXPECT_EQ(project().project(), before);
    ASSERT_TRUE(waitUntil([&] { return rescanButton() != nullptr; }));
    EXPECT_TRUE(rescanButton()->isEnabled());
    ASSERT_TRUE(readAgain([&] { QTest::mouseClick(rescanButton(), Qt::LeftButton); }));
    EXPECT_NE(train.run(), nullptr) << "the run stays on the screen";
    EXPECT_EQ(m_studio.window.currentPage(), MainWindow::kData);
}

TEST_F(Rescanning, AFolderThatIsGoneIsToldAndWhatIsShownStays) {
    open();
    fs::rename(m_images, m_studio.path("away"));
    ASSERT_TRUE(hears({0, 18, 0}));
    QTest::keyClick(&m_studio.window, Qt::Key_F5);
    ASSERT_TRUE(waitUntil([&] { return !project().isOpening(); }));
    EXPECT_EQ(m_studio.window.messages().kind(), widgets::MessageBar::Kind::Error);
    EXPECT_EQ(gallery().rowCount(), 18);
}

TEST(ReopenedFolder, ItsChangesAreToldAlsoWhereThePageIsMadeLater) {
    const QTemporaryDir home;
    const fs::path images = toPath(home.filePath("shapes"));
    writeImages(images, 2, 4);
    {
        ProjectSession session;
        session.open(images);
        ASSERT_TRUE(waitUntil([&] { return session.project() != nullptr; }));
    }
    fs::remove(images / dataset::sampleClasses()[0] / "3.png");
    StudioWindow studio;
    ASSERT_TRUE(studio.openByDrop(images));
    ASSERT_TRUE(studio.workspace.project().changes().any());
    // A folder that is given on the command line may be open before there are pages.
    DataPage page(studio.workspace, studio.window.actions());
    const std::unique_ptr<QWidget> bar(page.barWidget());
    QStringList texts;
    QObject::connect(&page, &Page::said, &page,
                     [&texts](const Message& message) { texts << message.text; });
    ASSERT_TRUE(waitUntil([&] { return !texts.isEmpty(); }));
    EXPECT_TRUE(texts.front().contains("since it was last open")) << texts.front().toStdString();
}

}  // namespace
}  // namespace minarai::studio
