// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_view.h"

#include <gtest/gtest.h>

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QGraphicsScene>
#include <QImage>
#include <QMimeData>
#include <QPaintEvent>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

#include "widgets/graph/graph_minimap.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

GraphNode layer(const QString& key, qreal x, qreal y, int inputs = 1) {
    GraphNode node;
    node.key = key;
    node.title = key.toUpper();
    node.detail = QStringLiteral("detail");
    node.rect = QRectF(x, y, 160, 40);
    node.inputs = inputs;
    return node;
}

GraphWire wire(const QString& from, const QString& to, const QPolygonF& route, int slot = 0) {
    GraphWire result;
    result.from = from;
    result.to = to;
    result.end = {to, slot};
    result.label = QStringLiteral("3×8×8");
    result.route = route;
    return result;
}

/// a above b above c, d beside b; b in a frame.
GraphPicture chain() {
    GraphPicture picture;
    GraphNode frame = layer(QStringLiteral("f/"), -20, 70, 0);
    frame.kind = GraphNode::Kind::Frame;
    frame.rect = QRectF(-20, 70, 200, 90);
    frame.hasOutput = false;
    GraphNode inner = layer(QStringLiteral("b"), 0, 100);
    inner.frame = frame.key;
    picture.nodes = {layer(QStringLiteral("a"), 0, 0), frame, inner,
                     layer(QStringLiteral("c"), 0, 200), layer(QStringLiteral("d"), 300, 100)};
    picture.wires = {wire("a", "b", {{80, 40}, {80, 100}}), wire("b", "c", {{80, 140}, {80, 200}})};
    return picture;
}

class GraphViewTest : public ::testing::Test {
  protected:
    void SetUp() override {
        view.resize(800, 600);
        view.setPicture(chain());
        view.show();
        view.zoomToFit();
    }
    QPoint at(qreal x, qreal y) { return view.mapFromScene(QPointF(x, y)); }
    void press(const QPoint& place, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(view.viewport(), Qt::LeftButton, modifiers, place);
    }
    void moveTo(const QPoint& place) {
        QMouseEvent move(QEvent::MouseMove, place, view.viewport()->mapToGlobal(place),
                         Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view.viewport(), &move);
    }
    void release(const QPoint& place) {
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, place);
    }
    void drag(const QPoint& from, const QPoint& to) {
        press(from);
        moveTo((from + to) / 2);
        moveTo(to);
        release(to);
    }
    void key(Qt::Key one, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&view, one, modifiers);
    }
    /// What of the viewport is painted anew once this picture is shown.
    QRegion redrawnBy(const GraphPicture& picture) {
        class Watch : public QObject {
          public:
            QRegion painted;
            bool eventFilter(QObject*, QEvent* event) override {
                if (event->type() == QEvent::Paint) {
                    painted += static_cast<QPaintEvent*>(event)->region();
                }
                return false;
            }
        };
        settle();
        Watch watch;
        view.viewport()->installEventFilter(&watch);
        view.setPicture(picture);
        settle();
        return watch.painted;
    }
    /// The scene tells its view, the view its window, each in a turn of its own.
    static void settle() {
        for (int turn = 0; turn < 4; ++turn) {
            QCoreApplication::sendPostedEvents();
        }
    }
    GraphView view;
};

TEST_F(GraphViewTest, AClickChoosesAndTheGroundLetsGo) {
    QSignalSpy changed(&view, &GraphView::selectionChanged);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at(80, 20));
    EXPECT_EQ(view.selectedKeys(), QStringList("a"));
    EXPECT_EQ(view.currentKey(), "a");
    EXPECT_GE(changed.size(), 1);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ShiftModifier, at(380, 120));
    EXPECT_EQ(view.selectedKeys(), (QStringList{"a", "d"}));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at(380, 20));
    EXPECT_TRUE(view.selectedKeys().isEmpty());
    EXPECT_TRUE(view.accessibleDescription().isEmpty());
}

TEST_F(GraphViewTest, DraggingFromAPortConnects) {
    QSignalSpy connected(&view, &GraphView::connectWanted);
    drag(at(380, 140), at(80, 220));
    ASSERT_EQ(connected.size(), 1);
    EXPECT_EQ(connected[0][0].toString(), "d");
    EXPECT_EQ(connected[0][1].value<GraphWireEnd>(), (GraphWireEnd{"c", -1}));
    // To the ground: nothing.
    drag(at(380, 140), at(500, 300));
    EXPECT_EQ(connected.size(), 1);
}

TEST_F(GraphViewTest, DraggingAnInputAwayDisconnectsAndOntoALayerReconnects) {
    QSignalSpy cut(&view, &GraphView::disconnectWanted);
    QSignalSpy connected(&view, &GraphView::connectWanted);
    drag(at(80, 199), at(500, 330));
    ASSERT_EQ(cut.size(), 1);
    EXPECT_EQ(cut[0][0].value<GraphWireEnd>(), (GraphWireEnd{"c", 0}));
    drag(at(80, 199), at(380, 120));
    ASSERT_EQ(connected.size(), 1);
    EXPECT_EQ(connected[0][0].toString(), "d");
    EXPECT_EQ(connected[0][1].value<GraphWireEnd>(), (GraphWireEnd{"c", 0}));
}

TEST_F(GraphViewTest, DraggingLayersMovesThemAndAFrameTakesItsOwnAlong) {
    QSignalSpy moved(&view, &GraphView::moveWanted);
    drag(at(330, 110), at(360, 150));
    ASSERT_EQ(moved.size(), 1);
    EXPECT_EQ(moved[0][0].toStringList(), QStringList("d"));
    EXPECT_NEAR(moved[0][1].toPointF().x(), 30, 1.5);
    EXPECT_NEAR(moved[0][1].toPointF().y(), 40, 1.5);
    press(at(100, 80));
    moveTo(at(130, 80));
    EXPECT_EQ(view.selectedKeys(), QStringList("f/"));
    release(at(130, 80));
    ASSERT_EQ(moved.size(), 2);
    EXPECT_EQ(moved[1][0].toStringList(), QStringList("f/"));
}

TEST_F(GraphViewTest, WhatIsDroppedOnAWireGoesIntoIt) {
    QSignalSpy dropped(&view, &GraphView::dropped);
    QMimeData mime;
    mime.setData(GraphView::kMimeType, "op:ReLU");
    const auto drop = [&](const QPoint& place) {
        QDragEnterEvent enter(place, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view.viewport(), &enter);
        EXPECT_TRUE(enter.isAccepted());
        QDragMoveEvent move(place, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view.viewport(), &move);
        QDropEvent event(place, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view.viewport(), &event);
    };
    drop(at(83, 175));
    drop(at(500, 300));
    ASSERT_EQ(dropped.size(), 2);
    EXPECT_EQ(dropped[0][0].toByteArray(), "op:ReLU");
    EXPECT_EQ(dropped[0][2].value<std::optional<GraphWireEnd>>(), (GraphWireEnd{"c", 0}));
    EXPECT_FALSE(dropped[1][2].value<std::optional<GraphWireEnd>>().has_value());
    EXPECT_NEAR(dropped[1][1].toPointF().x(), 500, 1.5);
    QMimeData other;
    other.setText("hello");
    QDragEnterEvent enter(at(0, 0), Qt::CopyAction, &other, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(view.viewport(), &enter);
    EXPECT_FALSE(enter.isAccepted());
}

TEST_F(GraphViewTest, TheKeyboardWalksAlongTheWires) {
    view.select({"a"});
    key(Qt::Key_Down);
    EXPECT_EQ(view.currentKey(), "b");
    EXPECT_EQ(view.accessibleDescription(), "B, detail");
    key(Qt::Key_Down);
    EXPECT_EQ(view.currentKey(), "c");
    key(Qt::Key_Up);
    EXPECT_EQ(view.currentKey(), "b");
    key(Qt::Key_Right);
    EXPECT_EQ(view.currentKey(), "d");
    key(Qt::Key_Left);
    EXPECT_EQ(view.currentKey(), "b");
    key(Qt::Key_Home);
    EXPECT_EQ(view.currentKey(), "a");
    for (const char* next : {"f/", "b", "c", "d"}) {
        key(Qt::Key_Tab);
        EXPECT_EQ(view.currentKey(), next);
    }
}

TEST_F(GraphViewTest, EveryWishHasAKey) {
    QSignalSpy edit(&view, &GraphView::editWanted);
    QSignalSpy toggle(&view, &GraphView::toggleWanted);
    QSignalSpy remove(&view, &GraphView::removeWanted);
    QSignalSpy copy(&view, &GraphView::copyWanted);
    QSignalSpy paste(&view, &GraphView::pasteWanted);
    QSignalSpy twice(&view, &GraphView::duplicateWanted);
    QSignalSpy rename(&view, &GraphView::renameWanted);
    QSignalSpy insert(&view, &GraphView::insertWanted);
    QSignalSpy moved(&view, &GraphView::moveWanted);
    view.select({"b"});
    key(Qt::Key_Return);
    key(Qt::Key_Space);
    key(Qt::Key_Delete);
    key(Qt::Key_C, Qt::ControlModifier);
    key(Qt::Key_V, Qt::ControlModifier);
    key(Qt::Key_D, Qt::ControlModifier);
    key(Qt::Key_F2);
    key(Qt::Key_Slash);
    key(Qt::Key_Right, Qt::AltModifier);
    for (const QSignalSpy* spy :
         {&edit, &toggle, &remove, &copy, &paste, &twice, &rename, &insert, &moved}) {
        EXPECT_EQ(spy->size(), 1);
    }
    EXPECT_EQ(edit[0][0].toString(), "b");
    EXPECT_EQ(toggle[0][0].toString(), "f/");  // the frame it stands in
    EXPECT_GT(moved[0][1].toPointF().x(), 0);
}

TEST_F(GraphViewTest, ConnectsByTheKeyboardAlone) {
    QSignalSpy connected(&view, &GraphView::connectWanted);
    view.select({"d"});
    key(Qt::Key_C);
    EXPECT_EQ(view.connectingFrom(), "d");
    key(Qt::Key_Left);
    key(Qt::Key_Down);
    EXPECT_EQ(view.currentKey(), "c");
    key(Qt::Key_Return);
    ASSERT_EQ(connected.size(), 1);
    EXPECT_EQ(connected[0][0].toString(), "d");
    EXPECT_EQ(connected[0][1].value<GraphWireEnd>().to, "c");
    key(Qt::Key_C);
    key(Qt::Key_Escape);
    EXPECT_TRUE(view.connectingFrom().isEmpty());
}

TEST_F(GraphViewTest, ItsOwnKeysAreNotTheWindows) {
    QKeyEvent own(QEvent::ShortcutOverride, Qt::Key_V, Qt::ControlModifier);
    QApplication::sendEvent(&view, &own);
    EXPECT_TRUE(own.isAccepted());
    QKeyEvent others(QEvent::ShortcutOverride, Qt::Key_O, Qt::ControlModifier);
    others.ignore();
    QApplication::sendEvent(&view, &others);
    EXPECT_FALSE(others.isAccepted());
}

TEST_F(GraphViewTest, AWireCanBeChosenAndCut) {
    QSignalSpy cut(&view, &GraphView::disconnectWanted);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at(80, 178));
    ASSERT_TRUE(view.selectedWire().has_value());
    EXPECT_EQ(view.selectedWire()->from, "b");
    key(Qt::Key_Delete);
    ASSERT_EQ(cut.size(), 1);
    EXPECT_EQ(cut[0][0].value<GraphWireEnd>(), (GraphWireEnd{"c", 0}));
}

TEST_F(GraphViewTest, AnotherPictureKeepsTheChoice) {
    view.select({"c"});
    GraphPicture next = chain();
    next.nodes.removeAt(4);
    next.wires.removeAt(0);
    view.setPicture(next);
    EXPECT_EQ(view.selectedKeys(), QStringList("c"));
    EXPECT_EQ(view.currentKey(), "c");
    next.nodes.removeAt(3);
    next.wires.clear();
    view.setPicture(next);
    EXPECT_TRUE(view.selectedKeys().isEmpty());
    view.setPicture({});
    view.zoomToFit();
    EXPECT_TRUE(view.currentKey().isEmpty());
}

TEST_F(GraphViewTest, FitsZoomsWithinLimitsAndMapsWhatIsOutOfView) {
    EXPECT_TRUE(view.minimap()->isHidden());
    for (int i = 0; i < 40; ++i) {
        view.zoomBy(1.3);
    }
    EXPECT_DOUBLE_EQ(view.zoom(), GraphView::kMaxZoom);
    EXPECT_FALSE(view.minimap()->isHidden());
    view.zoomToFit();
    EXPECT_DOUBLE_EQ(view.zoom(), 1.0);
    const QRectF seen = view.mapToScene(view.viewport()->rect()).boundingRect();
    for (const GraphNode& node : view.picture().nodes) {
        EXPECT_TRUE(seen.contains(node.rect)) << node.key.toStdString();
    }
}

TEST_F(GraphViewTest, WhatWasFittedStaysSoInAnotherSizeUntilSomebodyZooms) {
    const auto isWhole = [this] {
        const QRectF seen = view.mapToScene(view.viewport()->rect()).boundingRect();
        return std::all_of(view.picture().nodes.begin(), view.picture().nodes.end(),
                           [&](const GraphNode& node) { return seen.contains(node.rect); });
    };
    view.resize(300, 200);
    EXPECT_LT(view.zoom(), 1.0);
    EXPECT_TRUE(isWhole());
    view.resize(800, 600);
    EXPECT_DOUBLE_EQ(view.zoom(), 1.0);
    view.zoomBy(1.5);
    view.resize(300, 200);
    EXPECT_DOUBLE_EQ(view.zoom(), 1.5);
}

TEST_F(GraphViewTest, BoxesStandOutFromTheDarkCanvas) {
    auto& theme = const_cast<Theme&>(Theme::of(&view));
    theme.setMode(Theme::Mode::Dark);
    GraphPicture picture = chain();
    picture.nodes[0].state = GraphState::Wrong;
    picture.nodes[3].kind = GraphNode::Kind::Block;
    view.setPicture(picture);
    view.setTransform(QTransform::fromScale(4, 4));
    view.select({QStringLiteral("d")});
    for (const GraphNode& node : picture.nodes) {
        if (node.kind == GraphNode::Kind::Frame) {
            const QPointF end(node.rect.right(), node.rect.center().y());
            view.centerOn(end);
            const QImage image = view.viewport()->grab().toImage();
            const QColor line = image.pixelColor(at(end.x() - 0.5, end.y()));
            EXPECT_GE(contrastRatio(line, image.pixelColor(at(end.x() + 8, end.y()))), 3.0);
            EXPECT_GE(contrastRatio(line, image.pixelColor(at(end.x() - 8, end.y()))), 3.0);
            continue;
        }
        const QRectF box = node.rect;
        const std::string key = node.key.toStdString();
        view.centerOn(box.center());
        const QImage image = view.viewport()->grab().toImage();
        // Right of the words, where a line of the scene is four pixels wide.
        const QColor ground = image.pixelColor(at(box.right() - 8, box.center().y()));
        const QColor line = image.pixelColor(at(box.right() - 0.5, box.center().y()));
        const QColor canvas = image.pixelColor(at(box.right() + 8, box.center().y()));
        EXPECT_GE(contrastRatio(ground, canvas), 1.3) << key;
        EXPECT_GE(contrastRatio(line, canvas), 3.0) << key;
        for (const Token text : {Token::Text, Token::Secondary}) {
            EXPECT_GE(contrastRatio(tokenColor(text, true), ground), 4.5) << key;
        }
    }
    theme.setMode(Theme::Mode::Light);
}

TEST(ShortTitle, KeepsTheEndOfANameAndSaysWhenItIsCut) {
    const QFontMetricsF metrics(Theme::of().font(FontRole::Body));
    const auto shown = [&](const QString& title, const QString& room) {
        return shortTitle(title, metrics, metrics.horizontalAdvance(room) + 0.5).toStdString();
    };
    EXPECT_EQ(shown("Conv2d 64 · 7×7 /2", "Conv2d 64 · 7×7 /2"), "Conv2d 64 · 7×7 /2");
    EXPECT_EQ(shown("Conv2d 64 · 7×7 /2", "Conv2d 64 · 7"), "Conv2d 64");
    EXPECT_EQ(shown("AdaptiveAvgPool2d · 1×1", "…AvgPool2d"), "…AvgPool2d");
    EXPECT_EQ(shown("layer2.0.downsample", "…downsample"), "…downsample");
    EXPECT_EQ(shown("layer2.0.downsample", "…0.downsample"), "…0.downsample");
    EXPECT_EQ(shown("downsample", "down…"), "down…");
    EXPECT_EQ(shown("residual1", "resi…1"), "resi…1");
    EXPECT_EQ(shown("residual12", "resi…12"), "resi…12");
}

TEST_F(GraphViewTest, AFramesWordsAreReadFromAfarOrNotThere) {
    GraphPicture picture = chain();
    picture.nodes = {picture.nodes[1]};
    picture.nodes[0].rect = QRectF(0, 0, 400, 200);
    picture.nodes[0].title = QStringLiteral("HHHHHHHHHHHHHHHH");
    picture.nodes[0].detail.clear();
    picture.wires.clear();
    view.setPicture(picture);
    /// Rows of the header in which there is ink of the letters.
    const auto inked = [&](double zoom) {
        view.setTransform(QTransform::fromScale(zoom, zoom));
        view.centerOn(200, 100);
        const QImage image = view.viewport()->grab().toImage();
        const QRect header(at(50, 1) + QPoint(0, 1), at(190, 30));
        int rows = 0;
        for (int y = header.top(); y <= header.bottom(); ++y) {
            bool ink = false;
            for (int x = header.left(); x <= header.right(); ++x) {
                ink |= contrastRatio(image.pixelColor(x, y), image.pixelColor(at(200, 150))) > 1.6;
            }
            rows += ink ? 1 : 0;
        }
        return rows;
    };
    // A capital letter is about seven tenths of the type's size.
    for (const double zoom : {1.0, 0.6, 0.45, 0.4}) {
        EXPECT_GE(inked(zoom), 6) << zoom;
    }
    EXPECT_LE(inked(0.3), 2) << "its border at most";
}

TEST_F(GraphViewTest, OnlyWhatSaysSomethingElseIsDrawnAnew) {
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&view));
    GraphPicture picture = chain();
    view.select({QStringLiteral("a")});
    EXPECT_TRUE(redrawnBy(picture).isEmpty()) << "it says the same";
    GraphNode& marked = picture.nodes[3];
    ASSERT_EQ(marked.key, "c");
    marked.isFrozen = true;
    marked.detail += QStringLiteral(" · frozen");
    const QRegion painted = redrawnBy(picture);
    const auto placeOf = [&](const char* key) {
        const QPointF centre = view.node(QString::fromLatin1(key))->rect.center();
        return view.mapFromScene(centre);
    };
    EXPECT_TRUE(painted.contains(placeOf("c")));
    for (const char* key : {"a", "b", "d"}) {
        EXPECT_FALSE(painted.contains(placeOf(key))) << key;
    }
    EXPECT_TRUE(redrawnBy(picture).isEmpty()) << "the marks are there already";
    marked.isFrozen = false;
    EXPECT_FALSE(redrawnBy(picture).isEmpty());
}

TEST_F(GraphViewTest, DrawsAtEveryZoomAndPansByDragging) {
    for (const double zoom : {0.05, 0.3, 0.5, 1.0, 2.0}) {
        view.setTransform(QTransform::fromScale(zoom, zoom));
        EXPECT_FALSE(view.grab().isNull());
    }
    view.zoomToFit();
    const QPointF before = view.mapToScene(QPoint(0, 0));
    drag(at(420, 20), at(420, 20) + QPoint(-60, 40));
    const QPointF after = view.mapToScene(QPoint(0, 0));
    EXPECT_NEAR(after.x() - before.x(), 60, 1.5);
    EXPECT_NEAR(after.y() - before.y(), -40, 1.5);
}

}  // namespace
}  // namespace minarai::widgets
