// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The time machine of the run that is shown: which epochs there are, and a run as it was after one.
#pragma once

#include <QObject>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "runs/timeline.h"
#include "studio/session/worker.h"

namespace minarai::studio {

/// A runs::Timeline on a worker. Wishes for an epoch that came meanwhile are passed over.
class TimelineSession : public QObject {
    Q_OBJECT
  public:
    explicit TimelineSession(QObject* parent = nullptr);
    ~TimelineSession() override;

    /// Another run, followed at its newest epoch; empty for none. epochsChanged() and
    /// momentReady() follow; for the run that is open already the latter alone.
    void open(const std::filesystem::path& folder);
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

    /// A live epoch of the open run.
    void add(const train::EpochFinished& epoch);
    /// The file of the open run may have grown.
    void poll();

    /// An epoch of the past, which stays until another wish.
    void show(std::int64_t epoch);
    /// The newest epoch, and each new one when it comes.
    void follow();
    [[nodiscard]] bool isFollowing() const { return !m_wanted; }

    /// Ascending.
    [[nodiscard]] const std::vector<std::int64_t>& epochs() const { return m_epochs; }
    /// The epoch that is wanted: of the past, or the newest; 0 while there is none.
    [[nodiscard]] std::int64_t wanted() const;

  Q_SIGNALS:
    void epochsChanged();
    void momentReady(std::shared_ptr<const minarai::runs::Moment> moment);
    void failed(const minarai::Error& error);

  private:
    struct Holder;  ///< touched by the worker only

    std::filesystem::path m_folder;
    std::vector<std::int64_t> m_epochs;
    std::optional<std::int64_t> m_wanted;
    bool m_stale = false;  ///< the newest epoch was not asked for yet
    quint64 m_openSerial = 0;
    std::shared_ptr<std::atomic<quint64>> m_askSerial;
    std::shared_ptr<Holder> m_holder;
    Worker m_worker;

    void readOn();
    void ask();
    void tell(quint64 serial, const Error& error);
    void takeEpochs(quint64 serial, const std::vector<std::int64_t>& epochs, bool more);
};

}  // namespace minarai::studio
