// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// "Start from", from the choice to the file: a program of its own, since the table of published
// weights is read once in a process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QCryptographicHash>
#include <QFile>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "download/http_server.h"
#include "spec/model_spec.h"
#include "spec/summary.h"
#include "studio/pages/start_row.h"
#include "studio/session/paths.h"
#include "studio/session/start_session.h"
#include "support/temp_folder.h"
#include "widgets/theme/theme.h"
#include "zoo/pretrained_files.h"
#include "zoo/zoo.h"

namespace minarai::studio {
namespace {

namespace fs = std::filesystem;
using State = StartSession::State;
using testing::HasSubstr;
using tests::HttpAnswer;
using tests::HttpRequest;
using tests::HttpServer;

constexpr std::int64_t kFileClasses = 20;
constexpr int kPatienceMs = 60'000;

/// A safetensors file of zeros with the names and shapes of lite_cnn.
QByteArray makeWeights() {
    const auto model = zoo::build("lite_cnn", kFileClasses, 3, 64, 64);
    Json header = Json::object();
    std::size_t at = 0;
    const auto tensors = spec::stateDictLayout(*model);
    for (const spec::TensorSpec& tensor : *tensors) {
        std::size_t bytes = tensor.integer ? 8 : 4;
        for (const std::int64_t size : tensor.shape) {
            bytes *= static_cast<std::size_t>(size);
        }
        header[tensor.name] = {{"dtype", tensor.integer ? "I64" : "F32"},
                               {"shape", tensor.shape},
                               {"data_offsets", {at, at + bytes}}};
        at += bytes;
    }
    const QByteArray text = QByteArray::fromStdString(header.dump());
    QByteArray file;
    for (int i = 0; i < 8; ++i) {
        file += static_cast<char>(static_cast<quint64>(text.size()) >> (8 * i));
    }
    return file + text + QByteArray(static_cast<qsizetype>(at), '\0');
}

void spill(const fs::path& path, const QByteArray& bytes) {
    fs::create_directories(path.parent_path());
    QFile file(toQString(path));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    ASSERT_EQ(file.write(bytes), bytes.size());
}

/// The one server of the program, and the table that leads to it.
struct World {
    tests::TempFolder folder;
    QByteArray file = makeWeights();
    bool holdsBack = false;  ///< sends half of it and waits
    bool isBroken = false;
    HttpServer server{[this](const HttpRequest& request) {
        HttpAnswer answer = HttpServer::honest(request, file);
        if (isBroken) {
            answer.body.replace(answer.body.size() / 2, 1, "x");
        }
        if (holdsBack) {
            answer.body = answer.body.left(answer.body.size() / 2);
            answer.keepsOpen = true;
        }
        return answer;
    }};
    std::string name;

    World() {
        const QByteArray hash =
            QCryptographicHash::hash(file, QCryptographicHash::Sha256).toHex().left(8);
        name = "lite_cnn-" + hash.toStdString() + ".pth";
        const auto entry = [&](const char* arch, const char* title, const std::string& fileName) {
            return Json{{"arch", arch},
                        {"name", title},
                        {"default", true},
                        {"file", fileName},
                        {"sha256", hash.toStdString()},
                        {"bytes", file.size()},
                        {"parameters", 1000},
                        {"top1", 50.5},
                        {"top5", 80.0},
                        {"resize", 32},
                        {"crop", 32},
                        {"interpolation", "bilinear"},
                        {"mean", {0.5, 0.5, 0.5}},
                        {"std", {0.5, 0.5, 0.5}}};
        };
        const Json table{{"version", 1},
                         {"base", server.url("/")},
                         {"weights",
                          {entry("lite_cnn", "Lite_Weights.V1", name),
                           entry("resnet18", "ResNet_Weights.V1", "resnet18-01234567.pth")}}};
        spill(folder / "table.json", QByteArray::fromStdString(table.dump()));
        qputenv("MINARAI_WEIGHTS_TABLE",
                QByteArray::fromStdString((folder / "table.json").string()));
        qputenv("XDG_CACHE_HOME", QByteArray::fromStdString((folder / "cache").string()));
        qputenv("TORCH_HOME", QByteArray::fromStdString((folder / "torch").string()));
        qputenv("HOME", QByteArray::fromStdString((folder / "home").string()));
        qunsetenv("http_proxy");
    }
};

World* g_world = nullptr;

class StartTest : public testing::Test {
  protected:
    void SetUp() override {
        g_world->holdsBack = g_world->isBroken = false;
        std::error_code error;
        fs::remove_all(g_world->folder / "cache", error);
        m_session.setTarget({"lite_cnn", 5, 64});
    }

    bool reaches(State state) {
        return QTest::qWaitFor([&] { return m_session.state() == state; }, kPatienceMs);
    }

    StartSession m_session;
    StartRow m_row{m_session};
};

TEST_F(StartTest, IsRandomAtFirst) {
    EXPECT_EQ(m_session.state(), State::Random);
    EXPECT_TRUE(m_session.isReady());
    EXPECT_TRUE(m_session.file().empty());
    EXPECT_EQ(m_row.choices()->count(), 3);  // random, one published, file
    EXPECT_TRUE(m_row.button()->isHidden());
    EXPECT_EQ(m_session.toText(), QString());
}

TEST_F(StartTest, DownloadsAndSaysWhatFits) {
    m_row.choices()->setCurrentIndex(1);
    Q_EMIT m_row.choices()->activated(1);
    ASSERT_TRUE(reaches(State::Absent));
    EXPECT_FALSE(m_session.isReady());
    EXPECT_FALSE(m_row.button()->isHidden());
    EXPECT_THAT(m_row.button()->text().toStdString(), HasSubstr("MB"));
    const QSignalSpy progressed(&m_session, &StartSession::progressed);
    m_row.button()->click();
    EXPECT_EQ(m_session.state(), State::Downloading);
    ASSERT_TRUE(reaches(State::Ready)) << m_session.error().message();
    EXPECT_FALSE(progressed.isEmpty());
    EXPECT_EQ(m_session.file(), zoo::weightsFolder() / g_world->name);
    EXPECT_TRUE(m_session.report().headReplaced);
    EXPECT_TRUE(m_session.onlyHeadIsNew());
    EXPECT_EQ(m_session.report().fileClasses, kFileClasses);
    EXPECT_TRUE(m_row.button()->isHidden());
    EXPECT_THAT(m_row.statusText().toStdString(), HasSubstr("knows 20 classes"));

    // Remembered, and found without a download the next time.
    StartSession later;
    later.setTarget({"lite_cnn", kFileClasses, 64});
    later.fromText(m_session.toText());
    ASSERT_TRUE(QTest::qWaitFor([&] { return later.state() == State::Ready; }, kPatienceMs));
    EXPECT_FALSE(later.report().headReplaced);
}

TEST_F(StartTest, CanBeCancelled) {
    g_world->holdsBack = true;
    m_session.choosePublished("Lite_Weights.V1");
    ASSERT_TRUE(reaches(State::Absent));
    m_session.download();
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_session.doneBytes() > 0; }, kPatienceMs));
    EXPECT_EQ(m_row.button()->text(), QStringLiteral("Cancel"));
    m_row.button()->click();
    ASSERT_TRUE(reaches(State::Absent));
    g_world->holdsBack = false;
    m_session.download();
    ASSERT_TRUE(reaches(State::Ready)) << m_session.error().message();
    EXPECT_GT(g_world->server.requests().last().rangeStart, 0);
}

TEST_F(StartTest, ChoosingAnotherEndsTheDownload) {
    g_world->holdsBack = true;
    m_session.choosePublished("Lite_Weights.V1");
    ASSERT_TRUE(reaches(State::Absent));
    m_session.download();
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_session.doneBytes() > 0; }, kPatienceMs));
    m_session.chooseRandom();
    EXPECT_TRUE(QTest::qWaitFor([&] { return m_session.state() == State::Random; }, kPatienceMs));
    EXPECT_TRUE(m_session.isReady());
}

TEST_F(StartTest, SaysWhatIsWrongWithADownload) {
    g_world->isBroken = true;
    m_session.choosePublished("Lite_Weights.V1");
    ASSERT_TRUE(reaches(State::Absent));
    m_session.download();
    ASSERT_TRUE(reaches(State::Failed));
    EXPECT_EQ(m_session.error().code, ErrorCode::DownloadDamaged);
    EXPECT_FALSE(m_session.isReady());
    EXPECT_FALSE(m_row.button()->isHidden()) << "it can be tried again";
    g_world->isBroken = false;
    m_row.button()->click();
    EXPECT_TRUE(reaches(State::Ready)) << m_session.error().message();
}

TEST_F(StartTest, FollowsTheArchitecture) {
    m_session.choosePublished("Lite_Weights.V1");
    ASSERT_TRUE(reaches(State::Absent));
    m_session.setTarget({"resnet18", 5, 64});
    EXPECT_EQ(m_session.weights()->name, "ResNet_Weights.V1");
    ASSERT_TRUE(reaches(State::Absent));
    m_session.setTarget({"lenet5", 5, 28});
    EXPECT_EQ(m_session.state(), State::Random);
    EXPECT_EQ(m_row.choices()->count(), 2);
}

TEST_F(StartTest, TakesAFileAndTellsWhenItDoesNotFit) {
    const fs::path file = g_world->folder / "mine.safetensors";
    spill(file, g_world->file);
    m_session.chooseFile(file);
    ASSERT_TRUE(reaches(State::Ready)) << m_session.error().message();
    EXPECT_EQ(m_session.file(), file);
    EXPECT_EQ(m_row.choices()->currentText(), QStringLiteral("mine.safetensors"));
    m_session.setTarget({"resnet18", 5, 64});
    ASSERT_TRUE(reaches(State::Failed));
    EXPECT_EQ(m_session.error().code, ErrorCode::WeightsMismatch);
    // Numbers; the names, of which there may be hundreds, are in the details.
    EXPECT_THAT(m_row.statusText().toStdString(), HasSubstr("do not fit this model: "));
    EXPECT_LT(m_row.statusText().size(), 120);
    m_session.chooseFile(g_world->folder / "none.pth");
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_session.error().code == ErrorCode::FileMissing; },
                                kPatienceMs));
}

/// lite_cnn as a composed model's file, `edited` with a normalisation behind its first layer.
std::string writeModel(const fs::path& path, bool edited, const std::string& origin = {}) {
    auto model = *zoo::build("lite_cnn", kFileClasses, 3, 64, 64);
    model.name = "my_lite_cnn";
    model.origin = origin;
    if (edited) {
        spec::Node extra{"extra", "BatchNorm2d", {model.nodes.front().id}, {}};
        for (spec::Node& node : model.nodes) {
            std::replace(node.inputs.begin(), node.inputs.end(), model.nodes.front().id, extra.id);
        }
        model.nodes.insert(model.nodes.begin() + 1, extra);
    }
    EXPECT_TRUE(spec::writeModelSpec(path, model));
    return path.string();
}

TEST_F(StartTest, FitsAFileToAComposedModel) {
    const fs::path file = g_world->folder / "mine.safetensors";
    spill(file, g_world->file);
    m_session.setTarget({writeModel(g_world->folder / "copy.json", false), 5, 64});
    EXPECT_EQ(m_row.choices()->count(), 2) << "nothing is published for it";
    m_session.chooseFile(file);
    ASSERT_TRUE(reaches(State::Ready)) << m_session.error().message();
    EXPECT_TRUE(m_session.report().headReplaced);
    EXPECT_TRUE(m_session.onlyHeadIsNew());
    EXPECT_EQ(m_session.report().fileClasses, kFileClasses);
    EXPECT_TRUE(m_session.report().missing.empty());

    m_session.setTarget({(g_world->folder / "none.json").string(), 5, 64});
    ASSERT_TRUE(reaches(State::Failed));
    EXPECT_EQ(m_session.error().code, ErrorCode::FileMissing);
    // Without an image size of the recipe's the model's own counts.
    m_session.setTarget({writeModel(g_world->folder / "copy.json", false), kFileClasses, 0});
    ASSERT_TRUE(reaches(State::Ready)) << m_session.error().message();
    EXPECT_FALSE(m_session.report().headReplaced);
    EXPECT_FALSE(m_session.onlyHeadIsNew());
    // Edited and written to the same place again.
    writeModel(g_world->folder / "copy.json", true);
    m_session.lookAgain();
    ASSERT_TRUE(reaches(State::Failed));
}

TEST_F(StartTest, OffersAnEditedCopyWhatIsPublishedForItsOriginal) {
    spill(zoo::weightsFolder() / g_world->name, g_world->file);
    const std::string copy = writeModel(g_world->folder / "of_lite.json", true, "lite_cnn");
    m_session.setTarget({copy, 5, 64});
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_row.choices()->count() == 3; }, kPatienceMs));
    m_row.choices()->setCurrentIndex(1);
    Q_EMIT m_row.choices()->activated(1);
    ASSERT_TRUE(reaches(State::Ready)) << m_session.error().message();
    EXPECT_EQ(m_session.file(), zoo::weightsFolder() / g_world->name);
    EXPECT_TRUE(m_session.takesPart()) << "the choice says it: no second click";
    EXPECT_THAT(m_session.report().missing, testing::Contains("extra.weight"));
    EXPECT_TRUE(m_session.report().headReplaced);
    EXPECT_FALSE(m_session.onlyHeadIsNew()) << "a layer is new, too";
    EXPECT_THAT(m_row.statusText().toStdString(), HasSubstr("begin from their initial values"));
    StartSession later;
    later.setTarget({copy, 5, 64});
    later.fromText(m_session.toText());
    ASSERT_TRUE(QTest::qWaitFor([&] { return later.state() == State::Ready; }, kPatienceMs));
    EXPECT_TRUE(later.takesPart());

    m_row.findChild<QToolButton*>("startPartial")->click();
    ASSERT_TRUE(reaches(State::Failed)) << "all or nothing is nothing";
    // The choice follows from the original to its copy and back.
    m_session.setTarget({"lite_cnn", 5, 64});
    ASSERT_TRUE(reaches(State::Ready)) << m_session.error().message();
    EXPECT_FALSE(m_session.takesPart());
    m_session.setTarget({copy, 5, 64});
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_session.takesPart(); }, kPatienceMs));
    EXPECT_EQ(m_session.weights()->name, "Lite_Weights.V1");
    m_session.setTarget({writeModel(g_world->folder / "of_resnet.json", true, "resnet18"), 5, 64});
    EXPECT_FALSE(m_session.isReady()) << "whose weights it takes is not known yet";
    ASSERT_TRUE(reaches(State::Absent));
    EXPECT_EQ(m_session.weights()->name, "ResNet_Weights.V1");
    m_session.setTarget({writeModel(g_world->folder / "of_none.json", true), 5, 64});
    ASSERT_TRUE(reaches(State::Random));
    EXPECT_EQ(m_row.choices()->count(), 2);
}

TEST_F(StartTest, TakesWhatFitsWhenToldTo) {
    const fs::path file = g_world->folder / "mine.safetensors";
    spill(file, g_world->file);
    auto* partial = m_row.findChild<QToolButton*>("startPartial");
    auto* details = m_row.findChild<QToolButton*>("startDetails");
    m_session.chooseFile(file);
    ASSERT_TRUE(reaches(State::Ready));
    EXPECT_TRUE(partial->isHidden()) << "all of it fits";
    m_session.setTarget({writeModel(g_world->folder / "edited.json", true), 5, 64});
    ASSERT_TRUE(reaches(State::Failed));
    EXPECT_FALSE(m_session.isReady());
    EXPECT_FALSE(m_session.takesPart());
    ASSERT_FALSE(partial->isHidden());
    ASSERT_FALSE(details->isHidden()) << "what is missing can be read before it is decided";

    partial->click();
    ASSERT_TRUE(reaches(State::Ready)) << m_session.error().message();
    EXPECT_TRUE(m_session.takesPart());
    EXPECT_EQ(m_session.file(), file);
    EXPECT_THAT(m_session.report().missing, testing::Contains("extra.weight"));
    // Of the file's ten tensors the head's two are for other classes. The model has five more:
    // the weights and the buffers of the new layer.
    EXPECT_THAT(m_row.statusText().toStdString(), HasSubstr("8 weights fit"));
    EXPECT_THAT(m_row.statusText().toStdString(),
                HasSubstr("7 others begin from their initial values"));
    EXPECT_THAT(m_row.statusText().toStdString(), HasSubstr("2 in the file are not used"));
    StartSession later;
    later.setTarget({(g_world->folder / "edited.json").string(), 5, 64});
    later.fromText(m_session.toText());
    EXPECT_EQ(later.toText(), m_session.toText());
    ASSERT_TRUE(QTest::qWaitFor([&] { return later.state() == State::Ready; }, kPatienceMs));
    EXPECT_TRUE(later.takesPart());

    partial->click();
    ASSERT_TRUE(reaches(State::Failed)) << "and back";
    partial->click();
    ASSERT_TRUE(reaches(State::Ready));
    // Leave for one network is none for another.
    m_session.setTarget({"resnet18", 5, 64});
    ASSERT_TRUE(reaches(State::Failed));
    EXPECT_TRUE(partial->isHidden()) << "nothing fits";
    m_session.setTarget({(g_world->folder / "edited.json").string(), 5, 64});
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_session.fitsInPart(); }, kPatienceMs));
    EXPECT_EQ(m_session.state(), State::Failed);
}

TEST_F(StartTest, TellsNameByNameAndCopiesIt) {
    spill(g_world->folder / "mine.safetensors", g_world->file);
    m_row.resize(900, 700);
    m_row.QWidget::show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_row));
    m_session.setTarget({writeModel(g_world->folder / "edited.json", true), 5, 64});
    m_session.chooseFile(g_world->folder / "mine.safetensors");
    ASSERT_TRUE(reaches(State::Failed));
    QTest::mouseClick(m_row.findChild<QToolButton*>("startDetails"), Qt::LeftButton);
    auto* text = m_row.findChild<QPlainTextEdit*>("weightsReport");
    ASSERT_NE(text, nullptr);
    EXPECT_TRUE(text->isVisible());
    const std::string lists = text->toPlainText().toStdString();
    EXPECT_THAT(lists, HasSubstr("Missing in the file: 5\n  extra.weight\n  extra.bias\n"));
    EXPECT_THAT(lists, HasSubstr("Of another shape: 2\n"));
    EXPECT_THAT(lists, HasSubstr(" in the file, 5"));
    EXPECT_THAT(lists, HasSubstr("Would fit: 8\n"));
    QTest::mouseClick(m_row.findChild<QToolButton*>("copyReport"), Qt::LeftButton);
    EXPECT_EQ(QApplication::clipboard()->text().toStdString(), lists);
    QTest::keyClick(text, Qt::Key_Escape);
    EXPECT_EQ(m_row.findChild<QPlainTextEdit*>("weightsReport"), nullptr);
}

}  // namespace
}  // namespace minarai::studio

int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    QApplication application(argc, argv);
    const minarai::widgets::Theme theme(application);
    minarai::studio::World world;
    minarai::studio::g_world = &world;
    return RUN_ALL_TESTS();
}
