// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is tried before a run: the pre-flight check and the learning-rate range
// test.
#pragma once

#include <QObject>
#include <mutex>
#include <optional>
#include <vector>

#include "studio/session/engine_session.h"
#include "studio/session/train_session.h"
#include "studio/session/waker.h"
#include "studio/session/worker.h"
#include "train/preflight.h"
#include "train/range_test.h"

namespace minarai::studio {

/// One trial at a time; another one replaces it. Nothing of a trial is left in
/// a later run.
class TrialSession : public QObject {
    Q_OBJECT
  public:
    enum class Kind { None, Check, Range };
    Q_ENUM(Kind)

    explicit TrialSession(EngineLoader loader, QObject* parent = nullptr);
    ~TrialSession() override;

    void check(const TrainPlan& plan);
    void findRate(const TrainPlan& plan);
    void cancel();
    /// Drops the results: they are those of other settings.
    void forget();

    /// What is under way.
    [[nodiscard]] Kind running() const { return m_running; }
    [[nodiscard]] const std::optional<train::Preflight>& preflight() const { return m_preflight; }
    /// Of the range test, as far as it is.
    [[nodiscard]] const std::vector<train::RangePoint>& curve() const { return m_curve; }
    /// When it has ended.
    [[nodiscard]] const std::optional<train::RangeTest>& range() const { return m_range; }
    /// The learning rate of the plan that was tried.
    [[nodiscard]] const Params& settings() const { return m_settings; }

  Q_SIGNALS:
    void changed();
    void pointsAdded();
    void failed(minarai::studio::TrialSession::Kind kind, const minarai::Error& error);

  private:
    EngineLoader m_loader;
    Kind m_running = Kind::None;
    Params m_settings;
    std::optional<train::Preflight> m_preflight;
    std::vector<train::RangePoint> m_curve;
    std::optional<train::RangeTest> m_range;
    quint64 m_serial = 0;
    quint64 m_triedSerial = 0;  ///< of the running task; only on the worker's thread
    std::mutex m_mutex;
    std::vector<train::RangePoint> m_arrived;  ///< of the serial that stands beside it
    quint64 m_arrivedSerial = 0;
    Waker m_waker;
    Worker m_worker;

    void begin(Kind kind, const TrainPlan& plan);
    void takePoints();
    void end(quint64 serial, Kind kind, const std::optional<Error>& error);
};

}  // namespace minarai::studio
