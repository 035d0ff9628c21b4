// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Predict page: pictures come by drop, by the clipboard and by the dialog, and the run that was
// chosen answers, or the newest one.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QUrl>
#include <algorithm>
#include <functional>

#include "dataset/sample_set.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

namespace fs = std::filesystem;

class Predicting : public testing::Test {
  protected:
    StudioWindow m_studio;

    void open(int classes = 3) {
        writeImages(m_studio.path("shapes"), classes, 10);
        ASSERT_TRUE(m_studio.openByDrop(m_studio.path("shapes")));
    }
    fs::path imageOf(std::size_t label) const {
        return m_studio.path("shapes") / dataset::sampleClasses()[label] / "0.png";
    }
    PredictSession& predict() { return m_studio.workspace.predict(); }
    widgets::GalleryModel& list() {
        return *static_cast<widgets::GalleryModel*>(
            m_studio.window.predictPage().gallery()->model());
    }
    QString answer() const { return m_studio.window.findChild<QLabel*>("answer")->text(); }
    /// Trains and returns the folder of the run.
    fs::path train() {
        m_studio.window.showPage(MainWindow::kTrain);
        m_studio.setQuickRecipe(1);
        EXPECT_TRUE(m_studio.click("startTraining"));
        const TrainSession& session = m_studio.workspace.train();
        EXPECT_TRUE(waitUntil([&] { return session.run() != nullptr && session.run()->ended; }));
        return session.run()->folder;
    }
    bool waitForRun(const fs::path& run) {
        return waitUntil([&] { return predict().run() == run; });
    }
    /// Waits until the newest picture is answered and returns it.
    const PredictItem* newest(int count) {
        if (!waitUntil([&] { return list().rowCount() == count; })) {
            return nullptr;
        }
        const quint32 number = predict().order().back();
        const bool told =
            waitUntil([&] { return predict().item(number)->state != PredictItem::State::Waiting; });
        return told ? predict().item(number) : nullptr;
    }
    /// Chooses who answers, as a person does.
    void chooseRun(const QString& folder) {
        auto* menu =
            m_studio.window.predictPage().barWidget()->findChild<widgets::TextMenuButton*>();
        ASSERT_NE(menu, nullptr);
        for (QAction* action : menu->menu()->actions()) {
            if (action->data().toString() == folder) {
                action->trigger();
                return;
            }
        }
        FAIL() << "no entry " << folder.toStdString();
    }
};

TEST_F(Predicting, DroppedPastedAndChosenPicturesAreAnswered) {
    constexpr std::size_t kClasses = 6;
    open(kClasses);
    const fs::path run = train();
    ASSERT_TRUE(waitForRun(run));
    m_studio.drop({imageOf(1)});
    ASSERT_EQ(m_studio.window.currentPage(), MainWindow::kPredict);
    const PredictItem* dropped = newest(1);
    ASSERT_NE(dropped, nullptr);
    ASSERT_EQ(dropped->probabilities.size(), kClasses);
    EXPECT_GT(dropped->ms, 0);
    const auto& bars = m_studio.window.predictPage().bars()->items();
    ASSERT_EQ(bars.size(), 5);
    EXPECT_EQ(m_studio.window.findChild<QLabel*>("answerRange")->text(), "top 5 of 6 classes");
    std::vector<float> sorted = dropped->probabilities;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    for (qsizetype i = 0; i < bars.size(); ++i) {
        EXPECT_FLOAT_EQ(static_cast<float>(bars[i].value), sorted[static_cast<std::size_t>(i)]);
    }

    // The same pixels by the clipboard, from another page.
    m_studio.window.showPage(MainWindow::kTrain);
    QApplication::clipboard()->setImage(QImage(toQString(imageOf(1))));
    QTest::keyClick(&m_studio.window, Qt::Key_V, Qt::ControlModifier);
    EXPECT_EQ(m_studio.window.currentPage(), MainWindow::kPredict);
    const PredictItem* pasted = newest(2);
    ASSERT_NE(pasted, nullptr);
    EXPECT_EQ(pasted->probabilities, dropped->probabilities);
    EXPECT_EQ(answer(), toQString(predict().classes()[pasted->top.front()]));
    ASSERT_FALSE(m_studio.window.predictPage().bars()->items().isEmpty());
    EXPECT_FALSE(m_studio.window.predictPage().imageView()->image().isNull());

    // Files that a file manager has copied.
    auto* files = new QMimeData;
    files->setUrls({QUrl::fromLocalFile(toQString(imageOf(2)))});
    QApplication::clipboard()->setMimeData(files);
    QTest::keyClick(&m_studio.window, Qt::Key_V, Qt::ControlModifier);
    ASSERT_NE(newest(3), nullptr);
    EXPECT_EQ(predict().item(predict().order().back())->path, imageOf(2));

    QApplication::clipboard()->setText(QStringLiteral("no picture"));
    QTest::keyClick(&m_studio.window, Qt::Key_V, Qt::ControlModifier);
    EXPECT_TRUE(m_studio.window.messages().text().contains("no image in the clipboard"))
        << m_studio.window.messages().text().toStdString();
    EXPECT_EQ(list().rowCount(), 3);

    QTest::keyClick(&m_studio.window, Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(m_studio.answerFileDialog(toQString(imageOf(0))));
    ASSERT_NE(newest(4), nullptr);
    EXPECT_EQ(predict().item(predict().order().back())->path, imageOf(0));
}

TEST_F(Predicting, APictureThatCannotBeReadSaysWhyAndOthersAreAnswered) {
    open();
    ASSERT_TRUE(waitForRun(train()));
    const fs::path broken = writeBrokenImage(m_studio.path("broken.jpg"));
    m_studio.drop({broken, imageOf(0)});
    const PredictItem* good = newest(2);
    ASSERT_NE(good, nullptr);
    EXPECT_EQ(good->state, PredictItem::State::Done);
    const PredictItem* bad = predict().item(predict().order().front());
    ASSERT_EQ(bad->state, PredictItem::State::Failed);
    // The first of the new ones is the one that is shown.
    EXPECT_TRUE(waitUntil([&] { return answer() == QStringLiteral("No answer"); }));
    bool said = false;
    for (const auto* label : m_studio.window.predictPage().findChildren<QLabel*>()) {
        said = said || (label->isVisible() && label->text().contains("broken.jpg") &&
                        label->property("mnRole").toString() == QStringLiteral("error"));
    }
    EXPECT_TRUE(said) << "the reason stands where the answer would be";
}

TEST_F(Predicting, TheNewestRunAnswersUntilAnotherIsChosen) {
    open();
    const fs::path first = train();
    ASSERT_TRUE(waitForRun(first));
    const fs::path second = train();
    ASSERT_NE(first, second);
    ASSERT_TRUE(waitForRun(second));
    m_studio.window.showPage(MainWindow::kPredict);
    chooseRun(toQString(first));
    EXPECT_EQ(predict().run(), first);
    EXPECT_FALSE(m_studio.workspace.followsNewest());
    const fs::path third = train();
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.runs().find(third) != nullptr; }));
    EXPECT_EQ(predict().run(), first) << "who was chosen goes on answering";
    m_studio.window.showPage(MainWindow::kPredict);
    chooseRun(QString());
    EXPECT_TRUE(waitForRun(third));
    EXPECT_TRUE(m_studio.workspace.followsNewest());
}

TEST_F(Predicting, AFullListSaysWhatItLeftOut) {
    PredictPage& page = m_studio.window.predictPage();
    QStringList files;
    for (std::size_t i = 0; i <= PredictSession::kMaxItems; ++i) {
        files << m_studio.folder.filePath(QStringLiteral("%1.png").arg(i));
    }
    page.addFiles(files.mid(1));
    EXPECT_FALSE(m_studio.window.messages().isVisible());
    page.addFiles(files.mid(0, 1));
    EXPECT_EQ(predict().order().size(), PredictSession::kMaxItems);
    EXPECT_TRUE(m_studio.window.messages().isVisible());
    EXPECT_TRUE(m_studio.window.messages().text().contains("100,000"))
        << m_studio.window.messages().text().toStdString();
}

}  // namespace
}  // namespace minarai::studio
