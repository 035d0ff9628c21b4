// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Loads the engine (torch) on a worker once the window is on screen.
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <optional>

#include "base/error.h"
#include "engine/engine.h"
#include "studio/session/worker.h"

namespace minarai::studio {

/// How a session gets the engine; engine::loadEngine but for tests. Called on worker threads.
using EngineLoader = std::function<Result<std::shared_ptr<const engine::Engine>>()>;

class EngineSession : public QObject {
    Q_OBJECT
  public:
    explicit EngineSession(EngineLoader loader, QObject* parent = nullptr);

    /// Begins to load; ready() or failed() follows. Once is enough.
    void start();

    [[nodiscard]] const std::optional<engine::EngineInfo>& info() const { return m_info; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    /// For worker threads: blocks until the engine is loaded.
    [[nodiscard]] const EngineLoader& loader() const { return m_loader; }

  Q_SIGNALS:
    void ready();
    void failed();

  private:
    EngineLoader m_loader;
    std::optional<engine::EngineInfo> m_info;
    std::optional<Error> m_error;
    bool m_started = false;
    Worker m_worker;

    void finish(const Result<engine::EngineInfo>& result);
};

}  // namespace minarai::studio
