// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of a machine with several devices, which are made up: the runs are placed by the same
// sessions as ever and end when the test says so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QListView>
#include <algorithm>
#include <set>

#include "base/files.h"
#include "studio/pretended_devices.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

using testing::ElementsAre;
using train::EndReason;

class QueueOnDevices : public testing::Test {
  protected:
    explicit QueueOnDevices(std::vector<std::string> devices = {"cpu", "cuda:0", "cuda:1"})
        : m_devices(std::make_shared<PretendedDevices>(std::move(devices))),
          m_studio(m_devices->loader()) {}

    void SetUp() override {
        const auto images = m_studio.path("shapes");
        writeImages(images, 2, 10);
        ASSERT_TRUE(m_studio.openByDrop(images));
        ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.engine().info().has_value(); }));
        m_studio.window.showPage(MainWindow::kTrain);
    }

    /// Runs are told apart by their epochs.
    void enqueue(const std::vector<int>& epochs) {
        for (const int each : epochs) {
            m_studio.setQuickRecipe(each);
            ASSERT_TRUE(m_studio.click("enqueueRun"));
        }
    }

    bool trains(const std::vector<std::string>& runs) {
        return waitUntil(
            [&] {
                auto now = m_devices->training();
                std::sort(now.begin(), now.end());
                return now == runs && !queue().isStarting();
            },
            60'000);
    }

    void endOn(const std::string& device, EndReason reason = EndReason::Completed) {
        m_devices->end(device, reason);
    }

    QueueSession& queue() { return m_studio.workspace.queue(); }
    QListView& list() { return *m_studio.window.trainPage().queueCard()->list(); }

    /// Of every row, as it is seen: "lenet5 · 2 epochs ... | GPU 1 · epoch 1 of 2".
    std::vector<std::string> places() {
        std::vector<std::string> all;
        for (int row = 0; row < list().model()->rowCount(); ++row) {
            all.push_back(list()
                              .model()
                              ->index(row, 0)
                              .data(QueueModel::kPlaceRole)
                              .toString()
                              .toStdString());
        }
        return all;
    }

    void select(int row) { list().setCurrentIndex(list().model()->index(row, 0)); }

    /// As a person does it: the run's row, then the menu.
    void wish(int row, const QString& device) {
        select(row);
        auto* menu = m_studio.window.trainPage().queueCard()->deviceMenu();
        ASSERT_TRUE(menu->isVisible());
        Q_EMIT menu->chosen(device);
    }

    std::shared_ptr<PretendedDevices> m_devices;
    StudioWindow m_studio;
};

TEST_F(QueueOnDevices, TwoTrainAtOnceAndTheThirdTakesTheOneThatIsFreeFirst) {
    enqueue({1, 2, 3, 4});
    EXPECT_THAT(places(), ElementsAre("waits", "waits", "waits", "waits"));
    ASSERT_TRUE(m_studio.click("startQueue"));
    ASSERT_TRUE(trains({"cuda:0:1", "cuda:1:2"}));
    ASSERT_TRUE(waitUntil([&] {
        return places() == std::vector<std::string>{"GPU 0 · epoch 1 of 1", "GPU 1 · epoch 1 of 2",
                                                    "waits", "waits"};
    })) << testing::PrintToString(places());
    m_studio.chooseLanguage("ja");
    EXPECT_TRUE(QString::fromStdString(places()[0]).startsWith("GPU 0"));
    EXPECT_NE(places()[2], "waits");
    const auto* progress =
        m_studio.window.trainPage().board()->findChild<widgets::ThinProgressBar*>("runProgress");
    ASSERT_NE(progress, nullptr);
    EXPECT_TRUE(progress->caption().startsWith(QStringLiteral("エポック")))
        << progress->caption().toStdString();
    m_studio.chooseLanguage("en");

    endOn("cuda:1");
    ASSERT_TRUE(trains({"cuda:0:1", "cuda:1:3"}));
    endOn("cuda:0");
    ASSERT_TRUE(trains({"cuda:0:4", "cuda:1:3"}));
    ASSERT_TRUE(waitUntil([&] { return queue().runs().empty(); }));
    endOn("cuda:0");
    endOn("cuda:1");
    ASSERT_TRUE(waitUntil([&] { return !m_studio.workspace.isTraining(); }));
    EXPECT_FALSE(list().isVisible());
    // Each has a folder and a number of its own.
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.runs().runs().size() == 4; }));
    std::set<QString> numbers;
    for (const RunSummary& run : m_studio.workspace.runs().runs()) {
        numbers.insert(runNumber(run.folder));
    }
    EXPECT_EQ(numbers.size(), 4U);
}

TEST_F(QueueOnDevices, ARunThatAsksForADeviceWaitsForItAndLetsOthersPass) {
    enqueue({1, 2, 3, 4, 5, 6});
    wish(1, "cuda:0");
    wish(2, "cpu");
    wish(3, "cpu");
    EXPECT_THAT(places(), ElementsAre("waits", "waits for GPU 0", "waits for CPU", "waits for CPU",
                                      "waits", "waits"));
    ASSERT_TRUE(m_studio.click("startQueue"));
    ASSERT_TRUE(trains({"cpu:3", "cuda:0:1", "cuda:1:5"}));
    endOn("cuda:1");
    ASSERT_TRUE(trains({"cpu:3", "cuda:0:1", "cuda:1:6"})) << "2 and 4 have their own devices";
    endOn("cuda:0");
    ASSERT_TRUE(trains({"cpu:3", "cuda:0:2", "cuda:1:6"}));
    endOn("cpu");
    ASSERT_TRUE(trains({"cpu:4", "cuda:0:2", "cuda:1:6"})) << "one after the other on the CPU";
    // The wish is kept, and a device that is not here is said to be missing.
    enqueue({7});
    wish(3, "cuda:5");
    EXPECT_EQ(places().back(), "GPU 5 is not here");
    const auto kept = [&] {
        const auto file = runs::readQueue(m_studio.workspace.runs().root());
        return file && file->runs.size() == 1 && file->runs.front().device == "cuda:5";
    };
    EXPECT_TRUE(waitUntil(kept));
}

TEST_F(QueueOnDevices, AFailingRunFreesItsPlaceAndIsTold) {
    enqueue({1, 2, 3});
    ASSERT_TRUE(m_studio.click("startQueue"));
    ASSERT_TRUE(trains({"cuda:0:1", "cuda:1:2"}));
    endOn("cuda:1", EndReason::Failed);
    ASSERT_TRUE(trains({"cuda:0:1", "cuda:1:3"}));
    ASSERT_TRUE(waitUntil([&] {
        return m_studio.window.messages().text().startsWith("Run 2 · lenet5: ");
    })) << m_studio.window.messages().text().toStdString();
    EXPECT_TRUE(m_studio.window.messages().text().contains("not enough memory"));
    endOn("cuda:0", EndReason::Failed);
    ASSERT_TRUE(trains({"cuda:1:3"}));
}

TEST_F(QueueOnDevices, StoppingOneHoldsTheQueueAndLeavesTheOthers) {
    enqueue({1, 2, 3});
    ASSERT_TRUE(m_studio.click("startQueue"));
    ASSERT_TRUE(trains({"cuda:0:1", "cuda:1:2"}));
    ASSERT_TRUE(waitUntil([&] { return places().size() == 3; }));
    select(1);
    EXPECT_FALSE(m_studio.window.trainPage().queueCard()->deviceMenu()->isVisible());
    QTest::keyClick(&list(), Qt::Key_Delete);
    ASSERT_TRUE(trains({"cuda:0:1"}));
    ASSERT_TRUE(waitUntil([&] { return !queue().goesOn(); }));
    EXPECT_EQ(queue().runs().size(), 1U);
    // Going on places the waiting one beside the run that still trains.
    ASSERT_TRUE(m_studio.click("startQueue"));
    ASSERT_TRUE(trains({"cuda:0:1", "cuda:1:3"}));
}

TEST_F(QueueOnDevices, TheShownRunIsStartedWhereADeviceIsFreeAndOthersAreFollowed) {
    m_studio.setQuickRecipe(9);
    ASSERT_TRUE(m_studio.click("startTraining"));
    ASSERT_TRUE(trains({"cuda:0:9"}));
    EXPECT_FALSE(list().isVisible()) << "one run needs no list";
    enqueue({1});
    ASSERT_TRUE(trains({"cuda:0:9", "cuda:1:1"})) << "a free device need not be waited for";
    ASSERT_TRUE(waitUntil([&] { return places().size() == 2; }));
    EXPECT_FALSE(m_studio.window.trainPage().isFollowing());
    Q_EMIT list().activated(list().model()->index(1, 0));
    ASSERT_TRUE(waitUntil([&] { return m_studio.window.trainPage().isFollowing(); }));
    EXPECT_EQ(m_studio.workspace.follow().info().settings.integer("epochs"), 1);
    Q_EMIT list().activated(list().model()->index(0, 0));
    EXPECT_FALSE(m_studio.window.trainPage().isFollowing());

    // The shown run ends; the place is free for another that is started by hand.
    endOn("cuda:0");
    ASSERT_TRUE(trains({"cuda:1:1"}));
    EXPECT_FALSE(m_studio.workspace.openFolder(m_studio.path("other"))) << "one still trains";
    m_studio.setQuickRecipe(8);
    ASSERT_TRUE(m_studio.click("startTraining"));
    ASSERT_TRUE(trains({"cuda:0:8", "cuda:1:1"}));

    // Closing saves both before the window goes.
    EXPECT_FALSE(m_studio.window.close());
    ASSERT_TRUE(waitUntil([&] { return !m_studio.window.isVisible(); }));
    EXPECT_TRUE(m_devices->training().empty());
}

class QueueOnTheProcessor : public QueueOnDevices {
  protected:
    QueueOnTheProcessor() : QueueOnDevices({"cpu"}) {}
};

TEST_F(QueueOnTheProcessor, RunsComeOneAfterTheOtherAndNobodySpeaksOfDevices) {
    enqueue({1, 2});
    ASSERT_TRUE(m_studio.click("startQueue"));
    ASSERT_TRUE(trains({"cpu:1"}));
    EXPECT_THAT(places(), ElementsAre("")) << "the one that waits, without a word of its place";
    EXPECT_FALSE(m_studio.window.trainPage().queueCard()->deviceMenu()->isVisible());
    EXPECT_FALSE(queue().trainsBeside());
    endOn("cpu");
    ASSERT_TRUE(trains({"cpu:2"}));
    EXPECT_THAT(m_devices->begun(), ElementsAre("cpu:1", "cpu:2"));
}

TEST_F(QueueOnTheProcessor, EntriesThatCannotBeTrainedAreToldAndKept) {
    enqueue({1, 2});
    const auto root = m_studio.workspace.runs().root();
    const auto file = root / "queue.json";
    ASSERT_TRUE(waitUntil([&] { return runs::readQueue(root)->runs.size() == 2; }));
    auto text = *readTextFile(file, 1 << 20);
    const auto at = text.find("\"epochs\": 1");
    ASSERT_NE(at, std::string::npos);
    text.replace(at, 11, "\"epochs\": -1");
    ASSERT_TRUE(writeFileAtomically(file, text));

    m_studio.workspace.queue().setRoot(root);
    ASSERT_TRUE(waitUntil([&] { return queue().refused().size() == 1; }));
    EXPECT_TRUE(m_studio.window.messages().text().contains("queue.json"));
    EXPECT_TRUE(m_studio.window.messages().text().contains("epochs"));
    const QueueCard& card = *m_studio.window.trainPage().queueCard();
    EXPECT_TRUE(card.refusedText().contains("epochs")) << card.refusedText().toStdString();
    ASSERT_EQ(queue().runs().size(), 1U);
    queue().remove(queue().runs().front().id);
    EXPECT_TRUE(card.isVisible()) << "there is still something to say";
    EXPECT_TRUE(waitUntil([&] {
        const auto back = runs::readQueue(root);
        return back && back->runs.empty() && back->refused.size() == 1;
    }));
}

TEST_F(QueueOnTheProcessor, AFileThatCannotBeReadIsSetAsideAndNotReplaced) {
    const auto root = m_studio.workspace.runs().root();
    ASSERT_TRUE(makeFolder(root));
    ASSERT_TRUE(writeFileAtomically(root / "queue.json", "{\"version\":99}"));
    queue().setRoot(root);
    ASSERT_TRUE(
        waitUntil([&] { return m_studio.window.messages().text().contains("newer version"); }));
    EXPECT_TRUE(std::filesystem::exists(root / "queue.json"));
    enqueue({1});
    ASSERT_TRUE(waitUntil([&] {
        const auto back = runs::readQueue(root);
        return back && back->runs.size() == 1;
    }));
    EXPECT_EQ(*readTextFile(root / "queue-refused-1.json", 1000), "{\"version\":99}");
}

}  // namespace
}  // namespace minarai::studio
