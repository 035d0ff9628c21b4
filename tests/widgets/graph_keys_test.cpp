// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Wires and inputs by the keyboard alone, and what is said of a wire that has no room for words.
#include <gtest/gtest.h>

#include <QHelpEvent>
#include <QImage>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <cmath>

#include "widgets/graph/graph_minimap.h"
#include "widgets/graph/graph_tag.h"
#include "widgets/graph/graph_view.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

GraphNode layer(const QString& key, qreal x, qreal y, int inputs) {
    GraphNode node;
    node.key = key;
    node.title = key.toUpper();
    node.detail = QStringLiteral("detail");
    node.rect = QRectF(x, y, 200, 40);
    node.inputs = inputs;
    return node;
}

GraphWire wire(const QString& from, const QString& to, int slot, const QPolygonF& route) {
    GraphWire result;
    result.from = from;
    result.to = to;
    result.end = {to, slot};
    result.label = QStringLiteral("8×4×4 · 1.2 k");
    result.about = QStringLiteral("From %1 to %2").arg(from, to);
    result.words = to == QStringLiteral("join") ? GraphWords::WhenChosen : GraphWords::Right;
    result.route = route;
    return result;
}

/// a, b and c side by side go into join, which any number of wires may enter; it leads on to end.
GraphPicture fan() {
    GraphPicture picture;
    GraphNode join = layer(QStringLiteral("join"), 240, 140, 3);
    join.takesMore = true;
    picture.nodes = {layer(QStringLiteral("a"), 0, 0, 1), layer(QStringLiteral("b"), 240, 0, 1),
                     layer(QStringLiteral("c"), 480, 0, 1), join,
                     layer(QStringLiteral("end"), 240, 260, 1)};
    // Not in the order of the ports.
    picture.wires = {wire("b", "join", 1, {{340, 40}, {340, 140}}),
                     wire("a", "join", 0, {{100, 40}, {100, 90}, {290, 90}, {290, 140}}),
                     wire("c", "join", 2, {{580, 40}, {580, 90}, {390, 90}, {390, 140}}),
                     wire("join", "end", 0, {{340, 180}, {340, 260}})};
    return picture;
}

class GraphKeys : public ::testing::Test {
  protected:
    void SetUp() override {
        view.resize(1000, 700);
        view.setPicture(fan());
        view.show();
        view.zoomToFit();
    }
    void TearDown() override { QToolTip::hideText(); }
    void key(Qt::Key one, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&view, one, modifiers);
    }
    QString chosen() {
        const auto wire = view.selectedWire();
        return wire ? wire->from + QLatin1Char('>') + wire->to : QString();
    }
    void moveTo(const QPoint& place) {
        QMouseEvent move(QEvent::MouseMove, place, view.viewport()->mapToGlobal(place),
                         Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(view.viewport(), &move);
    }
    GraphView view;
};

TEST_F(GraphKeys, WGoesThroughTheWiresOfALayer) {
    view.select({"join"});
    for (const char* expected : {"a>join", "b>join", "c>join", "join>end", "a>join"}) {
        key(Qt::Key_W);
        EXPECT_EQ(chosen(), expected);
        EXPECT_EQ(view.currentKey(), "join");
        EXPECT_TRUE(view.selectedKeys().isEmpty());
    }
    EXPECT_EQ(view.accessibleDescription(), "From a to join");
    key(Qt::Key_W, Qt::ShiftModifier);
    EXPECT_EQ(chosen(), "join>end");
    // Back to the layer, and from there to nothing.
    key(Qt::Key_Escape);
    EXPECT_EQ(view.selectedKeys(), QStringList("join"));
    EXPECT_EQ(view.accessibleDescription(), "JOIN, detail");
    key(Qt::Key_Escape);
    EXPECT_TRUE(view.currentKey().isEmpty());
    key(Qt::Key_W);
    EXPECT_EQ(chosen(), QString());
}

TEST_F(GraphKeys, AWireChosenByKeyIsCutAndLeadsOnBothWays) {
    QSignalSpy cut(&view, &GraphView::disconnectWanted);
    QSignalSpy remove(&view, &GraphView::removeWanted);
    view.select({"join"});
    key(Qt::Key_W);
    key(Qt::Key_W);
    key(Qt::Key_Delete);
    ASSERT_EQ(cut.size(), 1);
    EXPECT_EQ(cut[0][0].value<GraphWireEnd>(), (GraphWireEnd{"join", 1}));
    EXPECT_EQ(remove.size(), 0);
    EXPECT_EQ(view.selectedKeys(), QStringList("join"));
    key(Qt::Key_W, Qt::ShiftModifier);
    key(Qt::Key_W, Qt::ShiftModifier);
    ASSERT_EQ(chosen(), "c>join");
    key(Qt::Key_Up);
    EXPECT_EQ(view.selectedKeys(), QStringList("c"));
    key(Qt::Key_W);
    ASSERT_EQ(chosen(), "c>join");
    key(Qt::Key_Down);
    EXPECT_EQ(view.selectedKeys(), QStringList("join"));
}

TEST_F(GraphKeys, ACutWireIsNotFollowedByItsNeighbour) {
    view.select({"join"});
    key(Qt::Key_W);
    ASSERT_EQ(chosen(), "a>join");
    // As an op with any number of inputs closes up: b comes into the slot of a.
    GraphPicture next = fan();
    next.wires.removeAt(1);
    next.wires[0].end.slot = 0;
    next.wires[1].end.slot = 1;
    next.wires.swapItemsAt(0, 1);
    view.setPicture(next);
    EXPECT_EQ(chosen(), QString());
}

TEST_F(GraphKeys, ConnectsToAChosenInput) {
    QSignalSpy connected(&view, &GraphView::connectWanted);
    QSignalSpy said(&view, &GraphView::connectingChanged);
    const auto start = [&] {
        view.select({"a"});
        key(Qt::Key_C);
        key(Qt::Key_Down);
        ASSERT_EQ(view.currentKey(), "join");
        ASSERT_EQ(view.connectingSlots(), 3);
        ASSERT_EQ(view.connectingSlot(), -1);
    };
    start();
    const qsizetype before = said.size();
    key(Qt::Key_2);
    EXPECT_EQ(view.connectingSlot(), 1);
    EXPECT_GT(said.size(), before);
    EXPECT_EQ(view.accessibleDescription(), "Input 2 of 3: JOIN, detail");
    key(Qt::Key_9);  // there is no such input
    EXPECT_EQ(view.connectingSlot(), 1);
    key(Qt::Key_Return);
    ASSERT_EQ(connected.size(), 1);
    EXPECT_EQ(connected[0][1].value<GraphWireEnd>(), (GraphWireEnd{"join", 1}));
    EXPECT_EQ(view.connectingSlot(), -1);
    EXPECT_EQ(view.accessibleDescription(), "JOIN, detail");

    start();
    for (const int slot : {0, 1, 2, -1, 0}) {
        key(Qt::Key_W);
        EXPECT_EQ(view.connectingSlot(), slot);
    }
    key(Qt::Key_W, Qt::ShiftModifier);
    key(Qt::Key_W, Qt::ShiftModifier);
    EXPECT_EQ(view.connectingSlot(), 2);
    // Another layer has other inputs.
    key(Qt::Key_Down);
    EXPECT_EQ(view.currentKey(), "end");
    EXPECT_EQ(view.connectingSlots(), 0);
    EXPECT_EQ(view.connectingSlot(), -1);
    key(Qt::Key_1);
    key(Qt::Key_Return);
    ASSERT_EQ(connected.size(), 2);
    EXPECT_EQ(connected[1][1].value<GraphWireEnd>(), (GraphWireEnd{"end", -1}));
}

TEST_F(GraphKeys, DigitsAreTheWindowsUnlessAnInputIsChosen) {
    const auto isTaken = [&](int one, Qt::KeyboardModifiers modifiers = {}) {
        QKeyEvent event(QEvent::ShortcutOverride, one, modifiers);
        event.ignore();
        QApplication::sendEvent(&view, &event);
        return event.isAccepted();
    };
    view.select({"a"});
    EXPECT_FALSE(isTaken(Qt::Key_2));
    EXPECT_TRUE(isTaken(Qt::Key_W));
    key(Qt::Key_C);
    EXPECT_TRUE(isTaken(Qt::Key_2));
    EXPECT_FALSE(isTaken(Qt::Key_2, Qt::ControlModifier));
}

TEST_F(GraphKeys, ShiftAndArrowsChooseWhatTheyPass) {
    view.select({"a"});
    key(Qt::Key_Down, Qt::ShiftModifier);
    key(Qt::Key_Down, Qt::ShiftModifier);
    EXPECT_EQ(view.selectedKeys(), (QStringList{"a", "join", "end"}));
    EXPECT_EQ(view.currentKey(), "end");
    key(Qt::Key_Up, Qt::ShiftModifier);
    EXPECT_EQ(view.selectedKeys(), (QStringList{"a", "join"}));
    key(Qt::Key_Up);
    EXPECT_EQ(view.selectedKeys().size(), 1);
    view.select({"a"});
    key(Qt::Key_Right, Qt::ShiftModifier);
    EXPECT_EQ(view.selectedKeys(), (QStringList{"a", "b"}));
}

TEST_F(GraphKeys, CrowdedAndFarWiresSayTheirWordsWhenPointedAtOrChosen) {
    ASSERT_GE(view.zoom(), 0.99);
    EXPECT_TRUE(view.tag()->isHidden());
    const QPoint onCrowded = view.mapFromScene(QPointF(340, 80));
    const QPoint onRoomy = view.mapFromScene(QPointF(340, 220));
    moveTo(onCrowded);
    EXPECT_FALSE(view.tag()->isHidden());
    EXPECT_EQ(view.tag()->text(), "8×4×4 · 1.2 k");
    moveTo(onRoomy);  // the drawing has it
    EXPECT_TRUE(view.tag()->isHidden());
    view.select({"join"});
    key(Qt::Key_W);
    EXPECT_FALSE(view.tag()->isHidden());
    // From afar no wire has room; the tag is as large as from near, and never out of view.
    view.select({"end"});
    key(Qt::Key_W);
    EXPECT_TRUE(view.tag()->isHidden());
    const QSize near = view.tag()->size();
    while (view.zoom() > 0.1) {
        view.zoomBy(0.7);
    }
    EXPECT_FALSE(view.tag()->isHidden());
    EXPECT_EQ(view.tag()->size(), near);
    view.select({"join"});
    key(Qt::Key_W);
    view.zoomBy(20);
    view.centerOn(QPointF(-200, -200));
    EXPECT_FALSE(view.tag()->isHidden());
    EXPECT_TRUE(view.rect().contains(view.tag()->geometry()));
    view.select({});
    EXPECT_TRUE(view.tag()->isHidden());
}

TEST_F(GraphKeys, AWiresWordsLieOnNoWireIntoTheSameLayer) {
    view.select({"join"});
    for (int i = 0; i < 3; ++i) {
        key(Qt::Key_W);
        ASSERT_TRUE(view.selectedWire().has_value());
        ASSERT_FALSE(view.tag()->isHidden());
        const QRect words = view.tag()->geometry().translated(-view.viewport()->pos());
        for (const GraphWire& wire : view.picture().wires) {
            for (qsizetype corner = 1; corner < wire.route.size(); ++corner) {
                const QRect part(view.mapFromScene(wire.route[corner - 1]),
                                 view.mapFromScene(wire.route[corner]));
                EXPECT_FALSE(words.intersects(part.normalized().adjusted(0, 0, 1, 1)))
                    << wire.from.toStdString() << ' ' << corner;
            }
        }
        EXPECT_FALSE(words.intersects(
            view.mapFromScene(view.node(QStringLiteral("join"))->rect).boundingRect()));
    }
}

TEST_F(GraphKeys, TheMapMakesRoomForTheChosenWire) {
    view.zoomBy(2);
    view.select({"end"});
    key(Qt::Key_W);
    ASSERT_TRUE(view.selectedWire().has_value());
    const GraphMinimap* map = view.minimap();
    // The wire is brought to where the map usually stands.
    const QPoint usual(view.viewport()->width() - 60, view.viewport()->height() - 60);
    const QPointF away = view.mapToScene(view.viewport()->rect().center()) - view.mapToScene(usual);
    view.centerOn(QPointF(340, 220) + away);
    ASSERT_FALSE(map->isHidden());
    const auto isOnWire = [&] {
        const QPoint middle = view.mapFromScene(QPointF(340, 220));
        return map->geometry().translated(-view.viewport()->pos()).contains(middle);
    };
    EXPECT_FALSE(isOnWire());
    view.select({});
    EXPECT_TRUE(isOnWire());
}

TEST_F(GraphKeys, AWiresToolTipIsItsSentenceAtAnyZoom) {
    for (const double zoom : {1.0, 0.3}) {
        view.setTransform(QTransform::fromScale(zoom, zoom));
        const QPoint place = view.mapFromScene(QPointF(340, 90));
        QHelpEvent help(QEvent::ToolTip, place, view.viewport()->mapToGlobal(place));
        QApplication::sendEvent(view.viewport(), &help);
        EXPECT_EQ(QToolTip::text(), "From b to join") << zoom;
        QToolTip::hideText();
    }
}

TEST_F(GraphKeys, TheChosenWireIsSeenInBothThemes) {
    auto& theme = const_cast<Theme&>(Theme::of(&view));
    for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
        theme.setMode(mode);
        for (const double zoom : {1.0, 0.3}) {
            view.select({});
            view.setTransform(QTransform::fromScale(zoom, zoom));
            view.centerOn(QPointF(340, 220));
            const auto pixels = [&] {
                const QImage image = view.viewport()->grab().toImage();
                const QPoint middle = view.mapFromScene(QPointF(340, 215));
                int accent = 0;
                for (int x = middle.x() - 3; x <= middle.x() + 3; ++x) {
                    accent += image.pixelColor(x, middle.y()) == theme.color(Token::Accent) ? 1 : 0;
                }
                return accent;
            };
            EXPECT_EQ(pixels(), 0);
            view.select({"end"});
            key(Qt::Key_W);
            ASSERT_EQ(chosen(), "join>end");
            EXPECT_GE(pixels(), 2) << "zoom " << zoom << ", dark " << theme.isDark();
        }
    }
    theme.setMode(Theme::Mode::Light);
}

TEST_F(GraphKeys, APressOrADragOnTheMapShowsThatPlace) {
    while (view.zoom() < GraphView::kMaxZoom) {
        view.zoomBy(1.5);
    }
    GraphMinimap* map = view.minimap();
    ASSERT_FALSE(map->isHidden());
    QRectF bounds;
    for (const GraphNode& node : view.picture().nodes) {
        bounds = bounds.united(node.rect);
    }
    const auto middle = [&] {
        return view.mapToScene(view.viewport()->rect()).boundingRect().center();
    };
    const auto isAt = [&](const QPointF& place) {
        const QPointF away = middle() - place;
        return std::abs(away.x()) < 8 && std::abs(away.y()) < 8;
    };
    QTest::mouseClick(map, Qt::LeftButton, {}, map->rect().center());
    EXPECT_TRUE(isAt(bounds.center())) << middle().x() << ' ' << middle().y();
    // The drawing is wider than the map: its sides stand six pixels from the map's.
    const QPoint left(6, map->height() / 2);
    const QPoint right(map->width() - 6, map->height() / 2);
    QTest::mousePress(map, Qt::LeftButton, {}, left);
    EXPECT_TRUE(isAt(QPointF(bounds.left(), bounds.center().y())))
        << middle().x() << ' ' << middle().y();
    QMouseEvent drag(QEvent::MouseMove, right, map->mapToGlobal(right), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(map, &drag);
    EXPECT_TRUE(isAt(QPointF(bounds.right(), bounds.center().y())))
        << middle().x() << ' ' << middle().y();
    QTest::mouseRelease(map, Qt::LeftButton, {}, right);
    // The canvas beneath has not taken part.
    EXPECT_TRUE(view.selectedKeys().isEmpty());
    EXPECT_DOUBLE_EQ(view.zoom(), GraphView::kMaxZoom);
}

}  // namespace
}  // namespace minarai::widgets
