// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One download of published weights: progress, resume, check, cancel.
//
// The file grows as `<name>.part` in its folder and gets its name once length and hash are right.
// A part that was cut or cancelled stays there and is gone on with the next time.
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QLockFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <filesystem>
#include <memory>
#include <thread>

#include "base/error.h"
#include "zoo/pretrained.h"

namespace minarai::download {

/// Lives on a thread with an event loop and blocks it nowhere: the hash is computed on a thread of
/// its own.
class Transfer : public QObject {
    Q_OBJECT
  public:
    explicit Transfer(QObject* parent = nullptr);
    ~Transfer() override;

    /// Begins, unless a download is going on. `folder` is made if it is missing.
    void start(const zoo::PretrainedWeights& weights, const std::filesystem::path& folder);

    /// Ends the download with Cancelled; what has arrived is kept.
    void cancel();

    [[nodiscard]] bool isActive() const { return m_active; }

    /// How long a server may be silent, 30 s unless set.
    void setPatience(int milliseconds) { m_patienceMs = milliseconds; }

  Q_SIGNALS:
    /// At most ten times a second. `total` is about right before the server has said it.
    void progressed(quint64 doneBytes, quint64 totalBytes);

    /// Once for each start(): the file, or DownloadOffline, DownloadFailed, DownloadDamaged,
    /// WriteFailed, DiskFull, Cancelled.
    void finished(const minarai::Result<std::filesystem::path>& file);

  private:
    zoo::PretrainedWeights m_weights;
    std::filesystem::path m_folder;
    QNetworkAccessManager m_network;
    QPointer<QNetworkReply> m_reply;
    std::unique_ptr<QLockFile> m_lock;
    QFile m_part;
    QElapsedTimer m_shown;
    quint64 m_offset = 0;  ///< bytes that were there before this request
    quint64 m_total = 0;
    quint64 m_serial = 0;  ///< of the start()
    int m_patienceMs = 30'000;
    bool m_active = false;
    bool m_cancelled = false;
    bool m_restarted = false;
    bool m_accepted = false;         ///< the answer's head is what was asked for
    std::optional<Error> m_problem;  ///< why the reply was aborted by us
    std::jthread m_checker;

    [[nodiscard]] std::filesystem::path partPath() const;
    [[nodiscard]] std::filesystem::path filePath() const;
    Status prepare();
    void request();
    void restart();
    bool accept();
    void receive();
    void replied();
    void check();
    void checked(const Status& status);
    void abort(Error problem);
    void end(Result<std::filesystem::path> result);
    void showProgress(bool always);
    [[nodiscard]] Error failed(const QString& reason) const;
    [[nodiscard]] Error refused(const QString& reason) const;
    [[nodiscard]] Error networkError(const QNetworkReply& reply) const;
};

}  // namespace minarai::download
