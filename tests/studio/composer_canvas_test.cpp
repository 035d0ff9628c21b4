// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the composer says of the input and of wires, and wires edited by the keyboard alone.
#include <gtest/gtest.h>

#include <QApplication>
#include <QHash>
#include <QMouseEvent>
#include <QUndoStack>

#include "spec/templates.h"
#include "studio/session/composer_picture.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "zoo/zoo.h"

namespace minarai::studio {
namespace {

using widgets::GraphWire;
using widgets::GraphWords;

spec::ModelSpec cnn() {
    return spec::templateSpec("cnn", 3, 32, 5);
}

std::vector<GraphWire> wiresInto(const ComposerDocument& document, const char* key) {
    std::vector<GraphWire> wires;
    for (const GraphWire& wire : makePicture(document).wires) {
        if (wire.to == QLatin1String(key)) {
            wires.push_back(wire);
        }
    }
    return wires;
}

QString labelInto(const ComposerDocument& document, const char* key) {
    const auto wires = wiresInto(document, key);
    return wires.empty() ? QStringLiteral("no wire") : wires.front().label;
}

TEST(ComposerWires, SayShapeAndParametersOfWhatTheyComeFrom) {
    ComposerDocument document;
    document.open(cnn());
    // 3·32·3·3 + 32 and 32·64·3·3 + 64; ReLU and pooling have none.
    EXPECT_EQ(labelInto(document, "conv1"), "3×32×32");
    EXPECT_EQ(labelInto(document, "relu1"), "32×32×32 · 896");
    EXPECT_EQ(labelInto(document, "maxpool1"), "32×32×32");
    EXPECT_EQ(labelInto(document, "conv2"), "32×16×16");
    EXPECT_EQ(labelInto(document, "relu2"), "64×16×16 · 18.5 k");
    EXPECT_EQ(labelInto(document, "#output"), "5 · 645");
    const GraphWire wire = wiresInto(document, "relu2").front();
    EXPECT_EQ(wire.about,
              "From Conv2d 64 · 3×3 to ReLU: 64×16×16, parameters of Conv2d 64 · 3×3: "
              "18,496");
    const QString about = wiresInto(document, "maxpool1").front().about;
    EXPECT_TRUE(about.endsWith(": 32×32×32")) << about.toStdString();
    EXPECT_EQ(wire.words, GraphWords::Right);
}

TEST(ComposerWires, FollowEveryEdit) {
    ComposerDocument document;
    document.open(cnn());
    document.setParam("conv1", "out_channels", std::int64_t{48});
    EXPECT_EQ(labelInto(document, "relu1"), "48×32×32 · 1.3 k");
    EXPECT_EQ(labelInto(document, "relu2"), "64×16×16 · 27.7 k");
    document.setParam("conv1", "bias", false);
    EXPECT_EQ(labelInto(document, "relu1"), "48×32×32 · 1.3 k");
    EXPECT_TRUE(wiresInto(document, "relu1").front().about.endsWith(": 1,296"));
    document.undoStack()->undo();
    EXPECT_TRUE(wiresInto(document, "relu1").front().about.endsWith(": 1,344"));
    // Without an input nothing is known any more; the wire says so.
    document.cut({"conv1", 0});
    EXPECT_EQ(labelInto(document, "relu1"), QString());
    EXPECT_FALSE(wiresInto(document, "relu1").front().about.isEmpty());
}

TEST(ComposerInput, IsAProblemWithoutColourOrGrey) {
    ComposerDocument document;
    document.open(cnn());
    document.setInput(0, 5);
    EXPECT_FALSE(document.diagnosis().isValid());
    EXPECT_EQ(document.shapeOf("conv1"), (spec::Shape{32, 32, 32})) << "shapes go on";
    const auto problems = problemsOf(document);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_TRUE(problems[0].text.contains("3 channels (colour)")) << problems[0].text.toStdString();
    document.setInput(0, 1);
    EXPECT_TRUE(document.diagnosis().isValid());
}

TEST(ComposerWires, FourIntoOneHaveTheirWordsToo) {
    ComposerDocument document;
    document.open(cnn());
    ASSERT_EQ(document.insertAlone("op:Concat", {500, 80}), "concat1");
    for (const char* from : {"conv1", "relu1", "#input", "conv2"}) {
        ASSERT_TRUE(document.connectKeys(from, "concat1", {}));
    }
    const auto wires = wiresInto(document, "concat1");
    ASSERT_EQ(wires.size(), 4U);
    const char* expected[] = {"32×32×32 · 896", "32×32×32", "3×32×32", "64×16×16 · 18.5 k"};
    for (std::size_t i = 0; i < wires.size(); ++i) {
        EXPECT_EQ(wires[i].end.slot, static_cast<int>(i));
        EXPECT_EQ(wires[i].label, expected[i]);
        EXPECT_EQ(wires[i].words, GraphWords::WhenChosen);
        EXPECT_FALSE(wires[i].about.isEmpty());
    }
}

TEST(ComposerWires, TwoIntoOneStandOnBothSidesAndABlockSaysItsSum) {
    ComposerDocument document;
    document.open(cnn());
    ASSERT_EQ(document.insertBehind("block:residual", "relu1"), "residual1/");
    // Two convolutions 32 → 32 without bias, each with a batch normalisation: 2·(9216 + 64).
    EXPECT_EQ(labelInto(document, "maxpool1"), "32×32×32 · 18.6 k");
    document.collapse({});
    const auto wires = wiresInto(document, "residual1.add");
    ASSERT_EQ(wires.size(), 2U);
    EXPECT_EQ(wires[0].words, GraphWords::Left);
    EXPECT_EQ(wires[1].words, GraphWords::Right);
}

TEST(ComposerWires, NoneOfALargeArchitectureIsWithoutWords) {
    for (const char* name : {"googlenet", "resnet18", "densenet121"}) {
        for (const bool isOpen : {false, true}) {
            ComposerDocument document;
            document.open(zoo::build(name).value());
            if (isOpen) {
                document.collapse({});
            }
            ASSERT_TRUE(waitUntil([&] { return !document.isExamining(); }));
            const widgets::GraphPicture picture = makePicture(document);
            QHash<QString, QString> details;
            for (const widgets::GraphNode& node : picture.nodes) {
                details.insert(node.key, node.detail);
            }
            // "conv1 · 896": a count stands at the wire where one stands in the box.
            const QString dot = QStringLiteral(" · ");
            for (const GraphWire& wire : picture.wires) {
                EXPECT_FALSE(wire.label.isEmpty()) << name << ' ' << wire.to.toStdString();
                EXPECT_EQ(wire.label.contains(dot), details.value(wire.from).contains(dot))
                    << name << ' ' << wire.from.toStdString();
            }
        }
    }
}

class ComposingByKeys : public testing::Test {
  protected:
    void SetUp() override {
        const auto images = studio.path("shapes");
        writeImages(images, 3, 12);
        ASSERT_TRUE(studio.openByDrop(images));
        studio.window.showPage(MainWindow::kModel);
        studio.window.modelPage().showView(ModelPage::kCompose);
        panel = studio.window.modelPage().composer();
        panel->openTemplate("cnn");
        panel->canvas()->setFocus();
    }
    void key(Qt::Key one, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget(), one, modifiers);
    }
    std::vector<std::string> inputsOf(const char* id) {
        const spec::Node* node = panel->document().draft().find(id);
        return node == nullptr ? std::vector<std::string>{"no such layer"} : node->inputs;
    }
    using Ids = std::vector<std::string>;
    StudioWindow studio;
    ComposerPanel* panel = nullptr;
};

TEST_F(ComposingByKeys, ALayerIsPutIntoAWireAndTheWireIsCut) {
    panel->canvas()->reveal("conv2");
    key(Qt::Key_W);
    ASSERT_TRUE(panel->canvas()->selectedWire());
    EXPECT_EQ(panel->canvas()->selectedWire()->from, "maxpool1");
    key(Qt::Key_Slash);
    QTest::keyClicks(QApplication::focusWidget(), "batch");
    key(Qt::Key_Return);
    EXPECT_EQ(inputsOf("batchnorm1"), Ids{"maxpool1"});
    EXPECT_EQ(inputsOf("conv2"), Ids{"batchnorm1"});
    key(Qt::Key_Escape);
    ASSERT_EQ(QApplication::focusWidget(), panel->canvas());
    ASSERT_EQ(panel->canvas()->currentKey(), "batchnorm1");
    key(Qt::Key_W, Qt::ShiftModifier);
    ASSERT_TRUE(panel->canvas()->selectedWire());
    EXPECT_EQ(panel->canvas()->selectedWire()->to, "conv2");
    key(Qt::Key_Delete);
    EXPECT_EQ(inputsOf("conv2"), Ids{""});
    EXPECT_EQ(inputsOf("batchnorm1"), Ids{"maxpool1"});
    EXPECT_EQ(panel->canvas()->selectedKeys(), QStringList("batchnorm1"));
    key(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(inputsOf("conv2"), Ids{"batchnorm1"});
}

TEST_F(ComposingByKeys, ConnectsIntoTheInputThatIsChosen) {
    ASSERT_EQ(panel->document().insertAlone("op:Add", {500, 80}), "add1");
    panel->canvas()->reveal("conv1");
    key(Qt::Key_C);
    key(Qt::Key_End);
    key(Qt::Key_Backtab, Qt::ShiftModifier);
    ASSERT_EQ(panel->canvas()->currentKey(), "add1");
    key(Qt::Key_2);
    EXPECT_TRUE(panel->canvas()->accessibleDescription().startsWith("Input 2 of 2: Add"))
        << panel->canvas()->accessibleDescription().toStdString();
    key(Qt::Key_Return);
    EXPECT_EQ(inputsOf("add1"), (Ids{"", "conv1"}));
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kModel);  // the digit was the canvas's
    // Another one into the same input takes its place, and the free one is taken by itself.
    for (const Qt::Key choice : {Qt::Key_2, Qt::Key_Shift}) {
        panel->canvas()->reveal("relu1");
        key(Qt::Key_C);
        key(Qt::Key_End);
        key(Qt::Key_Backtab, Qt::ShiftModifier);
        key(choice);
        key(Qt::Key_Return);
    }
    EXPECT_EQ(inputsOf("add1"), (Ids{"relu1", "relu1"}));
}

/// The plan of how the layers learn comes from a worker, whatever a hand does meanwhile.
TEST_F(ComposingByKeys, ADragGoesOnWhereANewPlanOfLearningMarksNothingElse) {
    widgets::GraphView& canvas = *panel->canvas();
    const auto learn = [&](const char* freeze, const char* rates) {
        Params recipe = studio.workspace.recipe();
        recipe.set("freeze", std::string(freeze));
        recipe.set("rate_multipliers", std::string(rates));
        studio.workspace.setRecipe(recipe);
    };
    const auto isFrozen = [&] { return canvas.node("conv1")->isFrozen; };
    studio.setQuickRecipe(1);
    learn("upto:conv1", "");
    ASSERT_TRUE(waitUntil(isFrozen));
    learn("none", "conv1=1");  // a plan, but none that shows
    ASSERT_TRUE(waitUntil([&] { return !isFrozen() && !panel->document().isExamining(); }));
    canvas.reveal("conv2");
    ASSERT_TRUE(panel->document().pins().empty());

    const auto move = [&](const QPoint& place) {
        QMouseEvent event(QEvent::MouseMove, place, canvas.viewport()->mapToGlobal(place),
                          Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(canvas.viewport(), &event);
    };
    const QRectF box = canvas.node("conv2")->rect;
    const QPoint from = canvas.mapFromScene(box.left() + 30, box.center().y());
    const QPoint to = from + QPoint(40, 30);
    QTest::mousePress(canvas.viewport(), Qt::LeftButton, {}, from);
    move((from + to) / 2);
    learn("none", "");  // no plan any more: at once
    move(to);
    QTest::mouseRelease(canvas.viewport(), Qt::LeftButton, {}, to);
    EXPECT_EQ(panel->document().pins().count("conv2"), 1U) << "the layer was let go on its way";
}

}  // namespace
}  // namespace minarai::studio
