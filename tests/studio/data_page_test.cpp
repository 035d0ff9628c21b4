// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Data page with real clicks and keys: filters, review, problems, split, statistics.
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <algorithm>
#include <set>

#include "base/files.h"
#include "dataset/sample_set.h"
#include "image/decode.h"
#include "runs/run_directory.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

namespace fs = std::filesystem;
using dataset::ProblemKind;

class DataPageTest : public ::testing::Test {
  protected:
    StudioWindow m_studio;

    DataPage& page() { return m_studio.window.dataPage(); }
    ReviewSession& review() { return m_studio.workspace.review(); }
    QVector<quint64> shown() {
        return static_cast<widgets::GalleryModel*>(page().gallery()->model())->keys();
    }

    bool open(const fs::path& images) {
        return m_studio.openByDrop(images) && waitUntil([&] { return review().isLoaded(); }) &&
               waitUntil([&] { return m_studio.workspace.project().isAudited(); }) &&
               waitUntil([&] { return m_studio.workspace.project().split().has_value(); });
    }

    /// Chooses an entry of a filter's menu by its words.
    bool chooseFilter(const char* name, const QString& text) {
        auto* button = page().findChild<widgets::TextMenuButton*>(QLatin1String(name));
        if (button == nullptr || button->menu() == nullptr) {
            return false;
        }
        for (QAction* action : button->menu()->actions()) {
            if (action->text() == text) {
                action->trigger();
                return true;
            }
        }
        return false;
    }

    void select(quint32 sample) {
        page().gallery()->setFocus();
        ASSERT_TRUE(page().gallery()->setCurrentKey(m_studio.workspace.imageKey(sample)));
    }
    void key(int code, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(page().gallery(), static_cast<Qt::Key>(code), modifiers);
    }
    bool kept() {
        return waitUntil([&] { return review().isKept(); });
    }
    widgets::GalleryItem item(quint32 sample) {
        const auto& model = *static_cast<widgets::GalleryModel*>(page().gallery()->model());
        return model.item(model.rowOf(m_studio.workspace.imageKey(sample)));
    }
};

TEST_F(DataPageTest, FiltersNarrowTheGridAndEscShowsEverything) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 3, 10);
    ASSERT_TRUE(open(images));
    EXPECT_EQ(shown().size(), 30);
    // The bars of the classes are a door.
    auto* classes = page().side()->classes();
    QTest::mouseClick(classes->viewport(), Qt::LeftButton, {},
                      classes->visualRect(classes->model()->index(1, 0)).center());
    ASSERT_TRUE(waitUntil([&] { return shown().size() == 10; }));
    const auto* count = page().findChild<QLabel*>("shownCount");
    const QString second = toQString(m_studio.workspace.project().project()->catalog->classes[1]);
    EXPECT_EQ(count->text(), second + " · 10 images");
    ASSERT_TRUE(chooseFilter("filterPart", "validation"));
    ASSERT_TRUE(waitUntil([&] { return shown().size() == 2; })) << "a fifth of ten";
    const auto& parts = *(*m_studio.workspace.project().split())->parts;
    for (const quint64 at : shown()) {
        EXPECT_EQ(parts[static_cast<quint32>(at) - 1], dataset::Part::Val);
    }
    page().gallery()->setFocus();
    key(Qt::Key_Escape);
    ASSERT_TRUE(waitUntil([&] { return shown().size() == 30; }));
    EXPECT_FALSE(classes->selectionModel()->hasSelection());
    EXPECT_EQ(page().findChild<widgets::TextMenuButton*>("filterPart")->currentData(), -1);
    EXPECT_EQ(count->text(), "30 images");
    select(4);
    key(Qt::Key_X);
    EXPECT_EQ(count->text(), "30 images · 1 excluded");
    key(Qt::Key_X);
    EXPECT_EQ(count->text(), "30 images");
    EXPECT_EQ(classes->model()->index(0, 0).data(CountModel::PartsRole).toList(),
              (QVariantList{8, 2, 0}));
}

TEST_F(DataPageTest, TheLargeViewTakesTheKeysOfTheReview) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 3, 4);
    ASSERT_TRUE(open(images));
    select(1);
    key(Qt::Key_Return);
    ASSERT_TRUE(waitUntil([&] { return m_studio.window.isLargeViewReady(); }));
    auto* words = m_studio.window.findChild<QLabel*>("largeViewKeys");
    ASSERT_NE(words, nullptr);
    EXPECT_TRUE(words->isVisible());
    EXPECT_TRUE(words->text().contains("X"));
    const auto press = [](Qt::Key code, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(QApplication::focusWidget(), code, modifiers);
    };
    const auto says = [&](const QString& text) {
        const auto labels = m_studio.window.findChildren<ImageOverlay*>()
                                .front()
                                ->findChildren<widgets::ElidedLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const auto* label) { return label->text() == text; });
    };
    const QString own = toQString(dataset::sampleClasses()[0]);
    const QString other = toQString(dataset::sampleClasses()[1]);
    EXPECT_TRUE(says(own));
    press(Qt::Key_2);
    EXPECT_EQ(review().review()->mark(1).label, 1);
    EXPECT_TRUE(says(own + " → " + other));
    press(Qt::Key_X);
    EXPECT_TRUE(review().review()->mark(1).excluded);
    EXPECT_TRUE(says(own + " → " + other + " · excluded"));
    press(Qt::Key_N);
    EXPECT_TRUE(says(own)) << "the next image";
    EXPECT_EQ(page().gallery()->currentKey(), m_studio.workspace.imageKey(2U));
    press(Qt::Key_3);
    EXPECT_EQ(review().review()->mark(2).label, 2);
    press(Qt::Key_P);
    EXPECT_TRUE(says(own + " → " + other + " · excluded"));
    // Undo goes backwards through all of it, and the words follow.
    ASSERT_TRUE(kept());
    press(Qt::Key_Z, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] { return review().review()->mark(2).label < 0; }));
    press(Qt::Key_Z, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] { return says(own + " → " + other); }));
    // The list of classes gives the keyboard back.
    press(Qt::Key_C);
    QWidget* list = QApplication::activePopupWidget();
    ASSERT_NE(list, nullptr);
    QTest::keyClick(list->findChild<QAbstractItemView*>(), Qt::Key_Down);
    QTest::keyClick(list->findChild<QAbstractItemView*>(), Qt::Key_Return);
    EXPECT_EQ(review().review()->mark(1).label, 2);
    press(Qt::Key_Right);
    EXPECT_EQ(page().gallery()->currentKey(), m_studio.workspace.imageKey(2U));
    press(Qt::Key_Escape);
    EXPECT_FALSE(m_studio.window.isLargeViewReady());
}

TEST_F(DataPageTest, KeysGiveClassesAndExcludeAndEverythingCanBeUndone) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 3, 6);
    ASSERT_TRUE(open(images));
    select(0);
    key(Qt::Key_2);
    EXPECT_EQ(review().review()->mark(0).label, 1) << "shown at once";
    EXPECT_TRUE(item(0).changed);
    EXPECT_EQ(item(0).caption, toQString(dataset::sampleClasses()[1]));
    key(Qt::Key_Right, Qt::ShiftModifier);
    key(Qt::Key_Right, Qt::ShiftModifier);
    key(Qt::Key_X);
    ASSERT_TRUE(kept());
    for (const quint32 sample : {0U, 1U, 2U}) {
        EXPECT_TRUE(review().review()->mark(sample).excluded);
        EXPECT_TRUE(item(sample).dimmed);
    }
    EXPECT_EQ(review().review()->undoSteps, 2U);
    EXPECT_EQ(m_studio.window.statusBar().note(), "3 edits not applied to the folders");
    // Class counts are those of what will be trained on.
    const auto* model = page().side()->classes()->model();
    EXPECT_EQ(model->index(0, 0).data(CountModel::CountRole).toULongLong(), 3U);

    key(Qt::Key_Z, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] { return !review().review()->mark(2).excluded; }));
    EXPECT_EQ(review().review()->mark(0).label, 1);
    key(Qt::Key_Z, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] { return review().review()->edited == 0; }));
    EXPECT_FALSE(review().canUndo());
    EXPECT_TRUE(m_studio.window.statusBar().note().isEmpty());
    ASSERT_TRUE(m_studio.click("dataRedo"));
    ASSERT_TRUE(waitUntil([&] { return review().review()->mark(0).label == 1; }));
    key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(waitUntil([&] { return review().review()->excluded == 3; }));
    // The folder itself is as it was.
    for (int i = 0; i < 6; ++i) {
        EXPECT_TRUE(
            fs::exists(images / dataset::sampleClasses()[0] / (std::to_string(i) + ".png")));
    }
}

TEST_F(DataPageTest, DecisionsAreThereAgainAndTrainingFollowsThem) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 10);
    ASSERT_TRUE(open(images));
    select(0);
    key(Qt::Key_X);
    select(1);
    key(Qt::Key_2);
    ASSERT_TRUE(kept());
    const std::string out = m_studio.workspace.project().project()->catalog->samples[0].path;
    const std::string moved = m_studio.workspace.project().project()->catalog->samples[1].path;
    {
        StudioWindow again;
        ASSERT_TRUE(again.openByDrop(images));
        ASSERT_TRUE(waitUntil([&] { return again.workspace.review().review()->edited == 2; }));
        EXPECT_TRUE(again.workspace.project().isAudited()) << "what was checked stays known";
        EXPECT_TRUE(again.workspace.review().canUndo());
    }
    ASSERT_TRUE(m_studio.click("goTrain"));
    m_studio.setQuickRecipe(1);
    ASSERT_TRUE(m_studio.click("startTraining"));
    const TrainSession& train = m_studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->ended; }));
    const auto info = runs::readRunInfo(train.run()->folder);
    ASSERT_TRUE(info) << info.error().message();
    EXPECT_EQ(info->excludedImages, 1U);
    EXPECT_EQ(info->relabelledImages, 1U);
    EXPECT_EQ(info->split.train.size() + info->split.val.size(), 19U);
    int found = 0;
    for (const auto* items : {&info->split.train, &info->split.val}) {
        for (const dataset::Item& image : *items) {
            EXPECT_NE(image.path, out);
            if (image.path == moved) {
                EXPECT_EQ(image.label, 1);
                ++found;
            }
        }
    }
    EXPECT_EQ(found, 1);
}

/// Copies of images under another class and under the same one.
void writeCopies(const fs::path& images) {
    const auto& classes = dataset::sampleClasses();
    fs::copy_file(images / classes[0] / "0.png", images / classes[1] / "zero.png");
    fs::copy_file(images / classes[0] / "1.png", images / classes[0] / "one.png");
    fs::copy_file(images / classes[0] / "2.png", images / classes[0] / "two.png");
}

TEST_F(DataPageTest, EachKindOfProblemHasItsFix) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 8);
    writeCopies(images);
    ASSERT_TRUE(open(images));
    CountList* kinds = page().problemKinds();
    const auto choose = [&](const QString& name) {
        for (int row = 0; row < kinds->model()->rowCount(); ++row) {
            if (kinds->model()->index(row, 0).data().toString() == name) {
                QTest::mouseClick(kinds->viewport(), Qt::LeftButton, {},
                                  kinds->visualRect(kinds->model()->index(row, 0)).center());
                return row;
            }
        }
        return -1;
    };
    const int conflicts = choose("Same image, two labels");
    ASSERT_GE(conflicts, 0);
    ProblemPanel& panel = *page().problemPanel();
    ASSERT_TRUE(waitUntil([&] { return panel.isVisible() && !panel.isLoading(); }));
    ASSERT_TRUE(m_studio.click("fixLabelFirst"));
    ASSERT_TRUE(kept());
    EXPECT_EQ(review().review()->relabelled, 1U);
    EXPECT_EQ(kinds->model()->index(conflicts, 0).data(CountModel::CountRole).toULongLong(), 0U);
    page().gallery()->setFocus();
    key(Qt::Key_Z, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] { return review().review()->edited == 0; }));

    const int duplicates = choose("Exact duplicates");
    ASSERT_GE(duplicates, 0);
    ASSERT_TRUE(waitUntil([&] { return panel.isVisible() && panel.count() == 2; }));
    EXPECT_EQ(panel.row(), 0);
    page().gallery()->setFocus();
    key(Qt::Key_N);
    EXPECT_EQ(panel.row(), 1);
    ASSERT_TRUE(m_studio.click("fixAll"));
    ASSERT_TRUE(kept());
    EXPECT_EQ(review().review()->excluded, 2U);
    EXPECT_EQ(kinds->model()->index(duplicates, 0).data(CountModel::CountRole).toULongLong(), 0U);
    page().gallery()->setFocus();
    key(Qt::Key_Escape);
    EXPECT_TRUE(waitUntil([&] { return page().viewer()->isVisible() && shown().size() == 19; }));
}

TEST_F(DataPageTest, LookAlikesAcrossPartsAreCountedAndKeptTogether) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 8);
    // Each picture twice: a random split tears some of them apart.
    for (const auto& name : {dataset::sampleClasses()[0], dataset::sampleClasses()[1]}) {
        for (int i = 0; i < 8; ++i) {
            fs::copy_file(images / name / (std::to_string(i) + ".png"),
                          images / name / ("copy" + std::to_string(i) + ".png"));
        }
    }
    ASSERT_TRUE(open(images));
    const auto split = [&]() -> const SplitPreview& {
        return **m_studio.workspace.project().split();
    };
    ASSERT_TRUE(waitUntil([&] { return split().leaks > 0; }));
    ASSERT_TRUE(m_studio.click("changeSplit"));
    ASSERT_TRUE(m_studio.click("splitGroupLookAlikes"));
    ASSERT_TRUE(waitUntil([&] { return split().key.kind == dataset::SplitKind::Grouped; }));
    EXPECT_EQ(split().leaks, 0U);
    EXPECT_GE(split().groups, 2U);
    EXPECT_EQ(split().train + split().val, 32U);

    // The run takes the split that is shown, and the folder remembers it.
    ASSERT_TRUE(m_studio.click("goTrain"));
    Params recipe = presets().front().values;
    for (const auto& [name, text] : {std::pair(kArchitecture, "lenet5"), std::pair("size", "28"),
                                     std::pair("batch", "8"), std::pair("epochs", "1")}) {
        ASSERT_TRUE(recipeSchema().setText(recipe, name, text));
    }
    m_studio.window.trainPage().recipePanel()->setRecipe(
        withSplitOf(recipe, m_studio.workspace.recipe()));
    ASSERT_TRUE(m_studio.click("startTraining"));
    const TrainSession& train = m_studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->ended; }));
    const auto info = runs::readRunInfo(train.run()->folder);
    ASSERT_TRUE(info) << info.error().message();
    EXPECT_EQ(info->split.kind, "grouped");
    std::set<std::string> validation;
    for (const dataset::Item& image : info->split.val) {
        std::string name = image.path.substr(image.path.find('/') + 1);
        validation.insert(image.path.substr(0, image.path.find('/')) +
                          (name.starts_with("copy") ? name.substr(4) : name));
    }
    EXPECT_EQ(validation.size() * 2, info->split.val.size()) << "each with its copy";
    StudioWindow again;
    ASSERT_TRUE(again.openByDrop(images));
    EXPECT_EQ(again.workspace.recipe().text("split"), "grouped");
    const auto other = again.path("other");
    writeImages(other, 2, 4);
    ASSERT_TRUE(again.openByDrop(other));
    EXPECT_EQ(again.workspace.recipe().text("split"), "auto") << "another folder has its own";
}

TEST_F(DataPageTest, ANamePatternShowsItsGroupsAndFoldsAreEqual) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 10);
    for (const auto& name : {dataset::sampleClasses()[0], dataset::sampleClasses()[1]}) {
        for (int i = 0; i < 10; ++i) {
            fs::rename(
                images / name / (std::to_string(i) + ".png"),
                images / name / ("p" + std::to_string(i / 2) + "_" + std::to_string(i) + ".png"));
        }
    }
    ASSERT_TRUE(open(images));
    ASSERT_TRUE(m_studio.click("changeSplit"));
    SplitPanel& panel = *page().splitPanel();
    auto* kind = qobject_cast<QComboBox*>(panel.form()->editor("split"));
    ASSERT_NE(kind, nullptr);
    kind->setFocus();
    QTest::keyClick(kind, Qt::Key_Down);
    QTest::keyClick(kind, Qt::Key_Down);
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.recipe().text("split") == "grouped"; }));
    auto* pattern = qobject_cast<QLineEdit*>(panel.form()->editor("group_pattern"));
    ASSERT_NE(pattern, nullptr);
    pattern->setFocus();
    QTest::keyClicks(pattern, "^([^_]+)_");
    QTest::keyClick(pattern, Qt::Key_Return);
    auto* groups = panel.findChild<QLabel*>("splitGroups");
    ASSERT_TRUE(waitUntil([&] { return groups->text().startsWith("5 groups"); }))
        << groups->text().toStdString();
    EXPECT_TRUE(groups->text().contains("with 3 others")) << groups->text().toStdString();
    ASSERT_TRUE(waitUntil([&] {
        const auto& split = m_studio.workspace.project().split();
        return split && *split && (*split)->groups == 5;
    }));
    QTest::keyClick(kind, Qt::Key_Down);
    ASSERT_TRUE(waitUntil([&] {
        const auto& split = m_studio.workspace.project().split();
        return split && *split && (*split)->key.kind == dataset::SplitKind::KFold;
    }));
    EXPECT_EQ((*m_studio.workspace.project().split())->val, 4U) << "a fifth of twenty";
}

TEST_F(DataPageTest, ASavedSplitIsUsedAgainAndDecisionsStandAboveIt) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 10);
    ASSERT_TRUE(open(images));
    ASSERT_TRUE(m_studio.click("changeSplit"));
    Workspace& workspace = m_studio.workspace;
    const auto set = [&](const char* name, const std::string& text) {
        Params recipe = workspace.recipe();
        ASSERT_TRUE(recipeSchema().setText(recipe, name, text));
        workspace.setRecipe(recipe);
    };
    // Waits for the split of what the recipe says.
    const auto isDrawn = [&] {
        return waitUntil([&] {
            const auto& split = workspace.project().split();
            return split && *split && (*split)->key == splitKeyOf(workspace.recipe()) &&
                   !workspace.project().isSplitting();
        });
    };
    const auto pathsOf = [&](const std::vector<dataset::Item> dataset::Split::*part) {
        std::set<std::string> paths;
        for (const dataset::Item& item : (*(*workspace.project().split())->split).*part) {
            paths.insert(item.path);
        }
        return paths;
    };
    set("test_fraction", "0.2");
    ASSERT_TRUE(isDrawn());
    EXPECT_EQ((*workspace.project().split())->test, 4U) << "two of ten in each class";
    EXPECT_EQ((*workspace.project().split())->val, 4U);
    const auto tested = pathsOf(&dataset::Split::test);
    const auto validated = pathsOf(&dataset::Split::val);
    const auto file = m_studio.path("parts.json");
    SplitPanel& panel = *page().splitPanel();
    EXPECT_TRUE(panel.findChild<QAbstractButton*>("saveSplit")->isEnabled());
    panel.saveTo(toQString(file));
    ASSERT_TRUE(waitUntil([&] { return fs::exists(file); }));

    set("seed", "99");
    ASSERT_TRUE(isDrawn());
    EXPECT_NE(pathsOf(&dataset::Split::test), tested);
    EXPECT_TRUE(waitUntil([&] { return workspace.splitFor(workspace.recipe()) != nullptr; }));
    set("split", toUtf8(file));
    ASSERT_TRUE(isDrawn());
    EXPECT_EQ(workspace.splitFor(workspace.recipe()), nullptr) << "the file may be another by then";
    EXPECT_EQ(pathsOf(&dataset::Split::test), tested);
    EXPECT_EQ(pathsOf(&dataset::Split::val), validated);
    EXPECT_TRUE(panel.resultText().contains("parts.json")) << panel.resultText().toStdString();

    // An image that is left out is in no part, and no reason to refuse the file.
    select(0);
    key(Qt::Key_X);
    ASSERT_TRUE(kept());
    ASSERT_TRUE(waitUntil([&] {
        const auto& split = workspace.project().split();
        return split && *split && (*split)->train + (*split)->val + (*split)->test == 19;
    }));
    // What the folder is split by is remembered; a file that is gone is told of.
    fs::remove(file);
    StudioWindow again;
    ASSERT_TRUE(again.openByDrop(images));
    EXPECT_EQ(again.workspace.recipe().text("split"), toUtf8(file));
    ASSERT_TRUE(waitUntil([&] { return again.workspace.project().split().has_value(); }));
    ASSERT_FALSE(again.workspace.project().split()->has_value());
    EXPECT_EQ(again.workspace.project().split()->error().code, ErrorCode::FileMissing);
}

TEST_F(DataPageTest, StatisticsOfPlainColoursAreExact) {
    const auto images = m_studio.path("plain");
    const auto write = [&](const char* name, const char* file, std::array<std::uint8_t, 3> rgb,
                           int width) {
        ASSERT_TRUE(makeFolder(images / name));
        image::Image picture(width, 40);
        for (std::size_t i = 0; i < picture.rgb.size(); ++i) {
            picture.rgb[i] = rgb.at(i % 3);
        }
        ASSERT_TRUE(writeFileAtomically(images / name / file, image::encodePng(picture)));
    };
    write("train/red", "1.png", {255, 0, 51}, 40);
    write("train/red", "2.png", {255, 0, 51}, 80);
    write("train/blue", "1.png", {0, 0, 51}, 120);
    write("train/blue", "2.png", {255, 255, 255}, 240);
    write("val/red", "1.png", {0, 255, 0}, 40);
    write("val/blue", "1.png", {0, 255, 0}, 40);
    ASSERT_TRUE(open(images));
    ASSERT_TRUE(m_studio.click("showStatistics"));
    const auto counted = [&](std::uint64_t count) {
        return waitUntil([&] {
            const auto& statistics = m_studio.workspace.project().statistics();
            return page().statisticsPanel()->isFilled() && statistics->images == count;
        });
    };
    ASSERT_TRUE(counted(4)) << "without those that validate";
    select(1);
    key(Qt::Key_X);
    ASSERT_TRUE(counted(3)) << "without what is excluded";
    ASSERT_TRUE(m_studio.click("copyStatistics"));
    // Half of the pixels are red: mean 0.5 and deviation 0.5; 51 of 255 is 0.2.
    EXPECT_EQ(QGuiApplication::clipboard()->text(),
              "mean = [0.5000, 0.0000, 0.2000]\nstd = [0.5000, 0.0000, 0.0000]\n");
    const auto& sizes = *m_studio.workspace.project().sizes();
    EXPECT_EQ(sizes.images, 6U);
    EXPECT_EQ(sizes.counts[1], 6U) << "shorter edges of 40 px";
    EXPECT_EQ(sizes.largest, (std::array<std::uint32_t, 2>{240, 40}));
    EXPECT_TRUE(page().statisticsPanel()->findChild<widgets::BarList*>()->isVisible());
}

}  // namespace
}  // namespace minarai::studio
