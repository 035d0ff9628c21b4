// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "download/http_server.h"

#include <QHostAddress>
#include <memory>
#include <utility>

namespace minarai::tests {

HttpServer::HttpServer(Handler handler) : m_handler(std::move(handler)) {
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* socket = nextPendingConnection()) {
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { serve(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
    listen(QHostAddress::LocalHost);
}

std::string HttpServer::url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(serverPort()) + path;
}

void HttpServer::serve(QTcpSocket* socket) {
    // Small enough to come in one piece, or to be waited for until it is whole.
    const QByteArray text = socket->peek(65536);
    if (!text.contains("\r\n\r\n")) {
        return;
    }
    socket->readAll();
    HttpRequest request;
    request.path = text.split(' ').value(1);
    for (const QByteArray& line : text.split('\n')) {
        if (line.toLower().startsWith("range: bytes=")) {
            request.rangeStart = line.mid(13, line.indexOf('-') - 13).toLongLong();
        }
    }
    m_requests.push_back(request);
    const HttpAnswer answer = m_handler(request);
    socket->write(answer.head + "\r\n\r\n" + answer.body);
    if (!answer.keepsOpen) {
        socket->disconnectFromHost();
    }
}

HttpAnswer HttpServer::honest(const HttpRequest& request, const QByteArray& file) {
    if (request.rangeStart < 0) {
        return {"HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(file.size()), file};
    }
    if (request.rangeStart >= file.size()) {
        return {"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0", {}};
    }
    const QByteArray rest = file.mid(request.rangeStart);
    return {"HTTP/1.1 206 Partial Content\r\nContent-Length: " + QByteArray::number(rest.size()) +
                "\r\nContent-Range: bytes " + QByteArray::number(request.rangeStart) + '-' +
                QByteArray::number(file.size() - 1) + '/' + QByteArray::number(file.size()),
            rest};
}

}  // namespace minarai::tests
