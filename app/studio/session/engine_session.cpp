// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/engine_session.h"

#include <utility>

namespace minarai::studio {

EngineSession::EngineSession(EngineLoader loader, QObject* parent)
    : QObject(parent), m_loader(std::move(loader)), m_worker([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, error] { finish(error); }, Qt::QueuedConnection);
      }) {}

void EngineSession::start() {
    if (std::exchange(m_started, true)) {
        return;
    }
    m_worker.post([this, loader = m_loader](const std::stop_token&) {
        const auto engine = loader();
        const Result<engine::EngineInfo> result =
            engine ? Result<engine::EngineInfo>((*engine)->info())
                   : Result<engine::EngineInfo>(engine.error());
        QMetaObject::invokeMethod(
            this, [this, result] { finish(result); }, Qt::QueuedConnection);
    });
}

void EngineSession::finish(const Result<engine::EngineInfo>& result) {
    if (result) {
        m_info = *result;
        Q_EMIT ready();
    } else {
        m_error = result.error();
        Q_EMIT failed();
    }
}

}  // namespace minarai::studio
