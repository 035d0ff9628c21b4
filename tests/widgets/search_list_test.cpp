// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tables/search_list.h"

#include <gtest/gtest.h>

#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <memory>

namespace minarai::widgets {
namespace {

class SearchListTest : public testing::Test {
  protected:
    SearchListTest() {
        m_list.model()->setSections(
            {{"Fruit", {{"Apple", "red or green", "a", {}}, {"Pear", "yellow", "p", "birne"}}},
             {"Roots", {{"Carrot", "grows below an apple tree", "c", {}}}}});
        m_list.show();
    }
    QStringList rows() {
        QStringList texts;
        for (int row = 0; row < m_list.model()->rowCount(); ++row) {
            texts << m_list.model()->index(row).data().toString();
        }
        return texts;
    }
    QString current() {
        return m_list.list()->currentIndex().data(SearchListModel::kKeyRole).toString();
    }

    SearchList m_list;
};

TEST_F(SearchListTest, NamesComeBeforeMeaningsAndHeadingsOnlyWithEntries) {
    EXPECT_EQ(rows(), QStringList({"Fruit", "Apple", "Pear", "Roots", "Carrot"}));
    m_list.search()->setText("apple");
    EXPECT_EQ(rows(), QStringList({"Fruit", "Apple"}));
    m_list.search()->setText(" BIRNE ");
    EXPECT_EQ(rows(), QStringList({"Fruit", "Pear"}));
    m_list.search()->setText("below");
    EXPECT_EQ(rows(), QStringList({"Roots", "Carrot"}));
    QSignalSpy about(&m_list, &SearchList::currentChanged);
    m_list.search()->setText("nothing of the kind");
    EXPECT_EQ(rows(), QStringList());
    ASSERT_FALSE(about.empty());
    EXPECT_EQ(about.back().front().toString(), "");
}

TEST_F(SearchListTest, ArrowsWalkOverHeadingsWhileTyping) {
    m_list.chooseFirst();
    EXPECT_EQ(current(), "a");
    QTest::keyClick(m_list.search(), Qt::Key_Up);
    EXPECT_EQ(current(), "a");
    QTest::keyClick(m_list.search(), Qt::Key_Down);
    QTest::keyClick(m_list.search(), Qt::Key_Down);
    EXPECT_EQ(current(), "c");
    QSignalSpy activated(&m_list, &SearchList::activated);
    QTest::keyClick(m_list.search(), Qt::Key_Return);
    QTest::keyClick(m_list.list(), Qt::Key_Enter);
    ASSERT_EQ(activated.count(), 2);
    EXPECT_EQ(activated[0][0].toString(), "c");
    QSignalSpy escaped(&m_list, &SearchList::escaped);
    QTest::keyClick(m_list.search(), Qt::Key_Escape);
    EXPECT_EQ(escaped.count(), 1);
}

TEST_F(SearchListTest, EntriesAreDraggedUnderTheirTypeAndHeadingsNever) {
    SearchListModel& model = *m_list.model();
    EXPECT_FALSE(model.flags(model.index(1)).testFlag(Qt::ItemIsDragEnabled));
    model.setMimeType("application/x-thing");
    EXPECT_TRUE(model.flags(model.index(1)).testFlag(Qt::ItemIsDragEnabled));
    EXPECT_EQ(model.flags(model.index(0)), Qt::NoItemFlags);
    const std::unique_ptr<QMimeData> mime(model.mimeData({model.index(2)}));
    ASSERT_NE(mime, nullptr);
    EXPECT_EQ(mime->data("application/x-thing"), QByteArray("p"));
}

}  // namespace
}  // namespace minarai::widgets
