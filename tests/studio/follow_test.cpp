// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A run directory that somebody else writes: the board follows it as it grows, and only reads.
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QPushButton>
#include <fstream>
#include <string>
#include <vector>

#include "runs/run_lock.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "widgets/theme/controls.h"

namespace minarai::studio {
namespace {

class Follow : public testing::Test {
  protected:
    QTemporaryDir home;
    std::filesystem::path images;
    std::filesystem::path run;
    std::filesystem::path original;  ///< of the project
    std::vector<std::string> lines;
    std::size_t written = 0;

    /// A run of this program, moved away and begun anew line by line, as by another machine.
    void SetUp() override {
        images = toPath(home.filePath("shapes"));
        writeImages(images, 3, 12);
        StudioWindow studio;
        ASSERT_TRUE(studio.openByDrop(images));
        studio.window.showPage(MainWindow::kTrain);
        studio.setQuickRecipe(3);
        ASSERT_TRUE(studio.click("startTraining"));
        const TrainSession& train = studio.workspace.train();
        ASSERT_TRUE(waitUntil([&] { return train.run()->ended.has_value(); }));
        original = train.run()->folder;
        run = toPath(home.filePath("remote/0001-lenet5"));
        std::filesystem::create_directories(run);
        std::filesystem::copy_file(train.run()->folder / "run.json", run / "run.json");
        std::ifstream file(train.run()->folder / "events.jsonl");
        for (std::string line; std::getline(file, line);) {
            lines.push_back(line + "\n");
        }
    }

    /// Up to and with the next line of this type.
    void writeUntil(const std::string& type) {
        std::ofstream file(run / "events.jsonl", std::ios::app);
        while (written < lines.size()) {
            file << lines[written];
            if (lines[written++].find("\"type\":\"" + type + "\"") != std::string::npos) {
                return;
            }
        }
        ADD_FAILURE() << "no " << type;
    }
};

TEST_F(Follow, TheBoardGrowsWithTheFileAndOffersNothingToPress) {
    StudioWindow studio;  // no project is open
    studio.window.openFolder(toQString(run));
    ASSERT_TRUE(waitUntil([&] {
        return studio.workspace.follow().run() != nullptr &&
               studio.window.trainPage().isFollowing();
    }));
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kTrain);
    RunBoard& board = *studio.window.trainPage().board();
    for (const char* name : {"startTraining", "enqueueRun", "pauseTraining", "stopTraining"}) {
        EXPECT_FALSE(studio.window.findChild<QAbstractButton*>(name)->isVisible()) << name;
    }
    writeUntil("epoch_finished");
    studio.workspace.follow().look();
    ASSERT_TRUE(waitUntil([&] { return board.accuracyChart()->points("val").size() == 1; }));
    EXPECT_GT(board.lossChart()->points("train").size(), 1);
    ASSERT_TRUE(waitUntil([&] { return board.moment() != nullptr; }));
    EXPECT_GT(board.wall()->model()->rowCount(), 0);

    writeUntil("epoch_finished");
    writeUntil("epoch_finished");
    studio.workspace.follow().look();
    // Each reads the file for itself: the time line may be before the curves, and they before it.
    ASSERT_TRUE(waitUntil([&] { return board.timeline().epochs().size() == 3; }));
    ASSERT_TRUE(waitUntil([&] { return board.accuracyChart()->points("val").size() == 3; }));
    EXPECT_TRUE(board.timeBar()->liveButton()->isChecked());
    writeUntil("run_ended");
    studio.workspace.follow().look();
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.follow().run()->ended.has_value(); }));
    EXPECT_EQ(board.accuracyChart()->points("val").size(), 3);

    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(run)) {
        files += entry.is_regular_file() ? 1 : 0;
    }
    EXPECT_EQ(files, 2) << "the folder is only read";
    ASSERT_TRUE(studio.click("stopFollowing"));
    EXPECT_FALSE(studio.window.trainPage().isFollowing());
    EXPECT_EQ(studio.workspace.follow().run(), nullptr);
}

TEST_F(Follow, ARunThatAnotherProgramTrainsIsOfferedAndViewed) {
    const auto lock = runs::RunLock::acquire(original);
    ASSERT_TRUE(lock.has_value());
    StudioWindow studio;
    ASSERT_TRUE(studio.openByDrop(images));
    QPushButton* offer = nullptr;
    ASSERT_TRUE(waitUntil([&] {
        for (auto* button : studio.window.messages().findChildren<QPushButton*>()) {
            offer = button->isVisible() && button->text() == "Follow" ? button : offer;
        }
        return offer != nullptr;
    })) << studio.window.messages().text().toStdString();
    TrainPage& page = studio.window.trainPage();
    EXPECT_FALSE(page.isFollowing()) << "only when it is asked for";
    QTest::mouseClick(offer, Qt::LeftButton);
    ASSERT_TRUE(waitUntil([&] { return page.isFollowing(); }));
    EXPECT_EQ(studio.workspace.follow().run()->folder, original);
    ASSERT_TRUE(
        waitUntil([&] { return page.board()->accuracyChart()->points("val").size() == 3; }));
    ASSERT_TRUE(studio.click("stopFollowing"));
    EXPECT_FALSE(page.isFollowing());
    auto* menu = studio.window.findChild<widgets::TextMenuButton*>("runMenu");
    ASSERT_NE(menu, nullptr);
    Q_EMIT menu->chosen(toQString(original));
    EXPECT_TRUE(waitUntil([&] { return page.isFollowing(); }));
}

TEST_F(Follow, AFileThatBeginsAgainAndAFolderThatIsNoRun) {
    StudioWindow studio;
    ASSERT_TRUE(studio.openByDrop(images));
    writeUntil("epoch_finished");
    writeUntil("epoch_finished");
    studio.window.followRun(toQString(run));
    RunBoard& board = *studio.window.trainPage().board();
    ASSERT_TRUE(waitUntil([&] { return board.accuracyChart()->points("val").size() == 2; }));
    // The pictures are those of the open folder: no second copy of the thumbnails.
    ASSERT_TRUE(waitUntil([&] { return board.wall()->model()->rowCount() > 0; }));
    EXPECT_EQ(board.wall()->model()->keyAt(0) >> 32,
              studio.workspace.imageKey(std::uint32_t{0}) >> 32);
    std::filesystem::remove(run / "events.jsonl");
    written = 0;
    writeUntil("epoch_finished");
    studio.workspace.follow().look();
    ASSERT_TRUE(waitUntil([&] { return board.accuracyChart()->points("val").size() == 1; }));

    studio.window.followRun(home.filePath("shapes"));
    ASSERT_TRUE(waitUntil([&] { return studio.window.messages().text().contains("is not a run"); }))
        << studio.window.messages().text().toStdString();
    EXPECT_TRUE(studio.window.messages().isVisible());
    EXPECT_FALSE(studio.window.trainPage().isFollowing());
}

}  // namespace
}  // namespace minarai::studio
