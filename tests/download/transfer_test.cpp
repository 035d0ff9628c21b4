// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "download/transfer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <optional>

#include "download/http_server.h"
#include "support/temp_folder.h"

namespace minarai::download {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using tests::HttpAnswer;
using tests::HttpRequest;
using tests::HttpServer;

QByteArray contents(const fs::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void spill(const fs::path& path, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path.string()));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    ASSERT_EQ(file.write(bytes), bytes.size());
}

class TransferTest : public testing::Test {
  protected:
    TransferTest() {
        // Three megabytes that are not the same anywhere.
        for (quint32 i = 0; m_file.size() < 3'000'000; ++i) {
            m_file += QByteArray::number(i * 2654435761U);
        }
        m_weights.file = "net-" + digest(m_file).toStdString() + ".pth";
        m_weights.sha256 = digest(m_file).toStdString();
        m_weights.bytes = static_cast<std::uint64_t>(m_file.size());
        m_weights.name = "Net_Weights.V1";
    }

    // As the oracle: Qt's own implementation, not the one that checks the file.
    static QByteArray digest(const QByteArray& bytes) {
        return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(8);
    }

    Result<fs::path> run(const HttpServer& server) {
        m_weights.url = server.url("/models/" + m_weights.file);
        return run();
    }

    Result<fs::path> run() {
        std::optional<Result<fs::path>> result;
        const auto connection =
            QObject::connect(&m_transfer, &Transfer::finished, &m_transfer,
                             [&](const Result<fs::path>& file) { result = file; });
        m_transfer.start(m_weights, folder());
        EXPECT_FALSE(result) << "the end must not be told before start() has returned";
        EXPECT_TRUE(QTest::qWaitFor([&] { return result.has_value(); }, 60'000));
        QObject::disconnect(connection);
        EXPECT_FALSE(m_transfer.isActive());
        return result.value_or(fail(ErrorCode::Internal, "it never ended"));
    }

    [[nodiscard]] fs::path folder() const { return m_temp.path() / "cache" / "weights"; }
    [[nodiscard]] fs::path part() const { return folder() / (m_weights.file + ".part"); }

    void expectWhole(const Result<fs::path>& file) const {
        ASSERT_TRUE(file) << file.error().message();
        EXPECT_EQ(*file, folder() / m_weights.file);
        EXPECT_EQ(contents(*file), m_file);
        expectNothingElse(1);
    }

    void expectNothingElse(std::ptrdiff_t files) const {
        EXPECT_EQ(std::distance(fs::directory_iterator(folder()), fs::directory_iterator()), files);
    }

    tests::TempFolder m_temp;
    QByteArray m_file;
    zoo::PretrainedWeights m_weights;
    Transfer m_transfer;
};

TEST_F(TransferTest, BringsTheFileWithProgress) {
    const HttpServer server(
        [this](const HttpRequest& request) { return HttpServer::honest(request, m_file); });
    const QSignalSpy progressed(&m_transfer, &Transfer::progressed);
    expectWhole(run(server));
    ASSERT_FALSE(progressed.isEmpty());
    quint64 last = 0;
    for (const QList<QVariant>& each : progressed) {
        EXPECT_GE(each.at(0).toULongLong(), last);
        EXPECT_EQ(each.at(1).toULongLong(), static_cast<quint64>(m_file.size()));
        last = each.at(0).toULongLong();
    }
    EXPECT_EQ(last, static_cast<quint64>(m_file.size()));
    EXPECT_EQ(server.requests().size(), 1);
    EXPECT_EQ(server.requests().first().rangeStart, -1);
}

TEST_F(TransferTest, FollowsRedirects) {
    const HttpServer server([this](const HttpRequest& request) -> HttpAnswer {
        if (request.path.startsWith("/models/")) {
            return {"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 5", "moved"};
        }
        return HttpServer::honest(request, m_file);
    });
    expectWhole(run(server));
    EXPECT_EQ(server.requests().size(), 2);
}

TEST_F(TransferTest, EndsAnEndlessRedirect) {
    const HttpServer server([](const HttpRequest&) -> HttpAnswer {
        return {"HTTP/1.1 302 Found\r\nLocation: /models/again\r\nContent-Length: 0", {}};
    });
    EXPECT_EQ(run(server).error().code, ErrorCode::DownloadFailed);
    EXPECT_LT(server.requests().size(), 10);
    expectNothingElse(0);
}

TEST_F(TransferTest, GoesOnWhereItWasCut) {
    bool cuts = true;
    const HttpServer server([&](const HttpRequest& request) {
        HttpAnswer answer = HttpServer::honest(request, m_file);
        if (cuts) {
            answer.body = answer.body.left(1'000'000);
        }
        return answer;
    });
    const Result<fs::path> cut = run(server);
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, ErrorCode::DownloadFailed);
    EXPECT_THAT(cut.error().message(), AllOf(HasSubstr(m_weights.file), HasSubstr(m_weights.url),
                                             HasSubstr(folder().string())));
    EXPECT_EQ(contents(part()), m_file.left(1'000'000));
    cuts = false;
    expectWhole(run(server));
    EXPECT_EQ(server.requests().last().rangeStart, 1'000'000);
}

TEST_F(TransferTest, BeginsAgainWhereTheServerCannotGoOn) {
    const HttpServer server([this](const HttpRequest&) {
        return HttpServer::honest(HttpRequest{"/", -1}, m_file);
    });
    fs::create_directories(folder());
    spill(part(), QByteArray(500'000, 'x'));
    expectWhole(run(server));
}

TEST_F(TransferTest, BeginsAgainWhereTheServerSendsAnotherPart) {
    const HttpServer server([this](HttpRequest request) {
        request.rangeStart = request.rangeStart > 0 ? request.rangeStart + 7 : -1;
        return HttpServer::honest(request, m_file);
    });
    fs::create_directories(folder());
    spill(part(), m_file.left(500'000));
    expectWhole(run(server));
    EXPECT_EQ(server.requests().size(), 2);
}

TEST_F(TransferTest, TakesAPartThatIsWhole) {
    const HttpServer server(
        [this](const HttpRequest& request) { return HttpServer::honest(request, m_file); });
    fs::create_directories(folder());
    spill(part(), m_file);
    expectWhole(run(server));
}

TEST_F(TransferTest, DropsAPartThatIsTooLong) {
    const HttpServer server(
        [this](const HttpRequest& request) { return HttpServer::honest(request, m_file); });
    fs::create_directories(folder());
    spill(part(), QByteArray(2 * m_file.size(), 'x'));
    expectWhole(run(server));
}

TEST_F(TransferTest, RefusesAnotherContent) {
    QByteArray other = m_file;
    other[1'234'567] = static_cast<char>(other[1'234'567] ^ 1);
    const HttpServer server(
        [&](const HttpRequest& request) { return HttpServer::honest(request, other); });
    const Result<fs::path> file = run(server);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::DownloadDamaged);
    EXPECT_THAT(file.error().message(), HasSubstr("should begin with " + m_weights.sha256));
    expectNothingElse(0);
}

TEST_F(TransferTest, RefusesAnotherLength) {
    for (const qsizetype size : {qsizetype{100}, m_file.size() * 2}) {
        const HttpServer server([&](const HttpRequest& request) {
            return HttpServer::honest(request, QByteArray(size, 'x'));
        });
        const Result<fs::path> file = run(server);
        ASSERT_FALSE(file);
        EXPECT_EQ(file.error().code, ErrorCode::DownloadDamaged) << file.error().message();
        expectNothingElse(0);
    }
}

TEST_F(TransferTest, RefusesAFloodWithoutALength) {
    const HttpServer server([this](const HttpRequest&) -> HttpAnswer {
        return {"HTTP/1.1 200 OK", QByteArray(4 * m_file.size(), 'x')};
    });
    const Result<fs::path> file = run(server);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::DownloadDamaged) << file.error().message();
    expectNothingElse(0);
}

TEST_F(TransferTest, SaysWhatTheServerAnswered) {
    const HttpServer server([](const HttpRequest&) -> HttpAnswer {
        return {"HTTP/1.1 404 Not Found\r\nContent-Length: 9", "not there"};
    });
    const Result<fs::path> file = run(server);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::DownloadFailed);
    EXPECT_THAT(file.error().message(), HasSubstr("the server answered 404 Not Found"));
    expectNothingElse(0);
}

TEST_F(TransferTest, EndsWhenTheServerFallsSilent) {
    const HttpServer server([this](const HttpRequest& request) {
        HttpAnswer answer = HttpServer::honest(request, m_file);
        answer.body = answer.body.left(300'000);
        answer.keepsOpen = true;
        return answer;
    });
    m_transfer.setPatience(300);
    const Result<fs::path> file = run(server);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::DownloadFailed);
    EXPECT_EQ(contents(part()), m_file.left(300'000));
}

TEST_F(TransferTest, SaysThatThereIsNoNetwork) {
    quint16 port = 0;
    {
        QTcpServer closed;
        ASSERT_TRUE(closed.listen(QHostAddress::LocalHost));
        port = closed.serverPort();
    }
    m_weights.url = "http://127.0.0.1:" + std::to_string(port) + "/" + m_weights.file;
    const Result<fs::path> file = run();
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::DownloadOffline);
    EXPECT_THAT(file.error().message(), AllOf(HasSubstr("no connection"), HasSubstr(m_weights.url),
                                              HasSubstr(folder().string())));
    expectNothingElse(0);
}

TEST_F(TransferTest, CanBeCancelledAndGoneOnWith) {
    bool slow = true;
    const HttpServer server([&](const HttpRequest& request) {
        HttpAnswer answer = HttpServer::honest(request, m_file);
        if (slow) {
            answer.body = answer.body.left(700'000);
            answer.keepsOpen = true;
        }
        return answer;
    });
    const auto connection =
        QObject::connect(&m_transfer, &Transfer::progressed, &m_transfer, [this](quint64 done) {
            if (done > 0) {
                m_transfer.cancel();
            }
        });
    EXPECT_EQ(run(server).error().code, ErrorCode::Cancelled);
    EXPECT_FALSE(fs::exists(folder() / m_weights.file));
    const QByteArray kept = contents(part());
    EXPECT_GT(kept.size(), 0);
    EXPECT_EQ(kept, m_file.left(kept.size()));
    QObject::disconnect(connection);
    slow = false;
    expectWhole(run(server));
    EXPECT_EQ(server.requests().last().rangeStart, kept.size());
}

TEST_F(TransferTest, CanBeCancelledAtOnce) {
    const HttpServer server(
        [this](const HttpRequest& request) { return HttpServer::honest(request, m_file); });
    m_weights.url = server.url("/models/x");
    const QSignalSpy finished(&m_transfer, &Transfer::finished);
    m_transfer.start(m_weights, folder());
    m_transfer.cancel();
    EXPECT_EQ(finished.size(), 1);
    EXPECT_FALSE(m_transfer.isActive());
    expectWhole(run(server));  // the first start is forgotten
}

TEST_F(TransferTest, IsNotDoneTwiceAtTheSameTime) {
    const HttpServer server([this](const HttpRequest& request) {
        HttpAnswer answer = HttpServer::honest(request, m_file);
        answer.body = answer.body.left(700'000);
        answer.keepsOpen = true;
        return answer;
    });
    Transfer first;
    m_weights.url = server.url("/models/x");
    QSignalSpy progressed(&first, &Transfer::progressed);
    first.start(m_weights, folder());
    ASSERT_TRUE(progressed.wait(60'000));
    const Result<fs::path> second = run(server);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().message(), HasSubstr("is being downloaded already"));
    first.cancel();
}

TEST_F(TransferTest, SaysThatTheFolderCannotBeWritten) {
    const HttpServer server(
        [this](const HttpRequest& request) { return HttpServer::honest(request, m_file); });
    fs::create_directories(folder().parent_path());
    spill(folder(), "a file in its place");
    const Result<fs::path> file = run(server);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::WriteFailed);
    EXPECT_TRUE(server.requests().isEmpty());
}

TEST_F(TransferTest, MayBeDroppedInTheMiddle) {
    const HttpServer server([this](const HttpRequest& request) {
        HttpAnswer answer = HttpServer::honest(request, m_file);
        answer.body = answer.body.left(700'000);
        answer.keepsOpen = true;
        return answer;
    });
    m_weights.url = server.url("/models/x");
    {
        Transfer dropped;
        QSignalSpy progressed(&dropped, &Transfer::progressed);
        dropped.start(m_weights, folder());
        ASSERT_TRUE(progressed.wait(60'000));
    }
    EXPECT_GT(contents(part()).size(), 0);
}

}  // namespace
}  // namespace minarai::download
