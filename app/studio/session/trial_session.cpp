// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/trial_session.h"

#include <utility>

#include "runs/trials.h"

namespace minarai::studio {

TrialSession::TrialSession(EngineLoader loader, QObject* parent)
    : QObject(parent), m_loader(std::move(loader)), m_worker([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, serial = m_triedSerial, error] { end(serial, m_running, error); },
              Qt::QueuedConnection);
      }) {
    connect(&m_waker, &Waker::due, this, &TrialSession::takePoints);
}

TrialSession::~TrialSession() = default;

void TrialSession::begin(Kind kind, const TrainPlan& plan) {
    ++m_serial;
    m_running = kind;
    m_settings = plan.settings;
    if (kind == Kind::Check) {
        m_preflight.reset();
    } else {
        m_curve.clear();
        m_range.reset();
    }
    Q_EMIT changed();
}

void TrialSession::check(const TrainPlan& plan) {
    begin(Kind::Check, plan);
    m_worker.replace(
        [this, serial = m_serial, plan, loader = m_loader](const std::stop_token& stop) {
            m_triedSerial = serial;
            const auto work = [&]() -> Result<train::Preflight> {
                MN_ASSIGN(const runs::TrainRequest request, requestOf(plan));
                MN_ASSIGN(const auto engine, loader());
                return runs::preflight(request, *engine, stop);
            };
            QMetaObject::invokeMethod(
                this,
                [this, serial, result = work()] {
                    if (serial == m_serial && result) {
                        m_preflight = *result;
                    }
                    end(serial, Kind::Check,
                        result ? std::nullopt : std::optional<Error>(result.error()));
                },
                Qt::QueuedConnection);
        });
}

void TrialSession::findRate(const TrainPlan& plan) {
    begin(Kind::Range, plan);
    m_worker.replace(
        [this, serial = m_serial, plan, loader = m_loader](const std::stop_token& stop) {
            m_triedSerial = serial;
            const auto observe = [this, serial](const train::RangePoint& point) {
                {
                    const std::scoped_lock lock(m_mutex);
                    if (m_arrivedSerial != serial) {
                        m_arrived.clear();
                        m_arrivedSerial = serial;
                    }
                    m_arrived.push_back(point);
                }
                m_waker.wake();
            };
            const auto work = [&]() -> Result<train::RangeTest> {
                MN_ASSIGN(const runs::TrainRequest request, requestOf(plan));
                MN_ASSIGN(const auto engine, loader());
                return runs::findRate(request, *engine, train::RangeTestRequest(), stop, observe);
            };
            QMetaObject::invokeMethod(
                this,
                [this, serial, result = work()] {
                    if (serial == m_serial && result) {
                        m_range = *result;
                        m_curve = m_range->curve;
                    }
                    end(serial, Kind::Range,
                        result ? std::nullopt : std::optional<Error>(result.error()));
                },
                Qt::QueuedConnection);
        });
}

void TrialSession::takePoints() {
    {
        const std::scoped_lock lock(m_mutex);
        // Once the test has ended its own curve is the whole one.
        if (m_arrivedSerial == m_serial && m_running == Kind::Range) {
            m_curve.insert(m_curve.end(), m_arrived.begin(), m_arrived.end());
        }
        m_arrived.clear();
    }
    Q_EMIT pointsAdded();
}

void TrialSession::end(quint64 serial, Kind kind, const std::optional<Error>& error) {
    if (serial != m_serial) {
        return;
    }
    m_running = Kind::None;
    Q_EMIT changed();
    if (error && error->code != ErrorCode::Cancelled) {
        Q_EMIT failed(kind, *error);
    }
}

void TrialSession::cancel() {
    if (m_running == Kind::None) {
        return;
    }
    ++m_serial;
    m_worker.cancel();
    m_running = Kind::None;
    Q_EMIT changed();
}

void TrialSession::forget() {
    cancel();
    m_preflight.reset();
    m_curve.clear();
    m_range.reset();
    Q_EMIT changed();
}

}  // namespace minarai::studio
