// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The bell between worker threads and the screen: many rings, at most ~30 answers a second.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <atomic>

namespace minarai::studio {

/// Lives on the GUI's thread. Workers put their news somewhere safe and call wake(); due() follows
/// on the GUI's thread. Nothing runs while nobody rings.
class Waker : public QObject {
    Q_OBJECT
  public:
    static constexpr int kIntervalMs = 33;

    explicit Waker(QObject* parent = nullptr);

    /// Any thread.
    void wake();

  Q_SIGNALS:
    void due();

  private:
    std::atomic<bool> m_pending{false};
    QTimer m_timer;
    QElapsedTimer m_sinceLast;

    void schedule();
    void fire();
};

}  // namespace minarai::studio
