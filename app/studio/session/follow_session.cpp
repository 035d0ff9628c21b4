// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/follow_session.h"

#include <iterator>
#include <optional>
#include <utility>

namespace minarai::studio {

struct FollowSession::Reader {
    explicit Reader(const std::filesystem::path& folder) : follower(folder) {}
    runs::EventFollower follower;
};

FollowSession::FollowSession(QObject* parent)
    : QObject(parent), m_worker([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, error] { Q_EMIT failed(error); }, Qt::QueuedConnection);
      }) {
    m_timer.setInterval(kIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &FollowSession::look);
}

FollowSession::~FollowSession() = default;

void FollowSession::open(const std::filesystem::path& folder) {
    close();
    m_reader = std::make_shared<Reader>(folder);
    m_worker.post([this, serial = m_serial, folder](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this, [this, serial, info = runs::readRunInfo(folder)] { takeInfo(serial, info); },
            Qt::QueuedConnection);
    });
    m_run = std::make_unique<LiveRun>();
    m_run->folder = folder;
}

void FollowSession::close() {
    ++m_serial;
    m_worker.cancel();
    m_timer.stop();
    m_run.reset();
    m_reader.reset();
    m_info = {};
    m_looking = false;
    m_historyRead = false;
}

void FollowSession::takeInfo(quint64 serial, const Result<runs::RunInfo>& info) {
    if (serial != m_serial) {
        return;
    }
    if (!info) {
        close();
        Q_EMIT failed(info.error());
        return;
    }
    m_info = *info;
    m_run->arch = info->arch;
    m_run->settings = info->settings;
    m_run->plannedEpochs = info->settings.integer("epochs");
    Q_EMIT opened();
    m_timer.start();
    look();
}

void FollowSession::look() {
    if (m_looking || !m_reader || !m_run) {
        return;
    }
    m_looking = true;
    m_worker.post([this, serial = m_serial, reader = m_reader](const std::stop_token& stop) {
        // A mailbox holds an end back and takes nothing after it; a file may go on.
        std::optional<Mailbox> mailbox;
        mailbox.emplace([] {});
        Piece all;
        const auto empty = [&] {
            auto items = mailbox->take();
            std::move(items.begin(), items.end(), std::back_inserter(all.items));
        };
        const auto read = reader->follower.poll(
            [&](const runs::EventFollower::Found& found) {
                train::Event event = found.event;
                if (auto* epoch = std::get_if<train::EpochFinished>(&event.payload)) {
                    epoch->validation.reset();  // the time machine reads it by itself
                }
                if (std::holds_alternative<train::RunEnded>(event.payload)) {
                    empty();
                    all.items.emplace_back(std::move(event));
                    mailbox.emplace([] {});
                } else {
                    mailbox->put(event);
                }
            },
            true, runs::EventFollower::kBudget, stop);
        empty();
        auto piece = [&]() -> Result<Piece> {
            if (!read) {
                return read.error();
            }
            all.restarted = read->restarted;
            all.more = read->more;
            return all;
        };
        QMetaObject::invokeMethod(
            this, [this, serial, result = piece()] { takePiece(serial, result); },
            Qt::QueuedConnection);
    });
}

void FollowSession::takePiece(quint64 serial, const Result<Piece>& piece) {
    if (serial != m_serial) {
        return;
    }
    m_looking = false;
    if (!piece) {
        // The first event may be still to come, and a share may be gone for a moment.
        if (piece.error().code != ErrorCode::RunMissing) {
            m_timer.stop();
            Q_EMIT failed(piece.error());
        }
        return;
    }
    if (piece->restarted) {
        auto fresh = std::make_unique<LiveRun>();
        fresh->folder = m_run->folder;
        fresh->arch = m_run->arch;
        fresh->settings = m_run->settings;
        fresh->plannedEpochs = m_run->plannedEpochs;
        m_run = std::move(fresh);
        m_historyRead = false;
    }
    for (const MailItem& item : piece->items) {
        if (const auto* batch = std::get_if<StepBatch>(&item)) {
            take(*m_run, *batch);
        } else {
            take(*m_run, std::get<train::Event>(item));
        }
        if (m_historyRead) {
            tell(item);
        }
    }
    if (piece->more) {
        look();
    } else if (!m_historyRead) {
        // What was there already comes as one picture, not as a thousand signals.
        m_historyRead = true;
        Q_EMIT reset();
    }
    if (!piece->items.empty()) {
        Q_EMIT grew();
    }
}

void FollowSession::tell(const MailItem& item) {
    if (const auto* batch = std::get_if<StepBatch>(&item)) {
        Q_EMIT stepped(*batch);
        return;
    }
    const train::Event& event = std::get<train::Event>(item);
    if (std::holds_alternative<train::RunStarted>(event.payload)) {
        Q_EMIT reset();
    } else if (const auto* epoch = std::get_if<train::EpochFinished>(&event.payload)) {
        Q_EMIT epochFinished(*epoch);
    } else if (const auto* ended = std::get_if<train::RunEnded>(&event.payload)) {
        Q_EMIT runEnded(*ended);
    }
}

}  // namespace minarai::studio
