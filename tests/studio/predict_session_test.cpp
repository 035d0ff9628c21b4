// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/predict_session.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "base/files.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

Result<std::shared_ptr<const engine::Engine>> noEngine() {
    return fail(ErrorCode::EngineMissing, "not in this test");
}

TEST(PredictSession, WithoutARunPicturesWait) {
    PredictSession session(noEngine);
    EXPECT_EQ(session.addFiles({"a.png", "b.png"}), 1U);
    EXPECT_EQ(session.order(), (std::vector<quint32>{1, 2}));
    EXPECT_EQ(session.waiting(), 0U);
    EXPECT_EQ(session.item(2)->name, QStringLiteral("b.png"));
    EXPECT_EQ(session.item(3), nullptr);
}

TEST(PredictSession, ARunThatCannotBeOpenedIsToldOnce) {
    PredictSession session(noEngine);
    QSignalSpy failed(&session, &PredictSession::runFailed);
    session.setRun("/nowhere/0001-lenet5");
    session.addFiles({"a.png"});
    ASSERT_TRUE(waitUntil([&] { return failed.count() == 1; }));
    EXPECT_EQ(session.waiting(), 0U);
    session.addFiles({"b.png"});
    EXPECT_EQ(session.waiting(), 0U);
}

TEST(PredictSession, ClearingForgetsEverything) {
    PredictSession session(noEngine);
    session.addFiles({"a.png"});
    QImage image(4, 4, QImage::Format_RGB32);
    const quint32 pasted = session.addPasted(image, QStringLiteral("pasted"));
    EXPECT_FALSE(session.pasted(pasted).isNull());
    session.clear();
    EXPECT_TRUE(session.order().empty());
    EXPECT_TRUE(session.pasted(pasted).isNull());
    EXPECT_GT(session.addFiles({"c.png"}), pasted);
}

TEST(PredictSession, OnePictureIsRemovedAlone) {
    PredictSession session(noEngine);
    session.addFiles({"a.png", "b.png", "c.png"});
    QSignalSpy removed(&session, &PredictSession::removed);
    session.remove(2);
    EXPECT_EQ(session.order(), (std::vector<quint32>{1, 3}));
    EXPECT_EQ(session.item(2), nullptr);
    EXPECT_NE(session.item(3), nullptr);
    ASSERT_EQ(removed.size(), 1);
    EXPECT_EQ(removed.front().front().toUInt(), 2U);
    session.remove(2);
    EXPECT_EQ(removed.size(), 1);
    EXPECT_EQ(session.addFiles({"d.png"}), 4U);
}

TEST(PredictSession, TheTableQuotesWhatNeedsIt) {
    const QTemporaryDir folder;
    PredictSession session(noEngine);
    session.addFiles({"/images/a, \"b\".png"});
    const auto file = toPath(folder.filePath("out.csv"));
    ASSERT_TRUE(session.saveCsv(file));
    const auto text = readTextFile(file);
    ASSERT_TRUE(text.has_value());
    EXPECT_NE(text->find("path,label1,probability1,"), std::string::npos);
    EXPECT_NE(text->find("\"/images/a, \"\"b\"\".png\",,,,,,,,,,,,\n"), std::string::npos) << *text;
    const Status failed = session.saveCsv(toPath(folder.filePath("no/such/out.csv")));
    EXPECT_FALSE(failed.has_value());
}

}  // namespace
}  // namespace minarai::studio
