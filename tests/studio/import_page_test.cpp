// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Importing from the welcome page, with real drops, clicks and keys.
#include <gtest/gtest.h>

#include <fstream>

#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

namespace fs = std::filesystem;

void putBig(std::ofstream& file, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        file.put(static_cast<char>(value >> shift & 0xffU));
    }
}

/// `count` images of 28 x 28 with labels 0, 1, ..., 9, 0, ...; without the last `missing` bytes.
void writeIdx(const fs::path& folder, std::uint32_t count, std::size_t missing = 0) {
    fs::create_directories(folder);
    std::ofstream images(folder / "train-images-idx3-ubyte", std::ios::binary);
    putBig(images, 0x803);
    putBig(images, count);
    putBig(images, 28);
    putBig(images, 28);
    for (std::size_t i = 0; i < std::size_t{count} * 784 - missing; ++i) {
        images.put(static_cast<char>(i % 251));
    }
    std::ofstream labels(folder / "train-labels-idx1-ubyte", std::ios::binary);
    putBig(labels, 0x801);
    putBig(labels, count);
    for (std::uint32_t i = 0; i < count; ++i) {
        labels.put(static_cast<char>(i % 10));
    }
}

TEST(ImportPage, MakesAFolderOfTheOfficialFilesAndOpensIt) {
    StudioWindow studio;
    writeIdx(studio.path("fashion"), 40);
    ASSERT_TRUE(studio.click("importDataset"));
    ImportPage& page = studio.window.importPage();
    ASSERT_TRUE(page.isVisible());
    EXPECT_FALSE(page.startButton()->isEnabled());
    studio.drop({studio.path("fashion")});
    EXPECT_EQ(page.source()->text(), toQString(studio.path("fashion")));
    ASSERT_TRUE(waitUntil([&] { return page.target()->text().endsWith("fashion_mnist_images"); }))
        << page.target()->text().toStdString();
    ASSERT_TRUE(studio.click("importStart"));
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.project().project() != nullptr; }));
    const dataset::Catalog& catalog = *studio.workspace.project().project()->catalog;
    EXPECT_EQ(catalog.root, studio.path("fashion_mnist_images"));
    EXPECT_EQ(catalog.samples.size(), 40U);
    EXPECT_EQ(catalog.classes.size(), 10U);
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kData);
    EXPECT_TRUE(studio.window.dataPage().isVisible());
    // There are no files of the test's part.
    EXPECT_EQ(studio.window.messages().kind(), widgets::MessageBar::Kind::Warning);
    EXPECT_TRUE(studio.window.messages().text().contains("t10k-images-idx3-ubyte"))
        << studio.window.messages().text().toStdString();
}

TEST(ImportPage, SaysWhatIsWrongWithAFileAndStays) {
    StudioWindow studio;
    writeIdx(studio.path("cut"), 40, 100);
    QTest::keyClick(&studio.window, Qt::Key_I, Qt::ControlModifier);
    ImportPage& page = studio.window.importPage();
    ASSERT_TRUE(page.isVisible());
    QTest::keyClicks(page.source(), toQString(studio.path("cut")));
    page.target()->clear();
    QTest::keyClicks(page.target(), toQString(studio.path("out")));
    QTest::keyClick(page.target(), Qt::Key_Return);
    ASSERT_TRUE(waitUntil([&] { return page.errorText().contains("cut off"); }))
        << page.errorText().toStdString();
    EXPECT_TRUE(page.isVisible());
    EXPECT_FALSE(fs::exists(studio.path("out")));
    EXPECT_TRUE(page.startButton()->isEnabled());
    QTest::keyClick(page.target(), Qt::Key_Escape);
    EXPECT_FALSE(page.isVisible());
}

TEST(ImportPage, AMissingFolderIsToldBelowItsOwnField) {
    StudioWindow studio;
    ASSERT_TRUE(studio.click("importDataset"));
    ImportPage& page = studio.window.importPage();
    ASSERT_TRUE(page.isVisible());
    const QString missing = toQString(studio.path("fashion"));
    page.setSource(missing);
    page.setTarget(missing + "_images");
    ASSERT_TRUE(studio.click("importStart"));
    ASSERT_TRUE(waitUntil([&] { return page.errorText().contains("no folder and no archive"); }))
        << page.errorText().toStdString();
    EXPECT_TRUE(page.errorText().contains(missing));
    EXPECT_TRUE(page.source()->property("mnInvalid").toBool());
    EXPECT_FALSE(page.target()->property("mnInvalid").toBool());
    const auto* error = page.findChild<QLabel*>("importError");
    ASSERT_NE(error, nullptr);
    EXPECT_TRUE(waitUntil([&] {
        return error->isVisible() && error->y() > page.source()->geometry().bottom() &&
               error->geometry().bottom() < page.target()->y();
    }));
    page.setSource(missing + "_");
    EXPECT_FALSE(error->isVisible());
    EXPECT_FALSE(page.source()->property("mnInvalid").toBool());
}

TEST(ImportPage, ACancelAtOnceEndsTheImport) {
    StudioWindow studio;
    writeIdx(studio.path("digits"), 40);
    ImportSession& session = studio.window.importPage().session();
    session.start(dataset::ImportFormat::Mnist, studio.path("digits"), studio.path("out"));
    session.cancel();
    // It may have been complete already; it must not hang.
    ASSERT_TRUE(waitUntil([&] { return !session.isRunning(); }));
    EXPECT_TRUE(fs::exists(studio.path("out")) ||
                studio.window.importPage().errorText().contains("Cancelled"));
}

}  // namespace
}  // namespace minarai::studio
