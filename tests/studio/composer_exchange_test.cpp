// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that come from runs, and the canvas as a picture.
#include <gtest/gtest.h>

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QImage>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>

#include "augment/pipeline.h"
#include "base/files.h"
#include "runs/run_directory.h"
#include "spec/templates.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "train/settings.h"
#include "zoo/zoo.h"

namespace minarai::studio {
namespace {

/// What a run leaves of its network, without the training.
void writeRun(const std::filesystem::path& folder, const spec::ModelSpec& model) {
    ASSERT_TRUE(makeFolder(folder));
    runs::RunInfo info;
    info.id = "run";
    info.name = "0001-lenet5";
    info.arch = model.name;
    info.dataName = "shapes";
    info.dataPath = "../shapes";
    info.classes = {"a", "b", "c"};
    info.split.kind = "folders";
    info.split.train = {{"train/a/0.png", 0, 1}};
    info.split.val = {{"val/a/1.png", 0, 2}};
    info.settings = train::settingsSchema().defaults();
    info.preprocess.height = info.preprocess.width = 28;
    info.pipeline = augment::presetPipeline("none", info.preprocess).value();
    ASSERT_TRUE(runs::writeRunInfo(folder, info));
    ASSERT_TRUE(spec::writeModelSpec(folder / "model.json", model));
}

class ComposerExchange : public testing::Test {
  protected:
    void SetUp() override {
        images = studio.path("shapes");
        writeImages(images, 3, 12);
        ASSERT_TRUE(studio.openByDrop(images));
        studio.window.showPage(MainWindow::kModel);
        studio.window.modelPage().showView(ModelPage::kCompose);
        panel = studio.window.modelPage().composer();
        panel->openTemplate("cnn");
        model = zoo::build("lenet5", 3, 1, 28, 28).value();
    }
    /// Dropped onto the canvas; whether the panel or the window takes it is up to them.
    void dropOnCanvas(const std::filesystem::path& file) {
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(toQString(file))});
        QWidget* target = panel->canvas()->viewport();
        const QPoint middle = target->rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        ASSERT_TRUE(enter.isAccepted());
        QDropEvent drop(QPointF(middle), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &drop);
    }
    StudioWindow studio;
    ComposerPanel* panel = nullptr;
    std::filesystem::path images;
    spec::ModelSpec model;
};

TEST_F(ComposerExchange, ARunsNetworkIsANewModelAndTheRunStaysAsItIs) {
    const auto run = studio.path("run");
    writeRun(run, model);
    for (const auto& path : {run, run / "model.json"}) {
        panel->openTemplate("cnn");
        panel->openFile(toQString(path));
        EXPECT_EQ(panel->document().draft().nodes, model.nodes);
        EXPECT_EQ(panel->document().draft().name, "my_lenet5");
        // Ctrl+S asks for a file instead of writing over the run's.
        EXPECT_TRUE(panel->document().file().empty());
    }
    panel->openTemplate("cnn");
    dropOnCanvas(run);
    EXPECT_EQ(panel->document().draft().nodes, model.nodes);
    EXPECT_EQ(studio.workspace.project().project()->catalog->root, images);
}

TEST_F(ComposerExchange, AFileIsDroppedAndImagesStayTheWindows) {
    const auto file = studio.path("own.json");
    ASSERT_TRUE(spec::writeModelSpec(file, model));
    dropOnCanvas(file);
    EXPECT_EQ(panel->document().draft().nodes, model.nodes);
    EXPECT_EQ(panel->document().draft().origin, "lenet5") << "whatever it is called later";
    EXPECT_EQ(panel->document().file(), file);
    const auto others = studio.path("others");
    writeImages(others, 2, 3);
    dropOnCanvas(others);
    EXPECT_TRUE(waitUntil([&] {
        return studio.workspace.project().project() &&
               studio.workspace.project().project()->catalog->root == others;
    }));
}

TEST_F(ComposerExchange, TheMenuListsTheRunsOfTheOpenFolder) {
    writeRun(studio.workspace.runs().root() / "0001-lenet5", model);
    studio.workspace.runs().refresh();
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.runs().runs().size() == 1; }));
    auto* button = studio.window.findChild<QPushButton*>("composerNew");
    ASSERT_NE(button, nullptr);
    QMenu* runs = nullptr;
    for (QAction* action : button->menu()->actions()) {
        if (action->menu() != nullptr && action->text() == QStringLiteral("From a run")) {
            runs = action->menu();
        }
    }
    ASSERT_NE(runs, nullptr);
    Q_EMIT runs->aboutToShow();
    ASSERT_EQ(runs->actions().size(), 3);  // the run, a line, another folder
    EXPECT_TRUE(runs->actions().front()->text().startsWith(QStringLiteral("Run 1 · lenet5")))
        << runs->actions().front()->text().toStdString();
    runs->actions().front()->trigger();
    EXPECT_EQ(panel->document().draft().nodes, model.nodes);
}

TEST_F(ComposerExchange, WhatIsNoRunIsSaidInOneSentence) {
    const auto before = panel->document().draft();
    panel->openRun(toQString(images));
    EXPECT_TRUE(studio.window.messages().isVisible());
    EXPECT_TRUE(studio.window.messages().text().contains(QStringLiteral("is not a run")))
        << studio.window.messages().text().toStdString();
    EXPECT_EQ(panel->document().draft(), before);
}

TEST_F(ComposerExchange, TheCanvasIsExportedWholeAndAFailureIsASentence) {
    panel->canvas()->zoomBy(4);  // what is in view does not matter
    QRectF bounds;
    for (const widgets::GraphNode& node : panel->canvas()->picture().nodes) {
        bounds = bounds.united(node.rect);
    }
    const QString file = toQString(studio.path("net.png"));
    panel->exportTo(file);
    EXPECT_EQ(studio.window.messages().kind(), widgets::MessageBar::Kind::Success)
        << studio.window.messages().text().toStdString();
    const QImage image(file);
    ASSERT_FALSE(image.isNull());
    EXPECT_GE(image.width(), 2 * bounds.width());
    EXPECT_NEAR(static_cast<double>(image.width()) / image.height(),
                (bounds.width() + 48) / (bounds.height() + 48), 0.1);
    panel->exportTo(toQString(studio.path("missing/net.png")));
    EXPECT_EQ(studio.window.messages().kind(), widgets::MessageBar::Kind::Error);
    EXPECT_TRUE(studio.window.messages().text().contains(QStringLiteral("net.png")))
        << studio.window.messages().text().toStdString();
    EXPECT_FALSE(std::filesystem::exists(studio.path("missing")));
}

}  // namespace
}  // namespace minarai::studio
