// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A web server of one file on this computer's loopback, which can misbehave in every way.
#pragma once

#include <QByteArray>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>
#include <string>

namespace minarai::tests {

struct HttpRequest {
    QByteArray path;
    qint64 rangeStart = -1;  ///< of "Range: bytes=N-"; -1 without one
};

struct HttpAnswer {
    QByteArray head;         ///< status line and headers, without the empty line
    QByteArray body;         ///< what is sent of it
    bool keepsOpen = false;  ///< says nothing more and does not close
};

class HttpServer : public QTcpServer {
  public:
    using Handler = std::function<HttpAnswer(const HttpRequest&)>;

    explicit HttpServer(Handler handler);

    [[nodiscard]] std::string url(const std::string& path) const;
    [[nodiscard]] const QList<HttpRequest>& requests() const { return m_requests; }

    /// The file as an honest server sends it, with Range.
    static HttpAnswer honest(const HttpRequest& request, const QByteArray& file);

  private:
    Handler m_handler;
    QList<HttpRequest> m_requests;

    void serve(QTcpSocket* socket);
};

}  // namespace minarai::tests
