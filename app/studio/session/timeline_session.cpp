// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/timeline_session.h"

#include <algorithm>
#include <utility>

namespace minarai::studio {

struct TimelineSession::Holder {
    std::optional<runs::Timeline> timeline;
};

TimelineSession::TimelineSession(QObject* parent)
    : QObject(parent),
      m_askSerial(std::make_shared<std::atomic<quint64>>(0)),
      m_worker([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, error] { Q_EMIT failed(error); }, Qt::QueuedConnection);
      }) {}

TimelineSession::~TimelineSession() = default;

void TimelineSession::open(const std::filesystem::path& folder) {
    m_wanted.reset();
    if (folder == m_folder) {
        ask();
        return;
    }
    m_folder = folder;
    m_stale = false;
    ++m_openSerial;
    ++*m_askSerial;
    m_holder = std::make_shared<Holder>();
    m_worker.cancel();
    m_epochs.clear();
    Q_EMIT epochsChanged();
    if (folder.empty()) {
        return;
    }
    m_worker.post([this, serial = m_openSerial, folder, holder = m_holder](const std::stop_token&) {
        auto timeline = runs::Timeline::open(folder);
        if (timeline) {
            holder->timeline = std::move(*timeline);
        } else {
            tell(serial, timeline.error());
        }
    });
    readOn();
}

void TimelineSession::tell(quint64 serial, const Error& error) {
    QMetaObject::invokeMethod(
        this,
        [this, serial, error] {
            if (serial == m_openSerial) {
                Q_EMIT failed(error);
            }
        },
        Qt::QueuedConnection);
}

void TimelineSession::readOn() {
    m_worker.post([this, serial = m_openSerial, holder = m_holder](const std::stop_token& stop) {
        if (!holder->timeline) {
            return;
        }
        // Piece by piece, so that an epoch can be looked at while a long history is read.
        const Result<bool> more = holder->timeline->catchUp(stop);
        if (!more && more.error().code != ErrorCode::RunMissing) {
            tell(serial, more.error());
        }
        QMetaObject::invokeMethod(
            this,
            [this, serial, epochs = holder->timeline->epochs(), again = more && *more] {
                takeEpochs(serial, epochs, again);
            },
            Qt::QueuedConnection);
    });
}

void TimelineSession::takeEpochs(quint64 serial, const std::vector<std::int64_t>& epochs,
                                 bool more) {
    if (serial != m_openSerial) {
        return;
    }
    if (more) {
        readOn();
    }
    if (m_epochs != epochs) {
        m_epochs = epochs;
        m_stale = true;
        if (m_wanted && !std::binary_search(epochs.begin(), epochs.end(), *m_wanted)) {
            m_wanted.reset();
        }
        Q_EMIT epochsChanged();
    }
    // While a long history is read only its end is worth drawing.
    if (m_stale && isFollowing() && !more) {
        ask();
    }
}

void TimelineSession::add(const train::EpochFinished& epoch) {
    if (m_folder.empty()) {
        return;
    }
    m_worker.post([this, serial = m_openSerial, holder = m_holder, epoch](const std::stop_token&) {
        if (!holder->timeline) {
            return;
        }
        holder->timeline->add(epoch);
        QMetaObject::invokeMethod(
            this,
            [this, serial, epochs = holder->timeline->epochs()] {
                takeEpochs(serial, epochs, false);
            },
            Qt::QueuedConnection);
    });
}

void TimelineSession::poll() {
    if (!m_folder.empty()) {
        readOn();
    }
}

std::int64_t TimelineSession::wanted() const {
    return m_wanted ? *m_wanted : m_epochs.empty() ? 0 : m_epochs.back();
}

void TimelineSession::show(std::int64_t epoch) {
    if (m_wanted != epoch && std::binary_search(m_epochs.begin(), m_epochs.end(), epoch)) {
        m_wanted = epoch;
        ask();
    }
}

void TimelineSession::follow() {
    if (m_wanted) {
        m_wanted.reset();
        ask();
    }
}

void TimelineSession::ask() {
    if (m_epochs.empty()) {
        return;
    }
    m_stale = false;
    const quint64 asked = ++*m_askSerial;
    m_worker.post([this, serial = m_openSerial, asked, newest = m_askSerial, holder = m_holder,
                   epoch = wanted()](const std::stop_token&) {
        if (asked != *newest || !holder->timeline) {
            return;  // the hand on the slider is somewhere else by now
        }
        const auto moment = holder->timeline->at(epoch);
        if (!moment) {
            tell(serial, moment.error());
            return;
        }
        QMetaObject::invokeMethod(
            this,
            [this, serial, asked, moment = *moment] {
                if (serial == m_openSerial && asked == *m_askSerial) {
                    Q_EMIT momentReady(moment);
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace minarai::studio
