// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Each fix of the Data page's problems with real clicks.
#include <gtest/gtest.h>

#include <QDesktopServices>
#include <QLabel>
#include <QTextBrowser>

#include "base/files.h"
#include "dataset/sample_set.h"
#include "image/decode.h"
#include "image/resample.h"
#include "studio/session/paths.h"
#include "studio/session/problem_fixes.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

namespace fs = std::filesystem;
using dataset::ProblemKind;

class FixesTest : public ::testing::Test {
  protected:
    StudioWindow m_studio;

    DataPage& page() { return m_studio.window.dataPage(); }
    ProblemPanel& panel() { return *page().problemPanel(); }
    AdvicePanel& advice() { return *page().advicePanel(); }
    ReviewSession& review() { return m_studio.workspace.review(); }
    Mark mark(std::int32_t sample) { return review().review()->mark(static_cast<quint32>(sample)); }
    const ProblemList& problems() { return *m_studio.workspace.project().problems(); }

    bool open(const fs::path& images) {
        return m_studio.openByDrop(images) && waitUntil([&] { return review().isLoaded(); }) &&
               waitUntil([&] { return m_studio.workspace.project().isAudited(); });
    }
    int rowOf(const QString& name) {
        const auto& kinds = *page().problemKinds()->model();
        for (int row = 0; row < kinds.rowCount(); ++row) {
            if (kinds.index(row, 0).data().toString() == name) {
                return row;
            }
        }
        return -1;
    }
    bool choose(const QString& name) {
        CountList* kinds = page().problemKinds();
        const int row = rowOf(name);
        if (row >= 0) {
            QTest::mouseClick(kinds->viewport(), Qt::LeftButton, {},
                              kinds->visualRect(kinds->model()->index(row, 0)).center());
        }
        return row >= 0;
    }
    quint64 left(const QString& name) {
        const auto& kinds = *page().problemKinds()->model();
        return kinds.index(rowOf(name), 0).data(CountModel::CountRole).toULongLong();
    }
    bool kept() {
        return waitUntil([&] { return review().isKept(); });
    }
    bool undoneAll() {
        while (review().canUndo()) {
            QTest::keyClick(page().gallery(), Qt::Key_Z, Qt::ControlModifier);
            if (!kept()) {
                return false;
            }
        }
        return waitUntil([&] { return review().review()->edited == 0; });
    }
    bool isChecked(const char* button) {
        return page().findChild<QPushButton*>(QLatin1String(button))->isChecked();
    }
    QString textOf(const char* button) {
        return page().findChild<QPushButton*>(QLatin1String(button))->text();
    }
};

TEST_F(FixesTest, OfAPairAndOfAllPairs) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 12);
    for (const std::size_t label : {0U, 1U}) {
        const auto small = image::encodePng(image::resize(dataset::drawSample(label, 3), 50, 50));
        ASSERT_TRUE(
            writeFileAtomically(images / dataset::sampleClasses()[label] / "small.png", small));
    }
    ASSERT_TRUE(open(images));
    const QString kind = QStringLiteral("Near duplicates");
    ASSERT_TRUE(choose(kind));
    ASSERT_TRUE(waitUntil([&] { return panel().isVisible() && !panel().isLoading(); }));
    ASSERT_EQ(panel().count(), 2);
    ASSERT_EQ(left(kind), 2U);
    const auto rows = problemsOfKind(problems(), ProblemKind::NearDuplicate);
    const ProblemSamples about = problems().samples[rows.front()];

    ASSERT_TRUE(m_studio.click("fixGroup"));
    ASSERT_TRUE(kept());
    EXPECT_GT(mark(about.first).group, 0U);
    EXPECT_EQ(mark(about.first).group, mark(about.other).group);
    EXPECT_EQ(review().review()->edited, 2U);
    EXPECT_EQ(left(kind), 1U);
    ASSERT_TRUE(undoneAll());

    ASSERT_TRUE(m_studio.click("fixGroupAll"));
    ASSERT_TRUE(kept());
    EXPECT_EQ(review().review()->edited, 4U);
    const ProblemSamples second = problems().samples[rows.back()];
    EXPECT_EQ(mark(second.first).group, mark(second.other).group);
    EXPECT_NE(mark(second.first).group, mark(about.first).group);
    EXPECT_EQ(left(kind), 0U);
    ASSERT_TRUE(undoneAll());

    ASSERT_TRUE(m_studio.click("fixKeepFirst"));
    ASSERT_TRUE(kept());
    EXPECT_TRUE(mark(about.other).excluded);
    EXPECT_FALSE(mark(about.first).excluded);
    EXPECT_EQ(left(kind), 1U);
    ASSERT_TRUE(m_studio.click("fixKeepFirst")) << "which includes it again now";
    ASSERT_TRUE(kept());
    EXPECT_FALSE(mark(about.other).excluded);

    ASSERT_TRUE(m_studio.click("fixKeepOther"));
    ASSERT_TRUE(kept());
    EXPECT_TRUE(mark(about.first).excluded);
    EXPECT_FALSE(mark(about.other).excluded);
    EXPECT_EQ(left(kind), 1U);
}

TEST_F(FixesTest, OfTheSameImageUnderTwoLabels) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 8);
    const auto& classes = dataset::sampleClasses();
    for (const char* name : {"0.png", "1.png"}) {
        fs::copy_file(images / classes[0] / name,
                      images / classes[1] / ("copy" + std::string(name)));
    }
    ASSERT_TRUE(open(images));
    const QString kind = QStringLiteral("Same image, two labels");
    ASSERT_TRUE(choose(kind));
    ASSERT_TRUE(waitUntil([&] { return panel().isVisible() && !panel().isLoading(); }));
    EXPECT_EQ(panel().count(), 2) << "two pairs, none of them once more the other way round";
    EXPECT_EQ(left(kind), 2U);
    const ProblemSamples about =
        problems().samples[problemsOfKind(problems(), ProblemKind::LabelConflict).front()];

    // The keys stand on the buttons that do the same for the image that is selected.
    EXPECT_TRUE(textOf("fixKeepFirst").endsWith(QStringLiteral(" K")));
    EXPECT_TRUE(textOf("fixKeepOther").endsWith(QStringLiteral(" X")));
    ASSERT_TRUE(waitUntil([&] { return page().gallery()->model()->rowCount() == 4; }));
    page().gallery()->setFocus();
    ASSERT_TRUE(page().gallery()->setCurrentKey(
        m_studio.workspace.imageKey(static_cast<quint32>(about.other))));
    EXPECT_TRUE(textOf("fixKeepFirst").endsWith(QStringLiteral(" X")));
    EXPECT_TRUE(textOf("fixKeepOther").endsWith(QStringLiteral(" K")));
    QTest::keyClick(page().gallery(), Qt::Key_K);
    ASSERT_TRUE(kept());
    EXPECT_TRUE(mark(about.first).excluded && !mark(about.other).excluded);
    ASSERT_TRUE(undoneAll());

    ASSERT_TRUE(m_studio.click("fixExcludeBoth"));
    ASSERT_TRUE(kept());
    EXPECT_TRUE(mark(about.first).excluded && mark(about.other).excluded);
    EXPECT_EQ(review().review()->excluded, 2U);
    EXPECT_EQ(left(kind), 1U);
    ASSERT_TRUE(m_studio.click("fixExcludeBoth")) << "which includes both again now";
    ASSERT_TRUE(kept());
    EXPECT_EQ(review().review()->excluded, 0U);

    EXPECT_EQ(textOf("fixAll"), "Exclude both of each, 4 images");
    ASSERT_TRUE(m_studio.click("fixAll"));
    ASSERT_TRUE(kept());
    EXPECT_EQ(review().review()->excluded, 4U);
    EXPECT_EQ(left(kind), 0U);
    ASSERT_TRUE(undoneAll());
    EXPECT_EQ(left(kind), 2U);
}

TEST_F(FixesTest, OfADamagedImage) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 6);
    writeBrokenImage(images / dataset::sampleClasses()[0] / "broken.jpg");
    ASSERT_TRUE(open(images));
    ASSERT_TRUE(choose(QStringLiteral("Unreadable")));
    ASSERT_TRUE(waitUntil([&] { return panel().isVisible() && panel().count() == 1; }));
    ASSERT_TRUE(m_studio.click("fixExclude"));
    ASSERT_TRUE(kept());
    EXPECT_EQ(review().review()->excluded, 1U);
    EXPECT_EQ(left(QStringLiteral("Unreadable")), 0U);
    ASSERT_TRUE(m_studio.click("fixExclude"));
    ASSERT_TRUE(kept());
    EXPECT_EQ(review().review()->excluded, 0U);
}

TEST_F(FixesTest, TheMenuOfProblemsNamesTheKindAndLetsItGo) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 6);
    writeBrokenImage(images / dataset::sampleClasses()[0] / "broken.jpg");
    ASSERT_TRUE(open(images));
    const auto& menu = *page().findChild<widgets::TextMenuButton*>("filterProblem");
    const auto shown = [&] { return page().gallery()->model()->rowCount(); };
    ASSERT_TRUE(choose(QStringLiteral("Unreadable")));
    ASSERT_TRUE(waitUntil([&] { return shown() == 1; }));
    EXPECT_EQ(menu.text(), "Problems: Unreadable");
    menu.menu()->actions().at(2)->trigger();  // none
    EXPECT_TRUE(waitUntil([&] { return shown() == 12; }));
    EXPECT_EQ(menu.text(), "Problems: none");
    EXPECT_FALSE(page().problemKinds()->selectionModel()->hasSelection());
    EXPECT_EQ(menu.menu()->actions().size(), 3);
    ASSERT_TRUE(choose(QStringLiteral("Unreadable")));
    EXPECT_EQ(menu.text(), "Problems: Unreadable");
    QTest::keyClick(page().gallery(), Qt::Key_Escape);
    EXPECT_TRUE(waitUntil([&] { return shown() == 13; }));
    EXPECT_EQ(menu.text(), "Problems: any");
}

TEST_F(FixesTest, WhereNothingIsDividedNoPartIsTold) {
    const auto images = m_studio.path("one");
    writeImages(images, 1, 6);
    writeBrokenImage(images / dataset::sampleClasses()[0] / "broken.jpg");
    ASSERT_TRUE(open(images));
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.project().split().has_value(); }));
    ASSERT_TRUE(choose(QStringLiteral("Unreadable")));
    ASSERT_TRUE(waitUntil([&] { return panel().isVisible() && panel().count() == 1; }));
    const auto* facts = panel().findChild<QLabel*>("problemFacts0");
    ASSERT_NE(facts, nullptr);
    EXPECT_FALSE(facts->text().contains("training")) << facts->text().toStdString();
    EXPECT_TRUE(facts->text().endsWith(" B")) << facts->text().toStdString();
}

TEST_F(FixesTest, CutImagesAreCountedAmongTheUnreadableOnes) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 6);
    const auto folder = images / dataset::sampleClasses()[0];
    std::vector<std::uint8_t> cut = image::encodePng(dataset::drawSample(0, 3));
    cut.resize(cut.size() / 2);
    ASSERT_TRUE(writeFileAtomically(folder / "cut.png", cut));
    ASSERT_TRUE(writeFileAtomically(folder / "text.jpg", std::vector<std::uint8_t>(99, 'a')));
    ASSERT_TRUE(open(images));
    const QString part = QStringLiteral("of which cut off");
    EXPECT_EQ(left(QStringLiteral("Unreadable")), 2U);
    EXPECT_EQ(left(part), 1U);
    ASSERT_TRUE(choose(QStringLiteral("Unreadable")));
    ASSERT_TRUE(waitUntil([&] { return panel().isVisible() && panel().count() == 2; }));
    ASSERT_TRUE(m_studio.click("fixExclude")) << "cut.png comes first";
    ASSERT_TRUE(kept());
    EXPECT_EQ(left(QStringLiteral("Unreadable")), 1U);
    EXPECT_EQ(left(part), 0U);
}

TEST_F(FixesTest, OfUnevenClassesSetTheRecipe) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 32);
    for (int i = 8; i < 32; ++i) {
        fs::remove(images / dataset::sampleClasses()[1] / (std::to_string(i) + ".png"));
    }
    ASSERT_TRUE(open(images));
    const QString kind = QStringLiteral("Uneven classes");
    ASSERT_TRUE(choose(kind));
    ASSERT_TRUE(waitUntil([&] { return advice().isVisible(); }));
    EXPECT_EQ(left(kind), 1U);
    const auto recipe = [&]() -> const Params& { return m_studio.workspace.recipe(); };
    const std::string sampling = recipe().text("sampling");

    ASSERT_TRUE(m_studio.click("fixSampleEqually"));
    EXPECT_EQ(recipe().text("sampling"), "balanced");
    EXPECT_TRUE(recipe().flag("shuffle"));
    EXPECT_TRUE(isChecked("fixSampleEqually"));
    EXPECT_FALSE(isChecked("fixWeighClasses"));
    const auto* sentence = page().findChild<QLabel*>("adviceSentence");
    EXPECT_TRUE(sentence->text().contains("next training samples all classes equally"));
    EXPECT_FALSE(sentence->text().contains("Use balanced sampling")) << "which is done";
    EXPECT_EQ(left(kind), 0U);
    ASSERT_TRUE(m_studio.click("fixSampleEqually"));
    EXPECT_EQ(recipe().text("sampling"), sampling);
    EXPECT_FALSE(isChecked("fixSampleEqually"));
    EXPECT_TRUE(sentence->text().contains("Use balanced sampling or class weights"));
    EXPECT_EQ(textOf("fixSampleEqually"), "Balanced sampling");
    EXPECT_EQ(textOf("fixWeighClasses"), "Class weights");
    EXPECT_EQ(left(kind), 1U);

    ASSERT_TRUE(m_studio.click("fixWeighClasses"));
    EXPECT_EQ(recipe().text("class_weights"), "balanced");
    EXPECT_EQ(left(kind), 0U);
    ASSERT_TRUE(m_studio.click("fixWeighClasses"));
    EXPECT_EQ(left(kind), 1U);

    // Without some of the large class it is not uneven enough to tell.
    review().setExcluded({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, true);
    ASSERT_TRUE(kept());
    EXPECT_EQ(left(kind), 0U);
    EXPECT_TRUE(page().findChild<QLabel*>("adviceSentence")->text().contains("even enough"));
    ASSERT_TRUE(undoneAll());
    EXPECT_EQ(left(kind), 1U);
}

TEST_F(FixesTest, OfAFolderShowWhereItIs) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 6);
    ASSERT_TRUE(makeFolder(images / "zebra"));
    ASSERT_TRUE(open(images));
    ASSERT_TRUE(choose(QStringLiteral("Classes without images")));
    ASSERT_TRUE(waitUntil([&] { return advice().isVisible(); }));
    // Stands in for the file manager.
    QTextBrowser manager;
    QDesktopServices::setUrlHandler(QStringLiteral("file"), &manager, "setSource");
    const bool clicked = m_studio.click("fixShowFolder");
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    ASSERT_TRUE(clicked);
    EXPECT_EQ(manager.source(), QUrl::fromLocalFile(toQString(fs::canonical(images / "zebra"))));
    QTest::keyClick(&page(), Qt::Key_Escape);
    EXPECT_TRUE(page().viewer()->isVisible());
}

}  // namespace
}  // namespace minarai::studio
