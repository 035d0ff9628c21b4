// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A person who makes a pipeline with mouse and keyboard, sees its variants and trains with it.
#include <gtest/gtest.h>

#include <QClipboard>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "augment/torchvision_code.h"
#include "base/files.h"
#include "dataset/sample_set.h"
#include "image/decode.h"
#include "runs/run_directory.h"
#include "studio/pages/augment_words.h"
#include "studio/session/paths.h"
#include "studio/session/picture.h"
#include "studio/studio_window.h"
#include "widgets/forms/value_slider.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {
namespace {

using widgets::CardColumn;
using widgets::StepCard;

std::vector<std::string> namesOf(const augment::Pipeline& pipeline) {
    std::vector<std::string> names;
    for (const augment::Step& step : pipeline.steps) {
        names.emplace_back(step.transform->name());
    }
    return names;
}

std::string stepsText(const augment::Pipeline& pipeline) {
    return augment::pipelineToJson(pipeline)["transforms"].dump();
}

using Names = std::vector<std::string>;

class Augmenting : public testing::Test {
  protected:
    StudioWindow studio;
    AugmentPage* page = nullptr;

    void open(const QString& name = QStringLiteral("shapes")) {
        const auto images = studio.path(name);
        writeImages(images, 3, 12);
        ASSERT_TRUE(studio.openByDrop(images));
        studio.setQuickRecipe(1);
        QTest::keyClick(&studio.window, Qt::Key_2, Qt::ControlModifier);
        ASSERT_EQ(studio.window.currentPage(), MainWindow::kAugment);
        page = &studio.window.augmentPage();
        settle();
    }
    AugmentPreview& preview() { return studio.workspace.augment().preview(); }
    AugmentDocument& document() { return studio.workspace.augment().document(); }
    CardColumn& column() { return *page->cards()->column(); }
    /// Until the newest wish is answered and laid out.
    void settle() {
        ASSERT_TRUE(waitUntil([&] {
            return !preview().isBusy() && preview().variants().size() == 16 &&
                   preview().shown().cell == page->preview()->variants()->pictureSize();
        }));
    }
    std::vector<QImage> pictures() {
        std::vector<QImage> result;
        for (const PreviewVariant& variant : preview().variants()) {
            result.push_back(variant.network);
        }
        return result;
    }
    StepCard* cardOf(const char* name) {
        for (int i = 0; i < column().count(); ++i) {
            if (column().cardAt(i)->content().title == QLatin1String(name)) {
                return column().cardAt(i);
            }
        }
        return nullptr;
    }
    void add(const char* words) {
        page->setFocus();
        QTest::keyClick(page, Qt::Key_Slash);
        QLineEdit* search = page->cards()->addList()->search();
        ASSERT_TRUE(search->isVisible());
        QTest::keyClicks(search, QLatin1String(words));
        QTest::keyClick(search, Qt::Key_Return);
    }
    static void drag(QWidget& widget, const QPoint& from, const QPoint& to) {
        QTest::mousePress(&widget, Qt::LeftButton, {}, from);
        for (const QPoint& place : {(from + to) / 2, to}) {
            QMouseEvent move(QEvent::MouseMove, place, widget.mapToGlobal(place), Qt::NoButton,
                             Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(&widget, &move);
        }
        QTest::mouseRelease(&widget, Qt::LeftButton, {}, to);
    }
    /// A slider of the open card, dragged from value to value.
    void slide(const char* name, double from, double to) {
        auto* slider =
            column()
                .card(column().current())
                ->findChild<widgets::ValueSlider*>(QLatin1String(name) + QStringLiteral("Slider"));
        ASSERT_NE(slider, nullptr);
        ASSERT_TRUE(slider->isVisible());
        drag(*slider, slider->placeOf(from), slider->placeOf(to));
    }
    void dropOnPage(const std::filesystem::path& file) {
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(toQString(file))});
        const QPoint middle = page->rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(page, &enter);
        ASSERT_TRUE(enter.isAccepted());
        QDropEvent drop(QPointF(middle), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(page, &drop);
    }
};

TEST_F(Augmenting, AddsDragsSlidesUndoesAndTrainsWithIt) {
    open();
    EXPECT_EQ(namesOf(document().pipeline()), (Names{"Resize"})) << "the recipe says none";
    const auto plain = pictures();
    EXPECT_EQ(plain[0], plain[15]) << "nothing varies";

    add("blur");
    EXPECT_EQ(namesOf(document().pipeline()), (Names{"Resize", "GaussianBlur"}));
    add("flip");  // the first of the two
    add("jitter");
    EXPECT_EQ(namesOf(document().pipeline()),
              (Names{"Resize", "GaussianBlur", "RandomHorizontalFlip", "ColorJitter"}));
    settle();
    EXPECT_NE(pictures(), plain);

    // The mouse takes the blur behind the flip.
    StepCard* blur = cardOf("GaussianBlur");
    StepCard* flip = cardOf("RandomHorizontalFlip");
    drag(*blur->header(), blur->header()->rect().center(),
         blur->header()->mapFromGlobal(flip->mapToGlobal(QPoint(60, flip->height() - 2))));
    EXPECT_EQ(namesOf(document().pipeline()),
              (Names{"Resize", "RandomHorizontalFlip", "GaussianBlur", "ColorJitter"}));
    // The keyboard brings it back.
    ASSERT_EQ(page->window()->focusWidget(), cardOf("GaussianBlur"));
    QTest::keyClick(cardOf("GaussianBlur"), Qt::Key_Up, Qt::AltModifier);
    EXPECT_EQ(namesOf(document().pipeline())[1], "GaussianBlur");

    // A moved slider: other variants, one step of undo.
    QTest::mouseClick(cardOf("ColorJitter")->header(), Qt::LeftButton);
    QTest::qWait(0);
    settle();
    const auto before = pictures();
    const int steps = document().undoStack()->count();
    slide("brightness", 0, 0.8);
    EXPECT_EQ(document().undoStack()->count(), steps + 1);
    settle();
    const auto after = pictures();
    EXPECT_NE(after, before);
    EXPECT_NE(after[0], after[1]);
    const double strength = document().steps()[3].step.params.reals("brightness").front();
    EXPECT_NEAR(strength, 0.8, 0.02);
    QTest::keyClick(cardOf("ColorJitter"), Qt::Key_Z, Qt::ControlModifier);
    settle();
    EXPECT_EQ(pictures(), before) << "the same seed gives the same variants";
    QTest::keyClick(cardOf("ColorJitter"), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    settle();
    EXPECT_EQ(pictures(), after);

    // Train says so, and the run has it.
    const augment::Pipeline made = document().pipeline();
    ASSERT_TRUE(studio.click("augmentTrain"));
    RecipePanel* recipe = studio.window.trainPage().recipePanel();
    EXPECT_EQ(recipe->augmentRow()->choices()->currentText(), "custom (4 steps)");
    ASSERT_TRUE(waitUntil([&] { return studio.window.trainPage().startButton()->isEnabled(); }));
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->ended; }));
    EXPECT_EQ(train.run()->ended->reason, train::EndReason::Completed);
    const auto run = runs::readRunInfo(train.run()->folder);
    ASSERT_TRUE(run) << run.error().message();
    EXPECT_EQ(stepsText(run->pipeline), stepsText(made));
    ASSERT_TRUE(studio.click("editAugment"));
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kAugment);
}

TEST_F(Augmenting, VariantsAreThoseOfTheTrainersSeeds) {
    open();
    document().usePreset("standard");
    settle();
    const PreviewWish& wish = preview().shown();
    ASSERT_EQ(wish.sources.size(), 1U);
    const auto original = image::decodeFile(wish.sources[0].path);
    ASSERT_TRUE(original);
    EXPECT_EQ(wish.seed, static_cast<std::uint64_t>(studio.workspace.recipe().integer("seed")));
    for (const PreviewVariant& variant : preview().variants()) {
        const std::uint64_t seed = mixSeed(
            {wish.seed, static_cast<std::uint64_t>(variant.epoch), stableHash(wish.sources[0].id)});
        // lenet5 looks at grey pictures.
        ASSERT_EQ(wish.preprocess.channels, 1);
        std::vector<float> tensor(augment::tensorSize(wish.preprocess));
        augment::trainingTensor(wish.pipeline, *original, wish.preprocess, seed, tensor.data());
        EXPECT_EQ(variant.network, toQImage(augment::fromTensor(tensor.data(), wish.preprocess)));
        EXPECT_EQ(variant.network.size(), QSize(28, 28));
    }
    // What was drawn stands beside it and in the tooltip.
    page->preview()->variants()->setCurrentVariant(3);
    EXPECT_TRUE(page->variant()->valuesText().contains("RandomRotation"))
        << page->variant()->valuesText().toStdString();
    EXPECT_EQ(page->variant()->after()->image(), preview().variants()[3].network);
    EXPECT_FALSE(page->variant()->before()->image().isNull());
    const QString tip =
        page->preview()->variants()->model()->index(3, 0).data(Qt::ToolTipRole).toString();
    EXPECT_TRUE(tip.startsWith("Epoch 4")) << tip.toStdString();
    EXPECT_TRUE(tip.contains("RandomResizedCrop"));
}

TEST_F(Augmenting, SeedsReplayAndImagesAreChosen) {
    open();
    document().usePreset("strong");
    settle();
    const auto first = pictures();
    const std::uint64_t seed = page->preview()->seed();
    ASSERT_TRUE(studio.click("newSeed"));
    settle();
    EXPECT_NE(page->preview()->seed(), seed);
    EXPECT_NE(pictures(), first);
    QLineEdit* field = page->preview()->seedField();
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QString::number(seed));
    settle();
    EXPECT_EQ(pictures(), first) << "replayed";
    const auto before = preview().shown().sources;
    ASSERT_TRUE(studio.click("nextImage"));
    settle();
    EXPECT_NE(preview().shown().sources, before);
    widgets::GalleryView* gallery = page->preview()->gallery();
    QTest::mouseClick(
        gallery->viewport(), Qt::LeftButton, {},
        gallery->visualRect(gallery->model()->index(gallery->indexAt(QPoint(60, 40)).row(), 0))
            .center());
    settle();
    EXPECT_EQ(preview().shown().sources.front().id,
              studio.workspace.project()
                  .project()
                  ->catalog->samples[static_cast<std::size_t>(gallery->currentIndex().row())]
                  .path);
    dropOnPage(studio.path("shapes") / dataset::sampleClasses()[1] / "3.png");
    settle();
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kAugment);
    EXPECT_EQ(preview().shown().sources.front().id, "3.png");
    page->preview()->takeProject();
    page->preview()->showView(AugmentPreviewPanel::kMany);
    settle();
    EXPECT_EQ(preview().shown().sources.size(), 16U);
}

TEST_F(Augmenting, TheCodeIsCopiedByKeyAndByButton) {
    open();
    document().usePreset("standard");
    page->setFocus();
    QGuiApplication::clipboard()->clear();
    QTest::keyClick(page, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const QString standard = QGuiApplication::clipboard()->text();
    EXPECT_EQ(standard.toStdString(),
              augment::torchvisionCode(document().pipeline(), document().preprocess()));
    EXPECT_TRUE(standard.contains("RandomResizedCrop"));
    document().usePreset("none");
    ASSERT_TRUE(studio.click("copyCode"));
    const QString none = QGuiApplication::clipboard()->text();
    EXPECT_FALSE(none.contains("RandomResizedCrop"));
    EXPECT_TRUE(none.contains("Resize"));
}

TEST_F(Augmenting, FilesAreSavedOpenedAndRefusedInWords) {
    open();
    document().usePreset("strong");
    const std::string strong = stepsText(document().pipeline());
    const QString file = toQString(studio.path("mine.json"));
    page->saveTo(file);
    EXPECT_TRUE(studio.window.messages().isVisible());
    document().usePreset("none");
    page->openFile(file);
    EXPECT_EQ(stepsText(document().pipeline()), strong);
    EXPECT_EQ(stepsText(augment::readPipeline(toPath(file)).value()), strong);
    ASSERT_TRUE(writeFileAtomically(studio.path("bad.json"), std::string(R"(["RandomMiracle"])")));
    page->openFile(toQString(studio.path("bad.json")));
    EXPECT_TRUE(studio.window.messages().text().contains("RandomMiracle"))
        << studio.window.messages().text().toStdString();
    EXPECT_EQ(stepsText(document().pipeline()), strong);
    // A step again and the message is gone.
    document().setEnabled(document().steps()[0].key, false);
    EXPECT_FALSE(studio.window.messages().isVisible());
    dropOnPage(writeBrokenImage(studio.path("broken.jpg")));
    // The message makes the grid smaller, which asks once more: only what stays in the end counts.
    ASSERT_TRUE(waitUntil([&] {
        return studio.window.messages().isVisible() &&
               page->preview()->variants()->model()->rowCount() == 0;
    }));
    EXPECT_TRUE(studio.window.messages().text().contains("broken.jpg"));
    // The message has the way on.
    const auto buttons = studio.window.messages().findChildren<QPushButton*>();
    const auto other = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton* button) {
        return button->text() == QLatin1String("Another image");
    });
    ASSERT_NE(other, buttons.end());
    QTest::mouseClick(*other, Qt::LeftButton);
    settle();
    EXPECT_FALSE(studio.window.messages().isVisible());
    EXPECT_EQ(page->preview()->variants()->model()->rowCount(), 16);
    // The strip shows which image the variants are of.
    const quint64 key = page->preview()->gallery()->currentKey();
    const auto& images = studio.workspace.project().project()->catalog->samples;
    EXPECT_EQ(preview().shown().sources.front().id,
              images.at(static_cast<std::size_t>(static_cast<quint32>(key)) - 1).path);
}

TEST_F(Augmenting, AMixedBatchSaysItsLambdaAndItsShares) {
    open();
    Params recipe = studio.workspace.recipe();
    ASSERT_TRUE(recipeSchema().setText(recipe, "mixup", "4"));
    studio.workspace.setRecipe(recipe);
    page->preview()->showView(AugmentPreviewPanel::kMixed);
    settle();
    const double lambda = preview().variants().front().lambda;
    const auto labels = page->preview()->findChildren<widgets::ElidedLabel*>();
    EXPECT_TRUE(std::any_of(labels.begin(), labels.end(), [&](const auto* label) {
        return label->text().contains(QString::number(lambda, 'f', 2));
    }));
    int mixed = 0;
    const auto& model = *page->preview()->variants()->model();
    for (int row = 0; row < model.rowCount(); ++row) {
        const QString caption =
            model.index(row, 0).data(widgets::VariantModel::CaptionRole).toString();
        mixed += static_cast<int>(caption.count(QLatin1Char('\n')));
    }
    EXPECT_GT(mixed, 0) << "a line for each of the two";
}

TEST_F(Augmenting, EachFolderRemembersItsPipeline) {
    open(QStringLiteral("first"));
    document().usePreset("standard");
    document().remove(document().steps()[1].key);
    const std::string mine = stepsText(document().pipeline());
    const auto file = studio.workspace.augment().customFile();
    const auto isTold = [&] { return studio.workspace.recipe().text("augment") == toUtf8(file); };
    EXPECT_FALSE(isTold()) << "the file is not written on the screen's thread";
    ASSERT_TRUE(waitUntil(isTold));
    EXPECT_TRUE(augment::readPipeline(file)) << "whoever is told finds it";
    document().setProbability(document().steps()[1].key, 0.5);
    document().undoStack()->undo();
    const auto other = studio.path("second");
    writeImages(other, 2, 6);
    ASSERT_TRUE(studio.openByDrop(other));
    EXPECT_EQ(document().preset(), "standard") << "nothing was chosen here yet";
    EXPECT_EQ(studio.workspace.recipe().text("augment"), "standard");
    document().usePreset("strong");
    ASSERT_TRUE(studio.openByDrop(studio.path("first")));
    EXPECT_EQ(stepsText(document().pipeline()), mine);
    // The recipe hears of it when the file is written.
    EXPECT_TRUE(waitUntil(isTold)) << studio.workspace.recipe().text("augment");
    EXPECT_FALSE(document().undoStack()->canUndo());
    ASSERT_TRUE(studio.openByDrop(other));
    EXPECT_EQ(document().preset(), "strong");
}

TEST_F(Augmenting, TheTrainPageChoosesPresetsAndComesBackToCustom) {
    open();
    document().usePreset("standard");
    document().remove(document().steps()[0].key);
    const std::string mine = stepsText(document().pipeline());
    studio.window.showPage(MainWindow::kTrain);
    RecipePanel* recipe = studio.window.trainPage().recipePanel();
    QComboBox* choices = recipe->augmentRow()->choices();
    EXPECT_EQ(choices->currentText(), "custom (3 steps)");
    choices->setFocus();
    QTest::keyClick(choices, Qt::Key_Home);
    EXPECT_EQ(document().preset(), "none");
    EXPECT_EQ(recipe->recipe().text("augment"), "none");
    QTest::keyClick(choices, Qt::Key_End);
    EXPECT_EQ(stepsText(document().pipeline()), mine);
    const std::string file = toUtf8(studio.workspace.augment().customFile());
    EXPECT_TRUE(waitUntil([&] { return recipe->recipe().text("augment") == file; }));
    // A preset of the whole recipe brings its own.
    recipe->setRecipe(presets()[2].values);
    EXPECT_EQ(document().preset(), "strong");
}

TEST(AugmentPageAlone, SaysWhatWillAppearAndOffersTheSample) {
    StudioWindow studio;
    QTest::keyClick(&studio.window, Qt::Key_2, Qt::ControlModifier);
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kAugment);
    AugmentPage& page = studio.window.augmentPage();
    EXPECT_TRUE(page.isVisible());
    EXPECT_FALSE(page.cards()->isVisible());
    auto* empty = page.findChild<widgets::EmptyState*>();
    ASSERT_NE(empty, nullptr);
    EXPECT_TRUE(empty->isVisible());
    EXPECT_EQ(empty->findChildren<QPushButton*>().size(), 2);
    EXPECT_FALSE(studio.window.findChild<QPushButton*>("savePipeline")->isEnabled());
}

}  // namespace
}  // namespace minarai::studio
