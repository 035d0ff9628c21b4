// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Memory that runs out on a thread of the studio ends what was done there, in words.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <latch>
#include <memory>
#include <new>

#include "base/files.h"
#include "dataset/catalog.h"
#include "studio/pretended_devices.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "studio/session/project_session.h"
#include "studio/session/train_session.h"
#include "studio/session/trial_session.h"
#include "studio/studio_window.h"
#include "support/address_limit.h"

namespace minarai::studio {
namespace {

constexpr std::uint64_t kLargeFile = 500'000'000;  ///< holes only: it takes no room on the disk
constexpr std::uint64_t kMemory = 300'000'000;     ///< enough for all but reading such a file

bool canLimitAddresses() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return false;
#else
    return true;
#endif
}

/// A file that says how to split, too large for the memory.
std::filesystem::path largeSplitFile(const std::filesystem::path& folder) {
    auto file = folder / "split.json";
    std::ofstream(file) << "{";
    std::filesystem::resize_file(file, kLargeFile);
    return file;
}

std::shared_ptr<PretendedDevices> onlyTheProcessor() {
    return std::make_shared<PretendedDevices>(std::vector<std::string>{"cpu"});
}

/// Twenty images in the folder, as the recipe would train on them.
TrainPlan smallPlan(const QTemporaryDir& home) {
    const auto images = toPath(home.filePath("shapes"));
    writeImages(images, 2, 10);
    TrainPlan plan;
    if (auto catalog = dataset::scan(images)) {
        plan.catalog = std::make_shared<const dataset::Catalog>(std::move(*catalog));
    }
    plan.arch = "lite_cnn";
    plan.settings = settingsOf(presets().front().values);
    plan.runsRoot = toPath(home.filePath("runs"));
    return plan;
}

TEST(ScarceMemory, ARunThatFindsNoneEndsAndAnotherOneCanBegin) {
    const auto devices = onlyTheProcessor();
    StudioWindow studio(devices->loader());
    const auto images = studio.path("shapes");
    writeImages(images, 2, 10);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    studio.setQuickRecipe(3);
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return devices->training().size() == 1; }));
    devices->exhaustMemory();
    ASSERT_TRUE(waitUntil([&] { return train.run()->ended.has_value(); }));
    EXPECT_EQ(train.run()->ended->reason, train::EndReason::Failed);
    EXPECT_EQ(train.run()->ended->error, fail(ErrorCode::OutOfMemory, "training"));
    EXPECT_FALSE(train.isActive());
    const auto& messages = studio.window.messages();
    EXPECT_EQ(messages.kind(), widgets::MessageBar::Kind::Error);
    EXPECT_TRUE(messages.text().contains("not enough memory")) << messages.text().toStdString();

    ASSERT_TRUE(studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return devices->begun().size() == 2; }));
    EXPECT_TRUE(train.isActive());
}

TEST(ScarceMemory, ARunThatCannotBePreparedEndsAndAnotherOneCanBegin) {
    if (!canLimitAddresses()) {
        GTEST_SKIP() << "a sanitizer takes terabytes of addresses";
    }
    const QTemporaryDir home;
    TrainPlan plan = smallPlan(home);
    ASSERT_TRUE(plan.catalog);
    plan.settings.set("split", toUtf8(largeSplitFile(toPath(home.path()))));
    const auto devices = onlyTheProcessor();
    TrainSession train(devices->loader());
    {
        const tests::AddressLimit memory(kMemory);
        ASSERT_TRUE(memory.holds());
        train.start(plan);
        ASSERT_TRUE(waitUntil([&] { return !train.isActive(); }));
    }
    ASSERT_TRUE(train.run()->ended.has_value());
    EXPECT_EQ(train.run()->ended->reason, train::EndReason::Failed);
    EXPECT_EQ(train.run()->ended->error, fail(ErrorCode::OutOfMemory, "training"));
    EXPECT_TRUE(devices->begun().empty());

    plan.settings.set("split", std::string("auto"));
    train.start(plan);
    EXPECT_TRUE(waitUntil([&] { return devices->begun().size() == 1; }));
}

TEST(ScarceMemory, ASplitThatFindsNoneSaysSoAndTheNextOneIsMade) {
    if (!canLimitAddresses()) {
        GTEST_SKIP() << "a sanitizer takes terabytes of addresses";
    }
    const QTemporaryDir home;
    const auto images = toPath(home.filePath("shapes"));
    writeImages(images, 2, 10);
    ProjectSession project;
    project.open(images);
    ASSERT_TRUE(waitUntil([&] { return project.isAudited(); }));
    const auto review = std::make_shared<const Review>();
    SplitKey key;
    key.kind = dataset::SplitKind::File;
    key.file = toUtf8(largeSplitFile(toPath(home.path())));
    QSignalSpy previewed(&project, &ProjectSession::splitPreviewed);
    {
        const tests::AddressLimit memory(kMemory);
        ASSERT_TRUE(memory.holds());
        project.requestSplit(key, review);
        ASSERT_TRUE(waitUntil([&] { return previewed.count() == 1; }));
    }
    EXPECT_FALSE(project.isSplitting());
    ASSERT_TRUE(project.split().has_value());
    ASSERT_FALSE(project.split()->has_value());
    EXPECT_EQ(project.split()->error(), fail(ErrorCode::OutOfMemory, "the split"));

    project.requestSplit(splitKeyOf(presets().front().values), review);
    ASSERT_TRUE(waitUntil([&] { return previewed.count() == 2; }));
    ASSERT_TRUE(project.split()->has_value());
    EXPECT_EQ((*project.split())->train + (*project.split())->val, 20U);
}

TEST(ScarceMemory, ATrialThatWasReplacedFindsNoneAndTheNewerOneGoesOn) {
    const QTemporaryDir home;
    const TrainPlan plan = smallPlan(home);
    ASSERT_TRUE(plan.catalog);
    std::latch isReplaced(1);
    std::latch mayEnd(1);
    std::atomic<int> begun = 0;
    // The first trial finds no memory once it is replaced, the second one fails when it is told to.
    TrialSession trials([&]() -> Result<std::shared_ptr<const engine::Engine>> {
        if (++begun == 1) {
            isReplaced.wait();
            throw std::bad_alloc();
        }
        mayEnd.wait();
        return fail(ErrorCode::Internal, "the second trial");
    });
    QSignalSpy failures(&trials, &TrialSession::failed);
    trials.check(plan);
    ASSERT_TRUE(waitUntil([&] { return begun == 1; }));
    trials.check(plan);
    isReplaced.count_down();
    // By then the failure of the first one has been delivered: the worker told it before.
    ASSERT_TRUE(waitUntil([&] { return begun == 2; }));
    QCoreApplication::processEvents();
    EXPECT_EQ(trials.running(), TrialSession::Kind::Check);
    EXPECT_EQ(failures.count(), 0);
    mayEnd.count_down();
    ASSERT_TRUE(waitUntil([&] { return trials.running() == TrialSession::Kind::None; }));
    ASSERT_EQ(failures.count(), 1);
    EXPECT_EQ(failures.front().at(1).value<Error>(), fail(ErrorCode::Internal, "the second trial"));
}

}  // namespace
}  // namespace minarai::studio
