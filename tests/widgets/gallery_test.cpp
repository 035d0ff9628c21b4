// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

#include "await_timers.h"
#include "support/processor_clock.h"
#include "widgets/gallery/gallery_model.h"
#include "widgets/gallery/gallery_view.h"

namespace minarai::widgets {
namespace {

/// Remembers what it was asked for; delivers when told to.
class RecordingSource final : public ThumbnailSource {
  public:
    QPixmap cached(quint64 key, QSize size) override {
        if (!delivered.contains(key)) {
            return {};
        }
        QPixmap pixmap(size);
        pixmap.fill(Qt::blue);
        return pixmap;
    }
    State state(quint64 key) const override {
        if (key % 10 == 9) {
            return State::Unreadable;
        }
        return delivered.contains(key) ? State::Ready
               : asked.contains(key)   ? State::Pending
                                       : State::Unknown;
    }
    void request(quint64 key, QSize size) override {
        EXPECT_FALSE(size.isEmpty());
        asked.insert(key);
        order << key;
    }
    void keepOnly(const QObject* /*view*/, const QSet<quint64>& keys) override { kept = keys; }
    void deliver(quint64 key) {
        delivered.insert(key);
        Q_EMIT ready(key);
    }

    QSet<quint64> asked;
    QSet<quint64> kept;
    QSet<quint64> delivered;
    QVector<quint64> order;
};

GalleryItem describe(quint64 key) {
    GalleryItem item;
    item.caption = QStringLiteral("image %1").arg(key);
    item.rightText = QStringLiteral("0.94");
    item.verdict = key % 2 == 0 ? GalleryItem::Verdict::Right : GalleryItem::Verdict::Wrong;
    return item;
}

QVector<quint64> keysUpTo(quint64 count) {
    QVector<quint64> keys;
    for (quint64 key = 1; key <= count; ++key) {
        keys << key;
    }
    return keys;
}

TEST(GalleryModel, KeepsTheRulesOfItemModels) {
    GalleryModel model(describe);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy layouts(&model, &QAbstractItemModel::layoutChanged);
    QSignalSpy removals(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.appendKeys({1, 2, 3, 4, 5, 6});
    model.setKeys({1, 2, 3, 4, 5, 6, 7, 8});
    EXPECT_EQ(inserts.count(), 2);
    const QPersistentModelIndex third = model.index(2);
    model.setKeys({8, 7, 6, 5, 4, 3, 2, 1});
    EXPECT_EQ(layouts.count(), 1);
    EXPECT_EQ(third.row(), 5) << "an index follows its key into the new order";
    model.removeKeys({7, 6, 1, 42});
    EXPECT_EQ(model.keys(), (QVector<quint64>{8, 5, 4, 3, 2}));
    EXPECT_EQ(removals.count(), 2);
    EXPECT_EQ(model.rowOf(3), 3);
    EXPECT_EQ(model.rowOf(7), -1);
    model.itemsChanged({4, 99});
    EXPECT_EQ(changes.count(), 1);
    EXPECT_EQ(resets.count(), 0);
    model.setKeys({100});
    EXPECT_EQ(resets.count(), 1);
    model.setKeys({});
    EXPECT_EQ(model.rowCount(), 0);
    EXPECT_EQ(model.keyAt(0), 0U);
}

TEST(GalleryModel, FindsTheRowOfAKeyInAnyOrder) {
    GalleryModel model(describe);
    const auto check = [&model] {
        for (int row = 0; row < model.rowCount(); ++row) {
            EXPECT_EQ(model.rowOf(model.keyAt(row)), row);
        }
        EXPECT_EQ(model.rowOf(0), -1);
        EXPECT_EQ(model.rowOf(6), -1);
        EXPECT_EQ(model.rowOf(1000), -1);
    };
    check();
    model.setKeys({2, 4, 8, 16});
    check();
    model.setKeys({16, 2, 8, 4});
    check();
    model.appendKeys({3, 1});
    check();
    model.removeKeys({16, 1});
    check();
    model.setKeys({2, 3, 4, 8});
    check();
}

TEST(GalleryModel, SaysRightAndWrongInWords) {
    GalleryModel model(describe);
    model.setKeys({1, 2});
    EXPECT_EQ(model.index(0).data(Qt::AccessibleTextRole).toString(), "image 1, 0.94, wrong");
    EXPECT_EQ(model.index(1).data(Qt::AccessibleTextRole).toString(), "image 2, 0.94, right");
    EXPECT_EQ(model.index(1).data(GalleryModel::KeyRole).toULongLong(), 2U);
}

class GalleryViewTest : public ::testing::Test {
  protected:
    void SetUp() override {
        model.setKeys(keysUpTo(100'000));
        view.setGalleryModel(&model);
        view.setThumbnailSource(&source);
        view.resize(640, 480);
        view.show();
    }
    static void settle() { awaitTimers(90); }
    RecordingSource source;
    GalleryModel model{describe};
    GalleryView view;
};

TEST_F(GalleryViewTest, AsksOnlyForWhatIsInSightAndOneScreenAround) {
    const tests::ProcessorClock clock;
    settle();
    static_cast<void>(view.grab());
    EXPECT_LT(clock.milliseconds(), 1500);
    EXPECT_GT(source.asked.size(), 10);
    EXPECT_LT(source.asked.size(), 120);
    EXPECT_EQ(source.order.first(), 1U) << "what is in sight comes first";
    EXPECT_FALSE(source.asked.contains(9)) << "an unreadable picture is never asked for";
    EXPECT_EQ(source.kept, view.visibleKeys());

    QSignalSpy changed(&view, &GalleryView::visibleKeysChanged);
    source.asked.clear();
    view.scrollTo(model.index(50'000), QAbstractItemView::PositionAtTop);
    settle();
    EXPECT_GE(changed.count(), 1);
    EXPECT_TRUE(source.asked.contains(50'001));
    EXPECT_LT(source.asked.size(), 180);
    EXPECT_FALSE(source.kept.contains(1)) << "requests at the old place are stale";
    const auto [low, high] = std::minmax_element(source.kept.begin(), source.kept.end());
    EXPECT_LT(*high - *low, 200U);
}

TEST_F(GalleryViewTest, AsksAgainForNothingItHas) {
    settle();
    const auto before = source.order.size();
    for (const quint64 key : source.asked) {
        source.deliver(key);
    }
    settle();
    awaitTimers(200);
    static_cast<void>(view.grab());
    EXPECT_EQ(source.order.size(), before);
}

TEST_F(GalleryViewTest, ScrollsQuickly) {
    settle();
    const tests::ProcessorClock clock;
    constexpr int kFrames = 40;
    for (int i = 0; i < kFrames; ++i) {
        view.verticalScrollBar()->setValue(i * 9973 % view.verticalScrollBar()->maximum());
        static_cast<void>(view.viewport()->grab());
    }
    EXPECT_LT(clock.milliseconds() / kFrames, 40);
}

TEST_F(GalleryViewTest, KeyboardSelectsAndOpens) {
    settle();
    QSignalSpy current(&view, &GalleryView::currentKeyChanged);
    QSignalSpy opened(&view, &GalleryView::itemActivated);
    ASSERT_TRUE(view.setCurrentKey(1));
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Right);
    EXPECT_EQ(view.currentKey(), 3U);
    QTest::keyClick(&view, Qt::Key_Return);
    ASSERT_EQ(opened.count(), 1);
    EXPECT_EQ(opened[0][0].toInt(), 2);
    EXPECT_EQ(current.last()[0].toULongLong(), 3U);
    QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
    EXPECT_EQ(view.selectedKeys(), (QVector<quint64>{3, 4}));
    EXPECT_FALSE(view.setCurrentKey(123'456));
}

TEST_F(GalleryViewTest, SelectionFollowsItsKeysIntoANewOrder) {
    model.setKeys(keysUpTo(50));
    ASSERT_TRUE(view.setCurrentKey(7));
    QVector<quint64> reversed = model.keys();
    std::reverse(reversed.begin(), reversed.end());
    model.setKeys(reversed);
    EXPECT_EQ(view.currentKey(), 7U);
    EXPECT_EQ(view.selectedKeys(), (QVector<quint64>{7}));
}

TEST_F(GalleryViewTest, ZoomsWithinBounds) {
    settle();
    QSignalSpy changed(&view, &GalleryView::thumbnailWidthChanged);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Plus, Qt::ControlModifier);
    EXPECT_EQ(changed.count(), 1);
    EXPECT_GT(view.thumbnailWidth(), 116);
    view.setThumbnailWidth(5000);
    EXPECT_EQ(view.thumbnailWidth(), GalleryView::kMaximumWidth);
    view.setThumbnailWidth(1);
    EXPECT_EQ(view.thumbnailWidth(), GalleryView::kMinimumWidth);
}

TEST(GalleryViewEmpty, SurvivesNothingAndALostSource) {
    GalleryView view;
    view.setEmptyText("No images");
    GalleryModel model(describe);
    view.setGalleryModel(&model);
    {
        RecordingSource source;
        view.setThumbnailSource(&source);
        view.show();
        model.setKeys({1, 2, 3});
        awaitTimers(60);
    }
    EXPECT_FALSE(view.grab().isNull());
    view.setGalleryModel(nullptr);
    EXPECT_FALSE(view.grab().isNull());
}

}  // namespace
}  // namespace minarai::widgets
