// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "download/transfer.h"

#include <QNetworkRequest>
#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/files.h"
#include "zoo/pretrained_files.h"

namespace minarai::download {

namespace fs = std::filesystem;

namespace {

constexpr qint64 kChunkBytes = 1 << 20;
constexpr qint64 kShowEveryMs = 100;
constexpr int kMaxRedirects = 5;

QString toQString(const fs::path& path) {
    return QString::fromStdString(toUtf8(path));
}

/// The first number of "bytes 100-199/200", or -1.
qint64 rangeStart(const QByteArray& contentRange) {
    const QByteArray range = contentRange.trimmed();
    if (!range.startsWith("bytes ")) {
        return -1;
    }
    bool isNumber = false;
    const qint64 start = range.mid(6, range.indexOf('-') - 6).trimmed().toLongLong(&isNumber);
    return isNumber ? start : -1;
}

/// Nobody answered: what a computer without a network sees.
bool meansOffline(QNetworkReply::NetworkError error) {
    switch (error) {
        case QNetworkReply::ConnectionRefusedError:
        case QNetworkReply::HostNotFoundError:
        case QNetworkReply::TimeoutError:
        case QNetworkReply::TemporaryNetworkFailureError:
        case QNetworkReply::NetworkSessionFailedError:
        case QNetworkReply::ProxyConnectionRefusedError:
        case QNetworkReply::ProxyNotFoundError:
        case QNetworkReply::ProxyTimeoutError:
        case QNetworkReply::UnknownNetworkError:
            return true;
        default:
            return false;
    }
}

}  // namespace

Transfer::Transfer(QObject* parent) : QObject(parent) {}

Transfer::~Transfer() {
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
}

fs::path Transfer::partPath() const {
    return m_folder / (m_weights.file + ".part");
}

fs::path Transfer::filePath() const {
    return m_folder / m_weights.file;
}

Error Transfer::failed(const QString& reason) const {
    return fail(ErrorCode::DownloadFailed, m_weights.file, reason.toStdString(), m_weights.url,
                toUtf8(m_folder));
}

Error Transfer::refused(const QString& reason) const {
    return fail(ErrorCode::DownloadDamaged, m_weights.url, reason.toStdString());
}

void Transfer::start(const zoo::PretrainedWeights& weights, const fs::path& folder) {
    if (m_active) {
        return;
    }
    m_active = true;
    m_cancelled = m_restarted = false;
    m_problem.reset();
    m_weights = weights;
    m_folder = folder;
    m_total = weights.bytes;
    m_shown.invalidate();
    // Whoever starts a download hears of its end later, never before start() has returned.
    QMetaObject::invokeMethod(
        this,
        [this, serial = ++m_serial] {
            if (!m_active || serial != m_serial) {
                return;
            }
            if (const Status status = prepare(); !status) {
                end(status.error());
            } else {
                request();
            }
        },
        Qt::QueuedConnection);
}

Status Transfer::prepare() {
    MN_TRY(makeFolder(m_folder));
    m_lock = std::make_unique<QLockFile>(toQString(partPath()) + QStringLiteral(".lock"));
    if (!m_lock->tryLock(0)) {
        m_lock.reset();
        return failed(tr("it is being downloaded already"));
    }
    // Said at once rather than after an hour; a file system that does not tell is tried.
    std::error_code error;
    const auto space = fs::space(m_folder, error);
    const auto here = fs::file_size(partPath(), error);
    if (space.available <
        m_weights.bytes - std::min<std::uint64_t>(error ? 0 : here, m_weights.bytes)) {
        return writeError(partPath(), ENOSPC);
    }
    m_part.setFileName(toQString(partPath()));
    errno = 0;
    if (!m_part.open(QIODevice::ReadWrite | QIODevice::Unbuffered)) {
        return writeError(partPath(), errno != 0 ? errno : EIO);
    }
    if (static_cast<std::uint64_t>(m_part.size()) > m_weights.largestFile()) {
        m_part.resize(0);
    }
    return {};
}

void Transfer::request() {
    m_offset = static_cast<quint64>(m_part.size());
    m_part.seek(m_part.size());
    m_accepted = false;
    QNetworkRequest request(QUrl(QString::fromStdString(m_weights.url), QUrl::StrictMode));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::NoLessSafeRedirectPolicy);
    request.setMaximumRedirectsAllowed(kMaxRedirects);
    request.setTransferTimeout(m_patienceMs);
    request.setRawHeader("User-Agent", "Minarai");
    request.setRawHeader("Accept-Encoding", "identity");
    if (m_offset > 0) {
        request.setRawHeader("Range", "bytes=" + QByteArray::number(m_offset) + '-');
    }
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(kChunkBytes);
    connect(m_reply, &QNetworkReply::readyRead, this, &Transfer::receive);
    connect(m_reply, &QNetworkReply::finished, this, &Transfer::replied);
}

void Transfer::cancel() {
    if (!m_active || m_cancelled) {
        return;
    }
    m_cancelled = true;
    if (m_reply) {
        m_reply->abort();
    } else if (m_checker.joinable()) {
        m_checker.request_stop();
    } else {
        end(fail(ErrorCode::Cancelled));
    }
}

void Transfer::abort(Error problem) {
    m_problem = std::move(problem);
    m_reply->abort();
}

/// Looks at the head of the answer before a byte is written; false when the reply was given up.
bool Transfer::accept() {
    if (m_accepted) {
        return true;
    }
    const int code = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (code != 200 && code != 206) {
        return false;  // an error's page; replied() says it
    }
    if (code == 200) {
        m_offset = 0;
        m_part.resize(0);
        m_part.seek(0);
    } else if (rangeStart(m_reply->rawHeader("Content-Range")) != static_cast<qint64>(m_offset)) {
        restart();
        return false;
    }
    bool isNumber = false;
    const quint64 length =
        m_reply->header(QNetworkRequest::ContentLengthHeader).toULongLong(&isNumber);
    if (isNumber) {
        m_total = m_offset + length;
        if (!m_weights.fits(m_total)) {
            abort(refused(
                tr("it has %1 bytes instead of about %2").arg(m_total).arg(m_weights.bytes)));
            return false;
        }
    }
    m_accepted = true;
    return true;
}

void Transfer::receive() {
    while (m_reply && !m_problem && !m_cancelled && m_reply->bytesAvailable() > 0) {
        if (!accept()) {
            return;
        }
        const QByteArray chunk = m_reply->read(kChunkBytes);
        if (static_cast<std::uint64_t>(m_part.pos() + chunk.size()) > m_weights.largestFile()) {
            abort(refused(tr("it is larger than %1 bytes").arg(m_weights.largestFile())));
            return;
        }
        errno = 0;
        if (m_part.write(chunk) != chunk.size()) {
            abort(writeError(partPath(), errno != 0 ? errno : ENOSPC));
            return;
        }
    }
    if (m_accepted) {
        showProgress(false);
    }
}

void Transfer::showProgress(bool always) {
    if (!always && m_shown.isValid() && m_shown.elapsed() < kShowEveryMs) {
        return;
    }
    m_shown.start();
    const auto done = static_cast<quint64>(m_part.pos());
    Q_EMIT progressed(done, std::max(m_total, done));
}

/// The part that is here is of no use: once more from the beginning.
void Transfer::restart() {
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply.clear();
    if (m_restarted) {
        end(failed(tr("the server sends another part than asked")));
        return;
    }
    m_restarted = true;
    m_part.resize(0);
    request();
}

Error Transfer::networkError(const QNetworkReply& reply) const {
    if (meansOffline(reply.error())) {
        return fail(ErrorCode::DownloadOffline, m_weights.file, reply.errorString().toStdString(),
                    m_weights.url, toUtf8(m_folder));
    }
    if (reply.error() == QNetworkReply::OperationCanceledError) {
        return failed(tr("the server stopped sending"));
    }
    const int code = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (code >= 400) {
        const QString reason =
            reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString();
        return failed(tr("the server answered %1 %2").arg(code).arg(reason));
    }
    return failed(reply.errorString());
}

void Transfer::replied() {
    QNetworkReply& reply = *m_reply;
    receive();
    if (m_reply != &reply) {
        return;  // begun again
    }
    reply.deleteLater();
    m_reply.clear();
    const int code = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const auto size = static_cast<std::uint64_t>(m_part.size());
    if (m_cancelled) {
        end(fail(ErrorCode::Cancelled));
    } else if (m_problem) {
        if (m_problem->code == ErrorCode::DownloadDamaged) {
            m_part.remove();
        }
        end(*m_problem);
    } else if (code == 416 && m_offset > 0 && m_weights.fits(size)) {
        check();  // all of it was here already
    } else if (code == 416 && m_offset > 0 && !m_restarted) {
        m_restarted = true;
        m_part.resize(0);
        request();
    } else if (reply.error() != QNetworkReply::NoError) {
        end(networkError(reply));
    } else if (!m_weights.fits(size)) {
        end(failed(tr("the connection was cut after %1 of %2 bytes; what has arrived is kept")
                       .arg(size)
                       .arg(std::max<std::uint64_t>(m_total, m_weights.bytes))));
    } else {
        check();
    }
}

void Transfer::check() {
    showProgress(true);
    m_part.close();
    m_checker = std::jthread([this, weights = m_weights, part = partPath()](std::stop_token stop) {
        const Status status = zoo::checkFile(weights, part, stop);
        QMetaObject::invokeMethod(
            this, [this, status] { checked(status); }, Qt::QueuedConnection);
    });
}

void Transfer::checked(const Status& status) {
    m_checker.join();
    if (m_cancelled) {
        end(fail(ErrorCode::Cancelled));
        return;
    }
    if (!status) {
        std::error_code error;
        if (status.error().code == ErrorCode::WeightsDamaged) {
            fs::remove(partPath(), error);
            end(refused(tr("its content is another one: the SHA-256 should begin with %1")
                            .arg(QString::fromStdString(m_weights.sha256))));
        } else {
            end(status.error());
        }
        return;
    }
    std::error_code error;
    fs::rename(partPath(), filePath(), error);
    if (error) {
        end(writeError(filePath(), error.value()));
    } else {
        end(filePath());
    }
}

void Transfer::end(Result<fs::path> result) {
    const bool isEmpty = m_part.isOpen() && m_part.size() == 0;
    m_part.close();
    if (isEmpty) {
        m_part.remove();
    }
    m_lock.reset();
    m_active = false;
    Q_EMIT finished(result);
}

}  // namespace minarai::download
