// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/thumbnail_service.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTemporaryDir>

#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

using State = widgets::ThumbnailSource::State;

class Thumbnails : public testing::Test {
  protected:
    QTemporaryDir m_folder;
    std::vector<std::filesystem::path> m_files;
    ThumbnailService m_service;
    quint32 m_space = 0;

    void SetUp() override {
        const auto root = toPath(m_folder.path());
        writeImages(root, 2, 3);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
            if (entry.is_regular_file()) {
                m_files.push_back(entry.path());
            }
        }
        m_files.push_back(writeBrokenImage(root / "broken.jpg"));
        m_space = m_service.addSpace([this](quint32 number) {
            return number <= m_files.size() ? m_files[number - 1] : std::filesystem::path();
        });
    }
    [[nodiscard]] quint64 key(quint32 number) const {
        return ThumbnailService::key(m_space, number);
    }
};

TEST_F(Thumbnails, ArriveLater) {
    EXPECT_EQ(m_service.state(key(1)), State::Unknown);
    EXPECT_TRUE(m_service.cached(key(1), {100, 75}).isNull());
    m_service.request(key(1), {100, 75});
    EXPECT_EQ(m_service.state(key(1)), State::Pending);
    ASSERT_TRUE(waitUntil([&] { return m_service.state(key(1)) == State::Ready; }));
    EXPECT_FALSE(m_service.cached(key(1), {100, 75}).isNull());
}

TEST_F(Thumbnails, UnreadableAndMissingOnesAreMarked) {
    const quint64 broken = key(static_cast<quint32>(m_files.size()));
    QSignalSpy ready(&m_service, &ThumbnailService::ready);
    m_service.request(broken, {100, 75});
    m_service.request(key(999), {100, 75});
    ASSERT_TRUE(waitUntil([&] { return ready.count() == 2; }));
    EXPECT_EQ(m_service.state(broken), State::Unreadable);
    EXPECT_EQ(m_service.state(key(999)), State::Unreadable);
}

TEST_F(Thumbnails, StaleRequestsAreDroppedAndASpaceIsForgotten) {
    const QObject view;
    m_service.request(key(1), {100, 75});
    ASSERT_TRUE(waitUntil([&] { return m_service.state(key(1)) == State::Ready; }));
    m_service.removeSpace(m_space);
    EXPECT_EQ(m_service.state(key(1)), State::Unknown);
    m_service.request(key(2), {100, 75});
    EXPECT_EQ(m_service.state(key(2)), State::Unreadable);
}

TEST_F(Thumbnails, PastedPicturesNeedNoFile) {
    QImage image(40, 30, QImage::Format_RGB32);
    image.fill(Qt::red);
    m_service.insert(key(50), image);
    EXPECT_EQ(m_service.state(key(50)), State::Ready);
    EXPECT_EQ(m_service.cached(key(50), {1000, 750}).size(), QSize(40, 30));
}

TEST_F(Thumbnails, PastedPicturesStayHoweverManyOthersAreLookedAt) {
    QImage image(40, 30, QImage::Format_RGB32);
    image.fill(Qt::red);
    m_service.insert(key(50), image);
    // More than the cache holds: one large picture under many numbers.
    constexpr int kEdge = 3000;
    constexpr quint32 kCount = ThumbnailService::kCacheKilobytes / (kEdge * kEdge * 4 / 1024) + 2;
    const auto file = toPath(m_folder.filePath("large.png"));
    QImage large(kEdge, kEdge, QImage::Format_RGB32);
    large.fill(Qt::blue);
    ASSERT_TRUE(large.save(m_folder.filePath("large.png")));
    const quint32 space = m_service.addSpace([file](quint32) { return file; });
    for (quint32 number = 1; number <= kCount; ++number) {
        const quint64 other = ThumbnailService::key(space, number);
        m_service.request(other, {kEdge, kEdge});
        ASSERT_TRUE(waitUntil([&] { return m_service.state(other) == State::Ready; }));
    }
    EXPECT_EQ(m_service.state(ThumbnailService::key(space, 1)), State::Unknown) << "crowded out";
    EXPECT_EQ(m_service.state(key(50)), State::Ready);
    EXPECT_EQ(m_service.cached(key(50), {100, 75}).size(), QSize(40, 30));
    m_service.removeInserted(m_space);
    EXPECT_TRUE(m_service.cached(key(50), {100, 75}).isNull());
}

}  // namespace
}  // namespace minarai::studio
