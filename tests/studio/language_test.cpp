// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Both languages are complete, and language and appearance change while the studio runs.
#include <gtest/gtest.h>

#include <QDomDocument>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>
#include <string>

#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "studio/texts.h"
#include "support/places.h"
#include "zoo/zoo.h"

namespace minarai::studio {
namespace {

QStringList placeholders(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("%(?:[1-9]|n)|\\{\\}"));
    QStringList found;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext()) {
        found.push_back(matches.next().captured());
    }
    found.sort();
    found.removeDuplicates();
    return found;
}

void checkFile(const QString& language, int atLeast) {
    QFile file(QString::fromStdString(tests::sourceFolder()) +
               QStringLiteral("/translations/minarai_%1.ts").arg(language));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    QDomDocument document;
    ASSERT_TRUE(document.setContent(&file));
    const QDomNodeList messages = document.elementsByTagName(QStringLiteral("message"));
    EXPECT_GE(messages.count(), atLeast);
    for (int i = 0; i < messages.count(); ++i) {
        const QDomElement message = messages.at(i).toElement();
        const QString source = message.firstChildElement("source").text();
        const QDomElement translation = message.firstChildElement("translation");
        EXPECT_TRUE(translation.attribute("type").isEmpty()) << source.toStdString();
        EXPECT_FALSE(translation.text().trimmed().isEmpty()) << source.toStdString();
        const QDomNodeList forms = translation.elementsByTagName("numerusform");
        if (forms.isEmpty()) {
            // A translation may leave a detail out, but never ask for one that is not there. An
            // error says all that it knows.
            const QStringList given = placeholders(source);
            const QStringList used = placeholders(translation.text());
            for (const QString& wanted : used) {
                EXPECT_TRUE(given.contains(wanted)) << source.toStdString();
            }
            const QDomElement context = message.parentNode().toElement();
            if (context.firstChildElement("name").text() == QStringLiteral("Error")) {
                EXPECT_EQ(used, given) << source.toStdString();
            }
        }
    }
}

TEST(Translations, JapaneseIsComplete) {
    checkFile("ja", 400);
}

TEST(Translations, EnglishHasItsPlurals) {
    checkFile("en", 3);
}

TEST(Translations, EnglishCountsOneAndMany) {
    StudioWindow studio;
    EXPECT_EQ(QCoreApplication::translate("minarai::studio::DataGrid", "%n images", nullptr, 1),
              QStringLiteral("1 image"));
    EXPECT_EQ(QCoreApplication::translate("minarai::studio::DataGrid", "%n images", nullptr, 2),
              QStringLiteral("2 images"));
}

TEST(Language, SwitchesEveryPageWhileTheStudioRuns) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 4);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    auto* start = studio.window.trainPage().startButton();
    EXPECT_EQ(start->text(), QStringLiteral("Start training"));

    studio.chooseLanguage(QStringLiteral("ja"));
    EXPECT_EQ(start->text(), QStringLiteral("学習を始める"));
    EXPECT_EQ(studio.window.actions().get(ActionId::PageData)->text(), QStringLiteral("データ"));
    EXPECT_TRUE(errorText(fail(ErrorCode::FolderMissing, "/x")).contains("フォルダー「/x」"));
    EXPECT_EQ(studio.workspace.settings().language(), QStringLiteral("ja"));
    // The buttons of every chart, and of what is hidden now.
    TrainPage& page = studio.window.trainPage();
    for (const QAction* action : {page.board()->lossChart()->exportAction(),
                                  page.board()->findChild<QAction*>("exportSecond"),
                                  page.trialsPanel()->chart()->exportAction()}) {
        EXPECT_EQ(action->text(), QStringLiteral("書き出し"));
    }
    const auto* close = studio.window.messages().findChild<QToolButton*>();
    ASSERT_NE(close, nullptr);
    EXPECT_EQ(close->toolTip(), QStringLiteral("このお知らせを閉じる"));
    EXPECT_EQ(close->accessibleName(), close->toolTip());

    studio.chooseLanguage(QStringLiteral("en"));
    EXPECT_EQ(start->text(), QStringLiteral("Start training"));
}

TEST(Language, AnInputTooSmallNamesTheLayerAndTheCure) {
    StudioWindow studio;
    studio.chooseLanguage(QStringLiteral("ja"));
    const auto tiny = zoo::build("lite_cnn", 10, 3, 32, 32);
    ASSERT_FALSE(tiny);
    ASSERT_EQ(tiny.error().args.size(), 3U);
    const std::string& reason = tiny.error().args.back();  // "layer: its input has shrunk to …"
    const QString layer = QString::fromStdString(reason.substr(0, reason.find(": ")));
    const QString sentence = errorText(tiny.error());
    EXPECT_TRUE(sentence.contains(layer + QStringLiteral(": 入力が"))) << sentence.toStdString();
    // The layers of a known architecture are what they are; those of one's own can be changed.
    EXPECT_FALSE(sentence.contains(QStringLiteral("減らしてください"))) << sentence.toStdString();
    EXPECT_TRUE(sentence.contains(QStringLiteral("適用できません）。画像サイズ")))
        << sentence.toStdString();
    Error ofOnesOwn = tiny.error();
    ofOnesOwn.args.front() = "my_cnn";
    EXPECT_TRUE(errorText(ofOnesOwn).contains(QStringLiteral("減らしてください")))
        << errorText(ofOnesOwn).toStdString();
    const auto patches = zoo::build("vit_b_16", 10, 3, 224, 225);
    ASSERT_FALSE(patches);
    EXPECT_TRUE(errorText(patches.error()).contains(QStringLiteral("パッチ 16×16 の倍数")))
        << errorText(patches.error()).toStdString();
    studio.chooseLanguage(QStringLiteral("en"));
    EXPECT_FALSE(errorText(tiny.error()).contains(QStringLiteral("; use")))
        << errorText(tiny.error()).toStdString();
}

TEST(Language, AReasonThatIsTheSentenceOfAnotherErrorIsTranslatedToo) {
    StudioWindow studio;
    studio.chooseLanguage(QStringLiteral("ja"));
    const Error full = fail(ErrorCode::DiskFull, "/runs/0001 a.b/checkpoint.pt");
    const QString reason = errorText(full);
    ASSERT_TRUE(reason.contains(QStringLiteral("/runs/0001 a.b/checkpoint.pt")));
    ASSERT_FALSE(reason.contains(QStringLiteral("the disk is full")));
    const QString retry = errorText(fail(ErrorCode::CheckpointRetry, "0001", full.message()));
    EXPECT_TRUE(retry.contains(reason)) << retry.toStdString();
    std::string bare = full.message();  // as it stands within another sentence
    bare.pop_back();
    EXPECT_TRUE(
        errorText(fail(ErrorCode::CheckpointRetry, "0001", bare)).contains(reason.chopped(1)));
    const Error read = fail(ErrorCode::ReadFailed, "a.png", "Permission denied");
    const QString none = errorText(fail(ErrorCode::TooManyBadImages, "7", read.message()));
    EXPECT_TRUE(none.contains(errorText(read))) << none.toStdString();
    const QString damaged =
        errorText(fail(ErrorCode::RunDamaged, "0001", "checkpoint.pt: its checksum does not fit"));
    EXPECT_FALSE(damaged.contains(QStringLiteral("does not fit"))) << damaged.toStdString();
    EXPECT_TRUE(damaged.contains(QStringLiteral("checkpoint.pt: "))) << damaged.toStdString();
    // What is no sentence of an error stays as it is.
    const QString odd = errorText(fail(ErrorCode::CheckpointRetry, "0001", "no room. Or so."));
    EXPECT_TRUE(odd.contains(QStringLiteral("no room. Or so."))) << odd.toStdString();
    studio.chooseLanguage(QStringLiteral("en"));
}

TEST(Language, NoVisibleTextOfAPageStaysEnglishInJapanese) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 4);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.chooseLanguage(QStringLiteral("ja"));
    static const QRegularExpression twoWords(QStringLiteral("[a-z]{3,} [a-z]{3,}"));
    for (const auto page : {MainWindow::kData, MainWindow::kAugment, MainWindow::kModel,
                            MainWindow::kTrain, MainWindow::kPredict}) {
        studio.window.showPage(page);
        for (const QLabel* label : studio.window.findChildren<QLabel*>()) {
            EXPECT_FALSE(label->isVisible() && twoWords.match(label->text()).hasMatch())
                << label->text().toStdString();
        }
        for (const auto* button : studio.window.findChildren<QAbstractButton*>()) {
            EXPECT_FALSE(button->isVisible() && twoWords.match(button->text()).hasMatch())
                << button->text().toStdString();
        }
    }
    studio.chooseLanguage(QStringLiteral("en"));
}

TEST(Appearance, SwitchesWhileTheStudioRuns) {
    StudioWindow studio;
    studio.window.chooseAppearance(QStringLiteral("light"));
    const QColor light = studio.window.grab().toImage().pixelColor(300, 300);
    studio.window.chooseAppearance(QStringLiteral("dark"));
    const QColor dark = studio.window.grab().toImage().pixelColor(300, 300);
    EXPECT_GT(light.lightness(), 200);
    EXPECT_LT(dark.lightness(), 60);
    EXPECT_EQ(studio.workspace.settings().appearance(), QStringLiteral("dark"));
    studio.window.chooseAppearance(QStringLiteral("light"));
}

/// Of everything in sight that takes the keyboard.
void expectNames(const MainWindow& window, const char* place) {
    for (const auto* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) {
            continue;
        }
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        // What a label that can be selected says is its name.
        const auto* label = qobject_cast<const QLabel*>(widget);
        const bool named = !widget->accessibleName().isEmpty() ||
                           (button != nullptr && !button->text().isEmpty()) ||
                           (label != nullptr && !label->text().isEmpty());
        const bool inner = widget->parentWidget()->inherits("QAbstractScrollArea") ||
                           widget->inherits("QScrollArea") ||
                           widget->parentWidget()->inherits("QComboBox") ||
                           widget->parentWidget()->inherits("QAbstractSpinBox");
        EXPECT_TRUE(named || inner) << place << ": " << widget->metaObject()->className() << " "
                                    << widget->objectName().toStdString();
    }
}

TEST(Accessibility, EveryControlHasANameAndEveryShortcutATooltip) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 4);
    ASSERT_TRUE(studio.openByDrop(images));
    for (const auto page : {MainWindow::kData, MainWindow::kAugment, MainWindow::kModel,
                            MainWindow::kTrain, MainWindow::kPredict}) {
        studio.window.showPage(page);
        if (page == MainWindow::kModel) {
            studio.window.modelPage().showView(ModelPage::kCompose);
        }
        expectNames(studio.window, std::to_string(page).c_str());
    }
    for (std::size_t i = 0; i < kActionCount; ++i) {
        const QAction* action = studio.window.actions().get(static_cast<ActionId>(i));
        EXPECT_FALSE(action->text().isEmpty());
        if (!action->shortcut().isEmpty()) {
            EXPECT_TRUE(action->toolTip().contains(action->shortcut().toString()))
                << action->text().toStdString();
        }
    }
}

TEST(Accessibility, EveryControlHasANameWhereverOneGoes) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 8);
    expectNames(studio.window, "welcome");
    ASSERT_TRUE(studio.click("importDataset"));
    expectNames(studio.window, "import");
    studio.window.openFolder(toQString(images));
    ASSERT_TRUE(waitUntil([&] {
        const auto& split = studio.workspace.project().split();
        return studio.workspace.project().isAudited() && split && *split;
    }));
    // A short word on a button of a card is no name where the card is not seen.
    const auto* statistics = studio.window.findChild<QToolButton*>("showStatistics");
    ASSERT_NE(statistics, nullptr);
    EXPECT_TRUE(statistics->accessibleName().contains("sizes"))
        << statistics->accessibleName().toStdString();
    ASSERT_TRUE(studio.click("changeSplit"));
    expectNames(studio.window, "split");
    ASSERT_TRUE(studio.click("showStatistics"));
    expectNames(studio.window, "statistics");
    studio.window.actions().get(ActionId::SaveCopy)->trigger();
    expectNames(studio.window, "copy");

    auto* gallery = studio.window.dataPage().gallery();
    ASSERT_TRUE(waitUntil([&] { return gallery->model()->rowCount() == 16; }));
    gallery->setFocus();
    gallery->setCurrentIndex(gallery->model()->index(0, 0));
    QTest::keyClick(gallery, Qt::Key_Return);
    ASSERT_TRUE(waitUntil([&] { return studio.window.isLargeViewReady(); }));
    expectNames(studio.window, "large view");
    studio.window.actions().get(ActionId::Keyboard)->trigger();
    expectNames(studio.window, "sheet");
    studio.window.closeSheet();

    studio.window.showPage(MainWindow::kTrain);
    ASSERT_TRUE(studio.click("tryFirst"));
    expectNames(studio.window, "trials");
    studio.setQuickRecipe(1);
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->ended; }));
    ASSERT_TRUE(waitUntil([&] { return studio.window.trainPage().board()->moment() != nullptr; }));
    expectNames(studio.window, "run");
    ASSERT_TRUE(waitUntil([&] { return !studio.workspace.predict().run().empty(); }));
    studio.drop({images / "circle" / "0.png"});
    ASSERT_TRUE(waitUntil([&] { return !studio.window.predictPage().bars()->items().isEmpty(); }));
    expectNames(studio.window, "answer");
}

}  // namespace
}  // namespace minarai::studio
