// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Charts leave the studio by the buttons of their cards, and the page says where they are or why
// not.
#include <gtest/gtest.h>

#include <QAction>
#include <QFile>
#include <QImage>
#include <QToolButton>
#include <algorithm>

#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

using Kind = widgets::MessageBar::Kind;

class ChartExports : public testing::Test {
  protected:
    static constexpr int kEpochs = 2;
    StudioWindow m_studio;

    void SetUp() override {
        writeImages(m_studio.path("shapes"), 2, 8);
        ASSERT_TRUE(m_studio.openByDrop(m_studio.path("shapes")));
        m_studio.window.showPage(MainWindow::kTrain);
    }
    TrainPage& page() { return m_studio.window.trainPage(); }
    /// Clicks the button of the action and answers its dialog.
    void exportTo(const QString& file, QAction* action) {
        const auto buttons = page().findChildren<QToolButton*>();
        const auto found = std::find_if(buttons.begin(), buttons.end(), [action](auto* button) {
            return button->defaultAction() == action && button->isVisible();
        });
        ASSERT_NE(found, buttons.end()) << "no button for " << file.toStdString();
        QTest::mouseClick(*found, Qt::LeftButton);
        ASSERT_TRUE(m_studio.answerFileDialog(file)) << file.toStdString();
    }
    void expectSaved(const QString& file) {
        EXPECT_EQ(m_studio.window.messages().kind(), Kind::Success);
        EXPECT_TRUE(m_studio.window.messages().text().contains(file))
            << m_studio.window.messages().text().toStdString();
        EXPECT_TRUE(QFile::exists(file)) << file.toStdString();
    }
    QString file(const char* name) const { return m_studio.folder.filePath(QLatin1String(name)); }
    static QByteArray contentOf(const QString& name) {
        QFile file(name);
        EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << name.toStdString();
        return file.readAll();
    }
};

TEST_F(ChartExports, OfARunArePicturesPagesAndTables) {
    m_studio.setQuickRecipe(kEpochs);
    ASSERT_TRUE(m_studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.train().run()->ended.has_value(); }));
    RunBoard& board = *page().board();
    ASSERT_EQ(board.lossChart()->points("val").size(), kEpochs);
    QAction* loss = board.lossChart()->exportAction();
    exportTo(file("loss.png"), loss);
    expectSaved(file("loss.png"));
    EXPECT_FALSE(QImage(file("loss.png")).isNull());
    exportTo(file("loss.pdf"), loss);
    expectSaved(file("loss.pdf"));
    EXPECT_TRUE(contentOf(file("loss.pdf")).startsWith("%PDF-"));
    // The second card exports the chart that it shows.
    auto* second = page().findChild<QAction*>("exportSecond");
    ASSERT_NE(second, nullptr);
    exportTo(file("accuracy.csv"), second);
    expectSaved(file("accuracy.csv"));
    const QByteArray accuracy = contentOf(file("accuracy.csv"));
    EXPECT_EQ(accuracy.count("\nvalidation,"), kEpochs) << accuracy.toStdString();
    board.showRate(true);
    exportTo(file("rate.csv"), second);
    const QByteArray rate = contentOf(file("rate.csv"));
    EXPECT_TRUE(rate.contains("\nlearning rate,")) << rate.toStdString();
    EXPECT_FALSE(rate.contains("\nvalidation,"));

    exportTo(file("nowhere/loss.pdf"), loss);
    EXPECT_EQ(m_studio.window.messages().kind(), Kind::Error);
    EXPECT_TRUE(m_studio.window.messages().text().contains("nowhere"))
        << m_studio.window.messages().text().toStdString();
    exportTo(file("loss.doc"), loss);
    EXPECT_EQ(m_studio.window.messages().kind(), Kind::Error);
    EXPECT_TRUE(m_studio.window.messages().text().contains(".svg"))
        << m_studio.window.messages().text().toStdString();
}

TEST_F(ChartExports, OfAPlanAndOfARangeTestAreToldOf) {
    auto* planned = page().findChild<widgets::CurveChart*>("plannedRate");
    ASSERT_NE(planned, nullptr);
    planned->exportAction()->trigger();  // in its menu alone
    ASSERT_TRUE(m_studio.answerFileDialog(file("plan.csv")));
    expectSaved(file("plan.csv"));
    ASSERT_TRUE(m_studio.click("tryFirst"));
    QAction* range = page().trialsPanel()->chart()->exportAction();
    exportTo(file("range.svg"), range);
    expectSaved(file("range.svg"));
    exportTo(file("nowhere/range.svg"), range);
    EXPECT_EQ(m_studio.window.messages().kind(), Kind::Error);
    EXPECT_TRUE(m_studio.window.messages().text().contains("nowhere"));
}

}  // namespace
}  // namespace minarai::studio
